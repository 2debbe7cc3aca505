"""What goes into the ledger and comes out of it."""

import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from maturity.ledger.chain import sha256
from maturity.rights import Action
from maturity.settings import PROJECT

# A backup was put in the ledger's place on purpose: what was recorded after the backup is not missed.
BACKUP_RESTORED = "backup_restored"

# The kinds of entry that `Ledger.record` takes, and the right that each needs.
ACTIONS: dict[str, Action] = {
    "decision": "decide",
    "meeting": "decide",
    "project": "decide",
    "consent": "decide",
    "pin": "pin",
    "veto": "pin",
    "parameter": "set_parameter",
    "alias": "alias",
    "view": "keep_view",
    "wave": "manage_waves",
    "reference": "manage_reference",
    "programme": "manage_programmes",
    "programme_release": "manage_programmes",
    "programme_import": "manage_programmes",
    "programme_look": "manage_programmes",
    BACKUP_RESTORED: "put_back",
}


@dataclass(frozen=True)
class SourceFile:
    """A file as it was handed in: the name (only ever shown), the very bytes, the layout it was read as."""

    name: str
    content: bytes
    layout: str

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the bytes."""
        return sha256(self.content)


@dataclass(frozen=True)
class Part:
    """One city's share of a submission in one wave. The ledger gives the `version`, 1 for the city's first file."""

    city_id: str
    wave_id: str
    answer_count: int
    version: int | None = None


@dataclass(frozen=True)
class SubmissionRecord:
    """A submission as the ledger holds it; `is_new` is False when the same was in force already."""

    submission_id: int
    at: str
    hash: str
    file_sha256: str
    parts: tuple[Part, ...]
    is_new: bool = True


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. `at` is UTC in ISO form and only for show: the order is the sequence."""

    sequence: int
    at: str
    actor: str
    role: str
    actor_city: str | None
    kind: str
    payload: dict[str, Any]
    hash: str


def storable(text: str) -> str:
    """Return the text with what no database takes (NUL, lone surrogates) written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


@cache
def program_version() -> str:
    """Return the version in pyproject.toml, kept with every submission."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
