"""What every XLSX and CSV keeps to."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.reports.sheets import csv_bytes, fit_height, inert, new_workbook


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd|x", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+2,5", "-1.234,5", "3 – im Regelbetrieb", "", "a=b"])
def test_numbers_and_harmless_texts_stay(text: str) -> None:
    assert inert(text) == text


def test_csv_opens_in_german_excel() -> None:
    """UTF-8 with BOM, semicolons, CRLF; the cell with a semicolon is quoted."""
    assert csv_bytes([["Bühl", "a;b"], ["=1", ""]]) == b'\xef\xbb\xbfB\xc3\xbchl;"a;b"\r\n\'=1;\r\n'


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=2, max_size=4), min_size=1))
def test_no_cell_of_a_csv_begins_like_a_formula_and_none_is_lost(rows: list[list[str]]) -> None:
    text = csv_bytes(rows).decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))

    # Apostrophes are all that is added, also where another separator than ours would begin a cell: ",@a".
    assert [[cell.replace("'", "") for cell in row] for row in cells] == [
        [cell.replace("'", "") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "@")) for row in cells for cell in row)


def test_a_row_is_as_high_as_its_wrapped_text() -> None:
    """30 characters in a column of 12, of which 10 are counted on, need 3 lines of 15 points."""
    target = io.BytesIO()
    book = new_workbook(target, title="", author="")
    sheet = book.add_worksheet("A")
    for row, text in enumerate(("x" * 30, "x", "a\nb")):
        fit_height(sheet, row, [text], [12])
        sheet.write_string(row, 0, text)
    book.close()

    rows = openpyxl.load_workbook(target)["A"].row_dimensions

    assert [rows[number].height for number in (1, 2, 3)] == [45, None, 30]
