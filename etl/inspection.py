"""Inspection: read, recognise and check a file without storing anything."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypedDict, Unpack

import pandas as pd
import pyarrow as pa

from etl.check import Checked, Given, Row, check
from etl.findings import Finding
from etl.read import RawTable, read_tables
from etl.recognising.layouts import Layout, Overrides, recognise
from etl.recognising.responses import Said, extract
from etl.reference.read import Reference
from etl.vocabulary.spellings import Names, Vocabulary, build_vocabulary
from maturity.errors import NotATable, UnknownId
from maturity.ledger import Part
from maturity.ledger.values import SCHEMA, as_frame


class Hints(TypedDict, total=False):
    """What the person handing in a file may say besides the file. All optional.

    Args:
        city_id: the city the answers must belong to; a file that names another one is refused.
        wave_id: the wave they must belong to.
        city_from_name: a regular expression whose match (or first group) in the file's name is the city.
        as_of: where nothing names the wave, take the one that was open on this day.
        overrides: decisions against the recognition.
    """

    city_id: str | None
    wave_id: str | None
    city_from_name: str | None
    as_of: date | None
    overrides: Overrides | None


class Basis(NamedTuple):
    """What a file was judged by: another basis may judge it otherwise."""

    reference_hash: str
    hints: dict[str, object]

    @property
    def overrides(self) -> Overrides:
        """The decisions against the recognition."""
        said = self.hints.get("overrides")
        return said if isinstance(said, Overrides) else Overrides()


class Source(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes
    basis: Basis


class MappingRow(NamedTuple):
    """What one column or id of a file was taken for."""

    heading: str
    role: str
    item: str
    option: str
    how: str


@dataclass(frozen=True)
class Inspection:
    """What a file holds, as far as it can be read; nothing is stored.

    Args:
        basis: what it was judged by.
        raw: the table as it was read, None where the file is none.
        summary: how the file was read: kind, encoding, delimiter, sheet, header_row, layout, tool, row_count;
            `cities` and `waves` map each id to the sources that named it.
        mapping_rows: per column or id of the file: heading, role, item (`EAK01`, `eakte.status`), option, how.
        table: one row per answer, with the columns of the ledger.
        parts: the cities and waves of the file, each with the count of its values.
        findings: errors and notes, by row and column.
    """

    name: str
    content: bytes
    content_sha256: str
    basis: Basis
    raw: RawTable | None
    summary: dict[str, object]
    mapping_rows: list[MappingRow]
    table: pa.Table
    parts: list[Part]
    findings: list[Finding]

    # Made when asked for: they cost nearly as much as all the rest, and many files are only counted and stored.
    @cached_property
    def mapping(self) -> pd.DataFrame:
        """The mapping as a table."""
        return pd.DataFrame(self.mapping_rows, columns=list(MappingRow._fields))

    @cached_property
    def values(self) -> pd.DataFrame:
        """The answers for pandas."""
        return as_frame(self.table)

    @property
    def errors(self) -> list[Finding]:
        """The findings that block the file."""
        return [finding for finding in self.findings if finding.severity == "error"]


def inspect(content: bytes, *, name: str, reference: Reference, **hints: Unpack[Hints]) -> Inspection:
    """Read and check a file; nothing is stored.

    A file that is no table gives an inspection without values, with the reason among its findings.

    Raises:
        UnknownId: a hint names a city or a wave that the network does not have.
    """
    vocabulary = build_vocabulary(reference)
    given = given_by(name, reference, vocabulary, hints)
    source = Source(name, content, Basis(reference.hash, dict(hints)))
    overrides = source.basis.overrides
    try:
        tables = read_tables(content, **overrides.reading)
    except NotATable as error:
        return unreadable(source, reasons(error))
    inspections = [
        _inspect_table(table, source, vocabulary, given=given if len(tables) == 1 else _named(table, given, vocabulary))
        for table in tables
    ]
    return inspections[0] if len(inspections) == 1 else _all_sheets(inspections, vocabulary)


def _inspect_table(table: RawTable, source: Source, vocabulary: Vocabulary, *, given: Given) -> Inspection:
    overrides = source.basis.overrides
    layout = recognise(table, vocabulary, overrides)
    checked = check(extract(layout, vocabulary), vocabulary, given=given, first_code=overrides.first_code)
    values, parts = arrow_table(checked.values), _parts(checked.values)
    return judged(source, checked, raw=table, values=values, parts=parts, vocabulary=vocabulary)


def _named(table: RawTable, given: Given, vocabulary: Vocabulary) -> Given:
    """Add the city that the sheet's name names."""
    is_city = vocabulary.cities.find(table.sheet) is not None
    return replace(given, cities=(*given.cities, Said(table.sheet, "sheet"))) if is_city else given


def _all_sheets(inspections: list[Inspection], vocabulary: Vocabulary) -> Inspection:
    """Put the sheets of a workbook together; each finding and each place names its sheet."""
    first = inspections[0]
    names = [str(one.summary["sheet"]) for one in inspections]
    note = Finding("sheets_taken", value=", ".join(names), details={"count": len(names)})
    findings = [note, *_twice(inspections, names, vocabulary)]
    for name, one in zip(names, inspections, strict=True):
        findings += [replace(finding, sheet=name) for finding in one.findings]
    tables = [_with_sheet(one.table, name) for name, one in zip(names, inspections, strict=True)]
    counts = [one.summary["row_count"] for one in inspections]
    found = {key: _joined([one.summary[key] for one in inspections]) for key in ("cities", "waves")}
    sheets = {"sheet": ", ".join(names), "sheets": names, "row_count": sum(map(int, map(str, counts)))}
    return replace(
        first,
        raw=None,  # a marked copy has room for one sheet
        summary=first.summary | found | sheets,
        mapping_rows=list(dict.fromkeys(row for one in inspections for row in one.mapping_rows)),
        table=pa.concat_tables(tables),
        parts=[part for one in inspections for part in one.parts],
        findings=findings,
    )


def _joined(found: list[object]) -> dict[object, object]:
    return {key: sources for one in found if isinstance(one, dict) for key, sources in one.items()}


def _with_sheet(table: pa.Table, name: str) -> pa.Table:
    places = [column if column is None else f"{name}: {column}" for column in table["column"].to_pylist()]
    return table.set_column(table.schema.get_field_index("column"), "column", pa.array(places, pa.string()))


def _twice(inspections: list[Inspection], names: list[str], vocabulary: Vocabulary) -> list[Finding]:
    """Name each city and wave that has answers in more than one sheet."""
    first: dict[tuple[str, str], str] = {}
    found = []
    for name, one in zip(names, inspections, strict=True):
        for part in one.parts:
            earlier = first.setdefault((part.city_id, part.wave_id), name)
            if earlier != name:
                city = vocabulary.cities.name(part.city_id)
                details: dict[str, object] = {"city": city, "wave_id": part.wave_id, "first": earlier}
                found.append(Finding("part_in_two_sheets", sheet=name, details=details))
    return found


def judged(
    source: Source, checked: Checked, *, raw: RawTable, values: pa.Table, parts: list[Part], vocabulary: Vocabulary
) -> Inspection:
    """Put together what the steps have found."""
    layout = checked.layout
    findings = [*layout.table.repairs, *layout.table.findings, *checked.findings]
    if not values.num_rows and not any(finding.severity == "error" for finding in findings):
        findings.append(Finding("no_answers"))
    return Inspection(
        name=source.name,
        content=source.content,
        content_sha256=hashlib.sha256(source.content).hexdigest(),
        basis=source.basis,
        raw=raw,
        summary=summary_of(checked),
        mapping_rows=mapping_of(layout, vocabulary),
        table=values,
        parts=parts,
        findings=in_order(findings, layout.table),
    )


def given_by(name: str, reference: Reference, vocabulary: Vocabulary, hints: Hints) -> Given:
    """Collect what arguments, file name and calendar say about city and wave; any spelling of the two will do."""
    city_id = _key_of(hints.get("city_id"), vocabulary.cities, "city")
    wave_id = _key_of(hints.get("wave_id"), vocabulary.waves, "wave")
    cities = [Said(city_id, "argument")] if city_id else []
    pattern = hints.get("city_from_name")
    if pattern and (match := re.search(pattern, name)):
        cities.append(Said(match[1] if match.groups() else match[0], "file_name"))
    waves = (Said(wave_id, "argument"),) if wave_id else ()
    return Given(tuple(cities), waves, _default_wave(reference, hints.get("as_of")))


def _key_of(said: str | None, names: Names, concept: str) -> str:
    """Return the id that a hint names, '' without a hint."""
    named = names.find(said) if said else None
    if said and named is None:
        raise UnknownId(value=said, concept=concept, known=", ".join(names.keys))
    return named.key if named else ""


def _default_wave(reference: Reference, as_of: date | None) -> tuple[Said, ...]:
    """The wave open on a day, or the only wave of the network."""
    waves = reference.waves
    if as_of is not None:
        day, last_days = as_of.isoformat(), waves["closes_on"].replace("", "9999-12-31")
        is_open = (waves["opens_on"] <= day) & (last_days >= day)
        return tuple(Said(str(wave_id), "date") for wave_id in waves.loc[is_open, "wave_id"])
    return (Said(str(waves["wave_id"].iloc[0]), "only_wave"),) if len(waves) == 1 else ()


def unreadable(source: Source, findings: list[Finding]) -> Inspection:
    """Say why a file is no table; without values."""
    return Inspection(
        name=source.name,
        content=source.content,
        content_sha256=hashlib.sha256(source.content).hexdigest(),
        basis=source.basis,
        raw=None,
        summary={"layout": ""},
        mapping_rows=[],
        table=arrow_table([]),
        parts=[],
        findings=findings,
    )


def summary_of(checked: Checked) -> dict[str, object]:
    """Say how a file was read."""
    layout, table = checked.layout, checked.layout.table
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "header_row": table.header_row,
        "layout": layout.kind,
        "tool": layout.tool.name,
        "row_count": len(table.rows),
        "cities": {city_id: sorted(sources) for city_id, sources in sorted(checked.cities.items())},
        "waves": {wave_id: sorted(sources) for wave_id, sources in sorted(checked.waves.items())},
    }


def mapping_of(layout: Layout, vocabulary: Vocabulary) -> list[MappingRow]:
    """One row per heading; where each row is an answer also one per id, with the role `row`."""
    rows = [
        MappingRow(column.heading, column.role, column.item.key if column.item else "", column.option, column.how)
        for column in layout.columns
    ]
    if layout.kind != "city_per_row":
        for id_column in layout.with_role("id")[:1]:
            for text in dict.fromkeys(row[id_column.position].strip() for row in layout.table.rows):
                match = vocabulary.items.find_row(text, is_text=id_column.how == "text")
                if text:
                    key, how = (match.item.key, match.how) if match else ("", "")
                    rows.append(MappingRow(text, "row", key, "", how))
    return rows


def values_table(rows: list[Row]) -> pd.DataFrame:
    """Return the values for pandas, with the ledger's columns and types."""
    return as_frame(arrow_table(rows))


def arrow_table(rows: list[Row]) -> pa.Table:
    """Return the values with the ledger's columns and types."""
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.table(arrays, schema=SCHEMA)


def _parts(rows: list[Row]) -> list[Part]:
    counts = Counter((row.city_id, row.wave_id) for row in rows)
    return [Part(city_id, wave_id, count) for (city_id, wave_id), count in sorted(counts.items())]


def in_order(findings: list[Finding], table: RawTable) -> list[Finding]:
    """Sort by row and column, each finding once: several responses of a file can meet the same fault."""
    position = {heading: place for place, heading in reversed(list(enumerate(table.header)))}
    once = {(one.code, one.row, one.column, one.value, str(one.details)): one for one in findings}
    return sorted(once.values(), key=lambda one: (one.row or 0, position.get(one.column or "", -1), one.code))


def reasons(error: NotATable) -> list[Finding]:
    """Return the findings for which a file was refused as a whole."""
    reasons = error.details["findings"]
    return [one for one in reasons if isinstance(one, Finding)] if isinstance(reasons, list) else []
