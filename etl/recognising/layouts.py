"""Layouts: recognise which of the three layouts a table has, and what each of its columns holds."""

import re
from collections.abc import Mapping
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
    ID_WORDS,
    MENTIONS_CITY,
    ROLE_WORDS,
    SOME_ROWS,
    TEXT_WORDS,
    WAVE_WORDS,
    Column,
    Role,
    cell,
    count_items,
)
from etl.recognising.faults import find_answers_in_footer, find_comments, find_faults, find_missing_header, find_twins
from etl.recognising.header import Header, find_tool_header
from etl.recognising.tools.habits import Habits
from etl.vocabulary.items import Item, Match, squash
from etl.vocabulary.options import Value
from etl.vocabulary.spellings import Vocabulary

# What a further name of a column may tell; its other meanings only count in the heading itself.
TOLD_BY_ANY_NAME = ("item", "conflict", "city", "wave")
Kind = Literal["question_per_row", "city_per_row", "long", "city_per_column"]
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
    tool: Habits
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
    header = find_tool_header(table, vocabulary)
    table, tool = header.table, header.tool
    columns = [_column(index, names, header, vocabulary, overrides) for index, names in enumerate(header.names)]
    columns = _with_shared_names(columns, table, vocabulary)
    kind: Kind
    if transposed := _transposed(columns, table, vocabulary, overrides):
        kind, columns = "city_per_column", transposed
    elif _holds_rows(table, columns, vocabulary, overrides):
        columns = _with_texts_as_ids(table, [_as_row_part(column) for column in columns], vocabulary)
        columns = _keep_surest(table, columns, vocabulary)
        kind = "long" if any(column.role == "city" for column in columns) else "question_per_row"
    else:
        kind = "city_per_row"
        columns = [_as_city_part(column, header.names[column.position], table, vocabulary) for column in columns]
    findings = find_faults(columns, table, vocabulary, by_city=kind == "city_per_row")
    findings += [*find_answers_in_footer(table, vocabulary), *find_comments(columns, table)]
    twins = find_twins(columns)
    # Of twins only the first is read, or each answer would be a finding, too.
    kept = [column._replace(role="ignored") if column in twins else column for column in columns]
    return Layout(_told_headless(table, vocabulary), kind, tool, tuple(kept), tuple(findings))


def _with_shared_names(columns: list[Column], table: RawTable, vocabulary: Vocabulary) -> list[Column]:
    """Tell a tool's own column from a question of the same name: of two the first is the tool's, one alone is told by
    its cells.

    Beside one column per choice, the one that holds all choices says nothing new.
    """
    told = []
    split = {column.item for column in columns if column.option}
    for column in columns:
        item = vocabulary.items.by_text.get(squash(column.heading)) if column.role == "meta" else None
        if item is not None and item.kind == "question":
            twins = [other.position for other in columns if other.heading == column.heading]
            is_own = column.position == twins[0] and (
                len(twins) > 1 or not _holds_answers(column, table, item, vocabulary)
            )
            column = column if is_own else column._replace(role="item", item=item, how="text")
        elif column.role == "item" and not column.option and column.item in split:
            column = column._replace(role="ignored", item=None, how="")
        told.append(column)
    return told


def _holds_answers(column: Column, table: RawTable, item: Item, vocabulary: Vocabulary) -> bool:
    options = vocabulary.questions[item.item_id]
    said = [text for row in table.rows if (text := cell(row, column).strip())]
    return bool(said) and all(isinstance(options.find(text), Value) for text in said)


def _transposed(columns: list[Column], table: RawTable, vocabulary: Vocabulary, overrides: Overrides) -> list[Column]:
    """Take the columns of a table with questions as rows and cities as columns; none of a table of another layout."""
    if overrides.layout not in (None, "city_per_column"):
        return []
    is_city = [vocabulary.cities.find(column.heading) is not None for column in columns]
    if not any(is_city) or any(column.role in ("answer", "item") for column in columns):
        return []
    rows = [_as_row_part(column) if column.role != "city" else column._replace(role="unknown") for column in columns]
    rows = _with_texts_as_ids(table, rows, vocabulary)
    ids = [column for column in rows if column.role == "id" and count_items(table, column, vocabulary)]
    if not ids:
        return []
    return [
        column._replace(role="answer", option=column.heading)
        if named
        else column
        if column.position == ids[0].position or column.role == "wave"
        else column._replace(role="ignored" if column.role in ("ignored", "id") else "unknown")
        for column, named in zip(rows, is_city, strict=True)
    ]


def _told_headless(table: RawTable, vocabulary: Vocabulary) -> RawTable:
    """Add the finding that answers stand where the header should be; that no row is below follows from it."""
    headless = find_missing_header(table, vocabulary)
    if headless is None:
        return table
    return replace(table, findings=[headless, *(one for one in table.findings if one.code != "no_rows")])


def _column(index: int, names: tuple[str, ...], header: Header, vocabulary: Vocabulary, overrides: Overrides) -> Column:
    """Tell what a column is by its names, the surest one first."""
    heading = header.table.header[index]
    for name in (heading, *names):
        if name in overrides.columns:
            return _chosen(index, heading, overrides.columns[name], vocabulary)
    if header.tool.finished_values(heading) is not None:
        return Column(index, heading, "submitted")
    own = _by_name(index, heading, header.tool, vocabulary)
    others = [_by_name(index, name, header.tool, vocabulary) for name in names]
    # A choice below its question says more than the heading alone; `Response` below one says nothing.
    choices = [column for column in others if column.option]
    found = [*choices, own, *(column for column in others if column.role in TOLD_BY_ANY_NAME)]
    best = next((column for column in found if column.role not in ("unknown", "ignored")), own)
    differ = {column.item for column in found if column.role == "item"} - {best.item}
    role = "conflict" if best.role == "item" and not best.option and differ else best.role
    return best._replace(heading=heading, role=role)


def _by_name(index: int, heading: str, tool: Habits, vocabulary: Vocabulary) -> Column:
    word = squash(heading)
    for role, words in ROLE_WORDS.items():
        if word in words:
            return Column(index, heading, role)
    if tool.owns(heading):
        return Column(index, heading, "meta")
    match = vocabulary.items.find(heading) or _behind_path(heading, tool, vocabulary)
    if match is None:
        # LimeSurvey heads a question as `CODE. Text`; the city's question has such a code, too.
        code = squash(re.split(r"[./]", heading)[0 if "." in heading else -1])
        role = "city" if code in CITY_WORDS else "wave" if code in WAVE_WORDS else "unknown"
        return Column(index, heading, "ignored" if COMMENT_HEADING.search(heading) or not word else role)
    if match.how == "option" and COMMENT_HEADING.search(heading.partition(".")[0]):
        return Column(index, heading, "ignored")
    role = "conflict" if match.how in ("conflict", "option") else "item"
    return Column(index, heading, role, match.item, match.option, match.how)


def _behind_path(heading: str, tool: Habits, vocabulary: Vocabulary) -> Match | None:
    """Look behind the groups that a tool writes before a question's name: `gruppe/EAK01`."""
    places = [place + 1 for place, character in enumerate(heading) if character in tool.path]
    found = (vocabulary.items.find(heading[place:]) for place in places)
    return next((match for match in found if match), None)


def _chosen(index: int, heading: str, target: str, vocabulary: Vocabulary) -> Column:
    roles: dict[str, Role] = {"": "ignored", "city": "city", "wave": "wave", "id": "id", "answer": "answer"}
    if target in roles:
        return Column(index, heading, roles[target], how="chosen")
    match = vocabulary.items.find(target)
    if match is None:
        return Column(index, heading, "unknown")
    return Column(index, heading, "item", match.item, match.option, "chosen")


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


def _as_city_part(column: Column, names: tuple[str, ...], table: RawTable, vocabulary: Vocabulary) -> Column:
    """Where each row is one city, `ID` is the tool's own number; a question about the city is told by its answers."""
    if column.role in ("id", "answer"):
        return column._replace(role="meta")
    said = [cell(row, column).strip() for row in table.rows if cell(row, column).strip()]
    if column.role == "personal" and all(text.casefold() in ANONYMOUS for text in said):
        return column._replace(role="meta")
    if column.role in ("unknown", "personal") and any(map(MENTIONS_CITY.search, (column.heading, *names))) and said:
        names_cities = all(vocabulary.cities.find(text) for text in said)
        return column._replace(role="city") if names_cities else column
    return column


def _has_near_text(table: RawTable, column: Column, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.items.near_text(cell(row, column)) for row in table.rows[:SOME_ROWS])
