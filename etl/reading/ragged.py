"""Rows with too few or too many cells: which, and where they slip.

The place of the slip is told by the kinds of cells that the columns usually hold.
"""

from collections import Counter
from collections.abc import Sequence

from etl.findings import Finding
from etl.reading.characters import heading
from etl.reading.headers import is_number, knows
from etl.reading.records import Fault, Record

# Rows that are enough to know what a column holds.
SEEN = 200
# Rows behind a broken one that may be pieces of the same cell.
PIECES = 50


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
