"""Small tables for tests, written as a person writes them."""

import math

import pandas as pd


def table(text: str) -> pd.DataFrame:
    """Read a `|` table: the first line names the columns, `.` is a missing number, numbers become floats.

    `code` and columns whose name ends in `_id` or `_name` stay text.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0])
    for column in frame.columns:
        if not column.endswith(("_id", "_name", "code")):
            frame[column] = [_value(cell) for cell in frame[column]]
    return frame


def _value(cell: str) -> float | str:
    if cell == ".":
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return cell
