"""Exports of every survey tool we name, made by rule: each loads to the same answers, or is refused with its cure."""

import pytest

from etl.ingest import Inspection, inspect
from etl.reference.read import read_reference
from maturity.settings import PROJECT
from tests.etl.tool_exports import EXPORTS, Survey, sample_answers

REFERENCE = read_reference(PROJECT / "data" / "reference")
ANSWERS = sample_answers(REFERENCE)
SURVEY = Survey(REFERENCE, ANSWERS)
# What nobody can know from the file: the finding that says so, and a word of its cure.
REFUSED = {
    "limesurvey-city-code.csv": ("city_coded", "als Texte"),
    "sosci-counted.csv": ("tool_codes", "SoSci Survey"),
    "unipark-counted.csv": ("tool_codes", "Unipark"),
}


def _answers(found: Inspection) -> dict[tuple[str, str], str]:
    rows = found.values.to_dict("records")
    keys = [f"{row['topic_id']}.{row['item_id']}" if row["item"] == "topic_field" else row["item_id"] for row in rows]
    return {(row["city_id"], key): row["code"] for row, key in zip(rows, keys, strict=True)}


def test_the_exports_hold_nine_cities_and_all_their_answers() -> None:
    """633 answers to questions (eight cities 77 each, but one 75 and one in short 19) and 36 planning fields."""
    keys = [(city, key) for city, said in ANSWERS.items() for key in said]

    assert len(ANSWERS) == 9
    assert sum("." not in key and key != "fte_total" for _city, key in keys) == 7 * 77 + 75 + 19 == 633
    assert len(keys) == 633 + 36


@pytest.mark.parametrize("name", [name for name in EXPORTS if name not in REFUSED])
def test_an_export_loads_to_the_same_answers(name: str) -> None:
    found = inspect(EXPORTS[name](SURVEY), name=name, reference=REFERENCE, wave_id="2026-1")

    assert [str(error) for error in found.errors] == []
    assert _answers(found) == {(city, key): code for city, said in ANSWERS.items() for key, code in said.items()}
    tool = name.partition("-")[0].removesuffix(".csv").removesuffix(".xlsx")
    assert found.summary["tool"] == ("" if tool in ("transposed", "sheet") else tool)


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_file_does_not_tell_is_refused_with_the_cure_that_fits(name: str) -> None:
    found = inspect(EXPORTS[name](SURVEY), name=name, reference=REFERENCE, wave_id="2026-1")
    code, cure = REFUSED[name]

    assert {error.code for error in found.errors} == {code}
    assert cure in str(found.errors[0])


def test_numbers_of_a_tool_are_taken_once_somebody_says_where_they_begin() -> None:
    """SoSci Survey counts from 1: the first answer is level 0."""
    from etl.recognising.layouts import Overrides

    content = EXPORTS["sosci-counted.csv"](SURVEY)
    found = inspect(content, name="x", reference=REFERENCE, wave_id="2026-1", overrides=Overrides(first_code=1))

    assert not found.errors
    assert _answers(found) == {(city, key): code for city, said in ANSWERS.items() for key, code in said.items()}


@pytest.mark.parametrize("name", ["qualtrics.csv", "sosci-texts.csv", "unipark-texts.csv", "lamapoll.csv", "odk.csv"])
def test_unfinished_responses_are_left_out_and_said(name: str) -> None:
    found = inspect(EXPORTS[name](SURVEY), name=name, reference=REFERENCE, wave_id="2026-1")

    assert "response_unfinished" in [note.code for note in found.findings]
