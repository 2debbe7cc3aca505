"""The reference files as text: what columns each has, and its rows with their line numbers.

`TABLES` says for every file what must stand in which column; the checks and the typing both follow it.
"""

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import Literal

from etl.findings import Finding
from maturity.analysis.funding.programmes import FIELDS

FIELD_TYPES = (
    "choice",
    "level",
    "integer",
    "number",
    "band",
    "quarter",
    "month",
    "choices",
    "text",
    "url",
    "product",
    "percent",
    "date",
    "topics",
    "mailbox",
)

LARGEST = 1e15  # beyond it a float no longer tells neighbouring whole numbers apart


@dataclass(frozen=True)
class Column:
    """What may stand in one column.

    Args:
        kind: numbers become float, integers int, the rest stays text.
        needed: may not be empty.
        choices: the only texts allowed.
        low, high: the bounds of a number, both allowed.
        refers_to: the table in whose first column the text must stand.
        default: what an empty cell means; a file may leave such a column out.
    """

    kind: Literal["text", "number", "integer", "date"] = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    low: float = -LARGEST
    high: float = LARGEST
    refers_to: str | None = None
    default: str | None = None


@dataclass(frozen=True)
class Table:
    """What one file holds: its columns, which of them name a row, and whether the file may be missing."""

    key: tuple[str, ...]
    columns: dict[str, Column]
    is_required: bool = True


TEXT = Column()
NEEDED = Column(needed=True)
NUMBER = Column("number")
SIZE = Column("number", low=0)
INTEGER = Column("integer", needed=True)
FLAG = Column("integer", needed=True, choices=("0", "1"))
DATE = Column("date")
WEIGHT = Column("number", low=0, default="1")
WAVE_OR_NONE = Column(refers_to="waves", default="")


def _reference_to(table: str) -> Column:
    return Column(needed=True, refers_to=table)


TABLES: dict[str, Table] = {
    "cities": Table(
        ("city_id",),
        {
            "city_id": NEEDED,
            "name": NEEDED,
            "status": TEXT,
            "county": TEXT,
            "population": SIZE,
            "area_km2": SIZE,
            "lat": Column("number", low=-90, high=90),
            "lon": Column("number", low=-180, high=180),
        },
    ),
    "waves": Table(
        ("wave_id",),
        {
            "wave_id": NEEDED,
            "label": NEEDED,
            "opens_on": DATE,
            "closes_on": DATE,
            "is_sample": FLAG,
            "min_share": Column("number", low=0, high=1, default="0.5"),
        },
    ),
    "memberships": Table(
        ("city_id", "wave_id"), {"city_id": _reference_to("cities"), "wave_id": _reference_to("waves")}
    ),
    "dimensions": Table(
        ("dimension_id",),
        {"dimension_id": NEEDED, "position": INTEGER, "name_de": NEEDED, "name_en": NEEDED, "weight": WEIGHT},
        is_required=False,
    ),
    "topics": Table(
        ("topic_id",),
        {
            "topic_id": NEEDED,
            "position": INTEGER,
            "dimension_id": _reference_to("dimensions"),
            "name_de": NEEDED,
            "long_name_de": NEEDED,
            "name_en": NEEDED,
            "sensitive": FLAG,
            "weight": WEIGHT,
        },
    ),
    "weights": Table(
        ("kind", "target_id", "from_wave"),
        {
            "kind": Column(needed=True, choices=("topic", "dimension")),
            "target_id": NEEDED,
            "from_wave": _reference_to("waves"),
            "weight": Column("number", needed=True, low=0),
        },
        is_required=False,
    ),
    "questions": Table(
        ("question_id",),
        {
            "question_id": NEEDED,
            "topic_id": _reference_to("topics"),
            "core": FLAG,
            "weight": Column("number", needed=True, low=0),
            "scale_min": Column("number", needed=True),
            "scale_max": Column("number", needed=True),
            "text_de": NEEDED,
            "text_en": NEEDED,
            "asked_from": WAVE_OR_NONE,
            "asked_until": WAVE_OR_NONE,
        },
    ),
    "options": Table(
        ("question_id", "code"),
        {
            "question_id": _reference_to("questions"),
            "code": NEEDED,
            "value": NUMBER,
            "label_de": NEEDED,
            "label_en": NEEDED,
            "kind": Column(needed=True, choices=("level", "kA", "nz")),
        },
    ),
    "levels": Table(("level",), {"level": INTEGER, "name_de": NEEDED, "name_en": NEEDED}, is_required=False),
    "planning_fields": Table(
        ("field_id",),
        {
            "field_id": NEEDED,
            "per": Column(needed=True, choices=("topic", "city")),
            "type": Column(needed=True, choices=FIELD_TYPES),
            "options": TEXT,
            "label_de": NEEDED,
            "label_en": NEEDED,
            # What is plausible: of numbers the value, of dates, months and quarters the year.
            "min": Column("number", default=""),
            "max": Column("number", default=""),
        },
        is_required=False,
    ),
    "planning_options": Table(
        ("field_id", "code"),
        {
            "field_id": _reference_to("planning_fields"),
            "code": NEEDED,
            "value": NUMBER,
            "label_de": NEEDED,
            "label_en": NEEDED,
        },
        is_required=False,
    ),
    "products": Table(
        ("product_id",),
        {"product_id": NEEDED, "name": NEEDED, "vendor": TEXT, "topic_id": _reference_to("topics"), "spellings": TEXT},
        is_required=False,
    ),
    "programmes": Table(
        ("programme_id", "field"),
        {
            "programme_id": NEEDED,
            "field": Column(needed=True, choices=tuple(FIELDS)),
            "value": NEEDED,
            "quotation": TEXT,
            "source": TEXT,
            "checked_on": DATE,
        },
        is_required=False,
    ),
    "programme_areas": Table(
        ("kind", "code", "target"),
        {"kind": Column(needed=True, choices=("area", "region")), "code": NEEDED, "target": NEEDED},
        is_required=False,
    ),
    "council_dates": Table(
        ("city_id", "meets_on"),
        {"city_id": _reference_to("cities"), "meets_on": Column("date", needed=True)},
        is_required=False,
    ),
    "aliases": Table(
        ("kind", "alias"),
        {
            "kind": Column(needed=True, choices=("city", "question", "field", "option")),
            "alias": NEEDED,
            "target_id": NEEDED,
        },
        is_required=False,
    ),
    "groups": Table(("group_id",), {"group_id": NEEDED, "name_de": NEEDED, "name_en": NEEDED}, is_required=False),
    "group_members": Table(
        ("group_id", "city_id"),
        {"group_id": _reference_to("groups"), "city_id": _reference_to("cities")},
        is_required=False,
    ),
}


@dataclass(frozen=True)
class Row:
    """One row as text, by column, with the line of the file it starts in."""

    line: int
    cells: dict[str, str]


@dataclass
class Source:
    """One file as it was read: its rows, the columns it lacks, and what could not be read."""

    file: str
    rows: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.file.removesuffix(".csv")

    @property
    def is_complete(self) -> bool:
        """Whether every row could be read, so that an id not found here is truly unknown."""
        return not self.missing and not self.findings

    def ids(self, column: str) -> set[str]:
        """Return the texts of one column."""
        return {row.cells[column] for row in self.rows if row.cells.get(column)}


def decode(file: str, content: bytes) -> tuple[str, list[Finding]]:
    """Return a reference file's text, and a finding when it is not UTF-8; spreadsheets may have added a BOM."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "", [Finding("reference_unreadable", row=line, details={"file": file, "reason": "UTF-8"})]


def parse(name: str, content: bytes | None) -> Source:
    """Return the rows of one table's file; no content (an optional file) is a table without rows."""
    source = Source(f"{name}.csv")
    if content is None:
        return source
    text, source.findings = decode(source.file, content)
    if source.findings:
        return source
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    line = 1
    try:
        header = next(reader, [])
        columns = TABLES[name].columns
        source.missing = [key for key, column in columns.items() if column.default is None and key not in header]
        defaults = {key: column.default for key, column in columns.items() if column.default is not None}
        line = reader.line_num + 1
        for cells in reader:
            _add_row(source, header, cells, line=line, defaults=defaults)
            line = reader.line_num + 1
    except csv.Error as error:
        details = {"file": source.file, "reason": error}
        source.findings.append(Finding("reference_unreadable", row=line, details=details))
    return source


def _add_row(source: Source, header: list[str], cells: list[str], *, line: int, defaults: dict[str, str]) -> None:
    if len(cells) == len(header):
        given = dict(zip(header, cells, strict=True))
        source.rows.append(Row(line, given | {key: given.get(key) or text for key, text in defaults.items()}))
    elif cells:  # a blank line has none
        details = {"file": source.file, "found": len(cells), "columns": len(header)}
        source.findings.append(Finding("reference_row_length", row=line, details=details))
