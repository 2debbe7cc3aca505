"""The page of leads, run as a visitor would see it."""

import pytest
from streamlit.testing.v1 import AppTest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity.analysis.leads.proposal import NO_ASSUMPTIONS
from maturity.ledger import open_ledger
from maturity.reports.sheets import csv_bytes
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.pages.harness import figure, run_page, texts
from web.leads import downloads as lead_exports
from web.services import loads, plans, values
from web.services.opened import ledger
from web.shared.frame import View

LEADS = "pages/leads.py"
WAVE, SECOND = "2026-1", "2026-2"
BRUCHSAL, RHEINSTETTEN = "08215009", "08215108"


def submit(page: AppTest, city_id: str, kind: str, topic_id: str, reason: str) -> AppTest:
    """Fill in the form for a pin or veto and send it off."""
    page.selectbox(key="leads_rule_city").set_value(city_id)
    page.selectbox(key="leads_rule_kind").set_value(kind)
    page.selectbox(key="leads_rule_topic").set_value(topic_id)
    page.text_input(key="leads_rule_reason").set_value(reason)
    return page.button(key="leads_rule_submit").click().run()


@pytest.mark.usefixtures("sample")
def test_it_says_who_leads_what_why_and_how_firmly() -> None:
    """Eighteen of nineteen topics; Bruchsal leads the e-file in all 500 simulated plans; sensors have no lead left."""
    page = run_page(LEADS, wave=WAVE)

    shown = texts(page)
    assert "18 von 19 Themen haben eine Federführung; 8 von 9 Städten führen mindestens eines." in shown
    assert "<strong>Bruchsal</strong>" in shown
    assert "Bruchsal passt am besten (97 Punkte, nächste Stadt: Ettlingen mit 77). Bruchsal will führen." in shown
    assert "Belastbarkeit: belastbar; in 100\N{NO-BREAK SPACE}% der Probeläufe." in shown
    assert "Belastbarkeit: knapp (auch möglich: " in shown
    assert "Belastbarkeit: unbekannt: Bereitschaft fehlt." in shown, "Gaggenau gave nothing but its level of maturity"
    assert "4 Städte könnten führen, haben aber keine Kapazität mehr. Eine Federführung mehr für Rastatt" in shown
    assert "keine (bietet keine Kapazität für eine Federführung)" in shown
    assert "Beispieldaten" in shown
    assert figure(page, "leads_loads")["layout"]["title"]["text"] == "Beispieldaten"
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_another_choice_has_its_price_and_the_parts_of_the_fit() -> None:
    shown = texts(run_page(LEADS, wave=WAVE, topic="eakte", leads_choices="true"))

    assert "wie vorgeschlagen" in shown
    assert "senkt die Gesamteignung um 7,9 Punkte" in shown
    assert "1 von 4" in shown, "Gaggenau gave nothing but its level of maturity"


@pytest.mark.usefixtures("sample")
def test_a_veto_moves_the_plan_and_the_page_names_what_moved() -> None:
    page = submit(
        run_page(LEADS, wave=WAVE, leads_rules="true", leads_choices="true"),
        BRUCHSAL,
        "veto",
        "eakte",
        "Kein Personal.",
    )

    shown = texts(page)
    assert "Bruchsal führt „E-Akte“ nicht. E-Akte: Ettlingen statt Bruchsal; " in shown
    assert "Bruchsal (durch Festlegung ausgeschlossen)" in shown
    assert "<em>Kein Personal.</em>" in shown
    assert [entry.payload["reason"] for entry in ledger().entries("veto")] == ["Kein Personal."]

    page.text_input(key="leads_lift_reason").set_value("Stelle besetzt.")
    page.button(key="leads_lift_submit").click().run()
    assert "E-Akte: Bruchsal statt Ettlingen; " in texts(page)


@pytest.mark.usefixtures("sample")
def test_a_pin_without_a_reason_or_above_the_capacity_is_refused_in_words() -> None:
    page = run_page(LEADS, wave=WAVE, leads_rules="true")

    without = texts(submit(page, BRUCHSAL, "pin", "ki", " "))
    above = texts(submit(page, RHEINSTETTEN, "pin", "ki", "Beginnt im Herbst."))

    assert "Begründung" in without
    assert "Rheinstetten" in above
    assert "18 von 19 Themen haben eine Federführung" in above
    assert ledger().entries("pin") == []


@pytest.mark.usefixtures("sample")
def test_decided_leads_are_marked_as_decided_with_a_word() -> None:
    run_page(LEADS, wave=WAVE)
    plans.record_decision(
        LOCAL_COORDINATOR, WAVE, topic_id="eakte", kind="accepted", city_id=BRUCHSAL, reason="Einstimmig.",
        meeting_id="2026-1-1",
    )  # fmt: skip

    shown = texts(run_page(LEADS, wave=WAVE))

    assert "✔ beschlossen" in shown
    assert "Von der Sitzung beschlossen: Einstimmig." in shown
    assert "Städten führen mindestens eines. 1 Federführung ist beschlossen, 17 sind vorgeschlagen." in shown


@pytest.mark.usefixtures("sample")
def test_a_trial_says_what_it_moves_and_is_not_recorded() -> None:
    """With hardly any weight on maturity Bühl's wish to lead the e-invoice weighs more."""
    page = run_page(LEADS, wave=WAVE, leads_trial="true", leads_weight_maturity="10", leads_scenarios="true")

    shown = texts(page)
    assert "Sie probieren etwas aus; nichts davon ist festgehalten." in shown
    assert "E-Rechnung: Bühl statt Ettlingen" in shown
    assert "Themen mit anderer Federführung und was jedes Szenario erreicht." in shown
    assert ledger().entries("pin", "veto") == []

    page.text_input(key="leads_scenario_name").set_value("Wille zählt")
    page.button(key="leads_scenario_keep").click().run()
    assert "Wille zählt" in page.selectbox(key="leads_scenario_first").options


@pytest.mark.usefixtures("sample")
def test_fairness_limits_and_missing_answers_are_worked_out_on_request() -> None:
    shown = texts(run_page(LEADS, wave=WAVE, leads_more="true"))

    assert "Was Fairness kostet, in Punkten Eignung." in shown
    assert "Kapazität von Rastatt: eine Federführung mehr" in shown
    assert "Angaben, die sich lohnen" in shown


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(LEADS)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


def test_without_planning_it_says_what_it_can_and_cannot_propose_and_new_answers_show_at_once(
    empty: Settings,
) -> None:
    """Two cities, two questions of two topics: each may lead two topics; the third city comes without a restart."""
    _hand_in(empty, "08215009", {"EAK01": 3, "OZG01": 1})
    _hand_in(empty, "08215007", {"EAK01": 1, "OZG01": 2})
    page = run_page(LEADS)

    first = texts(page)
    assert "Keine Stadt hat die Fragen zur Planung beantwortet." in first
    assert "2 von 19 Themen haben eine Federführung; 2 von 9 Städten führen mindestens eines." in first
    assert "führen will, ist nicht bekannt" not in first, "said once, not in every row"
    assert "keine (hat zu keinem Thema genug angegeben)" in first

    _hand_in(empty, "08215017", {"EAK01": 4, "OZG01": 4})
    assert "<strong>Ettlingen</strong>" in texts(page.run())
    assert not page.exception


def _hand_in(settings: Settings, city_id: str, answers: dict[str, int]) -> None:
    rows = [["Frage-ID", "Antwort"], *([question_id, str(level)] for question_id, level in answers.items())]
    receipt = ingest(
        csv_bytes(rows), name=f"{city_id}.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(settings.ledger_url),
        reference=read_reference(settings.reference), settings=settings, city_id=city_id, wave_id="2026-1",
    )  # fmt: skip
    assert receipt.status == "accepted", receipt.findings


@pytest.mark.usefixtures("sample")
def test_the_csv_carries_wave_data_version_and_the_mark_of_sample_data() -> None:
    view = View(wave_id=WAVE, is_sample=True, actor=LOCAL_COORDINATOR)

    rows = lead_exports.plan_csv(view, plans.solve(WAVE), plans.certainty(WAVE)).decode("utf-8-sig").splitlines()

    assert len(rows) == 1 + 19
    assert rows[1].startswith("E-Akte;Bruchsal;;")
    assert rows[1].endswith(f"{WAVE};maturity-000001;Beispieldaten")
    [security] = [row for row in rows if row.startswith("Informationssicherheit;Gaggenau;")]
    assert security.endswith(f";;Vorschlag;;;{WAVE};maturity-000001;Beispieldaten"), (
        "no fit, no reason: they stay inside"
    )


@pytest.mark.usefixtures("sample")
def test_the_next_wave_shows_what_became_of_a_decision() -> None:
    """E-file, decided for Bruchsal in the first wave: its level was 3 and is 4 in the second."""
    run_page(LEADS, wave=WAVE)
    plans.record_decision(
        LOCAL_COORDINATOR, WAVE, topic_id="eakte", kind="accepted", city_id=BRUCHSAL, reason="Einstimmig.",
        meeting_id="2026-1-1",
    )  # fmt: skip

    now, then = texts(run_page(LEADS, wave="2026-2")), texts(run_page(LEADS, wave=WAVE))

    assert "Was aus früheren Beschlüssen wurde" in now
    assert "<td>3, jetzt 4</td>" in now
    assert "✔ beschlossen" not in now, "decided for the first wave only"
    assert "Was aus früheren Beschlüssen wurde" not in then


@pytest.mark.usefixtures("sample")
def test_where_the_weakest_fit_counts_first_the_price_says_so() -> None:
    """Under that rule another lead can cost the weakest fit and still raise the total."""
    shown = texts(
        run_page(LEADS, wave=WAVE, topic="eakte", leads_choices="true", leads_trial="true", fairness="max_min")
    )

    assert "die schwächste Eignung wäre" in shown


@pytest.mark.usefixtures("sample")
def test_a_pin_that_later_answers_contradict_is_named_and_can_be_taken_back() -> None:
    """Rheinstetten was pinned to AI before it said that it can lead nothing."""
    pin = {"wave_id": WAVE, "city_id": RHEINSTETTEN, "topic_id": "ki", "role": "lead", "reason": "Zugesagt."}
    ledger().record(LOCAL_COORDINATOR, "pin", {**pin, "is_lifted": False})
    page = run_page(LEADS, wave=WAVE, leads_rules="true")

    assert "Rheinstetten" in page.error[0].value
    assert "KI und Automatisierung" in page.error[0].value

    page.text_input(key="leads_lift_reason").set_value("Keine Kapazität mehr.")
    page.button(key="leads_lift_submit").click().run()
    assert not page.error
    assert "18 von 19 Themen haben eine Federführung" in texts(page)


@pytest.mark.usefixtures("sample")
def test_it_speaks_english_by_address() -> None:
    page = run_page(LEADS, wave=WAVE, lang="en", leads_rules="true", leads_trial="true", leads_more="true")

    shown = texts(page)
    assert "18 of 19 topics have a lead; 8 of 9 cities lead at least one." in shown
    assert "Bruchsal is the best fit (97 points; Ettlingen 77)." in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_a_rule_and_a_capacity_can_be_tried_without_recording_them() -> None:
    """Without Bruchsal Ettlingen leads the e-file; a third lead for Rastatt gives sensors one."""
    page = run_page(LEADS, wave=WAVE, leads_trial="true")
    page.selectbox(key="leads_try_city").set_value(BRUCHSAL)
    page.selectbox(key="leads_try_topic").set_value("eakte")
    page.button(key="leads_try_rule").click().run()

    assert "E-Akte: Ettlingen statt Bruchsal; " in texts(page)
    assert "Bruchsal führt nicht E-Akte" in texts(page)
    assert ledger().entries("pin", "veto") == []

    page.button(key="leads_try_drop").click().run()
    page.selectbox(key="leads_room_city").set_value("08216043").run()
    page.number_input(key="leads_room:08216043").set_value(3)
    page.button(key="leads_room_try").click().run()
    assert "Sensorik und LoRaWAN: jetzt Rastatt" in texts(page)


def test_what_is_tried_is_handed_on_by_its_link(sample: Settings) -> None:
    """Bruchsal may lead nothing; Rastatt is excluded from E-Akte; an unknown city in the address is passed over."""
    page = run_page(
        LEADS,
        wave=WAVE,
        leads_trial="true",
        leads_tried_capacities="08215009:0,x:3",
        leads_tried_rules="veto:08216043:eakte,veto:x:eakte",
    )

    shown = texts(page)
    assert not page.error
    assert "Bruchsal: 0" in shown
    assert "Rastatt" in shown
    assert page.query_params["leads_tried_capacities"] == "08215009:0"
    assert page.query_params["leads_tried_rules"] == "veto:08216043:eakte"


@pytest.mark.usefixtures("sample")
def test_it_says_how_many_plans_are_the_best_and_what_the_next_one_changes() -> None:
    shown = texts(run_page(LEADS, wave=WAVE, leads_more="true"))

    assert "besten Plan" in shown or "Pläne sind gleich gut." in shown
    assert "Der nächstbeste hat " in shown


@pytest.mark.usefixtures("sample")
def test_five_rules_say_which_leads_need_debate() -> None:
    """Eleven topics have one answer under all five rules; the e-file has two, Bruchsal and Ettlingen."""
    shown = texts(run_page(LEADS, wave=SECOND, leads_panel="true"))

    panel = plans.rule_panel(SECOND)
    assert panel is not None
    assert f"In {len(panel.agreed_topics)} von 19 Themen geben alle fünf Regeln dieselbe Antwort" in shown
    assert "Nur die übrigen brauchen eine Beratung" in shown
    assert "beste schwächste Federführung" in shown
    assert {"parkraum", "schule"} <= panel.agreed_topics
    assert not {"eakte", "epayment"} & panel.agreed_topics


@pytest.mark.usefixtures("sample")
def test_the_load_of_earlier_waves_is_carried_and_shared_at_a_price() -> None:
    """Bruchsal was given two leads in the first wave and can carry two: it starts the second with 100 per cent."""
    for topic_id in ("eakte", "prozesse"):
        plans.record_decision(
            LOCAL_COORDINATOR, "2026-1", topic_id=topic_id, kind="other_city", city_id="08215009", reason="Beschluss.",
            meeting_id="2026-1-1",
        )  # fmt: skip

    page = run_page(LEADS, wave=SECOND, leads_load="true")

    shown = texts(page)
    capacity = plans.inputs("2026-1").capacity["08215009"]
    assert loads.carried(SECOND)["08215009"] == pytest.approx(2 / capacity)
    assert "Bisher getragen" in shown
    assert "Der beste Plan teilt die Last so gleichmäßig, wie die Grenze es erlaubt; das kostet nichts." in shown
    assert not page.exception
    [slider] = [slider for slider in page.slider if slider.key == "leads_give_up"]
    assert slider.value == 3
    free = loads.shared_load(SECOND, rules=plans.rules(SECOND), assumptions=NO_ASSUMPTIONS, tolerance=0.0)
    shared = loads.shared_load(SECOND, rules=plans.rules(SECOND), assumptions=NO_ASSUMPTIONS, tolerance=0.1)
    assert free is not None and shared is not None
    assert free.price_fit == pytest.approx(0.0)
    assert shared.loads["carried_load"].max() <= free.loads["carried_load"].max()


@pytest.mark.usefixtures("sample")
def test_what_each_city_gains_stands_beside_what_it_carries_with_the_assumptions() -> None:
    page = run_page(LEADS, wave=SECOND, leads_value="true")

    shown, found = texts(page), values.value(SECOND, rules=plans.rules(SECOND), assumptions=NO_ASSUMPTIONS)
    assert "Angenommen, nicht gemessen: Wer nachnutzt, zahlt 50\N{NO-BREAK SPACE}% des eigenen Budgets" in shown
    assert "Euro für die Federführung" in shown
    losing = list(found.loc[found["is_losing"], "city_id"])
    assert (shown.count("verliert</strong>"), "Trägt mehr, als sie gewinnt" in shown) == (len(losing), bool(losing))
    assert not page.exception
