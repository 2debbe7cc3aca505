"""Analyse: the answer first, the table as asked, a number followed to its row in the file."""

import html
import re

from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.pages.harness import figure, run_page, texts
from web.services import survey, views

PAGE = "pages/explore.py"
RASTATT = {"rows": "question", "in_topic": "epayment", "in_county": "Landkreis Rastatt", "with": "2026-1"}


def test_the_page_opens_with_an_answer_and_both_waves(sample: Settings) -> None:
    shown = texts(run_page(PAGE))

    assert "Punktwert 2026-2: 50,4 insgesamt, +4,3 gegenüber 2026-1." in shown
    assert '<th scope="col" class="dk-number">2026-1</th><th scope="col" class="dk-number">2026-2</th>' in shown
    assert '<th scope="row">E-Akte</th>' in shown


def test_every_fit_of_numbers_and_fields_has_a_figure(sample: Settings) -> None:
    kinds = {
        ("score", "topic", "all", ""): "scatter",
        ("answer_count", "county", "all", ""): "bar",
        ("level", "topic", "city", ""): "heatmap",
        ("coverage", "dimension", "wave", "2026-1"): "scatter",
    }
    for (measure, rows, columns, beside), kind in kinds.items():
        page = run_page(PAGE, measure=measure, rows=rows, columns=columns, **{"with": beside})
        assert not page.error
        assert figure(page, "explore_figure")["data"][0]["type"] == kind


def test_a_total_is_followed_to_its_row_in_the_file_in_three_clicks(sample: Settings) -> None:
    page = run_page(PAGE, **RASTATT)
    for label in ("62,5", "50,0", "08216043.csv, Zeile"):
        page = run_page(PAGE, **_target(texts(page), label))

    shown = texts(page)
    assert "die Zeile wie eingereicht" in shown
    assert "<td>EPA04</td>" in shown


def _target(shown: str, label: str) -> dict[str, str]:
    """The address behind the last link whose text begins so: totals stand at the end, what was opened below."""
    links = re.findall(r'<a href="\?([^"#]*)[^"]*" target="_self">([^<]*)</a>', shown)
    address = [html.unescape(address) for address, text in links if text.startswith(label)][-1]
    pairs = re.findall(r"([^&=]+)=([^&]*)", address)
    return {name: html.unescape(value).replace("+", " ") for name, value in pairs if value}


def test_what_an_address_cannot_mean_is_said_in_words(sample: Settings) -> None:
    assert "„quatsch“" in " ".join(warning.value for warning in run_page(PAGE, rows="quatsch").warning)


def test_groups_have_subtotals_and_one_total(sample: Settings) -> None:
    shown = texts(run_page(PAGE, rows="topic", group="dimension"))

    assert shown.count('class="dk-sum"') == 4
    assert shown.count('class="dk-sum dk-total"') == 1


def test_a_view_kept_says_what_it_showed_then_and_shows_today(sample: Settings) -> None:
    page = run_page(PAGE, wave="2026-2")
    page.text_input(key="explore_name").set_value("Runde im Mai")
    next(button for button in page.button if button.label == "Merken").click().run()
    assert "Runde im Mai" in texts(page)
    kept = views.all_views()[0]

    same = texts(run_page(PAGE, **kept.address, view=str(kept.view_id)))
    survey.withdraw(LOCAL_COORDINATOR, 10, "Probe")
    later = texts(run_page(PAGE, **kept.address, view=str(kept.view_id)))

    assert "Alle Zahlen sind noch dieselben." in same
    assert re.search(r"damals 50,4, heute \d\d,\d\. \d+ Zahlen haben sich geändert\.", later)


def test_potential_names_what_others_have_and_the_city_has_not(sample: Settings) -> None:
    shown = texts(run_page(PAGE, city="08215108", wave="2026-2"))

    assert re.search(r"Rheinstetten kann an \d+ Stellen von anderen übernehmen", shown)
    assert "Was bei anderen läuft und bei Rheinstetten noch nicht, in Punkten" in shown


def test_an_analyst_asks_in_sql_and_a_refusal_is_said_in_words(sample: Settings) -> None:
    page = run_page(PAGE)
    page.text_area[0].set_value("select count(*) as antworten from mart_answers where answer_points is not null")
    page = next(button for button in page.button if button.label == "Abfragen").click().run()
    assert '<th scope="col">antworten</th>' in texts(page)

    page.text_area[0].set_value("drop table mart_answers")
    page = next(button for button in page.button if button.label == "Abfragen").click().run()
    assert "Sie ist kein SELECT" in page.error[0].value
