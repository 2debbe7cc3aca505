"""Where things are. Read once from the environment; tests clear the cache."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Places of one network's data. `ledger_url` is an SQLAlchemy URL."""

    data: Path
    ledger_url: str

    @property
    def reference(self) -> Path:
        """The folder of the reference files."""
        return self.data / "reference"

    @property
    def sample(self) -> Path:
        """The folder of the invented answers, read on the first start."""
        return self.data / "sample"

    @property
    def snapshots(self) -> Path:
        """The folder of the DuckDB snapshots and their pointer."""
        return self.data / "snapshots"


@cache
def load() -> Settings:
    """Read DIGITALKOMPASS_DATA (default: the project's `data/`) and DIGITALKOMPASS_LEDGER (default: SQLite there)."""
    data = Path(os.environ.get("DIGITALKOMPASS_DATA") or PROJECT / "data").resolve()
    ledger_url = os.environ.get("DIGITALKOMPASS_LEDGER") or f"sqlite:///{data / 'ledger.sqlite'}"
    return Settings(data=data, ledger_url=ledger_url)
