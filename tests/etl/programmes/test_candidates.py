"""Candidates: for municipalities, near, with a topic of ours; closed only where the text says so."""

from pathlib import Path

import pytest

from etl.programmes.candidates import closed_by, find_candidates, read_mapping
from etl.programmes.catalogue import Listed
from etl.programmes.read import read_catalogue
from etl.reference.read import read_reference
from maturity.settings import PROJECT
from tests.etl.programmes.exports import small_export

REFERENCE: Path = PROJECT / "data" / "reference"
CITIES = ["08211000", "08215009"]


def test_candidates_are_for_municipalities_of_the_region_or_nationwide_with_a_topic() -> None:
    mapped = read_mapping(read_reference(REFERENCE).programme_areas)

    found = find_candidates(read_catalogue(small_export()).programmes, mapped, CITIES)

    assert [(candidate.listed.title, candidate.region) for candidate in found] == [
        ("Beispielprogramm Mobil", ("*",)),
        ("Beispielprogramm Digitales Rathaus", ("08",)),
    ]
    assert found[0].topics == ("emobilitaet", "parkraum")
    assert (bool(found[0].closed_by), found[1].closed_by) == (True, "")


def test_european_programmes_are_near_and_unmapped_areas_are_not_ours() -> None:
    mapped = read_mapping(read_reference(REFERENCE).programme_areas)
    europe = Listed("EU/a", "A", areas=("digitalisierung",), applicants=("kommune",), givers=("eu",))
    film = Listed("EU/b", "B", areas=("kultur_medien_sport",), applicants=("kommune",), givers=("eu",))

    assert [candidate.listed.title for candidate in find_candidates([europe, film], mapped, CITIES)] == ["A"]


@pytest.mark.parametrize(
    ("words", "is_closed"),
    [
        ("Programm aktiv, Antragstellung nicht möglich", True),
        ("Die Antragstellung ist derzeit nicht möglich.", True),
        ("Eine Antragstellung ist nicht mehr möglich.", True),
        ("Projektskizzen konnten bis zum 30.06.2024 eingereicht werden.", True),
        ("Die Antragsfrist ist am 31. März 2024 abgelaufen.", True),
        ("Das Programm wurde vorzeitig beendet.", True),
        ("Anträge können bis zum 30.06.2027 eingereicht werden.", False),
        ("Eine Antragstellung ist laufend möglich.", False),
        ("", False),
    ],
)
def test_closed_is_only_what_the_text_calls_so(words: str, is_closed: bool) -> None:
    assert bool(closed_by(Listed("x", "X", deadlines=f"Das Verfahren ist einstufig. {words}"))) is is_closed


def test_the_sentence_that_says_so_is_the_quotation() -> None:
    said = "Skizzen konnten bis zum 30. Juni 2024 eingereicht werden."

    assert closed_by(Listed("x", "X", deadlines=f"Vorweg ein Satz. {said} Danach.")) == said
