"""The answers that a questionnaire starts from."""

from dataclasses import replace
from pathlib import Path

import pytest

from etl.ingest import ingest
from etl.reference.read import Reference, read_reference
from etl.templates.last_answers import last_answers
from maturity.ledger import Ledger, open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT
from tests.etl import survey_files as files
from tests.etl.survey_files import CITY, OTHER_CITY

REFERENCE: Reference = read_reference(PROJECT / "data" / "reference")
EARLIER, LATER = (str(wave_id) for wave_id in REFERENCE.waves["wave_id"][:2])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Ettlingen: level 3 in the first wave, 4 in the second; Bühl has answered in the first one only."""
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    for city_id, wave_id, level in ((CITY, EARLIER, "3"), (CITY, LATER, "4"), (OTHER_CITY, EARLIER, "1")):
        content = files.write([["city_id", "wave_id", "question_id", "answer"], [city_id, wave_id, "EAK01", level]])
        ingest(content, actor=LOCAL_COORDINATOR, ledger=ledger, reference=REFERENCE)
    return ledger


@pytest.mark.parametrize(
    ("city_id", "wave_id", "code"),
    [(CITY, EARLIER, "3"), (CITY, LATER, "4"), (OTHER_CITY, LATER, "1"), (OTHER_CITY, EARLIER, "1")],
)
def test_the_newest_answers_up_to_the_wave_are_taken(ledger: Ledger, city_id: str, wave_id: str, code: str) -> None:
    found = last_answers(ledger, REFERENCE, city_id=city_id, wave_id=wave_id)

    assert found is not None
    assert found["code"].tolist() == [code]


def test_a_city_without_answers_starts_from_nothing(ledger: Ledger) -> None:
    assert last_answers(ledger, REFERENCE, city_id="08211000", wave_id=LATER) is None


def test_invented_answers_never_start_a_real_wave(ledger: Ledger) -> None:
    waves = REFERENCE.waves.assign(is_sample=[int(wave_id == EARLIER) for wave_id in REFERENCE.waves["wave_id"]])

    assert last_answers(ledger, replace(REFERENCE, waves=waves), city_id=OTHER_CITY, wave_id=LATER) is None
