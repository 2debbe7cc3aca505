"""The topic page, run as a visitor would see it."""

import pytest

from tests.pages.harness import figure, run_page, texts

TOPICS = "pages/topics.py"


@pytest.mark.usefixtures("sample")
def test_it_shows_each_citys_points_and_the_target() -> None:
    page = run_page(TOPICS, wave="2026-1", topic="eakte")

    dots = figure(page, "topics_dots")["data"][1]
    assert dots["text"][dots["y"].index("Bruchsal")].strip() == "93,8"
    assert "Städten mit genug Angaben erreichen 75 Punkte. Am weitesten: Bruchsal." in texts(page)


@pytest.mark.usefixtures("sample")
def test_an_answer_can_be_followed_to_file_and_row() -> None:
    page = run_page(TOPICS, wave="2026-1", topic="eakte", city="08215009")

    shown = texts(page)
    assert "3 – über 25 bis 80 %, ein Aktenplan für alle" in shown
    assert "08215009.csv, Zeile 7, eingegangen am" in shown


@pytest.mark.usefixtures("sample")
def test_open_and_not_applicable_answers_are_said_not_counted() -> None:
    page = run_page(TOPICS, wave="2026-2", topic="bauamt", city="08216007")

    shown = texts(page)
    assert "Rheinstetten (nicht zuständig)" in shown
    assert "Diese Stadt hat in dieser Welle keine Antworten eingereicht." in shown
    partly = texts(run_page(TOPICS, wave="2026-2", topic="epayment"))
    assert "was offene Antworten zulassen: Baden-Baden (3 von 4 beantwortet)." in partly


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    assert "Noch hat keine Stadt Antworten eingereicht" in texts(run_page(TOPICS))


@pytest.mark.usefixtures("sample")
def test_it_says_how_far_the_order_holds_and_how_far_the_levels_agree() -> None:
    """Levels 4, 3, 2, 2, 2, 1, 1, 1: a layer over 4 levels (0.25) and one over 2 (0.75), half of the answers each."""
    shown = texts(run_page(TOPICS, wave="2026-2", topic="eakte"))

    assert "von 1.000 Proberechnungen vorn. Am wenigsten belastbar: Bretten vor Rastatt" in shown
    assert "Einigkeit der 8 Stufen: 0,50 (nahe beieinander;" in shown


@pytest.mark.usefixtures("sample")
def test_few_levels_are_shown_not_measured() -> None:
    """Sensors, second wave: too few cities have a level for a measure of agreement."""
    shown = texts(run_page(TOPICS, wave="2026-2", topic="sensorik"))

    assert "zu wenige für ein Maß der Einigkeit" in shown


@pytest.mark.usefixtures("sample")
def test_the_trend_compares_the_cities_of_both_waves() -> None:
    page = run_page(TOPICS, wave="2026-2", topic="eakte")

    changes = figure(page, "topics_dots")["data"][-1]
    assert changes["text"][changes["y"].index("Bretten")].strip() == "+12,5"
    assert "Sicher eine höhere Stufe: Bruchsal, Ettlingen, Rastatt und Rheinstetten." in texts(page)
