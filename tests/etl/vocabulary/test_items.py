"""Items: headings and ids of every tool mean the right question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reference.read import read_reference
from etl.vocabulary.items import Item, Items, build_items, distance
from maturity.settings import PROJECT

ITEMS: Items = build_items(read_reference(PROJECT / "data" / "reference"))
EAK01_TEXT = "Anteil der Organisationseinheiten, in denen die E-Akte die führende Akte ist"


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("EAK01", "EAK01"),
        ("eak01", "EAK01"),
        ("EAK[01]", "EAK01"),
        ("EAK_01", "EAK01"),
        (f"EAK01. {EAK01_TEXT}", "EAK01"),
        (f"EAK01. {EAK01_TEXT[:30]}", "EAK01"),
        (f"EAK01 – {EAK01_TEXT}", "EAK01"),
        (f"{EAK01_TEXT} (EAK01)", "EAK01"),
        (EAK01_TEXT, "EAK01"),
        (f"1. {EAK01_TEXT}", "EAK01"),
        (f"Reifegrad [{EAK01_TEXT}]", "EAK01"),
        (f"E-Akte / Dokumentenmanagement.{EAK01_TEXT}", "EAK01"),
        ("eakte.status", "eakte.status"),
        ("eakte_status", "eakte.status"),
        ("eakte[status]", "eakte.status"),
        ("eaktestatus", "eakte.status"),
        ("E-Akte [Projektstatus]", "eakte.status"),
        ("Projektstatus.E-Akte / Dokumentenmanagement", "eakte.status"),
        ("E-Akte: Vertragsende", "eakte.contract_until"),
        ("fte_total", "fte_total"),
        ("Stellen für Digitalisierung (VZÄ)", "fte_total"),
    ],
)
def test_a_heading_means_its_item(heading: str, key: str) -> None:
    match = ITEMS.find(heading)

    assert match is not None
    assert key == match.item.key
    assert match.how != "conflict"


@pytest.mark.parametrize(
    "heading",
    ["", "Bemerkung", "EAK99", "EAK01[comment]", "EAK01 [Kommentar]", "Hemmnisse", "EAK01 völlig anderer Text", "Name"],
)
def test_other_headings_mean_nothing(heading: str) -> None:
    assert ITEMS.find(heading) is None


@pytest.mark.parametrize(
    "heading", ["eakte_challenges[PERS]", "eakte.challenges[Personal fehlt]", "E-Akte: Hemmnisse [Personal fehlt]"]
)
def test_a_column_per_option_names_its_option(heading: str) -> None:
    match = ITEMS.find(heading)

    assert match is not None
    assert (match.item.key, match.option) == ("eakte.challenges", "PERS")


def test_an_id_with_another_questions_text_is_a_conflict() -> None:
    match = ITEMS.find("EAK01. Aktenplan und Schriftgutordnung")

    assert match is not None
    assert match.how == "conflict"


def test_a_tools_own_numbering_is_no_question_id() -> None:
    """The network of the real answers calls its questions `1`, `2`; `1. Verteilung` there is not question 1."""
    question = Item("question", "t", "1")
    items = Items({"1": question}, {"1": question}, {}, {}, {question: frozenset({"istdieregelung"})}, {})

    assert items.find("1. Verteilung") is None
    assert items.find("1. Ist die Regelung") is not None


def test_a_slip_of_the_pen_has_a_near_match_that_is_not_in_the_file() -> None:
    """EAK0Z is one letter from EAK01 to EAK04; the first three have answers already."""
    present = {ITEMS.by_key[f"EAK0{number}"] for number in (1, 2, 3)}
    near = ITEMS.near("EAK0Z", present)

    assert near is not None
    assert near.key == "EAK04"
    assert ITEMS.near("EAK0Z", {*present, ITEMS.by_key["EAK04"]}) is None
    assert ITEMS.near("Bemerkung", set()) is None


WORDS = st.text(alphabet="abc", max_size=6)


@given(WORDS, WORDS)
def test_the_distance_is_zero_only_for_equal_words_and_the_same_both_ways(left: str, right: str) -> None:
    """`ab` to `ba` is one swap."""
    assert (left == right) == (distance(left, right, 9) == 0)
    assert distance(left, right, 9) == distance(right, left, 9)
    assert distance("ab", "ba", 9) == 1


@given(st.text(max_size=60))
def test_no_heading_makes_the_recognition_fail(heading: str) -> None:
    match = ITEMS.find(heading)

    assert match is None or match.item in ITEMS.texts
