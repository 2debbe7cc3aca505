"""Workbooks: cells as a person would write them, what is hidden or merged is said, bombs are refused."""

import datetime
import io
import re
import resource
import time
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.findings import Finding
from etl.read import read_bytes
from etl.reading import limits, workbook_child
from maturity.errors import NotATable, StrictlyUnreadable, UnknownId

SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)
ROWS = SHEET.format("<sheetData>{}</sheetData>")
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
HEAD = '<row r="1">' + CELL.format("A1", "ID") + CELL.format("B1", "Antwort") + "</row>"
PARTS = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Blatt" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    "xl/worksheets/sheet1.xml": ROWS.format(
        '<row r="1">' + CELL.format("A1", "ID") + CELL.format("B1", "Antwort") + "</row>"
    ),
}
ODS_CONTENT = """<?xml version="1.0"?><office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="Antworten">
<table:table-row><table:table-cell office:value-type="string"><text:p>ID</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Antwort</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="1022"/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>EAK01</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rows(*table: list[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in table:
            sheet.append(row)

    return fill


def archive(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


def raw(sheet: str, **others: str) -> bytes:
    return archive({**PARTS, "xl/worksheets/sheet1.xml": sheet, **others})


def refusal(content: bytes) -> Finding:
    with pytest.raises(NotATable) as caught:
        read_bytes(content)
    finding = caught.value.details["findings"][0]  # type: ignore[index]
    assert isinstance(finding, Finding)
    return finding


def test_cells_read_as_a_person_would_write_them() -> None:
    content = workbook(
        rows(
            ["ID", "Antwort", "Kommentar"],
            ["EAK01", 3, "ja"],
            ["EAK02", 2.5, datetime.date(2026, 11, 23)],
            ["EAK03", 0.1 + 0.2, datetime.datetime(2026, 11, 23, 14, 5)],
            ["EAK04", 1.234, True],
            ["EAK05", "08215017", "#N/A"],
            ["EAK06", 18500.0, " Leer "],
        )
    )

    table = read_bytes(content, strict=True)

    assert table.header == ["ID", "Antwort", "Kommentar"]
    assert table.rows == [
        ["EAK01", "3", "ja"],
        ["EAK02", "2.5", "2026-11-23"],
        ["EAK03", "0.3", "2026-11-23 14:05:00"],
        ["EAK04", "1.2340", "TRUE"],
        ["EAK05", "08215017", "#N/A"],
        ["EAK06", "18500", " Leer "],
    ]
    assert (table.kind, table.sheet, table.delimiter, table.encoding) == ("xlsx", "Sheet", "", "")


def test_rows_count_as_the_spreadsheet_shows_them() -> None:
    content = workbook(rows(["Welle", "2026-1"], [], ["ID", "Antwort"], ["EAK01", 3], [], ["EAK02", 1]))

    table = read_bytes(content)

    assert (table.header_row, table.row_numbers, table.preface) == (3, [4, 6], [["Welle", "2026-1"]])


def test_the_sheet_with_the_header_we_know_is_taken_and_said() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["So füllen Sie das aus", "Bitte lesen"])
        answers = sheet.parent.create_sheet("Fragebogen")
        answers.append(["ID", "Antwort"])
        answers.append(["EAK01", 3])
        sheet.parent.create_sheet("Listen").append(["x"])
        sheet.parent["Listen"].sheet_state = "hidden"

    table = read_bytes(workbook(fill), strict=True)

    assert (table.sheet, table.rows) == ("Fragebogen", [["EAK01", "3"]])
    assert [note.code for note in table.repairs] == ["sheet_chosen", "sheet_hidden"]
    assert read_bytes(workbook(fill), sheet="Listen").header == ["x"]
    with pytest.raises(UnknownId):
        read_bytes(workbook(fill), sheet="Gibt es nicht")


def test_two_sheets_that_may_both_be_meant_are_a_guess() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["a", "b"])
        sheet.append([1, 2])
        sheet.parent.create_sheet("Zweites").append(["c"])

    assert [note.code for note in read_bytes(workbook(fill)).repairs] == ["sheet_assumed"]
    with pytest.raises(StrictlyUnreadable):
        read_bytes(workbook(fill), strict=True)


def test_hidden_rows_are_read_and_counted() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["ID", "Antwort"], ["EAK01", 3], ["EAK02", 1])(sheet)
        sheet.row_dimensions[3].hidden = True

    table = read_bytes(workbook(fill))

    assert len(table.rows) == 2
    assert [(note.code, note.row, note.details) for note in table.repairs] == [("rows_hidden", 3, {"count": 1})]


def test_a_formula_without_a_stored_result_is_named_with_its_place() -> None:
    table = read_bytes(workbook(rows(["ID", "Antwort"], ["EAK01", "=1+2"])))

    assert [(one.code, one.row, one.column) for one in table.findings] == [("formula_without_value", 2, "Antwort")]


def test_the_stored_result_of_a_formula_and_an_error_value_are_text() -> None:
    row = '<row r="2">' + CELL.format("A2", "EAK01") + '<c r="B2"><f>1+2</f><v>3</v></c></row>'
    error = '<row r="3">' + CELL.format("A3", "EAK02") + '<c r="B3" t="e"><f>NA()</f><v>#N/A</v></c></row>'

    assert read_bytes(raw(ROWS.format(HEAD + row + error)), strict=True).rows == [["EAK01", "3"], ["EAK02", "#N/A"]]


def test_merged_group_headings_are_joined_with_the_ids_below() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Stadt", "eakte", None, "ki", None])
        sheet.append([None, "status", "target", "status", "target"])
        sheet.append(["Bretten", "pilot", 3, "keine", 2])
        for area in ("A1:A2", "B1:C1", "D1:E1"):
            sheet.merge_cells(area)

    table = read_bytes(workbook(fill))

    assert table.header == ["Stadt", "eakte.status", "eakte.target", "ki.status", "ki.target"]
    assert table.rows == [["Bretten", "pilot", "3", "keine", "2"]]
    assert [note.code for note in table.repairs] == ["cells_merged", "header_rows_merged"]


def test_a_title_merged_over_the_whole_sheet_is_preface() -> None:
    def fill(sheet: Worksheet) -> None:
        rows(["Digitalkompass", None, None], ["ID", "Frage", "Antwort"], ["EAK01", "Gibt es das?", 3])(sheet)
        sheet.merge_cells("A1:C1")

    assert (
        read_bytes(workbook(fill)).header_row,
        read_bytes(workbook(fill)).rows,
    ) == (2, [["EAK01", "Gibt es das?", "3"]])


def _ods(content: str) -> bytes:
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.replace("\n", ""),
        "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
    return archive(parts)


def test_ods_is_read_though_its_sheet_is_blank_down_to_the_last_row() -> None:
    table = read_bytes(_ods(ODS_CONTENT), strict=True)

    assert (table.kind, table.sheet, table.rows) == ("ods", "Antworten", [["EAK01", "3"]])


def test_a_number_of_an_ods_is_read_as_the_per_cent_it_shows() -> None:
    """0.3 shown as 30 %, in two cells at once; a plain 1 below stays 1."""
    share = '<table:table-cell office:value-type="percentage" office:value="{}" table:number-columns-repeated="2"/>'
    cell = '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
    content = ODS_CONTENT.replace(cell, share.format("0.3"))
    last = '<table:table-row table:number-rows-repeated="1048570">'
    plain = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    table = read_bytes(_ods(content.replace(last, plain + last)))

    assert table.rows == [["EAK01", "30 %", "30 %"], ["1", "", ""]]


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    assert refusal(workbook(rows())).code == "file_empty"


def bombs() -> Iterator[tuple[str, Callable[[], bytes], str]]:
    """The files of the table in RELIABILITY 3.1, and what the directory of the archive may not hold."""
    far = ROWS.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "one cell at the far corner", lambda: raw(far), "workbook_too_large"
    blanks = ROWS.format('<row r="1">' + CELL.format("A1", "x") + "</row>{}")
    yield "blanks", lambda: raw(blanks.format(" " * 300_000_000)), "workbook_too_large"
    cells = "".join(f'<row r="{row}">' + "<c><v>1</v></c>" * 400 + "</row>" for row in range(1, 5_001))
    yield "two million cells", lambda: raw(ROWS.format(cells * 2)), "workbook_too_large"
    yield (
        "long string",
        lambda: raw(ROWS.format('<row r="1">' + CELL.format("A1", "x" * 40_000_000) + "</row>")),
        "workbook_too_large",
    )
    long_cell = ROWS.format('<row r="1">' + CELL.format("A1", "x" * 40_000) + "</row>")
    yield "long cell", lambda: raw(long_cell), "workbook_too_large"
    shared = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 100 + "</row>" for row in range(1, 101))
    yield "one text ten thousand times", lambda: raw(ROWS.format(shared), **_shared("x" * 30_000)), "workbook_too_large"
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>'
    yield "entities", lambda: raw(laughs + PARTS["xl/worksheets/sheet1.xml"]), "workbook_forbidden_part"
    yield (
        "utf-16 entities",
        lambda: archive({**PARTS, "xl/styles.xml": laughs.encode("utf-16")}),
        "workbook_forbidden_part",
    )
    yield "outside path", lambda: archive({**PARTS, "../../x": "x"}), "workbook_forbidden_part"
    yield "archive within", lambda: archive({**PARTS, "xl/embeddings/a.xlsx": "x"}), "workbook_forbidden_part"
    many = {f"xl/media/{number}.xml": "x" for number in range(limits.MAX_ENTRIES)}
    yield "many parts", lambda: archive({**PARTS, **many}), "workbook_too_large"
    yield "encrypted", lambda: _flagged(archive({**PARTS})), "wrong_kind"
    protected = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    yield "encrypted ODS", lambda: archive({"mimetype": "x", "META-INF/manifest.xml": protected}), "wrong_kind"
    yield "macros", lambda: archive({**PARTS, "xl/vbaProject.bin": "x"}), "wrong_kind"
    yield "binary workbook", lambda: archive({"xl/workbook.bin": "x"}), "wrong_kind"
    yield "word", lambda: archive({"word/document.xml": "x"}), "wrong_kind"
    yield "other archive", lambda: archive({"a.csv": "x"}), "wrong_kind"
    yield "no workbook part", lambda: archive({"xl/styles.xml": "<a/>"}), "wrong_kind"
    yield "broken sheet", lambda: raw("<worksheet><sheetData><row>"), "wrong_kind"
    yield "cut off", lambda: archive({**PARTS})[:-40], "wrong_kind"
    yield "wrong size", lambda: _lying(archive({**PARTS})), "wrong_kind"


def _shared(text: str) -> dict[str, str]:
    rels = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="r2" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{text}</t></si></sst>'
    return {"xl/_rels/workbook.xml.rels": rels, "xl/sharedStrings.xml": strings}


def _flagged(content: bytes) -> bytes:
    """Set the encryption bit of the first entry in the archive's directory."""
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


def _lying(content: bytes) -> bytes:
    """Say of the first entry that it unpacks to 8 bytes."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + (8).to_bytes(4, "little") + content[at + 4 :]


@pytest.mark.parametrize(("make", "code"), [pytest.param(*case[1:], id=case[0]) for case in bombs()])
def test_bombs_and_strange_archives_are_refused(make: Callable[[], bytes], code: str) -> None:
    """In under 10 seconds, with less than 50 MB more in this process."""
    content = make()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()

    finding = refusal(content)

    assert finding.code == code
    assert time.monotonic() - start < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_an_archive_whose_packed_bytes_are_damaged_is_refused_in_words() -> None:
    """Whichever byte fell over: the archive's check value, or the decompressor before it."""
    whole = raw(
        "<worksheet><sheetData>" + "".join(f"<row>{n * n}</row>" for n in range(200)) + "</sheetData></worksheet>"
    )
    begin = whole.index(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml")
    for place in range(begin, begin + 300):
        found = refusal(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        assert (found.code, "beschädigt" in str(found)) == ("wrong_kind", True)


def test_a_false_dimension_changes_nothing() -> None:
    sheet = SHEET.format('<dimension ref="A1:XFD1048576"/><sheetData>' + HEAD + "</sheetData>")

    assert read_bytes(raw(sheet)).header == [
        "ID",
        "Antwort",
    ]


def test_both_libraries_give_the_same_cells() -> None:
    orders: dict[str, object] = {
        name: getattr(limits, name)
        for name in ("MAX_ROWS", "MAX_COLUMNS", "MAX_CELL", "MAX_CELLS", "MAX_MERGED", "MAX_WORKBOOK_TEXT")
    }
    content = workbook(rows(["ID", "Antwort"], ["EAK01", 3]))

    sheets = workbook_child.with_openpyxl(content, orders)

    assert [sheet["rows"] for sheet in sheets] == [[["ID", "Antwort"], ["EAK01", "3"]]]
    assert sheets[0]["rows"] == workbook_child.with_calamine(content, orders)[0]["rows"]


def test_a_number_is_read_as_the_per_cent_it_shows_and_hidden_columns_are_said() -> None:
    """1 in a cell of the format 0 % is 100 %, not 1; column C is hidden."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["Frage-ID", "Antwort", "Kommentar"])
        sheet.append(["eakte.own_share_max", 1, "x"])
        sheet.append(["webportal.own_share_max", 0.125, "y"])
        sheet["B2"].number_format, sheet["B3"].number_format = "0%", "0.0%"
        sheet.column_dimensions["C"].hidden = True

    table = read_bytes(workbook(fill))

    assert [row[1] for row in table.rows] == ["100 %", "12.5 %"]
    assert [(note.code, note.value) for note in table.repairs] == [("columns_hidden", "C")]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "Passwort",
        ),
        (b"\xd0\xcf\x11\xe0 Workbook", "als XLSX"),
        (b"<meta charset=utf-8><table><tr><td>Frage-ID", "als XLSX"),
        (b"\x1f\x8b\x08", "entpacken"),
        (b"%PDF-1.7", "Fragebogen"),
    ],
)
def test_each_kind_of_unfit_file_has_its_own_cure(content: bytes, word: str) -> None:
    with pytest.raises(NotATable) as refusal:
        read_bytes(content)

    assert re.search(word, str(refusal.value.details["first"]))
