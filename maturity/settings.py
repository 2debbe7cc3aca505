"""Where things are. Read once from the environment; tests clear the cache."""

import os
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from maturity.errors import SettingInvalid
from maturity.language import _

BERLIN = ZoneInfo("Europe/Berlin")
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Places of one network's data, its time, and how its server is reached.

    Args:
        data: the network's directory.
        ledger_url: an SQLAlchemy URL.
        public_url: scheme, name and port by which browsers reach the server; turns sign-in on. None: local operation.
        trusted_proxy: addresses or networks of the proxies whose word about the visitor's address counts.
        time_zone: in which the waves' days begin and end.
        fixed_day: the day that waves' dates are compared with, for rehearsals; None is today.
    """

    data: Path
    ledger_url: str
    public_url: str | None = None
    trusted_proxy: str = "127.0.0.1"
    time_zone: ZoneInfo = BERLIN
    fixed_day: date | None = None

    @property
    def secret_file(self) -> Path:
        """The file with the server's secret, made at the first start."""
        return Path(os.environ.get("DIGITALKOMPASS_SECRET_FILE") or self.data / "secret")

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
    """Read the settings from the environment; docs/access.md lists them.

    Raises:
        SettingInvalid: one of them makes no sense.
    """
    data = Path(os.environ.get("DIGITALKOMPASS_DATA") or PROJECT / "data").resolve()
    ledger_url = os.environ.get("DIGITALKOMPASS_LEDGER") or f"sqlite:///{data / 'ledger.sqlite'}"
    return Settings(
        data=data,
        ledger_url=ledger_url,
        public_url=_public_url(os.environ.get("DIGITALKOMPASS_PUBLIC_URL", "").strip().rstrip("/")),
        trusted_proxy=os.environ.get("DIGITALKOMPASS_TRUSTED_PROXY") or "127.0.0.1",
        time_zone=_time_zone(),
        fixed_day=_fixed_day(),
    )


# Passkeys and secure cookies need a name and https; on the own machine browsers take http as well.
PUBLIC_URL = re.compile(r"https://[a-z0-9.-]*[a-z][a-z0-9.-]*(:\d+)?|http://localhost(:\d+)?")


def _public_url(text: str) -> str | None:
    if text and not PUBLIC_URL.fullmatch(text):
        expected = _("https:// and the name of the server, without a path; for a trial http://localhost:8501")
        raise SettingInvalid(name="DIGITALKOMPASS_PUBLIC_URL", value=text, expected=expected)
    return text or None


def _time_zone() -> ZoneInfo:
    name = os.environ.get("DIGITALKOMPASS_TIME_ZONE")
    try:
        return ZoneInfo(name) if name else BERLIN
    except (ValueError, OSError, KeyError) as error:
        raise SettingInvalid(
            name="DIGITALKOMPASS_TIME_ZONE",
            value=name,
            expected=_("a name such as {example}").format(example=BERLIN.key),
        ) from error


def _fixed_day() -> date | None:
    text = os.environ.get("DIGITALKOMPASS_TODAY")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SettingInvalid(
            name="DIGITALKOMPASS_TODAY", value=text, expected=_("a date such as {example}").format(example="2026-11-24")
        ) from error
