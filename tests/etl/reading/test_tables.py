"""What stands around a table is set aside and listed: preface, second header row, repeats, footer, blank rows."""

from etl.reading.records import split_lines, split_records
from etl.reading.tables import Table, arrange


def table(text: str, header_row: int | None = None) -> Table:
    return arrange(split_records(split_lines(text), ";"), header_row=header_row)


def body(found: Table) -> list[list[str]]:
    return [record.cells for record in found.body]


def notes(found: Table) -> list[tuple[str, int | None]]:
    return [(note.code, note.row) for note in found.repairs]


def test_rows_above_a_known_header_are_its_preface() -> None:
    found = table("Stadt;08215017\nWelle;2026-1\n\nFrage-ID;Antwort\nEAK01;3\n")

    assert found.preface == [["Stadt", "08215017"], ["Welle", "2026-1"]]
    assert (found.header_row, found.header) == (4, ["Frage-ID", "Antwort"])
    assert notes(found) == [("preface_skipped", 1)]


def test_a_header_found_by_its_shape_is_said_to_be_assumed() -> None:
    assert notes(table("Bericht;;\na;b;c\n1;2;3\n")) == [("header_assumed", 2)]


def test_a_person_may_name_the_header() -> None:
    found = table("a;b\nc;d\n1;2\n", header_row=2)

    assert found.header == ["c", "d"]
    assert body(found) == [["1", "2"]]


def test_a_row_of_groups_and_a_row_of_ids_become_one_header() -> None:
    found = table("Stadt;E-Akte;;Personal\n;EAK01;EAK02;PER01\nBretten;1;2;3\n")

    assert found.header == ["Stadt", "EAK01", "EAK02", "PER01"]
    assert body(found) == [["Bretten", "1", "2", "3"]]
    assert notes(found) == [("header_rows_merged", 2)]


def test_headings_that_repeat_below_their_groups_take_the_group_in_front() -> None:
    found = table("Stadt;eakte;;ki;\n;status;target;status;target\nBretten;pilot;3;keine;2\n")

    assert found.header == ["Stadt", "eakte.status", "eakte.target", "ki.status", "ki.target"]


def test_a_merged_group_that_fills_its_columns_is_still_a_group() -> None:
    found = table("Stadt;E-Akte;E-Akte\nStadt;EAK01;EAK02\nBretten;1;2\n")

    assert found.header == ["Stadt", "EAK01", "EAK02"]


def test_the_header_repeated_within_the_table_is_left_out() -> None:
    found = table("ID;Antwort\nEAK01;3\nID;Antwort\nEAK02;2\n")

    assert body(found) == [["EAK01", "3"], ["EAK02", "2"]]
    assert notes(found) == [("header_repeated", 3)]


def test_section_rows_stay() -> None:
    assert body(table("ID;Antwort\n;E-Akte\nEAK01;3\n")) == [["", "E-Akte"], ["EAK01", "3"]]


def test_notes_and_totals_below_the_data_are_set_aside() -> None:
    found = table("ID;Antwort\nEAK01;3\nEAK02;1\nSumme;4\n\nQuelle: Hauptamt;\nStand 2026\n")

    assert body(found) == [["EAK01", "3"], ["EAK02", "1"]]
    assert found.footer == [["Summe", "4"], ["Quelle: Hauptamt", ""], ["Stand 2026"]]
    assert [note.row for note in found.repairs if note.code == "footer_left_out"] == [4, 6, 7]


def test_a_last_question_without_an_answer_is_no_footer() -> None:
    assert body(table("ID;Antwort\nEAK01;3\n\nEAK02;\n")) == [["EAK01", "3"], ["EAK02", ""]]


def test_empty_columns_on_the_right_are_cut() -> None:
    found = table("a;b;;\n1;2;;\n3;;;\n")

    assert (found.header, body(found)) == (["a", "b"], [["1", "2"], ["3", ""]])
    assert notes(found) == [("empty_columns_left_out", None)]


def test_a_surplus_delimiter_at_the_end_of_every_row_is_cut() -> None:
    found = table("a;b\n1;2;\n3;4;\n")

    assert body(found) == [["1", "2"], ["3", "4"]]
    assert notes(found) == [("trailing_delimiters_left_out", None)]
    assert not found.findings


def test_a_surplus_delimiter_in_one_row_is_an_error() -> None:
    """Row 3 has three cells, the header two."""
    findings = table("a;b\n1;2\n3;4;\n5;6\n").findings

    assert [(one.code, one.row, one.value, one.expected) for one in findings] == [("row_ragged", 3, "3", "2")]


def test_a_second_table_is_named_once() -> None:
    findings = table("ID;Frage;Antwort\n1;2;3\n\nStadt;Welle\nBretten;2026-1\n").findings

    assert [(one.code, one.row) for one in findings] == [("second_table", 4)]


def test_a_header_of_numbers_is_data() -> None:
    assert "header_missing" in [finding.code for finding in table("1;2\n3;4\n").findings]
