"""Rows with too few or too many cells: which, and where they slip.

The place of the slip is told by the kinds of cells that the columns usually hold.
"""

from collections import Counter
from collections.abc import Sequence

from etl.characters import heading
from etl.findings import Finding
from etl.headers import is_number, knows
from etl.records import Record

# Rows that are enough to know what a column holds.
SEEN = 200


def find_ragged(body: list[Record], header: list[str], header_row: int) -> list[Finding]:
    """Name each row with too few or too many cells, up to a second header, which is named instead of its rows."""
    findings: list[Finding] = []
    body, second = _up_to_second_header(body, len(header))
    width = _agreed_width(body, len(header))
    if width != len(header):
        findings.append(Finding("row_ragged", row=header_row, value=str(len(header)), expected=str(width)))
    columns = column_kinds([record.cells for record in body if len(record.cells) == width])
    ragged = (record for record in body if len(record.cells) != width and not record.faults)
    findings += [_ragged(record, header, columns) for record in ragged]
    if second:
        findings.append(Finding("second_table", row=second.row, line=second.line, value=second.cells[0]))
    return findings


def _up_to_second_header(body: list[Record], width: int) -> tuple[list[Record], Record | None]:
    for index, record in enumerate(body):
        if len(record.cells) != width and knows(record.cells):
            return body[:index], record
    return body, None


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
