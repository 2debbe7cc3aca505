"""Rows with too few or too many cells: which, and where they slip.

The place of the slip is told by the kinds of cells that the columns usually hold.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from etl.findings import Finding
from etl.reading.characters import heading
from etl.reading.headers import is_number, knows
from etl.reading.records import Fault, Record

# Rows that are enough to know what a column holds.
SEEN = 200
# Rows behind a broken one that may be pieces of the same cell.
PIECES = 50
# Columns that must change at once, and rows that it must last.
CHANGED, LASTING = 2, 3
YEAR = re.compile(r"(?:19|20)\d\d")
MOSTLY = 0.9
# What a cell holds: 0 nothing, 1 text, 2 a number.
NUMBER = 2


def find_ragged(body: list[Record], header: list[str], header_row: int, *, delimiter: str = "") -> list[Finding]:
    """Name each row with too few or too many cells; in a file with commas the number that a decimal comma has split."""
    findings: list[Finding] = []
    if delimiter == "," and (split := {record.row: _split_number(record, header) for record in body}):
        findings += [finding for finding in split.values() if finding]
        body = [record for record in body if not split[record.row]]
    width = _agreed_width(body, len(header))
    if width != len(header):
        findings.append(Finding("row_ragged", row=header_row, value=str(len(header)), expected=str(width)))
    columns = column_kinds([record.cells for record in body if len(record.cells) == width])
    ragged = (record for record in body if len(record.cells) != width and not record.faults)
    return findings + [_ragged(record, header, columns) for record in ragged]


def find_second_table(body: list[Record], header: list[str]) -> tuple[list[Record], Record | None]:
    """Return the rows above a second header, and that header's row if there is one.

    A row of heading words is one if it has another width, stands behind a blank row, or repeats some of the headings.
    """
    for index, record in enumerate(body):
        if index == 0 and len(record.cells) == len(header):
            continue  # some survey tools write names, texts and codes below one another
        is_apart = len(record.cells) != len(header) or record.row > body[index - 1].row + 1
        # The word list is asked last: it costs more than all else.
        if (is_apart or _repeats(record.cells, header) > 1) and knows(record.cells):
            return body[:index], record
    return body, None


class Change(NamedTuple):
    """Where columns change what they hold, and whether a blank row and new headings show that a table begins."""

    position: int
    is_table: bool


def find_change(body: list[Record], width: int) -> Change | None:
    """Find the row from which on columns lastingly hold other kinds of cells, whatever the words there are.

    Behind a blank row, names for the most of the columns begin a table where below them numbers stand, or texts where
    above were numbers. Elsewhere half of the columns that turn, and two at
    least, are worth a doubt.
    """
    full = [place for place, record in enumerate(body) if len(record.cells) == width]
    holds = [bytes(map(_holds, body[place].cells)) for place in full]  # a byte a cell: the table may be large
    above, below = [(0, 0)] * width, _counted(holds, width)
    for index, place in enumerate(full):
        # The row itself may head the other table.
        below = _added(below, holds[index], -1)
        pairs = list(zip(above, below, strict=True))
        above = _added(above, holds[index], 1)
        if not LASTING <= index < len(full) - LASTING:
            continue
        turned = sum(_turns(*pair) for pair in pairs)
        framed = sum(_are_numbers(one) and _are_numbers(two) for one, two in pairs)
        is_apart = body[place].row > body[place - 1].row + 1
        is_table = is_apart and _are_names(body[place].cells) and 2 * (turned + framed) >= max(width, 2 * CHANGED)
        if is_table or 2 * turned >= max(width, 2 * CHANGED):
            return Change(place, is_table)
    return None


Count = tuple[int, int]  # numbers, filled cells


def _holds(cell: str) -> int:
    said = cell.strip()
    return NUMBER if said and is_number(said) else bool(said)


def _counted(holds: list[bytes], width: int) -> list[Count]:
    """How many cells of each column are numbers, and how many are filled."""
    columns = [bytes(row[place] for row in holds) for place in range(width)]
    return [(column.count(NUMBER), len(column) - column.count(0)) for column in columns]


def _added(counts: list[Count], held: bytes, by: int) -> list[Count]:
    return [
        (count[0] + by * (one == NUMBER), count[1] + by * (one > 0)) for count, one in zip(counts, held, strict=True)
    ]


def _are_numbers(count: Count) -> bool:
    return count[0] == count[1] >= LASTING


def _are_texts(count: Count) -> bool:
    return count[0] == 0 and count[1] >= LASTING


def _turns(above: Count, below: Count) -> bool:
    return (_are_numbers(above) and _are_texts(below)) or (_are_texts(above) and _are_numbers(below))


def _are_names(cells: list[str]) -> bool:
    names = {cell.strip() for cell in cells}
    return "" not in names and len(names) == len(cells) and not any(map(is_number, names))


def is_doubtful(header: list[str], body: list[Record]) -> bool:
    """Whether the header may be a row of data, or only half of the header.

    A number stands above numbers, years aside; a heading stands again in its own column; or a filled column has none.
    """
    columns = list(zip(*(record.cells for record in body if len(record.cells) == len(header)), strict=True))
    return any(_is_doubtful_heading(name.strip(), column) for name, column in zip(header, columns, strict=False))


def _is_doubtful_heading(name: str, column: tuple[str, ...]) -> bool:
    if not name:
        return any(cell.strip() for cell in column)
    said = [cell for cell in column if cell.strip()]
    if is_number(name) and not YEAR.fullmatch(name):
        return sum(map(is_number, said)) >= MOSTLY * len(said) > 0
    return len(name) > 1 and any(cell.strip() == name for cell in said)


def _repeats(cells: Sequence[str], header: Sequence[str]) -> int:
    return sum(cell == name and cell != "" for cell, name in zip(cells, header, strict=False))


def join_broken(body: list[Record], width: int) -> list[Record]:
    """Put the pieces of a cell of several lines together that has lost one of its quotes, so that it is one fault."""
    if not any(record.faults for record in body):
        return body
    joined: list[Record] = []
    index = 0
    while index < len(body):
        is_short = len(body[index].cells) < width or (index + 1 < len(body) and len(body[index + 1].cells) == 1 < width)
        pieces = _pieces(body, index, width) if is_short else []
        joined.append(_put_together([body[index], *pieces]) if pieces else body[index])
        index += 1 + len(pieces)
    return joined


def _pieces(body: list[Record], start: int, width: int) -> list[Record]:
    """Return the rows that complete one to exactly the header's width; none where it has lost no quote.

    Of a last column they are the rows of one cell that follow.
    """
    first = body[start]
    is_unclosed = bool(first.faults) and first.faults[-1].code == "quote_unclosed"
    count = len(first.cells)
    for end in range(start + 1, min(start + 1 + PIECES, len(body))):
        count += len(body[end].cells) - 1
        closes = bool(body[end].faults) and not first.faults and body[end].faults[0] == _closing_fault(body[end])
        if closes or (is_unclosed and count == width > len(first.cells)):
            return body[start + 1 : end + 1] if count == width else []
        if body[end].faults or len(body[end].cells) > 1:
            return body[start + 1 : end] if is_unclosed and len(first.cells) == width else []
    is_at_end = len(body) - start - 1 <= PIECES
    return body[start + 1 :] if is_unclosed and is_at_end and len(first.cells) == width else []


def _closing_fault(record: Record) -> Fault:
    """The fault of a row whose first cell ends with the quote that nothing opened."""
    text = record.cells[0]
    is_closing = text.endswith('"') and text.count('"') == 1 and len(text) > 1
    return Fault("quote_inside_cell", record.line, 0, text if is_closing else "")


def _put_together(pieces: list[Record]) -> Record:
    first, last = pieces[0], pieces[-1]
    cell = "\n".join([first.cells[-1], *(piece.cells[0] for piece in pieces[1:])])
    place = len(first.cells) - 1
    faults = first.faults or (Fault("quote_unopened", first.line, place, first.cells[-1]),)
    rest = tuple(fault._replace(cell=place + fault.cell) for fault in last.faults if fault.cell)
    return first._replace(cells=[*first.cells[:-1], cell, *last.cells[1:]], faults=faults + rest)


def _split_number(record: Record, header: list[str]) -> Finding | None:
    """Find a row that is too long because of a decimal comma: two whole numbers stand side by side in it."""
    surplus = len(record.cells) - len(header)
    runs = [index for index, cell in enumerate(record.cells) if cell.strip().isdecimal()]
    pairs = [index for index in runs if index + 1 in runs]
    if surplus < 1 or len(pairs) < surplus or record.faults:
        return None
    value = ",".join(record.cells[pairs[0] : pairs[-1] + 2])
    column = heading(header, min(pairs[0], len(header) - 1))
    return Finding("decimal_comma", row=record.row, line=record.line, column=column, value=value)


def _agreed_width(body: list[Record], header_width: int) -> int:
    """Return the header's width, or the one that most rows agree on: then it is the header that is wrong."""
    widths = Counter(len(record.cells) for record in body if not record.faults)
    width, count = max(widths.items(), key=lambda item: item[1], default=(header_width, 0))
    is_agreed = width > 1 and count > 1 and count > len(body) / 2
    return width if is_agreed else header_width


def _ragged(record: Record, header: list[str], columns: list[Counter[str]]) -> Finding:
    slip = find_slip(record.cells, columns)
    return Finding(
        "row_ragged",
        row=record.row,
        column=None if slip is None else heading(header, slip),
        line=record.line,
        value=str(len(record.cells)),
        expected=str(len(columns) or len(header)),
    )


def column_kinds(rows: Sequence[Sequence[str]]) -> list[Counter[str]]:
    """Count the kinds of cells in each column of rows of one length."""
    return [Counter(map(kind, column)) for column in zip(*rows[:SEEN], strict=True)]


def kind(cell: str) -> str:
    """Return `empty`, `number`, `word` (an id, a code) or `prose`."""
    said = cell.strip()
    if not said:
        return "empty"
    if is_number(said):
        return "number"
    return "prose" if " " in said or len(said) > 20 else "word"


def find_slip(cells: Sequence[str], columns: Sequence[Counter[str]]) -> int | None:
    """Return the first column from which the row's cells do not fit, or None where nothing is known of the columns.

    Every column is tried as the one that took in its neighbours (too few cells) or fell apart (too many); the one
    that lets the most other cells stand in a column of their kind wins, the leftmost of equals.
    """
    if not columns:
        return None
    shift = len(columns) - len(cells)
    return max(range(min(len(cells), len(columns))), key=lambda column: (_fit(cells, columns, column, shift), -column))


def _fit(cells: Sequence[str], columns: Sequence[Counter[str]], slip: int, shift: int) -> float:
    pieces = 1 + max(-shift, 0)
    placed = [(cells[index], index) for index in range(slip)]
    placed += [(cells[index], index + shift) for index in range(slip + pieces, len(cells))]
    if pieces > 1:  # put together again, they must be of the column's kind, too
        placed.append((";".join(filter(None, cells[slip : slip + pieces])), slip))
    return sum(columns[column][kind(cell)] / columns[column].total() for cell, column in placed)
