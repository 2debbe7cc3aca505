"""Files made to cost time or memory; `python -m benchmarks.hostile` measures all, each in a program of its own."""

import time
from pathlib import Path

import pytest

from etl.bulk.inspect import inspect_trusted
from etl.check import Checker, Given
from etl.inspection import inspect
from etl.read import read_bytes
from etl.reading.limits import MAX_FINDINGS
from etl.recognising.layouts import Overrides, recognise
from etl.recognising.responses import Extract
from etl.reference.read import read_reference
from etl.vocabulary.options import Place, Problem
from etl.vocabulary.spellings import build_vocabulary
from maturity.settings import PROJECT
from tests.etl.hostile_files import write

REFERENCE = read_reference(PROJECT / "data" / "reference")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("wide header, 50,000 short rows", "text_too_large"),
        ("3 M wrong answers", "text_too_large"),
        ("a quote opened in each line", "text_too_large"),
        ("quotes in lines of 900 kB", "text_too_large"),
        ("one wide row, 49,000 short ones", "workbook_too_large"),
        ("a text of 32,000 characters used a million times", "workbook_too_large"),
        ("a million merged ranges", "workbook_too_large"),
        ("an ODS cell repeated 3 million times", "workbook_too_large"),
    ],
)
def test_a_hostile_file_is_refused_for_one_reason_in_under_ten_seconds(name: str, code: str, tmp_path: Path) -> None:
    path = write(name, tmp_path)
    started = time.process_time()
    found = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)

    assert [one.code for one in found.findings] == [code]
    assert time.process_time() - started < 10


def test_of_very_many_faults_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    """49,000 unknown answers: 10,000 are named, 39,000 counted."""
    path = write("49,000 unknown answers", tmp_path)
    found = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)

    assert len(found.errors) == MAX_FINDINGS
    assert [one.details for one in found.findings if one.code == "more_places"] == [{"count": 39_000}]


def test_no_crowd_of_notes_hides_an_error() -> None:
    """10,001 notes, then one wrong answer: the last note is counted, the error is kept."""
    vocabulary = build_vocabulary(REFERENCE)
    layout = recognise(read_bytes(b"Frage-ID;Antwort\nEAK01;3\n"), vocabulary, Overrides())
    checker = Checker(Extract(layout), vocabulary, Given())
    for _note in range(MAX_FINDINGS + 1):
        checker.note(Problem("blank_rows_left_out"), Place())
    checker.note(Problem("level_out_of_range"), Place())

    assert checker.checked.findings[-1].code == "level_out_of_range"
    assert (len(checker.checked.findings), checker.checked.more) == (MAX_FINDINGS + 1, 1)


def test_the_operator_too_hands_in_no_file_of_more_than_300_mb(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    with path.open("wb") as file:
        file.truncate(300_000_001)  # takes no room on the disk

    assert [one.code for one in inspect_trusted(path, reference=REFERENCE).errors] == ["text_too_large"]
