"""Bulk: a trusted long file of millions of answers, read by DuckDB and judged by the same rules as any other file.

Each distinct text is judged once, by the code of `etl.check`; the outcome is laid over all rows at once.
"""

import logging
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple, Unpack

import numpy as np
import pyarrow as pa

from etl.bulk.rows import Ints, Pairs, Rows, distinct, pairs, read_rows, small
from etl.check import Checker, nobody
from etl.findings import Finding
from etl.inspection import Basis, Hints, Inspection, Source, arrow_table, given_by, inspect, judged, reasons, unreadable
from etl.read import RawTable, read_bytes
from etl.reading import limits
from etl.recognising.layouts import Layout, Overrides, recognise
from etl.recognising.responses import Cell, Extract, Response, Said, Stranger
from etl.reference.read import Reference
from etl.vocabulary.items import Item
from etl.vocabulary.options import NAN, Place, Problem, Value, plain
from etl.vocabulary.spellings import build_vocabulary
from maturity.errors import NotATable
from maturity.language import N_, _
from maturity.ledger import Part
from maturity.ledger.values import COLUMNS

log = logging.getLogger(__name__)

BEGINNING = 100_000  # bytes that tell the layout
MOST_PLACES = 1_000  # of each kind of fault so many places are named, the rest is counted
# Quotation marks and control characters: what could make two readers see different cells.
UNCLEAR = bytes(code for code in range(32) if code not in (9, 10, 13)) + b'"\x7f'


def inspect_trusted(path: Path, *, reference: Reference, **hints: Unpack[Hints]) -> Inspection:
    """Read and check a file from the command line, where a file may be larger than an upload.

    Returns:
        As `inspect`; the findings of a large file are the same, but of each kind only the first places are named.
    """
    source = Source(path.name, b"", Basis(reference.hash, dict(hints)))
    try:
        size = path.stat().st_size
        if size > limits.MAX_BULK_BYTES:
            too_large = _("more than {count} MB").format(count=limits.MAX_BULK_BYTES // 1_000_000)
            return unreadable(source, [Finding("text_too_large", value=too_large)])
        if size <= limits.MAX_BYTES:
            content = path.read_bytes()
            if content.count(b"\n") <= limits.MAX_ROWS:
                return inspect(content, name=path.name, reference=reference, **hints)
        return inspect_large(path, reference=reference, **hints)
    except OSError as error:
        log.info("cannot read %r: %r", path.name, error)
        return unreadable(source, [Finding("file_unreadable")])


def inspect_large(path: Path, *, reference: Reference, **hints: Unpack[Hints]) -> Inspection:
    """Read and check a long file with columns for city, wave, question and answer, UTF-8, without quotation marks."""
    before = path.stat()
    content = path.read_bytes()
    vocabulary = build_vocabulary(reference)
    source = Source(path.name, content, Basis(reference.hash, dict(hints)))
    try:
        table = read_bytes(content[: content.rfind(b"\n", 0, BEGINNING) + 1], name=path.name)
    except NotATable as error:
        return unreadable(source, reasons(error))
    table = replace(table, findings=[])  # all rows are judged below, those of the beginning among them
    layout = recognise(table, vocabulary, Overrides())
    checker = Checker(Extract(layout), vocabulary, given_by(path.name, reference, vocabulary, hints))
    reason = _unsuitable(content, table, layout)
    if reason:
        checker.note(Problem("bulk_unsuitable"), Place(), _(reason))
        return _inspection(source, table, checker, _Judged())
    rows = read_rows(path, table, layout, rejects_limit=MOST_PLACES)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        checker.note(Problem("file_changed"), Place())
    checker.checked.findings += [_ragged(line, text, table) for line, text in rows.rejected]
    return _inspection(source, table, checker, _Judge(rows, checker).judge())


def _unsuitable(content: bytes, table: RawTable, layout: Layout) -> str:
    """Why the file cannot go this way, or nothing."""
    roles = [column.role for column in layout.columns]
    has_ids = all(column.how != "text" for column in layout.with_role("id"))
    is_long = layout.kind == "long" and has_ids
    if not is_long or any(roles.count(role) != 1 for role in ("city", "wave", "id", "answer")):
        return N_("it needs one column each for city, wave, question and answer")
    if table.header_row != 1 or not table.encoding.startswith("utf-8") or not table.delimiter:
        return N_("it must be UTF-8 text with its header in row 1")
    body = content.rstrip(b"\r\n")
    if len(body.translate(None, UNCLEAR)) != len(body) or b"\n\n" in body or b"\n\r\n" in body:
        return N_("it must hold no quotation marks, control characters or blank lines")
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return N_("it is not UTF-8 throughout")
    return ""


def _ragged(line: int, text: str, table: RawTable) -> Finding:
    width = text.count(table.delimiter) + 1
    return Finding("row_ragged", row=line, value=str(width), expected=str(len(table.header)))


@dataclass
class _Judged:
    """The values of all rows, as the ledger wants them."""

    table: pa.Table = field(default_factory=lambda: arrow_table([]))
    parts: list[Part] = field(default_factory=list)
    row_count: int = 0


class _Outcome(NamedTuple):
    """What one distinct question and answer came to. `report` is set where each of its rows is a finding."""

    item: Item | None
    value: Value | None = None
    report: Problem | None = None
    is_blank: bool = False


class _Judge:
    def __init__(self, rows: Rows, checker: Checker) -> None:
        self.rows = rows
        self.checker = checker
        self.vocabulary = checker.vocabulary

    def judge(self) -> _Judged:
        self.checker.check_columns()
        answers = pairs(self.rows.question, self.rows.answer)
        outcomes = [self._outcome(*pair) for pair in zip(answers.left.tolist(), answers.right.tolist(), strict=True)]
        self._report(answers, outcomes)
        responses = pairs(self.rows.city, self.rows.wave)
        parts = self._parts(responses, answers, outcomes)
        return self._values(answers, outcomes, parts[responses.numbers])

    def place(self, position: int, heading: str | None) -> Place:
        row = int(self.rows.spreadsheet_rows(np.array([position]))[0])
        return Place(row, heading, row)

    def _outcome(self, question: int, answer: int) -> _Outcome:
        name, text = self.rows.question.texts[question].strip(), self.rows.answer.texts[answer]
        is_blank = not text.strip() or text.strip() in self.checker.layout.tool.missing
        if not name:
            return _Outcome(None, report=None if is_blank else Problem("row_without_id"), is_blank=is_blank)
        match = self.vocabulary.items.find_id(name)
        if match is None or is_blank:
            return _Outcome(match.item if match else None, is_blank=is_blank)
        scratch = self.checker.apart()
        value = scratch.check_value(Cell(match.item, text, Place()))
        found = scratch.checked.findings
        report = Problem(found[0].code, found[0].expected, found[0].details) if found else None
        return _Outcome(match.item, value, report)

    def _report(self, answers: Pairs, outcomes: list[_Outcome]) -> None:
        """Name the places of everything that is wrong with an id or an answer."""
        present = {outcome.item for outcome in outcomes if outcome.item and not outcome.is_blank}
        self.checker.check_unrecognised(self._unrecognised(answers, outcomes), known=len(present))
        has_report = np.array([outcome.report is not None for outcome in outcomes], dtype=bool)
        for position in self._first_places(has_report[answers.numbers]):
            outcome = outcomes[answers.numbers[position]]
            if outcome.report:
                text = self.rows.answer.texts[self.rows.answer.numbers[position]]
                self.checker.note(outcome.report, self.place(position, self.rows.answer.heading), text)
        names = self.rows.question.texts
        is_stranger = np.array([bool(t.strip()) and not self.vocabulary.items.find_id(t.strip()) for t in names], bool)
        for position in self._first_places(is_stranger[self.rows.question.numbers]):
            name = names[self.rows.question.numbers[position]].strip()
            place = self.place(position, self.rows.question.heading)
            self.checker.check_stranger(Stranger(name, place), present)

    def _unrecognised(self, answers: Pairs, outcomes: list[_Outcome]) -> list[str]:
        """The ids that mean no question but have answers, in the order of the file."""
        meant: dict[str, int] = {}
        pairs = zip(answers.left.tolist(), answers.right.tolist(), answers.first.tolist(), outcomes, strict=True)
        for question, answer, first, outcome in pairs:
            name, is_answer = self.rows.question.texts[question].strip(), self._is_answer(answer)
            if name and is_answer and not outcome.is_blank and self.vocabulary.items.find_id(name) is None:
                meant[name] = min(first, meant.get(name, first))
        return sorted(meant, key=meant.__getitem__)

    def _is_answer(self, answer: int) -> bool:
        return plain(self.rows.answer.texts[answer]) in self.vocabulary.answer_words

    def _first_places(self, is_meant: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
        places = np.flatnonzero(is_meant)
        if len(places) > MOST_PLACES:
            self.checker.note(Problem("more_places", details={"count": len(places) - MOST_PLACES}), Place())
        return [int(place) for place in places[:MOST_PLACES]]

    def _parts(self, responses: Pairs, answers: Pairs, outcomes: list[_Outcome]) -> Ints:
        """Return for each distinct pair of city and wave texts the number of its part, -1 where it has none."""
        has_item = np.array([outcome.item is not None for outcome in outcomes], dtype=bool)[answers.numbers]
        is_filled = np.array([not outcome.is_blank for outcome in outcomes], dtype=bool)[answers.numbers]
        count = len(responses.first)
        filled = np.bincount(responses.numbers[has_item & is_filled], minlength=count) > 0
        known, first, _numbers = distinct(responses.numbers[has_item], count)
        first_of = dict(zip(known.tolist(), np.flatnonzero(has_item)[first].tolist(), strict=True))
        self.keys: dict[tuple[str, str], int] = {}
        numbers = np.full(count, -1, dtype=np.int32)
        for number in np.flatnonzero(filled).tolist():
            city, wave = self.rows.city.texts[responses.left[number]], self.rows.wave.texts[responses.right[number]]
            numbers[number] = self.keys.setdefault(self._key(city, wave, first_of[number]), len(self.keys))
        return numbers

    def _key(self, city: str, wave: str, position: int) -> tuple[str, str]:
        """City and wave of a response; the usual case of two plain ids that are members is told at once."""
        given = self.checker.given
        if (city, wave) in self.vocabulary.members and not given.cities and not given.waves:
            for seen, key in ((self.checker.checked.cities, city), (self.checker.checked.waves, wave)):
                seen.setdefault(key, {"column"})
            return city, wave
        cities = self._said(city, self.place(position, self.rows.city.heading))
        waves = self._said(wave, self.place(position, self.rows.wave.heading))
        place = self.place(position, None)
        city_id, wave_id = self.checker.check_city_and_wave(Response(place, cities, waves))
        return city_id or nobody(place), wave_id

    @staticmethod
    def _said(text: str, place: Place) -> tuple[Said, ...]:
        return (Said(text.strip(), "column", place),) if text.strip() else ()

    def _values(self, answers: Pairs, outcomes: list[_Outcome], parts: Ints) -> _Judged:
        items = {item: number for number, item in enumerate({outcome.item for outcome in outcomes if outcome.item})}
        type_ = small(len(self.keys) * len(items))
        item_of: Ints = np.array([items[one.item] if one.item and one.value else -1 for one in outcomes], dtype=type_)
        item_of_row: Ints = item_of[answers.numbers]
        positions: Ints = np.flatnonzero((item_of_row >= 0) & (parts >= 0))
        keys: Ints = np.add(parts.astype(type_) * len(items), item_of_row)
        positions = self._without_repeats(positions, keys)
        parts = parts[positions]
        table = self._table(positions, answers.numbers[positions], outcomes, parts)
        counts = np.bincount(parts, minlength=len(self.keys)).tolist()
        by_key = sorted((key, counts[number]) for key, number in self.keys.items() if counts[number])
        return _Judged(table, [Part(*key, count) for key, count in by_key], len(self.rows))

    def _without_repeats(self, positions: Ints, keys: Ints) -> Ints:
        """Keep the first answer of each city, wave and item; every later one is a finding."""
        size = int(keys.max(initial=-1)) + 1
        if not len(positions) or np.bincount(keys[positions], minlength=size).max() == 1:
            return positions
        _kept, first, numbers = distinct(keys[positions], size)
        is_repeat = np.ones(len(positions), dtype=bool)
        is_repeat[first] = False
        again = np.zeros(len(self.rows), dtype=bool)
        again[positions[is_repeat]] = True
        first_position = dict(
            zip(positions[is_repeat].tolist(), positions[first[numbers[is_repeat]]].tolist(), strict=True)
        )
        for position in self._first_places(again):
            self._report_repeat(position, first_position[position])
        return positions[~is_repeat]

    def _report_repeat(self, position: int, first: int) -> None:
        question, answer, heading = self.rows.question, self.rows.answer, self.rows.answer.heading
        match = self.vocabulary.items.find_id(question.texts[question.numbers[position]].strip())
        item = match.item if match else Item("question", "", "")
        earlier = Cell(item, answer.texts[answer.numbers[first]], self.place(first, heading))
        later = Cell(item, answer.texts[answer.numbers[position]], self.place(position, heading))
        self.checker.note_repeat(earlier, later)

    def _table(self, positions: Ints, pairs: Ints, outcomes: list[_Outcome], parts: Ints) -> pa.Table:
        values = [outcome.value or Value("") for outcome in outcomes]
        items = [outcome.item or Item("question", "", "") for outcome in outcomes]
        numbers = np.array([value.number for value in values] or [NAN])[pairs]
        keys = list(self.keys) or [("", "")]
        columns = {
            "city_id": _dictionary(parts, [city_id for city_id, _wave_id in keys]),
            "wave_id": _dictionary(parts, [wave_id for _city_id, wave_id in keys]),
            "item": _dictionary(pairs, [item.kind for item in items]),
            "topic_id": _dictionary(pairs, [item.topic_id for item in items]),
            "item_id": _dictionary(pairs, [item.item_id for item in items]),
            "code": _dictionary(pairs, [value.code for value in values]),
            "number": pa.array(numbers, pa.float64(), from_pandas=True),
            "text": _dictionary(self.rows.answer.numbers[positions], self.rows.answer.texts),
            "row": pa.array(self.rows.spreadsheet_rows(positions)),
            "column": _dictionary(np.zeros(len(positions), dtype=np.int64), [self.rows.answer.heading]),
        }
        return pa.table({name: columns[name] for name in COLUMNS})


def _dictionary(numbers: Ints, texts: list[str]) -> pa.Array:
    """A text column that stores each distinct text once."""
    kept = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    codes = np.array([kept[text] for text in texts], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(codes[numbers] if len(codes) else numbers.astype(np.int32), list(kept))


def _inspection(source: Source, raw: RawTable, checker: Checker, outcome: _Judged) -> Inspection:
    inspection = judged(
        source, checker.checked, raw=raw, values=outcome.table, parts=outcome.parts, vocabulary=checker.vocabulary
    )
    return replace(inspection, summary=inspection.summary | {"row_count": outcome.row_count})
