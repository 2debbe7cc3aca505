"""What every XLSX and CSV of ours keeps to: texts stay texts, no clock, no links, names of the sample data.

A cell that begins with `=` would run as a formula in the reader's spreadsheet. In XLSX texts are therefore written as
texts only (`write_string`); CSV has no types, so `inert` puts an apostrophe before such a text.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook

# What a spreadsheet takes for the beginning of a formula or a command.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# A formula that would begin a cell of its own where a program splits at another separator than ours.
SPLIT_FORMULA = re.compile(r"([;,\t|][ \"]*)([=+@-])(?=[^\d\s]|\d+[^\d.,\s])")
SPLIT_APOSTROPHE = re.compile(r"([;,\t|][ \"]*)'([=+@-])")
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")

# XlsxWriter would write the time of day; the same data shall give the same bytes.
MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)

LINE_HEIGHT = 15  # points
MOST_LINES = 20

INK, MUTED, ACCENT = "#1f2328", "#57606a", "#00519e"
SECTION_FILL, HEADER_FILL, INPUT_FILL = "#dce6f1", "#00519e", "#fffbe6"
ERROR_FILL, NOTE_FILL = "#f8d7da", "#fff3cd"


def new_workbook(target: io.BytesIO, *, title: str, author: str) -> Any:
    """Open a workbook that writes to `target` when closed and takes every text as text."""
    options = {
        "in_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    workbook = Workbook(target, options)
    workbook.set_properties({"title": title, "author": author, "created": MADE_AT})
    return workbook


def write_row(sheet: Any, row: int, cells: Sequence[object], style: Any = None, *, column: int = 0) -> None:
    """Write cells beside one another: texts as texts, numbers as numbers, None and NaN as blank."""
    for place, value in enumerate(cells, column):
        write_cell(sheet, row, place, value, style)


def write_cell(sheet: Any, row: int, column: int, value: object, style: Any = None) -> None:
    """Write one cell: a text as text, a number as number, None and NaN as blank."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is None or value == "" or value != value:
        sheet.write_blank(row, column, None, style)
    elif is_number:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def fit_height(sheet: Any, row: int, cells: Sequence[object], widths: Sequence[int]) -> None:
    """Give a row the height that its wrapped texts need; programs that open the file do not all work it out."""
    lines = max((_lines(str(cell), width) for cell, width in zip(cells, widths, strict=False)), default=1)
    if lines > 1:
        sheet.set_row(row, LINE_HEIGHT * min(lines, MOST_LINES))


def _lines(text: str, width: int) -> int:
    return sum(max(1, math.ceil(len(part) / (width - 2))) for part in text.split("\n"))


def print_on_a4(sheet: Any, *, header_row: int, page: str) -> None:
    """Set a sheet up for paper: A4 across, as wide as one page, the header on each.

    Args:
        sheet: the worksheet.
        header_row: the row to repeat, the first is 0.
        page: the page number's text with the placeholders {page} and {pages}.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_footer("&R" + page.format(page="&P", pages="&N"))


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as German Excel opens them by a double click: UTF-8 with BOM, `;`, CRLF; no cell runs as a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whichever separator it splits at.

    Numbers with a sign stay as they are.
    """
    own = f"'{text}" if text.startswith(DANGEROUS) and not NUMBER.fullmatch(text) else text
    return SPLIT_FORMULA.sub(r"\1'\2", own)
