"""Where does a row with too few or too many cells slip? Told by the kinds of cells that its columns usually hold."""

from collections import Counter
from collections.abc import Sequence

from etl.headers import is_number

# Rows that are enough to know what a column holds.
SEEN = 200


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
