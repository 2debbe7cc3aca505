"""Text lines -> records of cells, by the rules of Python's `csv`, with the exact place of every fault.

`csv` alone takes a quote that is never closed as one cell up to the end of the file, and says nothing of a quote
inside an unquoted cell. Here both are faults with a line, and reading goes on behind them. On text without faults the
cells are those of `csv.reader`; a test compares the two.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.reading.limits import MAX_COLUMNS

# Lines that tell whether blanks belong to the delimiter, and how many of them must have one.
JUDGED = 2_000
FEWEST_PADDED = 3
MOSTLY = 0.9
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Fault(NamedTuple):
    """A quote out of place: a finding's code, the physical line, the index of the cell and its text."""

    code: str
    line: int
    cell: int
    value: str


class Record(NamedTuple):
    """One row: its number as a spreadsheet shows it, its first physical line, its cells, what is wrong with it."""

    row: int
    line: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything but white space."""
        return not any(cell.strip() for cell in self.cells)


class _End(NamedTuple):
    """Where a cell ends: its text, the line and position behind it, and the fault's code if it has one."""

    text: str
    line: int
    position: int
    fault: str = ""


def split_lines(text: str) -> list[str]:
    """Split at CRLF, LF and CR, each line with its end; other separators are part of the text."""
    return LINE.findall(text)


def is_padded(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a blank stands behind nearly every delimiter, so that it belongs to it: `a, b, c`."""
    if not delimiter or delimiter.isspace():
        return False
    text = "".join(lines[:JUDGED])
    total, padded = text.count(delimiter), text.count(f"{delimiter} ")
    return total >= FEWEST_PADDED and padded >= MOSTLY * total


def split_records(
    lines: Sequence[str], delimiter: str, *, limit: int | None = None, padded: bool = False
) -> list[Record]:
    """Split lines into records.

    Args:
        lines: physical lines with their ends.
        delimiter: one character, or empty for a file of one column.
        limit: stop after this many records.
        padded: one blank behind a delimiter belongs to it.

    Returns:
        One record per row in the file's order, blank ones too. Cells beyond MAX_COLUMNS stay unsplit in the last cell.
    """
    records: list[Record] = []
    at = 0
    while at < len(lines) and (limit is None or len(records) < limit):
        body = _body(lines[at])
        if '"' in body:
            cells, faults, end = _quoted_record(lines, at, delimiter, padded=padded)
        else:
            cells, faults, end = (body.split(delimiter, MAX_COLUMNS) if delimiter else [body]), (), at
            cells = [cells[0], *(cell.removeprefix(" ") for cell in cells[1:])] if padded else cells
        records.append(Record(len(records) + 1, at + 1, cells, faults))
        at = end + 1
    return records


def _body(line: str) -> str:
    return line.rstrip("\r\n")


def _quoted_record(
    lines: Sequence[str], line: int, delimiter: str, *, padded: bool
) -> tuple[list[str], tuple[Fault, ...], int]:
    cells: list[str] = []
    faults: list[Fault] = []
    position = 0
    while True:
        end = _cell(lines, line, position, delimiter)
        if end.fault:
            faults.append(Fault(end.fault, line + 1, len(cells), end.text))
        cells.append(end.text)
        line, body = end.line, _body(lines[end.line])
        if end.position >= len(body):
            return cells, tuple(faults), line
        if len(cells) > MAX_COLUMNS:
            cells[-1] += body[end.position :]
            return cells, tuple(faults), line
        position = end.position + 1
        if padded and body[position : position + 1] == " ":
            position += 1


def _cell(lines: Sequence[str], line: int, position: int, delimiter: str) -> _End:
    body = _body(lines[line])
    start = position
    while body[start : start + 1] == " ":
        start += 1
    if body[start : start + 1] != '"':
        text, end = _up_to(body, position, delimiter)
        return _End(text, line, end, "quote_inside_cell" if '"' in text else "")
    end_of_cell = _quoted_cell(lines, line, start, delimiter)
    if start > position and not end_of_cell.fault:  # `a, "b"`: by the rules this quote is part of the text
        return end_of_cell._replace(fault="quote_inside_cell")
    return end_of_cell


def _up_to(body: str, position: int, delimiter: str) -> tuple[str, int]:
    end = body.find(delimiter, position) if delimiter else -1
    end = len(body) if end < 0 else end
    return body[position:end], end


def _quoted_cell(lines: Sequence[str], line: int, start: int, delimiter: str) -> _End:
    parts: list[str] = []
    at, position = line, start + 1
    while at < len(lines):
        raw = lines[at]
        quote = raw.find('"', position)
        if quote < 0:
            parts.append(raw[position:])
            at, position = at + 1, 0
            continue
        after = raw[quote + 1 : quote + 2]
        if after == '"':  # a doubled quote stands for one
            parts.append(raw[position : quote + 1])
            position = quote + 2
            continue
        parts.append(raw[position:quote])
        if after in ("", "\r", "\n", delimiter):
            return _End("".join(parts), at, quote + 1)
        if at == line and raw[quote - 1] == delimiter and quote > start + 1:  # `"a;"b"`: the second one opens a cell
            return _End(raw[start : quote - 1], line, quote - 1, "quote_unclosed")
        if at == line:
            return _cell_with_inner_quote(_body(raw), line, start, quote, delimiter)
        break
    # Closed never, or in the middle of a later line's text: the quote that opens is the wrong one.
    text, end = _up_to(_body(lines[line]), start, delimiter)
    return _End(text, line, end, "quote_unclosed")


def _cell_with_inner_quote(body: str, line: int, start: int, quote: int, delimiter: str) -> _End:
    """Read `"a "b" c"` as the text between the outer quotes, and `"a" b` as it stands."""
    rest, end = _up_to(body, quote + 1, delimiter)
    if rest.rstrip(" ").endswith('"') or not rest.strip():
        inner = body[start + 1 : end].rstrip(" ")[:-1]
        return _End(inner.replace('""', '"'), line, end, "quote_inside_cell")
    return _End(body[start:end], line, end, "quote_inside_cell")
