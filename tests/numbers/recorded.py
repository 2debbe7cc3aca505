"""Every table the pages read, as one line each: how many rows, how much each number column sums to, and a digest.

`python -m tests.numbers.recorded` writes the record anew, after a change that is meant to move numbers: the changelog
then says which. What nobody may move silently is compared by the test beside this file.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pandas as pd

from etl.ingest import ingest
from etl.publish import publish
from etl.reference import read_reference
from etl.start import prepare
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from maturity.store import Snapshot, query

RECORD = Path(__file__).with_name("recorded.json")
REAL = PROJECT.parent / "shared" / "real" / "odm2023"
STATEMENTS = PROJECT / "maturity" / "store" / "sql"
# What differs each time a snapshot is built: clock times, where the file lay, how many entries the ledger had before.
MOMENTS = ("at", "last_at", "file_name", "submission_id")
# Digits that hold on every machine; sums of the same numbers may differ behind them.
DIGITS = 9


def record(snapshot: Snapshot) -> dict[str, str]:
    """Return a line by statement and its values, for every reading statement of `maturity/store/sql`."""
    values = {
        "wave_id": list(query(snapshot, "waves")["wave_id"]),
        "topic_id": list(query(snapshot, "topics")["topic_id"]),
        "city_id": list(query(snapshot, "export_scores")["city_id"].unique()),
    }
    lines = {}
    for name, wanted in _statements():
        for chosen in product(*(values[parameter] for parameter in wanted)):
            asked = dict(zip(wanted, chosen, strict=True))
            lines[f"{name} {' '.join(asked.values())}".strip()] = _line(query(snapshot, name, **asked))
    return lines


def _statements() -> Iterator[tuple[str, list[str]]]:
    """The statements that read a snapshot, with their parameters."""
    for file in sorted(STATEMENTS.glob("*.sql")):
        text = file.read_text(encoding="utf-8")
        wanted = sorted(set(re.findall(r"\$(\w+)", text)))
        makes_a_table = file.stem.startswith(("mart_", "bulk_", "snapshot_", "audience_"))
        # What asks for a city and a topic at once shows rows of the others again.
        if not makes_a_table and set(wanted) < {"wave_id", "topic_id", "city_id"}:
            yield file.stem, wanted


def _line(table: pd.DataFrame) -> str:
    table = table.drop(columns=[name for name in MOMENTS if name in table])
    numbers = table.select_dtypes("number").round(DIGITS) + 0.0
    rounded = table.copy()
    rounded[numbers.columns] = numbers
    digest = hashlib.sha256(rounded.to_csv(index=False).encode()).hexdigest()[:16]
    sums = " ".join(f"{name}={numbers[name].sum():.6g}" for name in numbers)
    return f"{len(table)} rows {digest} {sums}".strip()


def sample_snapshot(data: Path) -> Snapshot:
    """Build the sample network as the first start does."""
    snapshot = prepare(Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}"))
    assert snapshot is not None
    return snapshot


def real_snapshot(real: Path, data: Path) -> Snapshot:
    """Build a network from the real responses, through the one door."""
    shutil.copytree(real / "reference", data / "reference", copy_function=shutil.copyfile)
    settings = Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}")
    ledger, reference = open_ledger(settings.ledger_url), read_reference(settings.reference)
    for file in sorted((real / "responses").glob("*.csv")):
        ingest(
            file.read_bytes(), name=file.name, actor=LOCAL_COORDINATOR, ledger=ledger, reference=reference,
            city_from_name="^[A-Z]{2}", publish=False,
        )  # fmt: skip
    return publish(ledger, settings)


def main() -> None:
    """Write the record anew."""
    with tempfile.TemporaryDirectory() as folder:
        sample = record(sample_snapshot(Path(folder) / "sample"))
        real = record(real_snapshot(REAL, Path(folder) / "real"))
    RECORD.write_text(json.dumps({"sample": sample, "real": real}, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
