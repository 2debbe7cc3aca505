"""Layouts: recognise which of the three layouts a table has, and what each of its columns holds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

from etl.findings import Finding
from etl.read import RawTable
from etl.recognising.columns import (
    ANONYMOUS,
    ANSWER_WORDS,
    BESIDE_LEVEL,
    BESIDE_WORDS,
    CITY_WORDS,
    COMMENT_HEADING,
    FINDING_WORDS,
    FORMS_WORDS,
    GOOGLE_WORDS,
    ID_WORDS,
    LIMESURVEY_WORDS,
    MENTIONS_CITY,
    PERSONAL_WORDS,
    SOME_ROWS,
    SUBMITTED_WORDS,
    TEXT_WORDS,
    WAVE_WORDS,
    Column,
    Role,
    cell,
    count_items,
)
from etl.recognising.faults import find_faults, find_missing_header, find_twins
from etl.vocabulary.items import squash
from etl.vocabulary.spellings import Vocabulary

Kind = Literal["question_per_row", "city_per_row", "long"]
Tool = Literal["", "limesurvey", "forms", "google"]
NO_HEADER = "F03"  # the number that the findings of a missing header share


class Reading(TypedDict):
    """The decisions that the reader takes, see `read_bytes`."""

    encoding: str | None
    delimiter: str | None
    header_row: int | None
    sheet: str | None


@dataclass(frozen=True)
class Overrides:
    """What a person decided against the recognition; None or absent means: as recognised.

    Args:
        layout: one of the three layouts.
        encoding: handed to the reader, as are delimiter, header_row and sheet.
        columns: heading -> item key (`EAK01`, `eakte.status`), `city`, `wave`, `id`, `answer`, or '' to leave it out.
        first_code: 0 or 1, the number of the first answer where a survey tool writes `A1`.
    """

    layout: Kind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    first_code: int | None = None

    @property
    def reading(self) -> Reading:
        """What the reader takes."""
        return Reading(encoding=self.encoding, delimiter=self.delimiter, header_row=self.header_row, sheet=self.sheet)


@dataclass(frozen=True)
class Layout:
    """How a table was understood; `table` is the one that was read, with the header found here."""

    table: RawTable
    kind: Kind
    tool: Tool
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def has_header(self) -> bool:
        """Whether the table has headings; without them nothing can be told of its columns."""
        return not any(finding.message.number == NO_HEADER for finding in self.table.findings)

    def with_role(self, role: Role) -> list[Column]:
        """Return the columns of a role, in the order of the file."""
        return [column for column in self.columns if column.role == role]


def recognise(table: RawTable, vocabulary: Vocabulary, overrides: Overrides) -> Layout:
    """Tell which of the three layouts a table has and what each column holds.

    Returns:
        The layout; what it lacks, and what is there twice, is in its findings.
    """
    table = _with_code_row(table, vocabulary)
    columns = [_column(index, heading, vocabulary, overrides) for index, heading in enumerate(table.header)]
    if _holds_rows(table, columns, vocabulary, overrides):
        columns = _with_texts_as_ids(table, [_as_row_part(column) for column in columns], vocabulary)
        columns = _keep_surest(table, columns, vocabulary)
        kind: Kind = "long" if any(column.role == "city" for column in columns) else "question_per_row"
    else:
        kind = "city_per_row"
        columns = [_as_city_part(column, table, vocabulary) for column in columns]
    findings = find_faults(columns, table, vocabulary, by_city=kind == "city_per_row")
    twins = find_twins(columns)
    # Of twins only the first is read, or each answer would be a finding, too.
    kept = [column._replace(role="ignored") if column in twins else column for column in columns]
    return Layout(_told_headless(table, vocabulary), kind, _tool(table.header), tuple(kept), tuple(findings))


def _told_headless(table: RawTable, vocabulary: Vocabulary) -> RawTable:
    """Add the finding that answers stand where the header should be; that no row is below follows from it."""
    headless = find_missing_header(table, vocabulary)
    if headless is None:
        return table
    return replace(table, findings=[headless, *(one for one in table.findings if one.code != "no_rows")])


def _with_code_row(table: RawTable, vocabulary: Vocabulary) -> RawTable:
    """Take a first row of codes as the header: LimeSurvey's VV format has the questions' texts above their codes."""
    if not table.rows:
        return table
    codes = [text.strip() for text in table.rows[0] if text.strip()]
    items = [code for code in codes if vocabulary.items.find_id(code)]
    others = [code for code in codes if code not in items and not any(squash(code) in w for w in _ROLE_WORDS.values())]
    # Codes head columns, so each stands once; a row of answers repeats itself.
    if len(items) < 2 or others or len(set(codes)) < len(codes):
        return table
    note = Finding("header_codes", row=table.row_numbers[0], value=items[0])
    return replace(
        table,
        header=table.rows[0],
        header_row=table.row_numbers[0],
        rows=table.rows[1:],
        row_numbers=table.row_numbers[1:],
        line_numbers=table.line_numbers[1:],
        repairs=[*table.repairs, note],
    )


def _column(index: int, heading: str, vocabulary: Vocabulary, overrides: Overrides) -> Column:
    if heading in overrides.columns:
        return _chosen(index, heading, overrides.columns[heading], vocabulary)
    word = squash(heading)
    for role, words in _ROLE_WORDS.items():
        if word in words:
            return Column(index, heading, role)
    match = vocabulary.items.find(heading)
    if match is None:
        # LimeSurvey heads a question as `CODE. Text`; the city's question has such a code, too.
        code = squash(heading.partition(".")[0])
        role = "city" if code in CITY_WORDS else "wave" if code in WAVE_WORDS else "unknown"
        return Column(index, heading, "ignored" if COMMENT_HEADING.search(heading) or not word else role)
    if match.how == "option" and COMMENT_HEADING.search(heading.partition(".")[0]):
        return Column(index, heading, "ignored")
    role = "conflict" if match.how in ("conflict", "option") else "item"
    return Column(index, heading, role, match.item, match.option, match.how)


def _chosen(index: int, heading: str, target: str, vocabulary: Vocabulary) -> Column:
    roles: dict[str, Role] = {"": "ignored", "city": "city", "wave": "wave", "id": "id", "answer": "answer"}
    if target in roles:
        return Column(index, heading, roles[target], how="chosen")
    match = vocabulary.items.find(target)
    if match is None:
        return Column(index, heading, "unknown")
    return Column(index, heading, "item", match.item, match.option, "chosen")


_ROLE_WORDS: dict[Role, Collection[str]] = {
    "id": ID_WORDS,
    "answer": ANSWER_WORDS,
    "city": CITY_WORDS,
    "wave": WAVE_WORDS,
    "submitted": SUBMITTED_WORDS,
    "personal": PERSONAL_WORDS,
    "ignored": FINDING_WORDS,
    "meta": LIMESURVEY_WORDS | FORMS_WORDS | GOOGLE_WORDS,
}


def _holds_rows(table: RawTable, columns: list[Column], vocabulary: Vocabulary, overrides: Overrides) -> bool:
    """Whether each row holds one answer. With an `ID` column alone the cells decide: survey tools number their rows."""
    if overrides.layout is not None:
        return overrides.layout != "city_per_row"
    ids = [column for column in columns if column.role == "id"]
    has_item_columns = any(column.role in ("item", "conflict") for column in columns)
    has_answers = any(column.role == "answer" for column in columns)
    has_item_rows = any(vocabulary.items.find_id(cell(row, column)) for column in ids for row in table.rows)
    return has_item_rows or (not has_item_columns and (bool(ids) or has_answers))


def _with_texts_as_ids(table: RawTable, columns: list[Column], vocabulary: Vocabulary) -> list[Column]:
    """Where no column holds ids, take the one with the questions' texts for it, if any of them is known."""
    if any(column.role == "id" for column in columns):
        return columns
    candidates = [column for column in columns if squash(column.heading) in TEXT_WORDS]
    texts = [column._replace(role="id", how="text") for column in candidates]
    best = max(texts, key=lambda column: count_items(table, column, vocabulary), default=None)
    if best is None or not (count_items(table, best, vocabulary) or _has_near_text(table, best, vocabulary)):
        return columns
    return [best if column.position == best.position else column for column in columns]


def _keep_surest(table: RawTable, columns: list[Column], vocabulary: Vocabulary) -> list[Column]:
    """Of several id and answer columns keep the one whose cells, then whose heading, fit best."""
    kept = list(columns)
    for role, words in (("id", ID_WORDS), ("answer", ANSWER_WORDS)):
        rank = {word: place for place, word in enumerate(words)}
        candidates = [column for column in columns if column.role == role]
        if len(candidates) < 2:
            continue
        hits = {column: count_items(table, column, vocabulary) if role == "id" else 0 for column in candidates}
        candidates.sort(key=lambda column: (column.how != "chosen", -hits[column], rank.get(squash(column.heading), 0)))
        for column in candidates[1:]:
            is_twin = squash(column.heading) == squash(candidates[0].heading)
            # Numbers of rows beside the ids are common; a second column of answers is named before it is passed over.
            other: Role = "ignored" if role == "id" else "unknown"
            kept[column.position] = column if is_twin else column._replace(role=other)
    return kept


def _as_row_part(column: Column) -> Column:
    """Where each row is one answer, columns of items are none: `Hinweis` or a question's text beside the answer."""
    if column.how == "chosen":
        return column
    if squash(column.heading) in BESIDE_WORDS or BESIDE_LEVEL.fullmatch(squash(column.heading)):
        return column._replace(role="ignored", item=None, option="", how="")
    return column._replace(role="unknown", item=None, option="", how="") if column.role == "item" else column


def _as_city_part(column: Column, table: RawTable, vocabulary: Vocabulary) -> Column:
    """Where each row is one city, `ID` is the tool's own number; a question about the city is told by its answers."""
    if column.role in ("id", "answer"):
        return column._replace(role="meta")
    said = [cell(row, column).strip() for row in table.rows if cell(row, column).strip()]
    if column.role == "personal" and all(text.casefold() in ANONYMOUS for text in said):
        return column._replace(role="meta")
    if column.role in ("unknown", "personal") and MENTIONS_CITY.search(column.heading) and said:
        names_cities = all(vocabulary.cities.find(text) for text in said)
        return column._replace(role="city") if names_cities else column
    return column


def _has_near_text(table: RawTable, column: Column, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.items.near_text(cell(row, column)) for row in table.rows[:SOME_ROWS])


def _tool(header: list[str]) -> Tool:
    words = [squash(heading) for heading in header]
    if len((LIMESURVEY_WORDS | SUBMITTED_WORDS) & set(words)) > 1:
        return "limesurvey"
    if FORMS_WORDS & set(words):
        return "forms"
    return "google" if words and words[0] in GOOGLE_WORDS else ""
