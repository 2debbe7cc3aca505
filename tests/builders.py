"""Small tables for tests, written as a person writes them."""

import math
from collections.abc import Mapping

import pandas as pd

from etl.reference.versions import record_version, reference_in_force
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings


def change_reference(settings: Settings, file: str, changes: Mapping[str, str]) -> None:
    """Replace texts in one reference file of a network and make that the version in force."""
    ledger = open_ledger(settings.ledger_url)
    files = dict(reference_in_force(ledger, settings).files)
    for old, new in changes.items():
        assert old.encode() in files[file], f"{old!r} is not in {file}"
        files[file] = files[file].replace(old.encode(), new.encode())
    record_version(ledger, LOCAL_COORDINATOR, files, reason="Test")


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
