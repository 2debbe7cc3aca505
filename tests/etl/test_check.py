"""Check: every fault is found at once, with its place, in German."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.findings import CATALOGUE
from etl.ingest import inspect
from etl.reference.read import read_reference
from maturity.language import use
from maturity.settings import PROJECT
from tests.etl import survey_files as files
from tests.etl.survey_files import ANSWERS, CITY

REFERENCE = read_reference(PROJECT / "data" / "reference")
UPLOADS = Path(__file__).parent.parent / "data" / "uploads"
BAD_FILES = sorted(UPLOADS.glob("*.csv"))
# Numbers of the findings about content, and those of them that no file alone can trigger.
CONTENT = {"F14", "F15", "F16", "F17", "F18", "F19", "F20", "F27", "F28"}
NEEDS_MORE = {"answer_ambiguous", "wave_planned", "wave_closed", "part_in_two_sheets"}


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_each_bad_file_has_exactly_the_fault_it_is_named_after(path: Path) -> None:
    inspection = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)

    assert [path.stem] == [finding.code for finding in inspection.errors]


def test_every_error_about_content_has_a_bad_file() -> None:
    errors = {code for code, one in CATALOGUE.items() if one.severity == "error" and one.number in CONTENT}

    assert errors - NEEDS_MORE == {path.stem for path in BAD_FILES} & errors


def test_twelve_faults_are_all_found_with_their_places_in_german() -> None:
    """The header stands in row 4. The row of EAK04 that repeats is the second one."""
    path = UPLOADS / "several" / "twelve_faults.csv"
    inspection = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)

    assert [(finding.code, finding.row, finding.column) for finding in inspection.errors] == [
        ("city_unknown", 2, None),
        ("wave_unknown", 3, None),
        ("level_out_of_range", 5, "Antwort"),
        ("answer_unknown", 6, "Antwort"),
        ("question_misspelt", 7, "Frage-ID"),
        ("question_twice", 9, "Antwort"),
        ("id_lost", 10, "Antwort"),
        ("answer_contradicts", 11, "Antwort"),
        ("number_ambiguous", 12, "Antwort"),
        ("percent_out_of_range", 13, "Antwort"),
        ("date_unreadable", 14, "Antwort"),
        ("choice_unknown", 15, "Antwort"),
    ]
    assert str(inspection.errors[4]) == (
        "Zeile 7, Spalte Frage-ID: „EAK0Z“ ist keine Frage dieser Erhebung. Meinten Sie EAK03? "
        "Bitte berichtigen Sie die Frage-ID."
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_finding_reads_as_a_sentence_in_both_languages(language: str) -> None:
    """No placeholder is left open, whatever the file."""
    use(language)
    for path in [*BAD_FILES, UPLOADS / "several" / "twelve_faults.csv"]:
        for finding in inspect(path.read_bytes(), name=path.name, reference=REFERENCE).findings:
            assert "{" not in str(finding)
            assert "None" not in str(finding)


def test_a_repeated_answer_that_is_the_same_is_only_noted() -> None:
    """EAK01 in rows 5 and 6, both `3`."""
    rows = files.template({"EAK01": "3"})
    found = inspect(files.write([*rows, rows[-1]]), name="x.csv", reference=REFERENCE)

    assert [(one.code, one.row) for one in found.findings if one.message.number == "F20"] == [("question_repeated", 7)]
    assert len(found.values) == 1


def test_a_city_that_answers_twice_in_the_same_way_is_only_noted() -> None:
    header, row = files.city_per_row({CITY: {"EAK01": "3"}})
    found = inspect(files.write([header, row, row]), name="x.csv", reference=REFERENCE)

    assert [one.code for one in found.findings] == ["city_repeated"]
    assert len(found.values) == 1


def test_city_names_of_argument_file_name_head_and_column_must_agree() -> None:
    """The file says Ettlingen in its head; the upload is for Bühl: named once, at the head's row."""
    content = files.write(files.template({"EAK01": "3"}))
    found = inspect(content, name="x.csv", reference=REFERENCE, city_id="08216007")

    assert [(one.code, one.row, one.expected) for one in found.errors] == [("city_conflict", 2, "Bühl")]


def test_a_lost_leading_zero_is_mended_and_noted() -> None:
    found = inspect(files.write(files.template({"EAK01": "3"}, city_id="8215017")), name="x.csv", reference=REFERENCE)

    assert {CITY} == set(found.values["city_id"])
    assert "city_padded" in [one.code for one in found.findings]


def test_not_stated_is_an_answer_to_a_question_and_nothing_in_a_plan() -> None:
    """`k. A.` for EAK01 is kept as kA; for the budget it is the same as an empty cell."""
    rows = files.template({"EAK01": "k. A.", "eakte.budget_eur": "k. A."})
    found = inspect(files.write(rows), name="x.csv", reference=REFERENCE)

    assert found.values["item_id"].tolist() == ["EAK01"]
    assert found.values["code"].tolist() == ["kA"]


CELLS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["EAK01", "eakte.status", "fte_total", "Stadt", "Welle", "EAK0Z", ""]), CELLS, CELLS),
        max_size=6,
    )
)
def test_no_content_makes_the_check_fail(rows: list[tuple[str, str, str]]) -> None:
    """Whatever stands in the cells: a value or a finding, never an exception, and no value without its text."""
    content = files.write([["Frage-ID", "Frage", "Antwort"], *(list(row) for row in rows)])
    found = inspect(content, name="x.csv", reference=REFERENCE, city_id=CITY, wave_id="2026-1")

    assert all(text.strip() for text in found.values["text"])


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(ANSWERS[CITY]))))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    items = list(ANSWERS[CITY].items())
    straight = inspect(files.write(files.template(dict(items))), name="x.csv", reference=REFERENCE)
    mixed = inspect(files.write(files.template(dict(items[i] for i in order))), name="x.csv", reference=REFERENCE)
    columns = ["item", "topic_id", "item_id", "code"]

    assert {tuple(row) for row in straight.values[columns].to_numpy()} == {
        tuple(row) for row in mixed.values[columns].to_numpy()
    }
