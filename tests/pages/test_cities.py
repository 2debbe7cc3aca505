"""The city page, run as a visitor would see it."""

import pytest

from etl.ingest import ingest
from etl.publish import publish
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.builders import change_reference
from tests.pages.harness import figure, run_page, texts
from web.services import parameters

CITIES = "pages/cities.py"
BRETTEN, BUEHL, GAGGENAU = "08215007", "08216007", "08216015"


@pytest.mark.usefixtures("sample")
def test_it_shows_the_citys_points_its_target_and_the_change() -> None:
    """Bretten, E-Akte: levels 2, 3, 3, 2 are 62.5 points; its target is level 3, so 12.5 are missing."""
    page = run_page(CITIES, wave="2026-2", city=BRETTEN)

    _gap, _median, target, city, _without, changes = figure(page, "cities_profile")["data"]
    assert city["x"][city["y"].index("E-Akte")] == 62.5
    assert target["x"][target["y"].index("E-Akte")] == 75
    assert changes["text"][changes["y"].index("E-Akte")].strip() == "+12,5"
    assert '<td class="dk-number">75</td><td class="dk-number">12,5</td>' in texts(page)


@pytest.mark.usefixtures("sample")
def test_the_place_is_a_band_with_its_range_never_a_bare_rank() -> None:
    shown = texts(run_page(CITIES, wave="2026-2", city=BRETTEN))

    assert "Bretten liegt hinter der Mitte des Netzwerks: zwischen Rang 5 und 6 von 8." in shown
    assert "90\u00a0% von 1.000 Proberechnungen" in shown


@pytest.mark.usefixtures("sample")
def test_an_uneven_profile_is_named_from_the_decided_difference_on() -> None:
    """Bretten's two means differ by 3.6 points: not worth a word at 5, but at 0."""
    before = texts(run_page(CITIES, wave="2026-2", city=BRETTEN))
    parameters.change(LOCAL_COORDINATOR, "imbalance_flag", text="0", reason="Versuch")

    after = texts(run_page(CITIES, wave="2026-2", city=BRETTEN))

    assert "Profil ist ungleich" not in before
    assert "Ihr Profil ist ungleich: Starke Themen verdecken schwache im Gesamtwert um 3,6 Punkte." in after


@pytest.mark.usefixtures("sample")
def test_the_change_since_the_wave_before_counts_only_questions_asked_in_both() -> None:
    """Gaggenau took the short survey in the second wave: one question is compared in E-Akte, 4 in Bretten's."""
    full, short = (texts(run_page(CITIES, wave="2026-2", city=city)) for city in (BRETTEN, GAGGENAU))

    assert '<th scope="row">E-Akte</th><td class="dk-number">50,0</td><td class="dk-number">62,5</td>' in full
    assert "Sicher eine höhere Stufe:" in full
    assert "Verglichen werden nur Fragen, die in beiden Wellen beantwortet wurden, der Gesamtwert nur" in full
    row = short[short.rindex('<th scope="row">E-Akte</th>') :]
    assert row[: row.index("</tr>")].endswith('<td class="dk-number">1 von 1</td>')


@pytest.mark.usefixtures("sample")
def test_the_first_wave_has_nothing_to_compare_with() -> None:
    shown = texts(run_page(CITIES, wave="2026-1", city=BRETTEN))

    assert "keine frühere Welle dieser Art" in shown


@pytest.mark.usefixtures("sample")
def test_a_city_without_answers_is_unknown_not_zero() -> None:
    page = run_page(CITIES, wave="2026-2", city=BUEHL)

    shown = texts(page)
    assert "Bühl hat in dieser Welle nicht genug Angaben gemacht." in shown
    assert "Unbekannt: Die Stadt hat in der Erhebung keine Zielstufen genannt." in shown
    assert "Hier wird kein Platz genannt" in shown
    assert figure(page, "cities_profile")["data"][3].get("x", []) == []
    assert not page.exception


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    page = run_page(CITIES, wave="2026-2", city=BUEHL)
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    before, after = texts(page), texts(page.run())

    assert "zwischen Rang" not in before
    assert "von 9." in after
    assert "0 Themen höher, 0 niedriger, 17 gleich, 2 nicht vergleichbar." in after


@pytest.mark.usefixtures("sample")
def test_the_widest_gap_to_the_own_target_stands_at_the_top() -> None:
    """Baden-Baden, second wave: e-mobility has 50 of 100 points, the e-file 31.3 of 75."""
    page = run_page(CITIES, wave="2026-2", city="08211000")

    bottom_up = figure(page, "cities_profile")["layout"]["yaxis"]["categoryarray"]
    assert bottom_up[-2:] == ["E-Akte", "E-Mobilität"]


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(CITIES)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_the_change_of_the_overall_value_is_like_for_like() -> None:
    """Rheinstetten answered other topics in the second wave; over the answers of both it gained 3.9, not 1.0."""
    shown = texts(run_page(CITIES, wave="2026-2", city="08215108"))

    assert "Gesamtwert +3,9 Punkte seit 2026-1" in shown
    assert "Fragen, die beide Wellen verbinden" in shown


@pytest.mark.usefixtures("sample")
def test_it_says_what_is_sure_whatever_the_weights_and_which_answer_is_worth_most() -> None:
    shown = texts(run_page(CITIES, wave="2026-2", city="08215007"))

    assert "sicher vor 0 von 7 Städten, sicher hinter 0." in shown
    assert "Wertvollste fehlende Antwort: SEN01; sie könnte 2 weitere Vergleiche entscheiden." in shown
    assert "Ob sie insgesamt gestiegen oder gesunken ist" in shown


def test_a_name_is_text_and_never_markdown(sample: Settings) -> None:
    """What stands in the reference data is shown as it is written there."""
    change_reference(sample, "cities.csv", {"Ettlingen": "*Ettlingen* [hier](https://x.example)"})
    publish(open_ledger(sample.ledger_url), sample)

    page = run_page("pages/cities.py", wave="2026-2", city="08215017")

    headings = [str(header.value) for header in page.header]
    assert any("\\*Ettlingen\\* \\[hier\\](https://x.example)" in heading for heading in headings)
    assert not page.exception
