"""Where things are and what the operator decides: one table, read once from the environment; tests clear the cache.

docs/operations.md explains each setting. A value that cannot be meant stops the start and says how to mend it.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

from maturity.errors import SettingInvalid
from maturity.language import _

BERLIN = ZoneInfo("Europe/Berlin")
PROJECT = Path(__file__).resolve().parent.parent
PREFIX = "DIGITALKOMPASS_"
NAMES = ("DATA", "LEDGER", "PUBLIC_URL", "SECRET_FILE", "TRUSTED_PROXY", "TIME_ZONE", "TODAY", "MIN_FREE_MB")
# Passkeys and secure cookies need a name and https; on the own machine browsers take http as well.
PUBLIC_URL = re.compile(r"https://[a-z0-9.-]*[a-z][a-z0-9.-]*(:\d+)?|http://localhost(:\d+)?")


@dataclass(frozen=True)
class Settings:
    """What holds for one network.

    Args:
        data: the network's directory.
        ledger_url: an SQLAlchemy URL.
        public_url: scheme, name and port by which browsers reach the server; turns sign-in on. None: local operation.
        secret: the file with the server's secret; None: in the network's directory.
        trusted_proxy: addresses or networks of the proxies whose word about the visitor's address counts.
        time_zone: in which the waves' days begin and end.
        fixed_day: the day that waves' dates are compared with, for rehearsals; None is today.
        min_free_mb: with less free space on the ledger's disk (MB) nothing is written.
    """

    data: Path
    ledger_url: str
    public_url: str | None = None
    secret: Path | None = None
    trusted_proxy: str = "127.0.0.1"
    time_zone: ZoneInfo = BERLIN
    fixed_day: date | None = None
    min_free_mb: int = 1_000

    @property
    def address(self) -> str:
        """Where browsers reach the server; on the own machine by name, because passkeys do not take 127.0.0.1."""
        return self.public_url or "http://localhost:8501"

    def invitation_link(self, token: str) -> str:
        """Return the address that a person invited opens."""
        return f"{self.address}/invitation/{token}"

    @property
    def secret_file(self) -> Path:
        """The file with the server's secret, made at the first start."""
        return self.secret or self.data / "secret"

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
    """Read the settings from the environment.

    Raises:
        SettingInvalid: a value cannot be meant, or a name is nearly one of ours.
    """
    return read(os.environ)


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings that these variables make; see `load`."""
    given = {name.removeprefix(PREFIX): text for name, text in environment.items() if name.startswith(PREFIX) and text}
    for name in given.keys() - set(NAMES):
        for meant in get_close_matches(name, NAMES, n=1, cutoff=0.8):
            raise _invalid(name, given[name], _("called {name}").format(name=PREFIX + meant))
    data = Path(given.get("DATA") or PROJECT / "data").resolve()
    return Settings(
        data=data,
        ledger_url=_ledger_url(given.get("LEDGER") or f"sqlite:///{data / 'ledger.sqlite'}"),
        public_url=_public_url(given.get("PUBLIC_URL", "")),
        secret=Path(given["SECRET_FILE"]).resolve() if "SECRET_FILE" in given else None,
        trusted_proxy=_networks(given.get("TRUSTED_PROXY", Settings.trusted_proxy)),
        time_zone=_time_zone(given.get("TIME_ZONE", BERLIN.key)),
        fixed_day=_day(given["TODAY"]) if "TODAY" in given else None,
        min_free_mb=_whole_number("MIN_FREE_MB", given.get("MIN_FREE_MB", str(Settings.min_free_mb))),
    )


def _invalid(name: str, value: str, expected: str) -> SettingInvalid:
    return SettingInvalid(name=PREFIX + name, value=value, expected=expected)


def _ledger_url(text: str) -> str:
    # The password in a database's address must not get into a log.
    scheme = text.partition("://")[0]
    if "://" not in text or scheme not in ("sqlite", "postgresql", "postgresql+psycopg"):
        expected = _("an address like sqlite:////path/ledger.sqlite or postgresql+psycopg://user@host/database")
        raise _invalid("LEDGER", f"{scheme[:20]}...", expected)
    # The driver that is installed with the program; without a name SQLAlchemy would look for another one.
    return text.replace("postgresql://", "postgresql+psycopg://", 1)


def _public_url(text: str) -> str | None:
    text = text.strip().rstrip("/")
    if text and not PUBLIC_URL.fullmatch(text):
        expected = _("https:// and the name of the server, without a path; for a trial http://localhost:8501")
        raise _invalid("PUBLIC_URL", text, expected)
    return text or None


def _networks(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    try:
        for part in parts:
            ip_network(part)
    except ValueError as error:
        raise _invalid("TRUSTED_PROXY", text, _("IP addresses or networks, separated by commas")) from error
    return ",".join(parts)


def _time_zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise _invalid("TIME_ZONE", text, _("a name such as {example}").format(example=BERLIN.key)) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _invalid("TODAY", text, _("a date such as {example}").format(example="2026-11-24")) from error


def _whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _invalid(name, text, _("a whole number from 0"))
    return int(text)
