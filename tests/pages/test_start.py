"""The overview, run as a visitor would see it."""

import pandas as pd
import pytest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.builders import table
from tests.pages.harness import OVERVIEW, figure, run_page, texts
from web import start


def _cell(page_figure: dict[str, object], city_id: str, topic_id: str) -> str:
    labels = page_figure["data"][-1]  # type: ignore[index]
    return str(labels["text"][labels["customdata"].index([city_id, topic_id])])


@pytest.mark.usefixtures("sample")
def test_it_shows_the_level_of_a_city_in_a_topic() -> None:
    """Bruchsal, E-Akte, first wave: answers 3, 4, 4, 4 are 93.75 points, level 3; in the second wave all are 4."""
    first, second = run_page(OVERVIEW, wave="2026-1"), run_page(OVERVIEW, wave="2026-2")

    assert _cell(figure(first, "start_grid"), "08215009", "eakte") == "3"
    assert _cell(figure(second, "start_grid"), "08215009", "eakte") == "4"
    assert "Beispieldaten" in texts(first)
    assert figure(first, "start_grid")["layout"]["title"]["text"] == "Beispieldaten"


@pytest.mark.usefixtures("sample")
def test_it_speaks_english_by_address() -> None:
    page = run_page(OVERVIEW, lang="en")

    assert page.title[0].value == "Where do we stand?"
    assert "Sample data" in texts(page)


@pytest.mark.usefixtures("sample")
def test_an_unknown_wave_in_the_address_is_said_and_the_newest_shown() -> None:
    page = run_page(OVERVIEW, wave="1999-9")

    assert page.selectbox(key="wave").value == "2026-2"
    assert "Die Adresse nennt „1999-9“" in texts(page)
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_the_answer_and_the_list_beside_it_use_one_measure() -> None:
    """The topic furthest from the target is the first of the largest common gaps."""
    shown = texts(run_page(OVERVIEW, wave="2026-2"))

    assert "am weitesten davon entfernt bei „KI und Automatisierung“." in shown
    assert shown.index("<li><strong>KI und Automatisierung</strong>") < shown.index("</ol>")


def test_no_topic_is_named_among_equals() -> None:
    """Two topics 25 points below the target are equally far; with a third at the target it is named alone."""
    equal = table("""
        topic_name | score
        E-Akte     | 50
        E-Payment  | 50
        """)
    third = pd.concat([equal, pd.DataFrame([("Schule", 75.0)], columns=["topic_name", "score"])])

    assert start.furthest_sentence(equal, target=75).startswith("Alle 2 Themen mit genug Angaben sind gleich weit")
    assert start.furthest_sentence(third, target=75) == (
        "Am nächsten ist das Netzwerk seinem Ziel bei „Schule“, "
        "am weitesten davon entfernt bei „E-Akte“ und „E-Payment“."
    )


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(OVERVIEW)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert 'href="upload?lang=de&amp;part=file"' in texts(page), "three steps lead to the first evaluation"
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_partial_answers_are_named_and_not_counted_as_zero() -> None:
    page = run_page(OVERVIEW, wave="2026-2")

    assert "8 von 9 Städten haben geantwortet. Es fehlt: Bühl. Nur Kurzfassung: Gaggenau." in texts(page)
    levels = figure(page, "start_grid")["data"][-1]["customdata"]
    assert not [cell for cell in levels if cell[0] == "08216007"], "a city without answers is a line, not a column"


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    before = run_page(OVERVIEW, wave="2026-2")
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    receipt = ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    after = before.run()

    assert receipt.status == "accepted"
    assert "9 von 9 Städten haben geantwortet." in texts(after)


@pytest.mark.usefixtures("sample")
def test_it_says_what_changed_since_the_wave_before() -> None:
    first, second = texts(run_page(OVERVIEW, wave="2026-1")), texts(run_page(OVERVIEW, wave="2026-2"))

    assert "Es gibt keine frühere Welle zum Vergleich." in first
    assert "Seit 2026-1: +" in second and "Punkte im Mittel von 8 Städten" in second


@pytest.mark.usefixtures("sample")
def test_it_names_the_strongest_overlaps_with_their_denominator() -> None:
    """E-Akte, first wave: of the eight cities with planning answers all have a project."""
    assert "8 von 8 Städten mit Angabe haben ein Projekt." in texts(run_page(OVERVIEW, wave="2026-1"))
