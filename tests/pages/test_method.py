"""The method page, run as a visitor would see it; and what a changed number changes elsewhere."""

import pytest
from streamlit.testing.v1 import AppTest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.pages.harness import figure, run_page, texts
from web.services import snapshot

METHOD, TOPICS = "pages/method.py", "pages/topics.py"


def _change(parameter_id: str, value: str, reason: str) -> AppTest:
    page = run_page("pages/admin.py", task="numbers")
    page.selectbox(key="admin_number_which").set_value(parameter_id)
    page.text_input(key="admin_number_value").set_value(value)
    page.text_input(key="admin_number_reason").set_value(reason)
    return next(button for button in page.button if button.label == "Zahl ändern").click().run()


@pytest.mark.usefixtures("sample")
def test_it_says_first_what_holds_whatever_the_weights() -> None:
    """Nine members, eight with answers: 28 pairs; a wider band of weights leaves fewer sure ones."""
    page, wide = run_page(METHOD, wave="2026-2"), run_page(METHOD, wave="2026-2", band="75")

    assert "8 von 28 gelten, gleich wie man gewichtet; die fehlenden Antworten kosten weitere 6." in texts(page)
    assert "Bruchsal" in figure(page, "method_order")["data"][1]["text"]
    assert "8 von 28" not in texts(wide)
    assert "geordnet nach Siegen minus Niederlagen (Copeland)" in texts(page)
    assert '<th scope="col" class="dk-number">Gewicht wie festgelegt</th>' in texts(page)
    assert "SEN01: bis zu 2 Vergleiche mehr" in texts(page), "the most valuable missing answer of Bretten"
    assert "Cronbachs Alpha steht hier nicht" in texts(page), "eight cities are too few for it"
    assert '<th scope="col" class="dk-number">Frage gegen den Rest</th>' in texts(page)


@pytest.mark.usefixtures("sample")
def test_an_unknown_language_in_the_address_is_said() -> None:
    page = run_page(METHOD, wave="2026-2", method="formulas", lang="xx")

    assert [warning.value for warning in page.warning] == [
        "Sprache: Die Adresse nennt „xx“; das kann hier nicht gezeigt werden. Zu sehen ist „Deutsch“."
    ]


@pytest.mark.usefixtures("sample")
def test_it_shows_how_often_each_city_has_each_rank() -> None:
    """Every city's bar sums to all runs; 8 cities make 28 pairs; Bühl has not answered and has no bar."""
    page = run_page(METHOD, wave="2026-2")

    sums: dict[str, float] = {}
    for trace in figure(page, "method_ranks")["data"]:
        for name, share in zip(trace["y"], trace["x"], strict=True):
            sums[name] = sums.get(name, 0) + share
    assert {name: round(total, 9) for name, total in sums.items()} == dict.fromkeys(sums, 1.0)
    assert len(sums) == 8
    assert "Bühl" not in sums
    assert "27 von 28 Paaren halten." in texts(page)


@pytest.mark.usefixtures("sample")
def test_what_drives_the_ranks_is_computed_on_request() -> None:
    page = run_page(METHOD, wave="2026-2")
    before = texts(page)

    after = texts(page.button(key="method_sobol").click().run())

    assert "kleine Fehler in den Antworten" not in before.replace("Abständen der Stufen, Mitteln und", "")
    assert "Zusammen mit den anderen" in after
    assert "Umrechnung der Antworten in Punkte" in after
    assert "Punkte nach dem Rang unter den Städten, gleiche Antworten auf dem niedrigsten Rang" in before


def test_weights_are_tried_without_storing_anything(sample: Settings) -> None:
    """With weight on administration alone the order of some pairs turns; the page says which."""
    ledger = open_ledger(sample.ledger_url)
    version = ledger.version()
    page = run_page(METHOD, wave="2026-2", method="weights")
    for field in ("buergerservice", "stadt", "grundlagen"):
        page.select_slider(key=f"method_weight_{field}").set_value(0.0)
    page.run()

    shown = texts(page)
    assert "Paaren kehren sich um." in shown
    assert " jetzt vor " in shown
    assert "Ausprobiert" in shown
    assert ledger.version() == version
    assert "Verschieben Sie einen Regler" in texts(page.button(key="method_equal").click().run())


@pytest.mark.usefixtures("sample")
def test_a_single_topic_can_be_weighed_and_each_city_seen_in_its_best_light() -> None:
    page = run_page(METHOD, wave="2026-2", method="weights")
    page.toggle(key="method_single").set_value(True).run()
    page.select_slider(key="method_weight_eakte").set_value(3.0).run()

    shown = texts(page)
    row = shown[shown.index('<th scope="row">E-Akte</th>') :]
    # One of six topics of administration, a quarter of the index: 1/24; with weight 3 of 8 it is 3/32.
    assert row.startswith('<th scope="row">E-Akte</th><td class="dk-number">4,2\u00a0%</td><td class="dk-number">9,4')
    assert "Anteil an der besten Stadt" in shown


def test_a_raised_threshold_changes_the_pages_and_stands_in_the_list(sample: Settings) -> None:
    """At 100 % exactly the cities with an open answer on the topic lose their dot; 67 % let them pass."""
    scores = snapshot.topic_scores("2026-2").query("topic_id == 'epayment' and coverage < 1 and score.notna()")
    before = figure(run_page(TOPICS, wave="2026-2", topic="epayment"), "topics_dots")["data"][1]["y"]
    changed = texts(_change("coverage_topic", "1", "Beschluss vom Test"))

    after = figure(run_page(TOPICS, wave="2026-2", topic="epayment"), "topics_dots")["data"][1]["y"]
    shown = texts(run_page(METHOD, wave="2026-2", method="numbers"))
    entry = open_ledger(sample.ledger_url).entries("parameter")[-1]
    assert len(scores) > 0
    assert set(before) - set(after) == set(scores["city_name"])
    assert "Geändert: Beantwortete Fragen, die ein Thema für seine Punkte braucht." in changed
    assert "Beschluss vom Test" in shown[shown.index("Änderungen, die neueste zuerst") :]
    assert "<td>67\u00a0%</td><td>100\u00a0%</td>" in shown
    assert entry.payload | {"since": ""} == {
        "parameter_id": "coverage_topic", "value": "1", "reason": "Beschluss vom Test", "since": "",
        "wave_id": "2026-2",
    }  # fmt: skip


def test_a_change_without_a_reason_is_refused_in_words(sample: Settings) -> None:
    page = _change("target", "80", "  ")

    assert [error.value for error in page.error] == [
        "Die Begründung ist leer, muss aber ein Satz sein. Bitte berichtigen Sie den Wert."
    ]
    assert open_ledger(sample.ledger_url).entries("parameter") == []


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    page = run_page(METHOD, wave="2026-2")
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    assert "von 36 Paaren halten." in texts(page.run())


@pytest.mark.usefixtures("empty")
def test_without_answers_it_still_names_every_rule() -> None:
    numbers, formulas = run_page(METHOD), run_page(METHOD, method="formulas")

    [parts] = [group for group in numbers.button_group if group.key == "method"]
    assert [str(option) for option in parts.options] == ["Festgelegte Werte", "Formeln, Begriffe, Quellen"]
    assert "Ziel des Netzwerks" in texts(numbers)
    assert "van der Eijk" in texts(formulas)
    assert not numbers.exception
    assert not formulas.exception


@pytest.mark.usefixtures("sample")
def test_the_sources_name_each_waves_submissions() -> None:
    shown = texts(run_page(METHOD, wave="2026-2", method="formulas"))

    assert "8 von 9" in shown
    assert "erfundene Beispielantworten" in shown
