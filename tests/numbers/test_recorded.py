"""No table that pages read changes its numbers unless somebody means it and says so in the changelog."""

import json
from pathlib import Path

import pytest

from maturity.store import current_snapshot
from tests.numbers.recorded import RECORD, real_snapshot, record

HOW = "numbers moved: if that is meant, run `python -m tests.numbers.recorded` and say which in the changelog"


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, str]]:
    lines: dict[str, dict[str, str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return lines


def test_every_table_of_the_sample_network_is_as_recorded(
    recorded: dict[str, dict[str, str]], prepared_data: Path
) -> None:
    assert recorded["sample"] == record(current_snapshot(prepared_data / "snapshots")), HOW


def test_every_table_of_the_real_answers_is_as_recorded(
    recorded: dict[str, dict[str, str]], real_answers: Path, tmp_path: Path
) -> None:
    assert recorded["real"] == record(real_snapshot(real_answers, tmp_path)), HOW
