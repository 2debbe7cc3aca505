"""The annotated copy: to be mended and handed in again."""

import io
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.annotate import annotated_copy
from etl.findings import Finding
from etl.inspection import inspect
from etl.read import read_bytes
from etl.reference.read import Reference, read_reference
from maturity import language
from maturity.settings import PROJECT

# Row 3 is blank. EAK01 is misspelt, EAK02 out of range, the comment a formula; the last budget has two readings.
FAULTY = b"""Stadt;08215009
Welle;2026-1

Frage-ID;Frage;Antwort;Kommentar
;E-Akte;;
EAKO1;Anteil;3;
EAK02;Aktenplan;6;=1+1
EAK03;Scannen;2;
eakte.budget_eur;Budget;1.234;
"""
MENDED = (("A6", "EAK01"), ("C7", "4"), ("C9", "1234"))


@cache
def _reference() -> Reference:
    return read_reference(PROJECT / "data" / "reference")


def _copy(content: bytes) -> bytes:
    return annotated_copy(read_bytes(content), inspect(content, name="", reference=_reference()).findings)


@pytest.fixture
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(_copy(FAULTY)))


def test_every_row_stands_under_its_number(book: openpyxl.Workbook) -> None:
    rows = list(book["Tabelle"].iter_rows(max_col=4, values_only=True))

    assert rows[3] == ("Frage-ID", "Frage", "Antwort", "Kommentar")
    assert rows[6] == ("EAK02", "Aktenplan", "6", "=1+1")
    assert rows[8][0] == "eakte.budget_eur"


def test_faulty_cells_are_filled_and_carry_a_note(book: openpyxl.Workbook) -> None:
    sheet = book["Tabelle"]
    noted = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}

    assert list(noted) == ["A6", "C7", "C9"]
    assert noted["C7"] == "„6“ liegt nicht zwischen 0 und 4. Bitte in der Datei ändern und neu hochladen."
    assert sheet["C7"].fill.fgColor.rgb == "FFF8D7DA"
    assert sheet["C8"].fill.fgColor.rgb != "FFF8D7DA"


def test_the_last_column_says_what_is_wrong_in_the_row(book: openpyxl.Workbook) -> None:
    sheet = book["Tabelle"]

    assert sheet["E4"].value == "Befund"
    assert str(sheet["E7"].value).startswith("Spalte Antwort: „6“ liegt nicht zwischen 0 und 4.")
    assert sheet["E8"].value is None
    # A sentence beside `Stadt;08215009` would be read as the name of a second city.
    assert [sheet.cell(row, 5).value for row in (1, 2, 3)] == [None, None, None]


def test_a_second_sheet_lists_all_findings_with_links_to_their_rows(book: openpyxl.Workbook) -> None:
    rows = list(book["Befunde"].iter_rows(values_only=True))
    errors = [(row[1], row[2], row[3], row[5]) for row in rows if row[0] == "Fehler"]

    assert errors == [
        ("6", "Frage-ID", "EAKO1", "F19"),
        ("7", "Antwort", "6", "F14"),
        ("9", "Antwort", "1.234", "F14"),
    ]
    assert book["Befunde"].cell(len(rows), 2).hyperlink.location == "'Tabelle'!C9"


def test_cells_that_look_like_formulas_stay_text(book: openpyxl.Workbook) -> None:
    assert book["Tabelle"]["D7"].data_type == "s"


def test_the_copy_handed_in_again_unmended_shows_the_same_errors() -> None:
    before = inspect(FAULTY, name="", reference=_reference()).errors
    after = inspect(_copy(FAULTY), name="", reference=_reference()).errors

    assert [(error.code, error.row, error.column, error.value) for error in after] == [
        (error.code, error.row, error.column, error.value) for error in before
    ]


@pytest.mark.parametrize("reader_language", ["de", "en"])
def test_the_mended_copy_is_taken(reader_language: str) -> None:
    language.use(reader_language)
    book = openpyxl.load_workbook(io.BytesIO(_copy(FAULTY)))
    for place, text in MENDED:
        book.worksheets[0][place] = text
    mended = io.BytesIO()
    book.save(mended)

    found = inspect(mended.getvalue(), name="", reference=_reference())

    assert found.errors == []
    assert found.values[["item_id", "code"]].to_numpy().tolist() == [
        ["EAK01", "3"],
        ["EAK02", "4"],
        ["EAK03", "2"],
        ["budget_eur", "1234"],
    ]
    assert "column_unknown" not in [finding.code for finding in found.findings]


def test_a_file_with_one_row_per_city_takes_the_column_without_a_word_too() -> None:
    content = b"Stadt;EAK01;EAK02\nBruchsal;3;9\nBretten;2;1\n"
    findings = inspect(content, name="", reference=_reference(), wave_id="2026-1").findings

    again = inspect(annotated_copy(read_bytes(content), findings), name="", reference=_reference(), wave_id="2026-1")

    assert [(error.code, error.row, error.column) for error in again.errors] == [("level_out_of_range", 2, "EAK02")]
    assert "column_unknown" not in [finding.code for finding in again.findings]


def test_of_equal_headings_the_cell_with_the_value_is_marked() -> None:
    table = read_bytes(b"a;b;b\n1;2;9\n3;4;5\n")
    finding = Finding("answer_unknown", row=2, column="b", value="9", expected="1")

    sheet = openpyxl.load_workbook(io.BytesIO(annotated_copy(table, [finding]))).worksheets[0]

    assert sheet["C2"].comment is not None
    assert sheet["B2"].comment is None


def test_a_finding_about_the_whole_file_stands_on_the_second_sheet_only() -> None:
    table = read_bytes(b"a;b\n1;2\n")

    book = openpyxl.load_workbook(io.BytesIO(annotated_copy(table, [Finding("wave_missing", expected="2026-1")])))

    assert [cell.value for cell in book.worksheets[0]["C"]] == ["Befund", None]
    assert book.worksheets[1]["B2"].value is None


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs", "Cn", "Co"]), min_size=1)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_every_cell_of_any_table_is_in_the_copy_as_it_was(rows: list[tuple[str, str]]) -> None:
    lines = [("Frage-ID", "Antwort"), *rows]
    content = "\r\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in lines).encode()
    table = read_bytes(content)

    sheet = openpyxl.load_workbook(io.BytesIO(annotated_copy(table, []))).worksheets[0]

    for number, cells in zip(table.row_numbers, table.rows, strict=True):
        assert [sheet.cell(number, column).value for column in (1, 2)] == cells[:2]
