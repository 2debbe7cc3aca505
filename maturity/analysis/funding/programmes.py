"""Programmes as facts with their evidence. A fact without a quotation is unknown, whatever its value. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.errors import InvalidInput, UnknownId

Kind = Literal["text", "ids", "number", "percent", "date", "yes_no", "choice"]
Value = str | float | bool | date | frozenset[str]

ANY = "*"
YES_NO = {"yes": True, "no": False}
LARGEST = 1e12


@dataclass(frozen=True)
class Field:
    """What a field of a programme holds.

    Args:
        kind: `ids` are joined by ";" (`*` is any of them), percents lie in 0-100, dates are ISO.
        choices: the only texts allowed.
    """

    kind: Kind
    choices: tuple[str, ...] = ()


FIELDS: dict[str, Field] = {
    "name": Field("text"),
    "sponsor": Field("text"),
    "status": Field("choice", ("open", "closed")),
    "opens": Field("date"),
    "closes": Field("date"),
    "topics": Field("ids"),
    "region": Field("ids"),  # beginnings of city keys: 08 is Baden-Württemberg, 08215 the district of Karlsruhe
    "bodies": Field("ids", ("city", "county", "association", "company", "other")),
    "partners_min": Field("number"),
    "countries_min": Field("number"),
    "lead_required": Field("yes_no"),
    "one_bid": Field("yes_no"),
    "rate": Field("percent"),
    "rate_weak": Field("percent"),
    "own_share_min": Field("percent"),
    "cap_eur": Field("number"),
    "min_eur": Field("number"),
    "excluded": Field("text"),
    "combination": Field("choice", ("allowed", "not_allowed")),
    "council_needed": Field("yes_no"),
    "knowledge_duty": Field("yes_no"),
    "project_end": Field("date"),
    "interim_months": Field("number"),
    "proof_months": Field("number"),
}
COLUMNS = ("programme_id", "field", "value", "quotation", "source", "checked_on")


@dataclass(frozen=True)
class Fact:
    """One fact: its value (None = unknown), the words that say so, where they stand, and when somebody looked."""

    value: Value | None
    quotation: str
    source: str
    checked_on: date | None


UNKNOWN = Fact(None, "", "", None)


@dataclass(frozen=True, eq=False)
class Programme:
    """A programme; what it has no fact for is unknown."""

    programme_id: str
    facts: Mapping[str, Fact]

    def value(self, field: str) -> Any:
        """The value of a field of FIELDS, None where it is unknown."""
        return self.facts.get(field, UNKNOWN).value

    @property
    def name(self) -> str:
        """What it is called, its id where that is unknown."""
        return str(self.value("name") or self.programme_id)

    @cached_property
    def checked_on(self) -> date | None:
        """The day from which every known fact has been checked; None if one never was or nothing is known."""
        days = [fact.checked_on for fact in self.facts.values() if fact.value is not None]
        return min((day for day in days if day is not None), default=None) if None not in days else None


def parse_value(field: str, text: str) -> Value | None:
    """Read the text of a field; an empty one is unknown.

    Raises:
        UnknownId: there is no such field.
        InvalidInput: the text does not fit the field.
    """
    if field not in FIELDS:
        raise UnknownId(value=field, concept="field", known=", ".join(FIELDS))
    known, text = FIELDS[field], text.strip()
    if not text:
        return None
    try:
        value = _read(known.kind, text)
    except (ValueError, KeyError):
        value = None
    if value is None or not _fits(known, value):
        raise InvalidInput(what=field, value=text, expected=expected(field))
    return value


def expected(field: str) -> str:
    """What may stand in a field, as an example or a list; without words, so that it reads the same in any language."""
    known = FIELDS[field]
    examples = {"number": "50000", "percent": "0–100", "date": "2026-12-31", "yes_no": ", ".join(YES_NO)}
    return ", ".join(known.choices) or examples.get(known.kind, "a;b")


def _read(kind: Kind, text: str) -> Value:
    if kind in ("number", "percent"):
        return float(text)
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "yes_no":
        return YES_NO[text]
    if kind == "ids":
        return frozenset(part.strip() for part in text.split(";") if part.strip())
    return text


def _fits(field: Field, value: Value) -> bool:
    if isinstance(value, float):
        return 0 <= value <= (100 if field.kind == "percent" else LARGEST)
    if isinstance(value, frozenset):
        return bool(value) and (not field.choices or value <= {*field.choices, ANY})
    return not field.choices or value in field.choices


def read_programmes(facts: pd.DataFrame) -> list[Programme]:
    """Read programmes from rows of text.

    Args:
        facts: one row per programme and field: programme_id, field, value, quotation, source, checked_on (text, ISO).

    Returns:
        The programmes by id. A row without a quotation gives an unknown fact.

    Raises:
        MissingColumns: a column is missing.
        UnknownId, InvalidInput: a field or value that does not exist.

    Source: docs/method.md, "Funding".
    """
    require_columns(facts, *COLUMNS)
    found: dict[str, dict[str, Fact]] = {}
    for row in facts[list(COLUMNS)].itertuples(index=False):
        found.setdefault(str(row.programme_id), {})[str(row.field)] = _fact(row)
    return [Programme(programme_id, found[programme_id]) for programme_id in sorted(found)]


def _fact(row: Any) -> Fact:
    value = parse_value(str(row.field), str(row.value))
    checked_on = date.fromisoformat(row.checked_on) if row.checked_on else None
    return Fact(value if str(row.quotation).strip() else None, str(row.quotation), str(row.source), checked_on)


def unknown_fields(programme: Programme, fields: Iterable[str] = FIELDS) -> list[str]:
    """List the fields of which nothing is known, in the order of FIELDS."""
    return [field for field in fields if programme.value(field) is None]
