"""The catalogue of the Förderdatenbank as we keep it: what finding candidates needs, texts word for word."""

import base64
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from etl.findings import Finding

SITE = "https://www.foerderdatenbank.de/FDB/Content/DE/Foerderprogramm"
LICENCE = "CC BY-ND 4.0, Bundesministerium für Wirtschaft und Energie"


@dataclass(frozen=True)
class Listed:
    """One programme as the Förderdatenbank lists it.

    listed_id: its place in the export's tree, `Bund/BMI/smart-cities`. Codes are those of the export. status_note,
    deadlines: the editors' own words, empty where they say nothing.
    """

    listed_id: str
    title: str
    summary: str = ""
    areas: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    givers: tuple[str, ...] = ()
    status_note: str = ""
    deadlines: str = ""

    @property
    def url(self) -> str:
        """The page that shows it."""
        return f"{SITE}/{self.listed_id}.html"


@dataclass(frozen=True)
class Catalogue:
    """What a file gave: its programmes by id, how many documents it held, and every finding."""

    programmes: tuple[Listed, ...]
    document_count: int
    findings: tuple[Finding, ...]


class Change(NamedTuple):
    """One difference between two catalogues: `added`, `removed` or `changed`, with the fields that changed."""

    kind: str
    programme: Listed
    fields: tuple[str, ...] = ()


def compare(before: Iterable[Listed], after: Iterable[Listed]) -> list[Change]:
    """List what changed between two catalogues, by id."""
    old, new = ({programme.listed_id: programme for programme in listed} for listed in (before, after))
    changes = []
    for listed_id in sorted(old.keys() | new.keys()):
        if listed_id not in old:
            changes.append(Change("added", new[listed_id]))
        elif listed_id not in new:
            changes.append(Change("removed", old[listed_id]))
        elif old[listed_id] != new[listed_id]:
            changes.append(Change("changed", new[listed_id], _differing(old[listed_id], new[listed_id])))
    return changes


def _differing(old: Listed, new: Listed) -> tuple[str, ...]:
    return tuple(field.name for field in fields(Listed) if getattr(old, field.name) != getattr(new, field.name))


def pack(programmes: Iterable[Listed]) -> str:
    """Write programmes as one short text that a ledger's entry can hold."""
    written = json.dumps([asdict(programme) for programme in programmes], ensure_ascii=False, sort_keys=True)
    return base64.b64encode(zlib.compress(written.encode())).decode("ascii")


def unpack(packed: str) -> tuple[Listed, ...]:
    """Read what `pack` wrote."""
    rows: list[dict[str, Any]] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return tuple(Listed(**{name: _frozen(value) for name, value in row.items()}) for row in rows)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
