"""The cases of docs/reliability.md: each with files made up for it, with its code, its place, and nothing besides."""

import io
from datetime import date

import openpyxl
import pytest

from etl.findings import Finding
from etl.ingest import Inspection, inspect
from etl.reference.read import read_reference
from maturity.settings import PROJECT

REFERENCE = read_reference(PROJECT / "data" / "reference")
CITY, WAVE = "08215017", "2026-1"
HEAD = f"Stadt;{CITY};\nWelle;{WAVE};\n"
ROWS = "Frage-ID;Frage;Antwort\n"
GOOD = f"{HEAD}{ROWS}EAK01;;3\n"
COMMENTED = f"{HEAD}Frage-ID;Antwort;Kommentar\n"
BY_CITY = "Stadt;Welle;EAK01;EAK02\n"
ETTLINGEN, BUEHL = f"Ettlingen;{WAVE};3;2\n", f"Bühl;{WAVE};1;0\n"
# A code, the row, the column; the text line where it differs from the row.
Place = tuple[str, int | None, str | None]
# Said of nearly every file of ours; not the point of a case.
USUAL = {
    *("preface_skipped", "encoding_assumed", "blank_rows_left_out", "empty_columns_left_out"),
    "comments_left_out",
}


def read(content: str | bytes | list[list[object]], **hints: str) -> Inspection:
    if isinstance(content, list):
        content = workbook(content)
    body = content.encode() if isinstance(content, str) else content
    return inspect(body, name="datei", reference=REFERENCE, **hints)  # type: ignore[arg-type]


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet(f"Blatt {number}")
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def cells(text: str) -> list[list[object]]:
    return [[cell or None for cell in line.split(";")] for line in text.splitlines()]


def places(findings: list[Finding]) -> list[Place]:
    return [(one.code, one.row, one.column) for one in findings if one.code not in USUAL]


def codes(inspection: Inspection) -> dict[str, str]:
    assert not inspection.errors, [str(error) for error in inspection.errors]
    keys = zip(inspection.values["topic_id"], inspection.values["item_id"], strict=True)
    return {item: code for (_topic, item), code in zip(keys, inspection.values["code"], strict=True)}


EMPTY: list[str | bytes | list[list[object]]] = [
    "",
    "\ufeff",
    "\r\n \r\n\n",
    ";;;\n;;;\n",
    "\t\t\n,,\n",
    "\x0b",
    "\u00a0;\u2003\n",
    b"\xff\xfe",
    [[]],
]


@pytest.mark.parametrize("content", EMPTY)
def test_case_1_an_empty_file(content: str | bytes | list[list[object]]) -> None:
    assert places(read(content).findings) == [("file_empty", None, None)]


@pytest.mark.parametrize(
    ("content", "row"),
    [(ROWS, 1), (HEAD + ROWS, 3), (BY_CITY, 1), (cells(HEAD + ROWS), 3), (HEAD + "\n\n" + ROWS + "\n\n", 5)],
)
def test_case_2_a_header_without_answers(content: str | list[list[object]], row: int) -> None:
    assert places(read(content).findings) == [("no_rows", row, None)]


@pytest.mark.parametrize(
    ("content", "row", "value", "wanted"),
    [
        ("EAK01;3\nEAK02;2\nEAK03;1\n", 1, "EAK01", "Frage-ID"),
        ("EAK01;3\n", 1, "EAK01", "Frage-ID"),
        ("EAK01;Anteil;kA;Bemerkung\nEAK02;Aktenplan;2;\n", 1, "EAK01", "Frage-ID"),
        (f"{CITY};{WAVE};EAK01;3\n{CITY};{WAVE};EAK02;2\n", 1, "EAK01", "Frage-ID"),
        (f"{HEAD}EAK01;Anteil;3\nEAK02;;2\n", 3, "EAK01", "Frage-ID"),
        ("Ettlingen;3;2;1\nBühl;2;1;0\n", 1, "Ettlingen", "Stadt"),
        ([["EAK01", 3], ["EAK02", 2]], 1, "EAK01", "Frage-ID"),
    ],
)
def test_case_3_no_header(content: str | list[list[object]], row: int, value: str, wanted: str) -> None:
    """One finding that names the line and the heading; nothing that follows from it."""
    errors = read(content, city_id=CITY, wave_id=WAVE).errors

    assert [(one.code, one.row, one.value, one.expected) for one in errors] == [("heading_missing", row, value, wanted)]


def test_case_3_only_numbers() -> None:
    assert places(read("3;2;1\n4;3;2\n").findings) == [("header_missing", 1, None)]


@pytest.mark.parametrize(
    "content",
    [
        f"Welle;{WAVE};;\nWelle;Frage-ID;Antwort;Kommentar\n{WAVE};EAK01;3;\n",
        f"Stadt;{CITY};;\nWelle;{WAVE};;\nStadt;Frage-ID;Antwort;\nEttlingen;EAK01;3;\n",
        f"Stadt;{CITY};Ettlingen\nStadt;Frage-ID;Antwort\nEttlingen;EAK01;3\n",
        f"Welle;{WAVE};\nFrage-ID;;Antwort\nEAK01;;3\n",
        f"Stadt;Ettlingen;Welle;{WAVE}\nFrage-ID;Frage;Antwort;\nEAK01;;3;\n",
        f"Stadt: Ettlingen;Welle: {WAVE};\nFrage-ID;Frage;Antwort\nEAK01;;3\n",
        f"Umfrage 2026\n\nStand: 1.3.2026\nBitte ausfüllen\n\n{GOOD}",
        cells(f"Umfrage 2026\n\n{GOOD}"),
    ],
)
def test_case_4_lines_above_the_header(content: str | list[list[object]]) -> None:
    """The rows above are no part of the header, even where both begin with the same word."""
    found = read(content, city_id="Ettlingen", wave_id=WAVE)

    assert codes(found) == {"EAK01": "3"}
    assert "header_rows_merged" not in [one.code for one in found.findings]


@pytest.mark.parametrize(
    "content",
    [
        f"Stadt;Welle;E-Akte;\n;;EAK01;EAK02\n{ETTLINGEN}",
        f"Stadt;Welle;E-Akte;E-Akte\nStadt;Welle;EAK01;EAK02\n{ETTLINGEN}",
        f"Stadt;Allgemein;E-Akte;E-Akte\nStadt;Welle;EAK01;EAK02\n{ETTLINGEN}",
    ],
)
@pytest.mark.parametrize("is_workbook", [False, True])
def test_case_5_a_header_of_two_rows(content: str, is_workbook: bool) -> None:
    found = read(cells(content) if is_workbook else content)

    assert codes(found) == {"EAK01": "3", "EAK02": "2"}
    assert places(found.findings) == [("header_rows_merged", 2, None)]


@pytest.mark.parametrize("closing", ["Summe;;3;2", "Ø;;3;2", f"Mittelwert;{WAVE};3;2", "\nQuelle: Umfrage 2026"])
def test_case_6_totals_and_remarks_below(closing: str) -> None:
    found = read(BY_CITY + ETTLINGEN + closing + "\n")

    assert set(found.values["city_id"]) == {CITY}
    assert [one.code for one in found.findings if one.code not in USUAL] == ["footer_left_out"]


def test_case_6_a_total_under_another_name_is_no_city() -> None:
    found = read(f"{BY_CITY}{ETTLINGEN}Gesamt (1 Stadt);{WAVE};3;2\n")

    assert places(found.errors) == [("city_unknown", 3, "Stadt")]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (f"{GOOD}\n{BY_CITY}{BUEHL}", 6),
        (f"{GOOD}\nStadt;Welle;EAK01\nBühl;{WAVE};1\n", 6),
        (f"{BY_CITY}{ETTLINGEN}Stadt;Welle;EAK03;EAK04\n{ETTLINGEN}", 3),
    ],
)
@pytest.mark.parametrize("is_workbook", [False, True])
def test_case_7_a_second_table(content: str, row: int, is_workbook: bool) -> None:
    """Named once, at its header; its rows are not held against the first table."""
    assert places(read(cells(content) if is_workbook else content).errors) == [("second_table", row, None)]


def test_case_7_the_same_header_again_is_left_out() -> None:
    found = read(f"{GOOD}{ROWS}EAK02;;2\n")

    assert codes(found) == {"EAK01": "3", "EAK02": "2"}
    assert places(found.findings) == [("header_repeated", 5, None)]


@pytest.mark.parametrize(
    ("row", "column"),
    [(f"Ettlingen{WAVE};3;2", "Stadt"), (f"Ettlingen;{WAVE};3;2;2", None), (f"Ettlingen,{WAVE},3,2", "Stadt")],
)
def test_cases_8_and_9_a_delimiter_missing_surplus_or_another(row: str, column: str | None) -> None:
    found = places(read(f"{BY_CITY}{BUEHL}{row}\nGaggenau;{WAVE};3;2\n").errors)

    assert [one[:2] for one in found] == [("row_ragged", 3)]
    assert column in (None, found[0][2])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('EAK01;"Text;3\nEAK02;;2\n', ("quote_unclosed", 4, "Frage")),
        ('EAK01;"Text;3\nEAK02;"x";2\nEAK03;"y\nz";1\n', ("quote_unclosed", 4, "Frage")),
        ('EAK01;"Text\nmehr;3\nEAK02;;2\n', ("quote_unclosed", 4, "Frage")),
        ('EAK01;"Text\nmehr;3\nEAK02;"x";2\nEAK03;"y\nz";1\n', ("quote_unclosed", 4, "Frage")),
        ('EAK02;;2\nEAK01;Text\nmehr";3\nEAK03;;1\n', ("quote_unopened", 5, "Frage")),
        ('EAK01;Text\nmehr\nnoch mehr";3\nEAK02;"x";2\nEAK03;"y\nz";1\n', ("quote_unopened", 4, "Frage")),
    ],
)
def test_case_10_a_quote_without_its_partner(rows: str, expected: Place) -> None:
    """At the row where the cell begins, however many lines it has, and only there."""
    assert places(read(HEAD + ROWS + rows).findings) == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [('EAK01;3;"Text\nmehr', "quote_unclosed"), ('EAK01;3;Text\nmehr"', "quote_unopened")],
)
def test_case_10_a_quote_without_its_partner_in_the_last_column(row: str, expected: str) -> None:
    found = read(f"{COMMENTED}{row}\nEAK02;2;\nEAK03;1;gut\n").findings

    assert places(found) == [(expected, 4, "Kommentar")]


@pytest.mark.parametrize("text", ['Der "gute" Weg', 'Zoll 5"', '"Der "gute" Weg"'])
def test_case_11_a_quote_inside_a_cell(text: str) -> None:
    assert places(read(f"{HEAD}{ROWS}EAK01;{text};3\n").findings) == [("quote_inside_cell", 4, "Frage")]


def test_case_12_line_breaks_in_cells_keep_the_count_of_lines() -> None:
    """The cell of three lines makes row 5 text line 7."""
    (error,) = read(f'{HEAD}{ROWS}EAK01;"a\nb\nc";3\nEAK02;;9\n').errors

    assert (error.code, error.row, error.line) == ("level_out_of_range", 5, 7)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_cases_13_16_and_17_encodings_line_ends_and_delimiters(encoding: str, end: str, delimiter: str) -> None:
    text = f"{HEAD}{ROWS}EAK01;Größe;3\nfte_total;;2.5\n".replace(";", delimiter).replace("\n", end)

    assert codes(read(text.encode(encoding))) == {"EAK01": "3", "fte_total": "2.5"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{GOOD}EAK02;Größe;".encode() + b"gro\xdf\n", ("encoding_mixed", 5, "Antwort")),
        (f"{HEAD}{ROWS}EAK01;Gr".encode() + b"\x81;3\n", ("encoding_broken", 4, "Frage")),
        (f"{HEAD}{ROWS}EAK01;KÃ¶ln;3\n".encode(), ("mojibake", 4, "Frage")),
        (GOOD.replace(CITY, "BÃ¼hl").encode(), ("mojibake", 1, "Frage")),
        (workbook(cells(GOOD.replace(CITY, "BÃ¼hl"))), ("mojibake", 1, "Frage")),
    ],
)
def test_case_14_broken_text_is_named_once(content: bytes, expected: Place) -> None:
    """What follows from it, a city or an answer that is not known, is no second finding."""
    assert places(read(content).errors) == [expected]


@pytest.mark.parametrize("sign", ["\0", "\x07", "\u200b", "\u202e", "\u2066"])
def test_case_15_characters_that_nobody_sees(sign: str) -> None:
    assert places(read(f"{GOOD}EAK02;;2{sign}\n").errors) == [("character_forbidden", 5, "Antwort")]


@pytest.mark.parametrize(
    ("row", "value"),
    [("fte_total,,2,5", "2,5"), ("eakte.budget_eur,,18500,50", "18500,50"), ("fte_total,,12,25", "12,25")],
)
def test_case_17_a_decimal_comma_in_a_file_with_commas(row: str, value: str) -> None:
    (error,) = read(f"{GOOD.replace(';', ',')}{row}\n").errors

    assert (error.code, error.row, error.column, error.value) == ("decimal_comma", 5, "Antwort", value)


def test_case_17_a_decimal_comma_in_every_row_is_not_blamed_on_the_header() -> None:
    text = f"Stadt,Welle,EAK01,fte_total\nEttlingen,{WAVE},3,2,5\nBühl,{WAVE},1,1,5\n"

    assert places(read(text).errors) == [("decimal_comma", 2, "EAK01"), ("decimal_comma", 3, "EAK01")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234", "number_ambiguous"),
        ("1,234", "number_ambiguous"),
        ("1.234,5", "1234.5"),
        ("1 234", "1234"),
        ("12,5 %", "number_unreadable"),
        ("ca. 30", "number_unreadable"),
        ("-", "number_unreadable"),
        (".", "number_unreadable"),
        ("1E5", "number_unreadable"),
        ("NaN", "number_unreadable"),
        ("1" * 25, "number_unreadable"),
        ("#DIV/0!", "number_unreadable"),
        ("½", "number_unreadable"),
    ],
)
def test_cases_18_and_19_a_number_is_read_one_way_or_asked_about(text: str, expected: str) -> None:
    found = read(f"{GOOD}eakte.budget_eur;;{text}\n")
    said = [one.code for one in found.errors] or [codes(found)["budget_eur"]]

    assert said == [expected]


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "1E5", "#NV", "#DIV/0!", "3,5", "²", "３", "٣", "III", "TRUE", "3 oder 4", "-", "+3"]
)
def test_case_19_no_answer_is_guessed_from_what_is_none(text: str) -> None:
    assert [(one.row, one.column, one.message.number) for one in read(f"{GOOD}EAK02;;{text}\n").errors] == [
        (5, "Antwort", "F14")
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("filled_on", "03/04/2025"),
        ("filled_on", "31.02.2025"),
        ("filled_on", "1.3.25"),
        ("filled_on", "45000"),
        ("eakte.contract_until", "6/27"),
        ("eakte.contract_until", "45000"),
        ("eakte.start_planned", "Q5 2027"),
    ],
)
def test_case_20_a_date_of_two_readings(field: str, text: str) -> None:
    assert places(read(f"{GOOD}{field};;{text}\n").errors) == [("date_unreadable", 5, "Antwort")]


def test_case_20_dates_of_a_workbook_are_dates() -> None:
    rows: list[list[object]] = [
        *cells(GOOD),
        ["filled_on", None, date(2026, 3, 1)],
        ["eakte.contract_until", None, date(2027, 6, 1)],
    ]

    assert codes(read(rows)) == {"EAK01": "3", "filled_on": "2026-03-01", "contract_until": "2027-06"}


@pytest.mark.parametrize("key", ["1001", "5315", "01001000", "82150170", "8215017.0", "8.215017E6", "Etlingen"])
def test_case_21_a_key_that_is_none_of_the_network(key: str) -> None:
    assert places(read(GOOD.replace(CITY, key)).errors) == [("city_unknown", 1, None)]


@pytest.mark.parametrize("key", ["8215017", "8.215.017", 8215017])
def test_case_21_a_lost_zero_is_put_back_and_noted(key: str | int) -> None:
    rows: list[list[object]] = [["Stadt", key], *cells(GOOD)[1:]]
    found = read(rows)

    assert set(found.values["city_id"]) == {CITY}
    assert [one.code for one in found.findings if one.code not in USUAL] == ["city_padded"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"Stadt;AGS;Welle;EAK01\nBühl;{CITY};{WAVE};3\n", ("city_conflict", 2, "AGS")),
        (f"AGS;Stadt;Welle;EAK01\n{CITY};Bühl;{WAVE};3\n", ("city_conflict", 2, "Stadt")),
        (f"Stadt;{CITY};Bühl\nWelle;{WAVE};\n{ROWS}EAK01;;3\n", ("city_conflict", 1, None)),
    ],
)
def test_case_22_key_and_name_that_disagree(content: str, expected: Place) -> None:
    assert places(read(content).errors) == [expected]


@pytest.mark.parametrize(
    ("header", "expected", "near"),
    [
        ("Frage-ID;Frage;Bemerkung", "column_missing", ""),
        ("Kennung;Frage;Antwort", "column_missing_near", "Kennung"),
        ("Frageid;Frage;Antwrot", "column_missing_near", "Antwrot"),
        ("Frage-ID;Antwort;Antwort", "column_twice", None),
    ],
)
def test_case_24_a_column_that_is_missing_misnamed_or_there_twice(header: str, expected: str, near: str | None) -> None:
    """A column under a strange name whose cells are ids is the one that was meant."""
    (error,) = read(f"{HEAD}{header}\nEAK01;3;3\nEAK02;2;2\n").errors

    assert (error.code, error.row, error.details.get("near")) == (expected, 3, near)


@pytest.mark.parametrize(
    ("content", "position", "count"),
    [
        (f"Stadt;Welle;;EAK01\nEttlingen;{WAVE};geheim;3\n", 3, 1),
        (f"{HEAD}Frage-ID;Frage;Antwort;\nEAK01;;3;geheim\nEAK02;;2;geheim\n", 4, 2),
        ([["Stadt", "Welle", "EAK01"], ["Ettlingen", WAVE, 3, "geheim"]], 4, 1),
    ],
)
def test_case_24_cells_under_no_heading_are_named(content: str | list[list[object]], position: int, count: int) -> None:
    (note,) = [one for one in read(content).findings if one.code == "column_unnamed"]

    assert (note.value, note.details) == ("geheim", {"position": position, "count": count})


def test_case_25_of_two_answer_columns_the_one_passed_over_is_named() -> None:
    found = read(f"{HEAD}Frage-ID;Wert;Antwort\nEAK01;3;1\n")

    assert codes(found) == {"EAK01": "1"}
    assert places(found.findings) == [("column_unknown", None, "Wert")]


def test_case_25_an_unknown_column_is_named_and_not_stored() -> None:
    found = read(f"Stadt;Welle;EAK01;Wetter\nEttlingen;{WAVE};3;gut\n")

    assert codes(found) == {"EAK01": "3"}
    assert places(found.findings) == [("column_unknown", 1, "Wetter")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{GOOD}EAK_01;;2\n", ("question_twice", 5, "Antwort")),
        (f"{BY_CITY}{ETTLINGEN}{CITY};{WAVE};1;1\n", ("city_twice", 3, None)),
        (
            f"city_id;wave_id;question_id;answer\n{CITY};{WAVE};EAK01;3\nEttlingen;{WAVE};EAK01;2\n",
            ("question_twice", 3, "answer"),
        ),
    ],
)
def test_case_26_two_answers_of_one_city(content: str, expected: Place) -> None:
    assert places(read(content).errors) == [expected]


LIMESURVEY = "id;submitdate;lastpage;startlanguage;stadt;EAK01;{}\n1;2026-03-01;7;de;08215017;3;{}\n"


@pytest.mark.parametrize(
    ("heading", "mark"),
    [
        ("eakte_challenges[PERS]", "Y"),
        ("eakte_challenges[PERS]", "1"),
        ("eakte_challenges[SQ001]. E-Akte Hemmnisse [Personal fehlt]", "Ja"),
        ("eakte_challenges[SQ001]. Hemmnisse [lack of staff]", "Y"),
        ("E-Akte Hemmnisse [Personal fehlt]", "Ja"),
    ],
)
def test_case_29_a_column_per_choice_is_told_by_its_code_or_its_text(heading: str, mark: str) -> None:
    assert codes(read(LIMESURVEY.format(heading, mark), wave_id=WAVE)) == {"EAK01": "3", "challenges": "PERS"}


@pytest.mark.parametrize("heading", ["eakte_challenges[SQ001]", "eakte_challenges[SQ001]. Hemmnisse [Kaffee fehlt]"])
def test_case_29_a_choice_that_nothing_tells_is_asked_about(heading: str) -> None:
    assert places(read(LIMESURVEY.format(heading, "Y"), wave_id=WAVE).errors) == [("option_unknown", 1, heading)]


def test_case_29_a_remark_beside_the_choices_is_left_out() -> None:
    heading = "eakte_challenges[other]"

    assert codes(read(LIMESURVEY.format(heading, "Kaffee"), wave_id=WAVE)) == {"EAK01": "3"}


def test_case_30_a_trailing_separator_of_microsoft_forms() -> None:
    text = 'Id;Startzeit;Stadt;EAK01;eakte.challenges\n1;x;Ettlingen;3;"Personal fehlt;Geld fehlt;"\n'

    assert codes(read(text, wave_id=WAVE)) == {"EAK01": "3", "challenges": "PERS;GELD"}


def test_case_31_of_several_sheets_the_one_read_is_named() -> None:
    found = read(workbook(cells(GOOD), [["Frage-ID", "Antwort"], ["EAK01", "3"]]))

    assert [(one.code, one.expected) for one in found.findings if one.code not in USUAL] == [
        ("sheet_assumed", "Blatt 1")
    ]


def test_case_31_several_sheets_with_the_same_headings_are_taken_together() -> None:
    """Ettlingen and Bühl, each on its own sheet; an answer's place names its sheet. Ettlingen twice is an error."""
    buehl = GOOD.replace(CITY, "08216007")
    found = read(workbook(cells(GOOD), cells(buehl)))

    assert not found.errors
    assert found.values[["city_id", "item_id", "column"]].to_numpy().tolist() == [
        [CITY, "EAK01", "Sheet: Antwort"],
        ["08216007", "EAK01", "Blatt 1: Antwort"],
    ]
    twice = read(workbook(cells(GOOD), cells(GOOD))).errors
    assert [(one.code, one.sheet) for one in twice] == [("part_in_two_sheets", "Blatt 1")]


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x";"y")', "+cmd", "@SUM(A1)", "<script>alert(1)</script>", "'; DROP TABLE x;--", "$x^2$"],
)
def test_cases_38_to_40_formulas_markup_and_sql_are_texts(text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'

    assert codes(read(f"{GOOD}eakte.bp_text;;{quoted}\n"))["bp_text"] == text


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)"])
def test_case_38_the_apostrophe_of_our_own_exports_is_taken_off_again(text: str) -> None:
    assert codes(read(f"{GOOD}eakte.bp_text;;'{text}\n"))["bp_text"] == text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{GOOD}eakte.bp_text;;Fragen an erika.muster@stadt.de\n", "personal_data"),
        (f"{GOOD}eakte.bp_text;;Frau Muster, 07243 101-555\n", "personal_data"),
        (f"{COMMENTED.replace('Kommentar', 'Ansprechpartner')}EAK01;3;Erika Muster\n", "personal_column"),
        (f"Stadt;Welle;EAK01;Telefon\nEttlingen;{WAVE};3;07243 101555\n", "personal_column"),
    ],
)
def test_case_44_personal_data_is_noted(content: str, expected: str) -> None:
    assert [one.code for one in read(content).findings if one.code not in USUAL] == [expected]


def test_a_municipality_key_is_no_phone_number() -> None:
    assert not [one for one in read(f"{GOOD}eakte.bp_text;;Stadt 08215017\n").findings if one.code not in USUAL]


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Frage", "Ersetzendes Scannen"),
        ("Fragetext", "  ersetzendes   SCANNEN "),
        ("Question", "Replacement scanning (the scan takes the place of the paper original)"),
    ],
)
def test_rows_without_ids_are_told_by_the_questions_text(heading: str, text: str) -> None:
    found = read(
        f"{heading};Antwort\nE-Akte;\n{text};3\nAktenplan und Schriftgutordnung;kA\n", city_id=CITY, wave_id=WAVE
    )

    assert codes(found) == {"EAK03": "3", "EAK02": "kA"}
    assert not found.findings


def test_a_text_that_is_no_question_is_named_with_its_place() -> None:
    """The second text has lost a letter, the third means nothing here."""
    rows = "Frage;Antwort\nErsetzendes Scannen;3\nAktenplan und Schriftgutordnun;2\nWetter;1\n"
    found = read(rows, city_id=CITY, wave_id=WAVE)

    assert places(found.findings) == [("question_misspelt", 3, "Frage"), ("question_unknown", 4, "Frage")]
    assert found.findings[0].details == {"near": "EAK02"}


HOSTILE = ["a," * 15_000, "1. " * 10_000, "x" + " " * 30_000 + "y", "x[y] " + " " * 30_000 + "z", "0 " * 15_000]


@pytest.mark.parametrize("text", HOSTILE, ids=["commas", "numbering", "gap", "brackets", "digits"])
def test_case_36_a_cell_made_to_keep_the_program_busy_is_one_finding(text: str) -> None:
    """As an id, a city, a number and a choice; each took seconds to minutes before the patterns had a limit."""
    rows = f'{GOOD}"{text}";;2\neakte.budget_eur;;"{text}"\neakte.challenges;;"{text}"\n'
    found = read(f'Stadt;"{text}";\n{rows}')

    assert [(one.code, one.row) for one in found.errors] == [
        ("city_unknown", 1),
        ("number_unreadable", 7),
        ("choice_unknown", 8),
    ]
    assert ("question_unknown", 6) in [(one.code, one.row) for one in found.findings]
