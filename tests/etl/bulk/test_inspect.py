"""Bulk: a large file has the same values and the same findings as a small one."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etl.bulk.inspect import inspect_large, inspect_trusted
from etl.findings import Finding
from etl.ingest import Inspection, inspect
from etl.reading import limits
from etl.reference.read import read_reference
from maturity.ledger.values import as_arrow, as_frame
from maturity.settings import PROJECT
from tests.etl import survey_files as files
from tests.etl.survey_files import ANSWERS, CITY, WAVE

REFERENCE = read_reference(PROJECT / "data" / "reference")
HEADER = ["city_id", "wave_id", "question_id", "answer"]


def both(rows: list[list[str]], path: Path, *, city_id: str | None = None) -> tuple[Inspection, Inspection]:
    """The usual way and the bulk way, of the same bytes."""
    content = files.write(rows, delimiter="|")
    path.write_bytes(content)
    usual = inspect(content, name=path.name, reference=REFERENCE, city_id=city_id)
    return usual, inspect_large(path, reference=REFERENCE, city_id=city_id)


def stored(values: pd.DataFrame) -> pd.DataFrame:
    """As the ledger gives them back."""
    return as_frame(as_arrow(values)).sort_values(["row"], ignore_index=True)


def said(findings: list[Finding]) -> list[tuple[str, int, str, str]]:
    return sorted((one.code, one.row or 0, one.column or "", str(one)) for one in findings)


def test_good_answers_are_the_same(tmp_path: Path) -> None:
    usual, bulk = both(files.long(ANSWERS), tmp_path / "long.csv")

    pd.testing.assert_frame_equal(stored(usual.values), stored(bulk.values))
    assert usual.parts == bulk.parts
    assert usual.summary == bulk.summary
    assert said(usual.findings) == said(bulk.findings) == []


FAULTS = [
    ["Köln", WAVE, "EAK01", "3"],
    [CITY, "2025-1", "EAK01", "3"],
    ["", WAVE, "EAK01", "3"],
    ["08215106", WAVE, "EAK01", "3"],
    ["8216043", WAVE, "EAK01", "3"],
    [CITY, WAVE, "EAK01", "7"],
    [CITY, WAVE, "EAK02", "vielleicht"],
    [CITY, WAVE, "EAK0Z", "1"],
    [CITY, WAVE, "Wetter", "schön"],
    [CITY, WAVE, "", "4"],
    [CITY, WAVE, "EAK04", "2"],
    [CITY, WAVE, "EAK04", "2"],
    ["Stadt Ettlingen", WAVE, "EAK[04]", "1"],
    [CITY, WAVE, "eakte.budget_eur", "18.500"],
    [CITY, WAVE, "eakte.product", "Eigenbau"],
    [CITY, WAVE, "eakte.status", " "],
]


def test_every_fault_is_found_at_the_same_place(tmp_path: Path) -> None:
    """Unknown city and wave, no city, no member, lost zero, wrong answers, wrong ids, answers twice, two readings."""
    usual, bulk = both([HEADER, *FAULTS], tmp_path / "long.csv")

    assert said(usual.findings) == said(bulk.findings)
    assert len(usual.errors) == 9


def test_a_city_given_beside_the_file_binds_here_too(tmp_path: Path) -> None:
    usual, bulk = both(files.long(ANSWERS), tmp_path / "long.csv", city_id=CITY)

    assert said(usual.errors) == said(bulk.errors)
    assert [finding.code for finding in bulk.errors] == ["city_conflict"]


TEXTS = [sorted({row[column] for row in FAULTS} | {"EAK03", "0", "kA"}) for column in range(4)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*(st.sampled_from(texts) for texts in TEXTS)), min_size=1, max_size=12))
def test_any_mixture_gives_the_same_findings(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    usual, bulk = both([HEADER, *(list(row) for row in rows)], tmp_path / "long.csv")
    # A row of question ids below the header is a second header row, which this way does not take.
    assume("header_codes" not in {one.code for one in usual.findings})
    # The reader's own remarks about odd shapes are tested with the reader.
    own = {one.code for one in usual.findings if one.message.number in ("F08", "F06", "F07")}

    assert said([one for one in usual.findings if one.code not in own]) == said(bulk.findings)


def test_lines_of_another_width_are_named_and_shift_no_other_place(tmp_path: Path) -> None:
    """Line 3 has three cells; the wrong level in line 4 is still in row 4."""
    path = tmp_path / "long.csv"
    path.write_text(
        f"city_id;wave_id;question_id;answer\n{CITY};{WAVE};EAK01;3\n{CITY};{WAVE};EAK02\n{CITY};{WAVE};EAK03;9\n"
    )
    found = inspect_large(path, reference=REFERENCE)

    assert [(one.code, one.row) for one in found.errors] == [("row_ragged", 3), ("level_out_of_range", 4)]


@pytest.mark.parametrize(
    "content",
    [
        b'city_id;wave_id;question_id;answer\n"08215017";2026-1;EAK01;3\n',
        b"city_id;wave_id;question_id;answer\n\n08215017;2026-1;EAK01;3\n",
        b"city_id;wave_id;question_id;answer\n08215017;2026-1;EAK01;\xfc\n",
        b"city_id;wave_id;question_id;answer\n08215017;2026-1;EAK01;\x00\n",
        b"Stadt;EAK01\n08215017;3\n08216007;2\n",
    ],
)
def test_what_two_readers_could_read_differently_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_bytes(content)

    assert "bulk_unsuitable" in [one.code for one in inspect_large(path, reference=REFERENCE).errors]


def test_only_files_beyond_the_uploads_limits_go_this_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quotation mark is fine in a small file and refused in a large one."""
    path = tmp_path / "long.csv"
    path.write_bytes(files.write(files.long(ANSWERS), all_quoted=True))

    assert not inspect_trusted(path, reference=REFERENCE).errors

    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    monkeypatch.setattr("etl.bulk.inspect.BEGINNING", 100)

    assert [one.code for one in inspect_trusted(path, reference=REFERENCE).errors] == ["bulk_unsuitable"]


def test_of_very_many_faults_the_first_are_named_and_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five wrong levels, of which two are named and three counted."""
    monkeypatch.setattr("etl.bulk.inspect.MOST_PLACES", 2)
    rows = [[CITY, WAVE, f"EAK0{number}", "9"] for number in (1, 2, 3, 4)] + [[CITY, WAVE, "EPO01", "9"]]
    path = tmp_path / "long.csv"
    path.write_bytes(files.write([HEADER, *rows]))
    found = inspect_large(path, reference=REFERENCE).findings

    assert [one.code for one in found] == ["more_places", "level_out_of_range", "level_out_of_range"]
    assert found[0].details["count"] == 3
