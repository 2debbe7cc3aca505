"""Check: responses as written become typed values and every finding; never stops at the first."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from etl.findings import Finding
from etl.reading.limits import MAX_FINDINGS
from etl.recognising.columns import Column
from etl.recognising.columns import cell as text_in
from etl.recognising.layouts import Layout
from etl.recognising.responses import Cell, Extract, Response, Said, Stranger
from etl.vocabulary.fields import read_field
from etl.vocabulary.items import Item
from etl.vocabulary.options import NOT_STATED, Options, Place, Problem, Value, plain
from etl.vocabulary.spellings import Names, Vocabulary
from maturity.language import _, current

SURVEY_CODE = re.compile(r"\s*AO?([0-9]{1,2})\s*")
# Faults of the reader after which a row's cells may stand in the wrong columns, or a cell cannot be what it should.
BROKEN_ROWS = frozenset({"row_ragged", "decimal_comma"})
BROKEN_TEXT = frozenset({"character_forbidden", "mojibake", "encoding_broken", "encoding_mixed"})
CODE_OF_CITY = re.compile(r"\s*(?:AO?|SQ)?\d{1,3}\s*")
# From so many columns or ids on, and from this share of the recognised ones, a file may hold another survey.
FEWEST_UNRECOGNISED = 3
UNRECOGNISED_SHARE = 0.1
LONGEST_REMEMBERED = 100  # characters of an answer that other cities may give as well
# The one that was decided by a person binds; what the file says must agree with it.
BINDING = ("argument", "file_name", "sheet", "head", "column", "date", "only_wave")


@dataclass(frozen=True)
class Given:
    """What is known about city and wave besides the file; `default_waves` count only where nothing else is said."""

    cities: tuple[Said, ...] = ()
    waves: tuple[Said, ...] = ()
    default_waves: tuple[Said, ...] = ()


class Row(NamedTuple):
    """One typed value, with the columns that the ledger keeps."""

    city_id: str
    wave_id: str
    item: str
    topic_id: str
    item_id: str
    code: str
    number: float
    text: str
    row: int | None
    column: str | None


@dataclass
class Checked:
    """The outcome: values of all responses, every finding, and where city and wave came from."""

    layout: Layout
    values: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cities: dict[str, set[str]] = field(default_factory=dict)
    waves: dict[str, set[str]] = field(default_factory=dict)
    more: int = 0  # findings that are counted and not kept


def check(extract: Extract, vocabulary: Vocabulary, *, given: Given, first_code: int | None = None) -> Checked:
    """Check everything that was taken out of a table.

    Args:
        extract: the answers as written.
        vocabulary: the network's words.
        given: what is known about city and wave besides the file.
        first_code: 0 or 1, the number of the first answer where a survey tool writes `A1`; None to find out.

    Returns:
        All values that can be read, and the findings about them, without those that only follow from a fault of the
        table. With an error among the findings the values are for show only.
    """
    if not extract.layout.has_header:
        return Checked(extract.layout)  # every further finding would only follow from the missing header
    checked = Checker(extract, vocabulary, given, first_code).run()
    checked.findings = _unexplained(checked.findings, extract.layout.table.findings)
    return checked


def _unexplained(findings: list[Finding], faults: list[Finding]) -> list[Finding]:
    """Leave out what follows from a fault that the reader has named at the same place: one fault, one finding."""
    broken = {(one.row, one.column) for one in faults if one.code in BROKEN_TEXT}
    rows = {row for row, _column in broken}
    slipped = {one.row for one in faults if one.code in BROKEN_ROWS}
    return [
        one
        for one in findings
        if one.row is None
        or not (
            one.row in slipped
            or (one.value and ((one.row, one.column) in broken or (one.column is None and one.row in rows)))
        )
    ]


class Checker:
    """Judges responses and answers one by one and collects what it finds in `checked`."""

    def __init__(self, extract: Extract, vocabulary: Vocabulary, given: Given, first_code: int | None = None) -> None:
        self.extract = extract
        self.layout = extract.layout
        self.vocabulary = vocabulary
        self.given = given
        self.first_code = first_code
        self.checked = Checked(self.layout)
        self.seen_responses: dict[tuple[str, str], Response] = {}
        self.seen_cells: dict[tuple[str, str, Item], Cell] = {}
        self.has_survey_code_note = False
        self.counts: Counter[str] = Counter()

    def run(self) -> Checked:
        """Check everything that was taken out of the table."""
        self.check_columns()
        if self.has_tool_codes():
            tool = self.layout.tool
            self.note(Problem("tool_codes", expected=tool.title, details={"cure": _(tool.cure)}), Place())
            return self.checked
        present = {cell.item for response in self.extract.responses for cell in response.cells}
        self.check_unrecognised(self._unrecognised(), known=len(present))
        present |= {column.item for column in self.layout.columns if column.item is not None}
        for stranger in self.extract.strangers:
            self.check_stranger(stranger, present)
        for response in self.extract.responses:
            self._check_response(response)
        if self.checked.more:
            self.checked.findings.append(Finding("more_places", details={"count": self.checked.more}))
        return self.checked

    def note(self, problem: Problem, place: Place, value: str | None = None) -> None:
        """Add a finding; of very many errors, and of very many notes, only the first are kept."""
        finding = problem.at(place, value)
        # Apart, so that no crowd of notes hides that there is an error.
        self.counts[finding.severity] += 1
        if self.counts[finding.severity] <= MAX_FINDINGS:
            self.checked.findings.append(finding)
        else:
            self.checked.more += 1

    # Ids and headings

    def apart(self) -> "Checker":
        """Return a checker that judges in the same way, but keeps its findings to itself."""
        return Checker(self.extract, self.vocabulary, self.given, self.first_code)

    def check_columns(self) -> None:
        """Take over what the layout found, and name the columns that are not taken."""
        self.checked.findings += [*self.layout.findings, *self.extract.findings]
        self.checked.findings += _personal_columns(self.layout)
        if self.layout.kind != "city_per_row":
            for column in self.layout.with_role("unknown"):
                self.note(Problem("column_unknown"), Place(column=column.heading), column.heading)

    def has_tool_codes(self) -> bool:
        """Whether the answers are numbers that the survey tool gave them, so that 1 may be the first one, level 0.

        A code that no tool gives (`kA`, a 0 where it counts from 1) shows that the numbers are the questionnaire's.
        """
        tool = self.layout.tool
        if not tool.counts_from_one or self.first_code is not None:
            return False
        said = {one.text.strip() for one in self._all_cells() if self._is_coded(one.item)} - tool.not_stated
        return (
            bool(said)
            and all(re.fullmatch(r"\d+", text) for text in said)
            and (tool.zero_is_missing or "0" not in said)
        )

    def check_unrecognised(self, meant: Sequence[str], *, known: int) -> None:
        """Point out that much of the file looks like questions, but means none.

        Args:
            meant: headings or ids that look like questions.
            known: how many questions and fields were recognised.
        """
        if known and len(meant) >= max(FEWEST_UNRECOGNISED, UNRECOGNISED_SHARE * known):
            details = {"count": len(meant), "known": known}
            self.note(Problem("questions_unrecognised", details=details), Place(), meant[0])

    def _unrecognised(self) -> list[str]:
        if self.layout.kind == "city_per_row":
            return [column.heading for column in self.layout.with_role("unknown") if self._holds_answers(column)]
        return list(dict.fromkeys(stranger.text for stranger in self.extract.strangers if stranger.has_answer))

    def _holds_answers(self, column: Column) -> bool:
        """Whether each filled cell of a column would be an answer to some question."""
        said = [text for row in self.layout.table.rows if (text := text_in(row, column).strip())]
        return bool(said) and all(
            plain(text) in self.vocabulary.answer_words or SURVEY_CODE.fullmatch(text) for text in said
        )

    def check_stranger(self, stranger: Stranger, present: set[Item]) -> None:
        """Tell a slip of the pen from a question of another survey."""
        near = self.vocabulary.items.near(stranger.text, present)
        if near is None and self.layout.kind != "city_per_row":
            near = self.vocabulary.items.near_text(stranger.text)
        if near is not None:
            problem = Problem("question_misspelt", details={"near": near.key})
        else:
            problem = Problem("column_unknown" if self.layout.kind == "city_per_row" else "question_unknown")
        self.note(problem, stranger.place, stranger.text)

    # City and wave

    def _check_response(self, response: Response) -> None:
        if not response.cells:
            if self.layout.kind == "city_per_row":
                self.note(Problem("response_without_answers"), response.place)
            return
        city_id, wave_id = self.check_city_and_wave(response)
        is_twin = bool(city_id and wave_id) and self._is_twin(response, city_id, wave_id)
        for cell in response.cells:
            value = self.check_value(cell)
            if value is not None and not is_twin:
                self._keep(cell, value, city_id or nobody(response.place), wave_id)

    def check_city_and_wave(self, response: Response) -> tuple[str, str]:
        """Return the keys of city and wave, each '' where the sources name none or disagree."""
        city_id, wave_id = self._city(response), self._wave(response)
        if city_id and wave_id and (city_id, wave_id) not in self.vocabulary.members:
            details = {"city": self.vocabulary.cities.name(city_id), "wave_id": wave_id}
            self.note(Problem("not_a_member", details=details), response.place)
        return city_id, wave_id

    def _city(self, response: Response) -> str:
        said = [*response.cities, *self.extract.head_cities, *self.given.cities]
        city_id = self._agreed(said, self.vocabulary.cities, "city", response.place)
        if city_id:
            self.checked.cities.setdefault(city_id, set()).update(one.source for one in said)
        return city_id

    def _wave(self, response: Response) -> str:
        said = [*response.waves, *self.extract.head_waves, *self.given.waves] or list(self.given.default_waves)
        wave_id = self._agreed(said, self.vocabulary.waves, "wave", response.place)
        if wave_id:
            self.checked.waves.setdefault(wave_id, set()).update(one.source for one in said)
        return wave_id

    def _agreed(self, said: Sequence[Said], names: Names, what: str, place: Place) -> str:
        """Return the key that all sources name; else '' and a finding at each place that does not fit."""
        known = ", ".join(names.keys.values() if what == "city" else names.keys)
        if not said:
            self.note(Problem(f"{what}_missing", expected=known), place)
            return ""
        keys: list[str] = []
        for one in sorted(said, key=lambda one: BINDING.index(one.source)):
            named = names.find(one.text)
            if named is None:
                is_code = what == "city" and CODE_OF_CITY.fullmatch(one.text) and one.source == "column"
                self.note(Problem("city_coded" if is_code else f"{what}_unknown", expected=known), one.place, one.text)
                continue
            if named.is_padded:
                self.note(Problem("city_padded", details={"key": named.key}), one.place, one.text)
            if keys and named.key != keys[0]:
                binding = names.name(keys[0]) if what == "city" else keys[0]
                self.note(Problem(f"{what}_conflict", expected=binding), one.place, one.text)
            keys.append(named.key)
        return keys[0] if len(keys) == len(said) and len(set(keys)) == 1 else ""

    def _is_twin(self, response: Response, city_id: str, wave_id: str) -> bool:
        """Whether an earlier row of the same city and wave exists; rows of one answer each come together anyway."""
        first = self.seen_responses.setdefault((city_id, wave_id), response)
        if first is response or self.layout.kind != "city_per_row":
            return False
        is_same = [cell[:2] for cell in first.cells] == [cell[:2] for cell in response.cells]
        details = {"city": self.vocabulary.cities.name(city_id), "first_row": first.place.row}
        self.note(Problem("city_repeated" if is_same else "city_twice", details=details), response.place)
        return True

    # Answers

    def check_value(self, cell: Cell) -> Value | None:
        """Return the value of an answer; None where it is missing or a finding says why it cannot be taken."""
        found = cell.problem or self._read(cell)
        if isinstance(found, Problem):
            self.note(found, cell.place, cell.text)
            return None
        if found is not None and found.note is not None:
            self.note(found.note, cell.place, cell.text)
        return found

    def _read(self, cell: Cell) -> Value | Problem | None:
        if cell.text.strip() in self.layout.tool.not_stated:
            kinds = [one for one in _options(self.vocabulary, cell.item).options if one.kind == "kA"]
            return Value(kinds[0].code) if len(kinds) == 1 else None
        if self.layout.tool.counts_from_one and self.first_code is not None and self._is_coded(cell.item):
            place = int(cell.text) - self.first_code if cell.text.strip().isdecimal() else -1
            return _options(self.vocabulary, cell.item).at_position(place) or Problem(
                "answer_unknown", expected="1, 2, …"
            )
        read = _read_text if len(cell.text) <= LONGEST_REMEMBERED else _read_text.__wrapped__
        found = read(self.vocabulary, cell.item, cell.text, current())
        if isinstance(found, Value):
            return found
        return None if self._means_nothing(cell) else self._survey_code(cell) or found

    def _is_coded(self, item: Item) -> bool:
        """Whether an answer is one of a list, which survey tools number."""
        return item.kind == "question" or self.vocabulary.field_types[item.item_id] in ("choice", "level")

    def _means_nothing(self, cell: Cell) -> bool:
        """`k. A.` in a planning field is the same as an empty cell."""
        said = plain(cell.text)
        return cell.item.kind != "question" and said in NOT_STATED

    def _survey_code(self, cell: Cell) -> Value | None:
        """`A1` is the first answer, unless the file counts from `A0`; said once, so that it can be overruled."""
        code = SURVEY_CODE.fullmatch(cell.text)
        if code is None or self.layout.kind != "city_per_row":
            return None
        if self.first_code is None:
            self.first_code = 0 if any(_is_zero(one.text) for one in self._all_cells()) else 1
        value = _options(self.vocabulary, cell.item).at_position(int(code[1]) - self.first_code)
        if value is not None and not self.has_survey_code_note:
            self.note(Problem("survey_codes", expected=value.code), cell.place, cell.text)
            self.has_survey_code_note = True
        return value

    def _all_cells(self) -> Iterator[Cell]:
        for response in self.extract.responses:
            yield from response.cells

    def _keep(self, cell: Cell, value: Value, city_id: str, wave_id: str) -> None:
        first = self.seen_cells.setdefault((city_id, wave_id, cell.item), cell)
        if first is not cell:
            self.note_repeat(first, cell)
            return
        place = cell.place
        row = Row(city_id, wave_id, *cell.item, value.code, value.number, cell.text, place.row, place.column)
        self.checked.values.append(row)

    def note_repeat(self, first: Cell, later: Cell) -> None:
        """Add the finding about a second answer to the same question, at the row further down."""
        first, later = sorted((first, later), key=lambda one: one.place.row or 0)
        code = "question_repeated" if first.text.strip() == later.text.strip() else "question_twice"
        details = {"item": later.item.key, "first": first.text, "first_row": first.place.row}
        self.note(Problem(code, details=details), later.place, later.text)


@lru_cache(maxsize=10_000)
def _read_text(vocabulary: Vocabulary, item: Item, text: str, language: str) -> Value | Problem:
    """Read one text; remembered, because cities give the same answers. A problem is worded in the language."""
    return _options(vocabulary, item).find(text) if item.kind == "question" else read_field(item, text, vocabulary)


def _options(vocabulary: Vocabulary, item: Item) -> Options:
    known = vocabulary.questions if item.kind == "question" else vocabulary.fields
    return known.get(item.item_id, Options(()))


def nobody(place: Place) -> str:
    """A stand-in for the city of a response that names none, so that its answers are still compared."""
    return f"?{place.row}"


def _is_zero(text: str) -> bool:
    code = SURVEY_CODE.fullmatch(text)
    return code is not None and int(code[1]) == 0


def _personal_columns(layout: Layout) -> list[Finding]:
    return [Finding("personal_column", column=c.heading, value=c.heading) for c in layout.with_role("personal")]
