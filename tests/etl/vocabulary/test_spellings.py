"""Harmonise: cities and waves in their many spellings."""

import pytest

from etl.reference.read import read_reference
from etl.vocabulary.spellings import build_vocabulary
from maturity.settings import PROJECT

VOCABULARY = build_vocabulary(read_reference(PROJECT / "data" / "reference"))


@pytest.mark.parametrize(
    ("city_id", "texts"),
    {
        "08215017": [
            *("08215017", " 08215017", "8215017", "082 15 017", "Ettlingen", "ETTLINGEN"),
            *("Stadt Ettlingen", "Ettlingen, Stadt", "Große Kreisstadt Ettlingen", "Stadtverwaltung Ettlingen"),
        ],
        "08216007": ["Bühl", "Buehl", "BÜHL", "Stadt Bühl", "Bühl (Baden)"],
        "08211000": ["Baden-Baden", "Baden Baden", "Stadtkreis Baden-Baden"],
    }.items(),
)
def test_every_spelling_names_its_city(city_id: str, texts: list[str]) -> None:
    found = {text: named.key if (named := VOCABULARY.cities.find(text)) else None for text in texts}

    assert dict.fromkeys(texts, city_id) == found


@pytest.mark.parametrize("text", ["", "Köln", "1001", "215017", "08215", "Baden", "Stadt", "0"])
def test_other_texts_name_no_city(text: str) -> None:
    assert VOCABULARY.cities.find(text) is None


def test_a_lost_leading_zero_is_marked() -> None:
    short, whole = VOCABULARY.cities.find("8215017"), VOCABULARY.cities.find("08215017")

    assert short is not None
    assert whole is not None
    assert (short.is_padded, whole.is_padded) == (True, False)


@pytest.mark.parametrize("text", ["2026-1", " 2026-1 ", "2026/1", "1. Halbjahr 2026", "1. HALBJAHR 2026"])
def test_every_spelling_names_its_wave(text: str) -> None:
    named = VOCABULARY.waves.find(text)

    assert named is not None
    assert named.key == "2026-1"


@pytest.mark.parametrize("text", ["2026", "2026-3", "2026-01-01", "Jan 26"])
def test_other_texts_name_no_wave(text: str) -> None:
    """Excel turns `2026-1` into a date; which wave that was is not guessed."""
    assert VOCABULARY.waves.find(text) is None


def test_a_levels_general_name_never_overrules_a_questions_own_wording() -> None:
    """Every question answers to `im Regelbetrieb` with level 3."""
    codes = {question_id: options.find("im Regelbetrieb") for question_id, options in VOCABULARY.questions.items()}

    assert {"3"} == {found.code for found in codes.values()}
