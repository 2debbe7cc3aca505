"""Responses: the answers of a table taken out, still as written, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from etl.findings import Finding
from etl.read import RawTable
from etl.recognising.columns import CITY_WORDS, WAVE_WORDS, Column, cell
from etl.recognising.layouts import Layout
from etl.vocabulary.items import Item, squash
from etl.vocabulary.options import Place, Problem, plain
from etl.vocabulary.spellings import Vocabulary

# Longer texts name no city or wave; on them the pattern would take seconds.
LONGEST_HEAD = 300
HEAD_LINE = re.compile(r"^\s*([^:;]+?)\s*:\s*(\S.*?)\s*$", re.DOTALL)


class Said(NamedTuple):
    """What some place says about the city or the wave."""

    text: str
    source: Literal["column", "head", "argument", "file_name", "sheet", "date", "only_wave"]
    place: Place = Place()


class Cell(NamedTuple):
    """One answer as written. `problem` is set where it is clear already that it cannot be taken."""

    item: Item
    text: str
    place: Place
    problem: Problem | None = None


class Stranger(NamedTuple):
    """An id or heading that means no item."""

    text: str
    place: Place
    has_answer: bool = False


@dataclass(frozen=True)
class Response:
    """The answers that belong together: one city in one wave, as far as the file says which."""

    place: Place
    cities: tuple[Said, ...]
    waves: tuple[Said, ...]
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True)
class Extract:
    """What was taken out of a table, before any check of content."""

    layout: Layout
    responses: list[Response] = field(default_factory=list)
    strangers: list[Stranger] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    head_cities: list[Said] = field(default_factory=list)
    head_waves: list[Said] = field(default_factory=list)


def extract(layout: Layout, vocabulary: Vocabulary) -> Extract:
    """Take the answers out of a table by its layout.

    Returns:
        Responses in the order of the file; none where the table has no header. A blank answer is missing: it has no
        cell.
    """
    if not layout.has_header:
        return Extract(layout)
    taker = _ByRow if layout.kind != "city_per_row" else _ByCity
    return taker(layout, vocabulary).take()


def head_of(table: RawTable) -> tuple[list[Said], list[Said]]:
    """Find what the rows above the header say: `Stadt;08215017;Ettlingen`, `Welle: 2026-1`."""
    cities: list[Said] = []
    waves: list[Said] = []
    # The reader leaves blank rows out of the preface; then a row's number is not known.
    has_numbers = len(table.preface) == table.header_row - 1
    for number, row in enumerate(table.preface, 1):
        place = Place(row=number if has_numbers else None)
        for words, found in ((CITY_WORDS, cities), (WAVE_WORDS, waves)):
            found += [Said(text, "head", place) for text in _after_word(row, words)]
    return cities, waves


def _after_word(row: list[str], words: set[str]) -> list[str]:
    """Return what stands behind one of the words, up to the next word: `Stadt;Ettlingen;Welle: 2026-1`."""
    found: list[str] = []
    is_meant = False
    for place, text in enumerate(text.strip() for text in row if text.strip()):
        line = HEAD_LINE.match(text) if ":" in text and len(text) <= LONGEST_HEAD else None
        name, value = (line[1], line[2]) if line else (text, "")
        if place == 0 or squash(name) in CITY_WORDS | WAVE_WORDS:
            is_meant = squash(name) in words
            found += [value] if is_meant and value else []
        elif is_meant:
            found.append(text)
    return found


class _Taker:
    """What both ways of taking share."""

    def __init__(self, layout: Layout, vocabulary: Vocabulary) -> None:
        self.table = layout.table
        self.layout = layout
        self.vocabulary = vocabulary
        self.head_cities, self.head_waves = head_of(self.table)
        self.city_columns = layout.with_role("city")
        self.wave_columns = layout.with_role("wave")
        self.strangers: list[Stranger] = []
        self.findings: list[Finding] = []

    def extract(self, responses: list[Response]) -> Extract:
        return Extract(self.layout, responses, self.strangers, self.findings, self.head_cities, self.head_waves)

    def rows(self) -> Iterator[tuple[list[str], int, int]]:
        """Give each row with its place in the spreadsheet and its line of text."""
        return zip(self.table.rows, self.table.row_numbers, self.table.line_numbers, strict=True)

    def said(self, columns: list[Column], row: list[str], number: int, line: int) -> tuple[Said, ...]:
        return tuple(
            Said(text, "column", Place(number, column.heading, line))
            for column in columns
            if (text := cell(row, column).strip())
        )


class _ByRow(_Taker):
    """Question per row, and long: each row is one answer."""

    def take(self) -> Extract:
        ids, answers = self.layout.with_role("id"), self.layout.with_role("answer")
        if not ids or not answers:
            return self.extract([])
        self.id_column = ids[0]
        # Where each city has a column of its own, all are taken; else there is one.
        self.answer_columns = answers if self.layout.kind == "city_per_column" else answers[:1]
        self.responses: dict[tuple[tuple[str, ...], ...], Response] = {}
        for row, number, line in self.rows():
            self._take_row(row, number, line)
        return self.extract(list(self.responses.values()))

    def _take_row(self, row: list[str], number: int, line: int) -> None:
        name = cell(row, self.id_column).strip()
        texts = [(column, cell(row, column)) for column in self.answer_columns]
        said = next((text for _column, text in texts if text.strip()), "")
        if not name:
            self._take_nameless(row, said, Place(number, self.answer_columns[0].heading, line))
            return
        is_text = self.id_column.how == "text"
        match = self.vocabulary.items.find_row(name, is_text=is_text)
        if match is None and is_text and not said:
            return  # the title of a section
        if match is None:
            self._take_stranger(name, said, Place(number, self.id_column.heading, line))
            return
        for column, text in texts:
            response = self._response(row, number, line, city=column.option)
            if text.strip() and text.strip() not in self.layout.tool.missing:
                response.cells.append(Cell(match.item, text, Place(number, column.heading, line)))

    def _take_nameless(self, row: list[str], text: str, place: Place) -> None:
        """Rows without an id are sections and remarks, unless they hold a question's own text: then the id was lost."""
        if not text.strip():
            return
        items = [self.vocabulary.items.by_text.get(squash(other)) for other in row if other.strip()]
        lost = next((item for item in items if item is not None and item.kind == "question"), None)
        problem = Problem("id_lost", details={"near": lost.key}) if lost else Problem("row_without_id")
        self.findings.append(problem.at(place, text))

    def _take_stranger(self, name: str, text: str, place: Place) -> None:
        """An id that is no item: perhaps the city or the wave, as in the head."""
        for words, found in ((CITY_WORDS, self.head_cities), (WAVE_WORDS, self.head_waves)):
            if squash(name) in words:
                found += [Said(text.strip(), "head", place)] if text.strip() else []
                return
        self.strangers.append(Stranger(name, place, has_answer=plain(text) in self.vocabulary.answer_words))

    def _response(self, row: list[str], number: int, line: int, *, city: str = "") -> Response:
        cities = self.said(self.city_columns, row, number, line)
        if city:
            cities = (Said(city, "column", Place(self.table.header_row, city)),)
        waves = self.said(self.wave_columns, row, number, line)
        key = (tuple(said.text for said in cities), tuple(said.text for said in waves))
        response = self.responses.get(key)
        if response is None:
            response = self.responses[key] = Response(Place(number, None, line), cities, waves)
        return response


class _ByCity(_Taker):
    """City per row: each row is one response, each question a column."""

    def take(self) -> Extract:
        items = self.layout.with_role("item")
        self.single = [column for column in items if not column.option]
        self.several: dict[Item, list[Column]] = {}
        for column in items:
            if column.option and column.item:
                self.several.setdefault(column.item, []).append(column)
        place = Place(row=self.table.header_row)
        self.strangers = [
            Stranger(column.heading, place._replace(column=column.heading))
            for column in self.layout.with_role("unknown")
        ]
        responses = []
        for row, number, line in self.rows():
            unfinished = self._unfinished(row)
            if unfinished:
                self.findings.append(Finding("response_unfinished", row=number, column=unfinished.heading))
            else:
                responses.append(self._take_row(row, number, line))
        return self.extract(responses)

    def _unfinished(self, row: list[str]) -> Column | None:
        """Return the column by which a response is not finished."""
        for column in self.layout.with_role("submitted"):
            values, said = self.layout.tool.finished_values(column.heading), squash(cell(row, column))
            if said not in values if values else not said:
                return column
        return None

    def _take_row(self, row: list[str], number: int, line: int) -> Response:
        cities = self.said(self.city_columns, row, number, line)
        waves = self.said(self.wave_columns, row, number, line)
        response = Response(Place(number, None, line), cities, waves)
        for column in self.single:
            text = cell(row, column)
            if column.item and text.strip() and text.strip() not in self.layout.tool.missing:
                said = self._split_at_blanks(column.item, text)
                response.cells.append(Cell(column.item, said, Place(number, column.heading, line)))
        for item, columns in self.several.items():
            response.cells.extend(self._choices(item, columns, row, Place(number, None, line)))
        return response

    def _choices(self, item: Item, columns: list[Column], row: list[str], place: Place) -> Iterator[Cell]:
        """Join the marks of one column per option; a mark that is neither yes nor no is a finding."""
        tool, chosen = self.layout.tool, []
        for column in columns:
            mark = cell(row, column)
            if mark.strip() in tool.missing or squash(mark) in tool.not_chosen:
                continue
            if squash(mark) in tool.chosen or self._names_option(item, mark, column.option):
                chosen.append(column)
            else:
                problem = Problem("mark_unknown")
                yield Cell(item, mark, place._replace(column=column.heading), problem)
        if chosen:
            text = "; ".join(column.option for column in chosen)
            yield Cell(item, text, place._replace(column=chosen[0].heading))

    def _names_option(self, item: Item, mark: str, option: str) -> bool:
        """Whether the mark is the choice itself, by its code or its text."""
        return self.vocabulary.items.options.get(item.item_id, {}).get(squash(mark)) == option or mark.strip() == option

    def _split_at_blanks(self, item: Item, text: str) -> str:
        """Separate several choices as our own files do, where a tool puts blanks between their names."""
        known = self.vocabulary.items.options.get(item.item_id, {})
        names = text.split()
        is_list = self.layout.tool.choices_by_space and len(names) > 1 and squash(text) not in known
        return ";".join(names) if is_list and all(squash(name) in known for name in names) else text
