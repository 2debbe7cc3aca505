"""The online form: what it asks, how far it is, and that it comes back from its file as it was filled in."""

import csv
import io

import pytest

from etl.inspection import inspect
from etl.reference.read import Reference, read_reference
from maturity import language
from maturity.settings import PROJECT
from web.upload.form_sections import ABOUT_CITY, form_file, progress, sections, start_from

CITY, WAVE = "08215009", "2026-2"


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(PROJECT / "data" / "reference")


def test_each_topic_is_a_section_with_its_core_question_first(reference: Reference) -> None:
    """19 topics with 77 questions, 19 of them core, and a last section about the city."""
    parts = sections(reference)

    assert [section.section_id for section in parts] == [*reference.topics["topic_id"], ABOUT_CITY]
    assert sum(len(section.core) for section in parts) == 19
    assert progress(parts, {}, core_only=False) == (0, 77)
    assert progress(parts, {}, core_only=True) == (0, 19)
    assert [line.key for line in parts[-1].fields][-1] == "contact"


def test_not_stated_is_an_answer_and_open_is_none(reference: Reference) -> None:
    """EAK01 kA and EAK02 2 are two answers, EAK03 is open, a planning field is no question; EAK01 is the core one."""
    eakte = sections(reference)[0]
    answers = {"EAK01": "kA", "EAK02": "2", "EAK03": "", "eakte.status": "pilot"}

    assert progress([eakte], answers, core_only=False) == (2, 4)
    assert progress([eakte], answers, core_only=True) == (1, 1)


@pytest.mark.parametrize("reader", language.LANGUAGES)
def test_every_stored_answer_survives_form_and_file(reference: Reference, reader: str) -> None:
    language.use(reader)
    file = PROJECT / "data" / "sample" / WAVE / f"{CITY}.csv"
    stored = inspect(file.read_bytes(), name=file.name, reference=reference).values

    answers = start_from(reference, stored)
    content, keys = form_file(reference, answers, city_id=CITY, wave_id=WAVE)
    read = inspect(content, name="online.csv", reference=reference)

    columns = ["city_id", "wave_id", "item", "topic_id", "item_id", "code"]
    order = ["item", "topic_id", "item_id"]
    expected = stored[columns].sort_values(order, ignore_index=True)
    assert read.findings == []
    assert expected.equals(read.values[columns].sort_values(order, ignore_index=True))
    assert answers["contact"]
    assert keys[2] == "EAK01"


def test_whatever_is_typed_stays_one_cell(reference: Reference) -> None:
    answers = {"EAK01": "3", "eakte.bp_text": '=1+1; "so" \r\nzweite Zeile', "eakte.fund_running": "-a\t$x$ <b>"}

    content, keys = form_file(reference, answers, city_id=CITY, wave_id=WAVE)

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {keys[number]: row[-1] for number, row in enumerate(rows[1:], 2)} == answers


def test_an_empty_form_is_no_submission(reference: Reference) -> None:
    content, keys = form_file(reference, {"EAK01": ""}, city_id=CITY, wave_id=WAVE)

    assert inspect(content, name="online.csv", reference=reference).errors
    assert keys == {}
    assert start_from(reference, None) == {}
