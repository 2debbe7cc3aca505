"""The reader: harmless variants give the same table, faults are named with their place, other files are refused."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.findings import CATALOGUE, Finding
from etl.read import GUESSES, RawTable, read_bytes, read_table
from etl.reading import limits
from maturity.errors import MaturityError, NotATable, StrictlyUnreadable
from tests.etl.dialects import write_csv

FILES = Path(__file__).parent.parent / "data" / "read"
TABLE = [
    ["Stadt", "EAK01", "Anmerkung"],
    ["Bühl", "3", "erste Zeile\nzweite Zeile"],
    ["Große Kreisstadt Bretten", "2,5", 'sagt: "läuft", meistens; fast'],
    ["Baden-Baden", "", "10 % – 5 €"],
]


def places(findings: list[Finding]) -> list[tuple[str, int | None, int | None, str | None]]:
    return [(one.code, one.row, one.line, one.column) for one in findings]


def refusal(content: bytes) -> Finding:
    with pytest.raises(NotATable) as caught:
        read_bytes(content)
    finding = caught.value.details["findings"][0]  # type: ignore[index]
    assert isinstance(finding, Finding)
    return finding


@pytest.mark.parametrize("is_quoted", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_harmless_variant_gives_the_same_table(encoding: str, delimiter: str, end: str, is_quoted: bool) -> None:
    content = write_csv(TABLE, delimiter=delimiter, end=end, is_quoted=is_quoted).encode(encoding)

    table = read_bytes(content, strict=True)

    assert (TABLE[0], TABLE[1:]) == (table.header, table.rows)
    assert (encoding, delimiter) == (table.encoding, table.delimiter)


def test_the_other_byte_order_of_utf16_and_mixed_line_ends_are_read_too() -> None:
    content = b"\xfe\xff" + "Stadt;EAK01\r\nBühl;3\rBretten;2\n".encode("utf-16-be")

    assert read_bytes(content, strict=True).rows == [["Bühl", "3"], ["Bretten", "2"]]


CELL = st.text(st.sampled_from("abcÄß 019.,;|\t\"'\n-"), max_size=8)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5),
    delimiter=st.sampled_from(";,\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    is_quoted=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_table_survives_any_dialect_or_its_doubt_is_named(
    rows: list[list[str]], delimiter: str, end: str, is_quoted: bool, encoding: str
) -> None:
    """Rows of a known header: nothing is lost but blank rows, and totals and remarks, which are listed."""
    rows = [["Frage-ID", "Antwort", "Kommentar"], *([f"Q{number}", *row] for number, row in enumerate(rows))]
    rows = [row[:3] for row in rows]

    table = read_bytes(write_csv(rows, delimiter=delimiter, end=end, is_quoted=is_quoted).encode(encoding), strict=True)

    assert (rows[0], rows[1:]) == (table.header, table.rows)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from('ab1;,\t|"\r\nä \0\u200b='), max_size=60), strict=st.booleans())
def test_no_text_breaks_the_reader(text: str, strict: bool) -> None:
    try:
        table = read_bytes(text.encode(), strict=strict)
    except MaturityError as error:
        assert str(error)
        return
    assert all(len(row) >= len(table.header) for row in table.rows)
    assert len(table.rows) == len(table.row_numbers) == len(table.line_numbers)
    if strict:
        assert not {note.code for note in table.repairs} & GUESSES


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=80))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        read_bytes(content)
    except MaturityError as error:
        assert str(error)


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.stem)
def test_each_bad_file_triggers_the_finding_it_is_named_after(path: Path) -> None:
    found = read_table(path)

    assert [path.stem] == [finding.code for finding in found.findings]
    assert "{" not in str(found.findings[0])
    if path.stem != "no_rows":  # nothing is unclear about a header alone
        with pytest.raises(StrictlyUnreadable) as caught:
            read_table(path, strict=True)
        assert found.findings == caught.value.details["findings"]


SOUND = "Frage-ID;Frage;Antwort\nEAK01;Wird alles\nerfasst?;3\nEAK02;Ist es schnell?;2\nEAK03;Ist es gut?;1\n".replace(
    "Wird alles\nerfasst?", '"Wird alles\nerfasst?"'
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("schnell?;2", "schnell?2", ("row_ragged", 3, 4, "Frage")),
        ("EAK02;", "EAK02", ("row_ragged", 3, 4, "Frage-ID")),
        ("gut?;1", "gut?,1", ("row_ragged", 4, 5, "Frage")),
        ("Ist es schnell?", '"Ist es schnell?', ("quote_unclosed", 3, 4, "Frage")),
        ("schnell?", 'schn"ell?', ("quote_inside_cell", 3, 4, "Frage")),
        ("schnell?", "schnell\0?", ("character_forbidden", 3, 4, "Frage")),
        ("schnell?", "schnell\u202e?", ("character_forbidden", 3, 4, "Frage")),
        ("erfasst", "erfa\ufeffsst", ("character_forbidden", 2, 3, "Frage")),
        ("gut?", "für gut?".encode().decode("cp1252"), ("mojibake", 4, 5, "Frage")),
        ("gut?", "verloren\ufffd", ("character_forbidden", 4, 5, "Frage")),
    ],
)
def test_one_defect_is_found_at_its_place_behind_a_cell_of_two_lines(
    old: str, new: str, expected: tuple[str, int, int, str]
) -> None:
    """Row 2 takes lines 2 and 3, so row 3 is line 4."""
    content = SOUND.replace(old, new).encode()

    assert [expected] == places(read_bytes(content).findings)
    with pytest.raises(StrictlyUnreadable):
        read_bytes(content, strict=True)


def test_bytes_that_are_no_utf8_among_utf8_are_named_and_shown_as_meant() -> None:
    content = "a;b\nü;1\nx".encode() + b"\xe4;2\n"

    table = read_bytes(content)

    assert places(table.findings) == [("encoding_mixed", 3, 3, "a")]
    assert table.findings[0].details["position"] == 11
    assert table.rows[1] == ["xä", "2"]


def test_windows_1252_is_noted_and_its_undefined_bytes_are_errors() -> None:
    table = read_bytes(b"a;b\n\xe4;\x81\n")

    assert [note.code for note in table.repairs] == ["encoding_assumed"]
    assert places(table.findings) == [("encoding_broken", 2, 2, "b")]


def test_joined_emoji_are_text() -> None:
    assert read_bytes("a;b\n1;👩‍💻\n".encode(), strict=True).rows == [["1", "👩‍💻"]]


def test_a_generic_table_needs_no_words_we_know() -> None:
    table = read_bytes(b"a,b,c\n1,2,3\n", strict=True)

    assert (
        table.header,
        table.rows,
        table.header_row,
        table.row_numbers,
    ) == (["a", "b", "c"], [["1", "2", "3"]], 1, [2])


def test_one_column_has_no_delimiter() -> None:
    assert _shape(read_bytes(b"a\n1\n2\n", strict=True)) == ("", ["a"], [["1"], ["2"]])


def test_the_line_that_names_the_delimiter_is_obeyed_and_is_no_row() -> None:
    """Excel hides `sep=,`: the header is row 1, the first answer row 2 but text line 3."""
    table = read_bytes(b"sep=,\na;x,b\n1;y,2\n", strict=True)

    assert _shape(table) == (",", ["a;x", "b"], [["1;y", "2"]])
    assert (table.header_row, table.row_numbers, table.line_numbers) == (1, [2], [3])


@pytest.mark.parametrize("text", ["a,b;c\n1,2;3\n", "Ort, Land;Wert\nKöln, DE;3\nBonn, DE 4\n"])
def test_two_possible_delimiters_are_named_and_a_person_decides(text: str) -> None:
    assert [finding.code for finding in read_bytes(text.encode()).findings] == ["delimiter_ambiguous"]
    with pytest.raises(StrictlyUnreadable):
        read_bytes(text.encode(), strict=True)
    assert not [one for one in read_bytes(text.encode(), delimiter=",").findings if one.code == "delimiter_ambiguous"]


def test_whole_rows_quoted_by_mistake_are_asked_about() -> None:
    """German Excel saves a comma file that it did not split like this."""
    content = b'"ID,Antwort"\n"EAK01,3"\n"EAK02,1"\n'

    assert [finding.code for finding in read_bytes(content).findings] == ["delimiter_ambiguous"]
    assert read_bytes(content, delimiter="", strict=True).header == ["ID,Antwort"]


def test_decimal_commas_do_not_win_over_semicolons() -> None:
    assert read_bytes(b"Name;Wert\nA;1,5\nB;2,5\n", strict=True).rows == [["A", "1,5"], ["B", "2,5"]]


def test_an_unquoted_decimal_comma_in_a_comma_file_is_named_as_such() -> None:
    findings = read_bytes(b"Ort,Punkte\nA,1\nB,2,5\nC,3\n").findings

    assert [(one.code, one.row, one.value) for one in findings] == [("decimal_comma", 3, "2,5")]


def test_everything_can_be_overruled() -> None:
    content = "Titel|x\nä;b|c\n1;2|3\n".encode("cp1252")

    table = read_bytes(content, encoding="latin-1", delimiter="|", header_row=2)

    assert _shape(table) == ("|", ["ä;b", "c"], [["1;2", "3"]])


MAC = "Frage-ID;Frage;Antwort\rEAK01;{};3\rEAK02;Wer?;2\r"


@pytest.mark.parametrize("text", ["Bär und Hof", "für alle", "Straße", "Öl für Köln", "Größe", "Maß in Bühl"])
def test_what_excel_for_mac_saved_is_read_with_its_umlauts_and_said(text: str) -> None:
    table = read_bytes(MAC.format(text).encode("mac_roman"))

    assert (table.encoding, table.rows[0][1], table.findings) == ("mac_roman", text, [])
    assert "als Mac OS Roman gelesen" in str(table.repairs[0])


@pytest.mark.parametrize("text", ["für Nataša", "MILOŠ", "ab 5 €", "§ 5", "Größe…", "Bühl – „Amt“", "ÖPNV", "Café"])
def test_what_windows_saved_is_not_taken_for_a_mac_file(text: str) -> None:
    table = read_bytes(MAC.format(text).encode("cp1252"))

    assert (table.encoding, table.rows[0][1], table.findings) == ("cp1252", text, [])


@pytest.mark.parametrize(
    "cell", ["Köln".encode("mac_roman"), "Öffnung".encode("mac_roman"), "für".encode("mac_roman") + b" f\xfcr"]
)
def test_umlauts_that_may_be_of_either_kind_are_refused_with_their_place(cell: bytes) -> None:
    (finding,) = read_bytes(MAC.encode().replace(b"{}", cell)).findings

    assert (finding.code, finding.row, finding.column) == ("encoding_broken", 2, "Frage")
    assert "CSV UTF-8" in str(finding)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \n", b";;\n;;\n", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert refusal(content).code == "file_empty"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "Bild"),
        (b"\n <!DOCTYPE html><table>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b'{"a": 1}', "JSON"),
        (b"PK\x03\x04damaged", "beschädigt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "XLS"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "Passwort"),
        (b"\x7fELF" + bytes(range(32)) * 20, "Binärdatei"),
        ("a;b\n1;2\n".encode("utf-16-le"), "UTF-16 ohne"),
    ],
)
def test_other_kinds_are_refused_by_their_name(content: bytes, expected: str) -> None:
    finding = refusal(content)

    assert finding.code == "wrong_kind"
    assert expected in str(finding)


@pytest.mark.parametrize(
    "content",
    [
        b"a;b\n" + b"1;2\n" * (limits.MAX_ROWS + 1),
        b";".join([b"a"] * (limits.MAX_COLUMNS + 1)) + b"\n1\n",
        b"a;b\n1;" + b"x" * (limits.MAX_CELL + 1) + b"\n",
        b"a" * (limits.MAX_BYTES + 1),
        b"a;b\n" + b"x" * 19_000_000,
        b"a;b\n" + b'"' * 19_000_000,
        b",".join([b"a"] * 1_000_000),
        b'a;b\n1;"' + b"x\n" * 2_000_000,
        b"a;b\n" + b"\n" * 19_000_000,
        (b"1" + b";" * 450 + b"\n") * 40_000,
    ],
    ids=[
        "rows",
        "columns",
        "cell",
        "bytes",
        "line",
        "quotes",
        "wide",
        "open quote",
        "blank lines",
        "cells",
    ],
)
def test_giants_are_refused(content: bytes) -> None:
    assert refusal(content).code == "text_too_large"


def test_a_quote_that_never_closes_ends_with_its_line() -> None:
    """80 KB behind one quotation mark are lines of their own, not one cell."""
    table = read_bytes(b'ID;Antwort\nEAK01;"' + b"x\n" * 40_000)

    assert table.findings[0].code == "quote_unclosed"
    assert len(table.rows) == 40_000


def test_every_text_of_a_refusal_is_translated() -> None:
    for code in ("text_too_large", "wrong_kind", "workbook_too_large", "workbook_forbidden_part"):
        assert "lease" not in Finding(code, value="x", details={"cure": ""}).sentence
        assert CATALOGUE[code].number in ("F22", "F23", "F24", "F25")


def test_all_real_responses_are_read_exactly(real_answers: Path) -> None:
    """35 files, the header in row 1, 162 scored questions each."""
    with (real_answers / "reference" / "questions.csv").open(encoding="utf-8") as file:
        scored = {row["question_id"] for row in csv.DictReader(file, delimiter=";")}
    tables = [read_table(path, strict=True) for path in sorted((real_answers / "responses").glob("*.csv"))]

    assert len(tables) == 35
    assert {1} == {table.header_row for table in tables}
    assert {162} == {len(scored & {row[0] for row in table.rows}) for table in tables}
    assert {162} == {sum(row[0] in scored for row in table.rows) for table in tables}


def _shape(table: RawTable) -> tuple[str, list[str], list[list[str]]]:
    return table.delimiter, table.header, table.rows
