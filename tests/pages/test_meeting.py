"""The meeting, run as a visitor would see it: steps, decisions, what they move, what the ledger keeps."""

import io
import os
import zipfile
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity import language
from maturity.errors import InvalidInput
from maturity.ledger import Entry, open_ledger
from maturity.reports.minutes import minutes, minutes_pdf
from maturity.reports.slides import slides_pptx
from maturity.reports.workbook import plan_xlsx
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from tests.builders import change_reference
from tests.pages.harness import OVERVIEW, run_page, texts
from web.meeting import documents as meeting_documents
from web.services import parameters, plans
from web.services.meetings import meetings

MEETING = "pages/meeting.py"
WAVE = "2026-2"


def press(page: AppTest, label: str) -> AppTest:
    """Click the first button with this label."""
    buttons = [button for button in page.button if button.label == label]
    assert buttons, f"no button {label!r} among {[button.label for button in page.button]}"
    return buttons[0].click().run()


def opened(**address: str) -> AppTest:
    """A meeting about the second wave, just opened, at the step in the address."""
    page = press(run_page(MEETING, wave=WAVE), "Sitzung eröffnen")
    return turn(page, address["step"]) if address else page


def turn(page: AppTest, step: str) -> AppTest:
    """Turn to a step by its address."""
    page.query_params["step"] = step
    return page.run()


def asked(page: AppTest, name: str) -> str:
    """What the address says."""
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def choose(page: AppTest, choice: str) -> AppTest:
    """Open the form of one way to decide."""
    return page.button_group[0].set_value(choice).run()


def give_reason(page: AppTest, reason: str, label: str) -> AppTest:
    """Fill in the reason and send the form."""
    [field] = [field for field in page.text_input if field.label == "Begründung (Pflicht)"]
    field.set_value(reason)
    return press(page, label)


def accept_together(page: AppTest) -> AppTest:
    """Accept all firm proposals and confirm it."""
    [toggle] = [toggle for toggle in page.toggle if "gemeinsam annehmen" in toggle.label]
    return press(toggle.set_value(True).run(), "Ja, die Sitzung nimmt sie an")


def close(page: AppTest) -> AppTest:
    """Close the meeting at its last step."""
    page = turn(page, "end")
    [toggle] = [toggle for toggle in page.toggle if toggle.label == "Sitzung abschließen"]
    return press(toggle.set_value(True).run(), "Ja, abschließen")


def papers(name: str) -> tuple[object, ...]:
    """What minutes, slides and plan of the first meeting about the second wave are made from, in a language."""
    [log, *_later] = meetings(WAVE)
    with language.speaking(name):
        report = meeting_documents.report_of(log, is_sample=True)
        plan = plan_xlsx(meeting_documents.plan_of(log, is_sample=True))
        return minutes(report), minutes_pdf(report), texts_of(slides_pptx(report)), plan


def texts_of(slides: bytes) -> list[str]:
    """Every part of a presentation as it is written, charts with their numbers; workbooks inside have a time stamp."""
    with zipfile.ZipFile(io.BytesIO(slides)) as package:
        return [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]


def take(content: bytes, sample: Settings) -> None:
    """Hand in a city's file."""
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip


def written(sample: Settings, kind: str = "decision") -> list[Entry]:
    """The entries of one kind in the ledger, oldest first."""
    return open_ledger(sample.ledger_url).entries(kind)


def decision_of(sample: Settings) -> dict[str, Any]:
    """What the ledger holds of the newest decision."""
    return written(sample)[-1].payload


@pytest.mark.usefixtures("sample")
def test_it_opens_with_who_is_there_and_shows_where_we_stand() -> None:
    """Online services and e-invoicing: at least 4 of 8 cities with a score are on level 3."""
    page = opened()

    shown = texts(page)
    assert asked(page, "meeting") == "2026-2-1"
    assert "In 2 von 19 Themen hat mindestens die Hälfte der Städte Stufe 3 erreicht: im Regelbetrieb" in shown
    assert "Schritt 1 von 17: Wo stehen wir?" in shown
    assert "Beispieldaten" in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_back_and_on_walk_through_gaps_and_overlaps_to_the_first_topic() -> None:
    page = opened()

    gaps = press(page, "Weiter")
    assert "Größte gemeinsame Lücke: KI und Automatisierung" in texts(gaps)
    overlaps = press(gaps, "Weiter")
    assert "Bretten, Rheinstetten und Stutensee wollen zur selben Zeit beginnen (1. Quartal 2027)." in texts(overlaps)
    topic = press(overlaps, "Weiter")
    assert "Vorschlag: Bruchsal führt E-Akte" in texts(topic)
    assert asked(topic, "step") == "eakte"
    assert "Bretten, Rheinstetten" in texts(press(topic, "Zurück"))


def test_accepting_records_the_decision_with_what_it_rested_on(sample: Settings) -> None:
    page = press(opened(step="eakte"), "Annehmen")

    decision = decision_of(sample)
    assert "✔ Beschlossen: Bruchsal führt E-Akte" in texts(page)
    assert "Beschlossen: Bruchsal führt E-Akte." in texts(page)
    assert (decision["kind"], decision["city_id"], decision["meeting_id"]) == ("accepted", "08215009", "2026-2-1")
    assert decision["snapshot"].startswith("maturity-")
    assert decision["basis"] == {
        "proposed_city_id": "08215009", "price_uncovered": 0.0, "price_fit": 0.0, "firmness": "narrow",
        "missing": "rules", "original_city_id": "08215009",
    }  # fmt: skip
    assert not [button for button in page.button if button.label == "Annehmen"], "what is decided is not proposed"


def test_another_city_shows_its_price_before_and_what_moved_after(sample: Settings) -> None:
    """Ettlingen costs 2.6 points: Bruchsal takes inbound mail, which it suits better than Gaggenau, and so on."""
    page = choose(opened(step="eakte"), "other")
    [city] = [box for box in page.selectbox if box.label == "Welche Stadt führt stattdessen?"]
    assert city.options[0] == "Ettlingen: senkt die Gesamteignung um 2,6 Punkte"
    assert city.value is None, "nobody is decided for by a click too few"
    assert not [button for button in page.button if button.label == "Federführung dieser Stadt beschließen"]
    page = city.set_value("08215017").run()
    assert "E-Posteingang: Bruchsal statt Gaggenau" in texts(page)

    page = give_reason(page, "Ettlingen hat das Personal.", "Federführung dieser Stadt beschließen")

    decision = decision_of(sample)
    assert "Beschlossen: Ettlingen führt E-Akte. E-Akte: Ettlingen statt Bruchsal; E-Posteingang" in texts(page)
    assert (decision["kind"], decision["city_id"]) == ("other_city", "08215017")
    assert decision["basis"]["proposed_city_id"] == "08215009"
    assert decision["basis"]["price_fit"] == pytest.approx(2.625)


def test_a_veto_excludes_the_city_and_proposes_the_next_one(sample: Settings) -> None:
    page = choose(opened(step="eakte"), "veto")
    page = give_reason(page, "Kein Personal bis 2028.", "Diese Stadt ausschließen")

    shown = texts(page)
    assert "Ausgeschlossen: Bruchsal führt E-Akte nicht." in shown
    assert "Vorschlag: Ettlingen führt E-Akte" in shown
    assert "Bruchsal (Kein Personal bis 2028.)" in shown
    assert [entry.payload["city_id"] for entry in written(sample, "veto")] == ["08215009"]
    assert decision_of(sample)["kind"] == "vetoed"


def test_without_a_reason_nothing_is_recorded(sample: Settings) -> None:
    page = choose(opened(step="eakte"), "defer")

    page = give_reason(page, "  ", "Thema vertagen")

    assert len(page.warning) == 1
    assert written(sample) == []


def test_a_decision_is_revised_by_a_new_entry_and_never_erased(sample: Settings) -> None:
    page = press(opened(step="eakte"), "Annehmen")
    page = give_reason(choose(page, "defer"), "Erst die Kosten klären.", "Thema vertagen")

    assert "Vertagt: E-Akte" in texts(page)
    assert [entry.payload["kind"] for entry in written(sample)] == ["accepted", "deferred"]
    assert "Verlauf der Beschlüsse (2)" in [box.label for box in page.expander]
    assert "wie vorgeschlagen. Bruchsal." in texts(page)


def test_a_co_lead_is_decided_with_the_lead(sample: Settings) -> None:
    page = choose(opened(step="eakte"), "co_lead")
    [box] = [box for box in page.selectbox if box.label == "Welche Stadt trägt mit?"]
    box.set_value("08216007").run()

    page = press(page, "Ko-Federführung beschließen")

    assert (decision_of(sample)["city_id"], decision_of(sample)["co_city_id"]) == ("08215009", "08216007")
    assert "<dd>Bühl</dd>" in texts(page)


@pytest.mark.usefixtures("sample")
def test_an_interrupted_meeting_goes_on_in_another_browser_at_the_first_open_topic() -> None:
    press(opened(step="eakte"), "Annehmen")

    resumed = run_page(MEETING, wave=WAVE)

    assert "Thema 2 von 12: E-Posteingang" in texts(resumed)


def test_only_firm_proposals_are_accepted_together_after_a_confirmation(sample: Settings) -> None:
    """Twelve of nineteen topics are on the agenda; the seven others have a firm proposal each."""
    page = accept_together(opened(step="more"))

    assert "7 Vorschläge gemeinsam angenommen." in texts(page)
    assert "Kein weiterer belastbarer Vorschlag wartet auf einen Beschluss" in texts(page)
    assert {entry.payload["kind"] for entry in written(sample)} == {"accepted"}
    assert len({entry.payload["topic_id"] for entry in written(sample)}) == 7
    assert {entry.payload["basis"]["firmness"] for entry in written(sample)} == {"firm"}


def test_a_lead_whose_willingness_is_unknown_is_talked_about_and_never_firm(sample: Settings) -> None:
    """Gaggenau is proposed for inbound mail on its level of maturity alone, in every simulated plan."""
    page = opened(step="eposteingang")

    assert "Vorschlag: Gaggenau führt E-Posteingang" in texts(page)
    assert "<dd>unbekannt: Bereitschaft fehlt</dd>" in texts(page)
    press(page, "Annehmen")
    assert (decision_of(sample)["basis"]["firmness"], decision_of(sample)["basis"]["missing"]) == (
        "unknown",
        "willingness",
    )


def test_a_city_may_decline_every_further_lead(sample: Settings) -> None:
    """Bruchsal declines for lack of staff: it leads nothing more, but what it was given before stays."""
    page = press(opened(step="prozesse"), "Annehmen")
    page = choose(turn(page, "eakte"), "veto")
    [scope] = [box for box in page.selectbox if box.label == "Was lehnt sie ab?"]
    page = give_reason(scope.set_value("all").run(), "Kein Personal bis 2028.", "Diese Stadt ausschließen")

    led = plans.solve(WAVE).plan.leads.set_index("city_id")["topic_id"]
    assert list(led.loc[["08215009"]]) == ["prozesse"]
    assert "*" in [entry.payload["topic_id"] for entry in written(sample, "veto")]
    [log] = meetings(WAVE)
    [first, *_others] = meeting_documents.report_of(log, is_sample=True).decisions
    assert (first.excluded, first.is_for_all) == ("Bruchsal", True)


def test_a_topic_nobody_leads_says_why_and_can_still_be_given_to_a_city(sample: Settings) -> None:
    page = opened(step="strategie")
    assert "Offen: Niemand führt Digitalstrategie" in texts(page)

    page = choose(page, "other")
    [city] = [box for box in page.selectbox if box.label == "Welche Stadt führt stattdessen?"]
    page = give_reason(
        city.set_value("08211000").run(), "Baden-Baden übernimmt.", "Federführung dieser Stadt beschließen"
    )

    assert "✔ Beschlossen: Baden-Baden führt Digitalstrategie" in texts(page)
    assert decision_of(sample)["basis"]["proposed_city_id"] is None


def test_notes_go_into_the_minutes_and_survive(sample: Settings) -> None:
    page = opened(step="end")
    assert "Noch ist nichts beschlossen" in texts(page)
    [points] = page.text_area
    points.set_value("Bretten klärt die Kosten.\n\nRastatt fragt den Gemeinderat.")
    [next_meeting] = [field for field in page.text_input if field.label == "Nächste Sitzung"]
    next_meeting.set_value("18.01.2027 in Bretten")

    page = press(page, "Ins Protokoll übernehmen")

    [log] = meetings(WAVE)
    report = meeting_documents.report_of(log, is_sample=True)
    assert report.open_points[1:] == ("Bretten klärt die Kosten.", "Rastatt fragt den Gemeinderat.")
    assert report.next_meeting == "18.01.2027 in Bretten"
    assert len(written(sample, "meeting")) == 2
    assert "Offen: Bretten klärt die Kosten." in texts(page)


@pytest.mark.usefixtures("sample")
def test_the_council_papers_tell_nothing_of_sensitive_topics_but_that_a_lead_was_decided() -> None:
    """Information security is sensitive: no level, no points, no price; its lead is named."""
    page = turn(press(opened(step="infosicherheit"), "Annehmen"), "end")
    [log] = meetings(WAVE)

    report = meeting_documents.report_of(log, is_sample=True)
    [decision] = [known for known in report.decisions if known.topic_name == "Informationssicherheit"]

    assert "Informationssicherheit" in texts(page)
    assert "Informationssicherheit" not in {level.topic_name for level in report.levels}
    assert not [said for said in (*report.gaps, *report.overlaps) if "Informationssicherheit" in said]
    assert (decision.lead, decision.reason, decision.price, decision.firmness) == ("Gaggenau", "", "", "")


@pytest.mark.usefixtures("sample")
def test_the_minutes_name_who_was_excluded_before_and_what_is_open() -> None:
    page = give_reason(choose(opened(step="eakte"), "veto"), "Kein Personal.", "Diese Stadt ausschließen")
    page = press(page, "Annehmen")
    [log] = meetings(WAVE)

    report = meeting_documents.report_of(log, is_sample=True)

    assert "Zuvor ausgeschlossen: Bruchsal (Kein Personal.)." in report.decisions[0].reason
    assert report.open_points[0].startswith("Nicht beraten: „E-Posteingang")


def test_another_meeting_starts_with_what_is_still_open(sample: Settings) -> None:
    press(opened(step="eakte"), "Annehmen")
    page = press(close(run_page(MEETING, wave=WAVE)), "Sitzung eröffnen")

    first, second = meetings(WAVE)

    assert asked(page, "meeting") == "2026-2-2"
    assert "eakte" in first.agenda
    assert "eakte" not in second.agenda
    assert second.history == ()
    assert len(written(sample, "meeting")) == 3


def test_the_papers_of_a_closed_meeting_never_change(sample: Settings) -> None:
    """A parameter, the decided plan, the answers and the questionnaire change afterwards; the papers do not."""
    page = give_reason(choose(press(opened(step="eakte"), "Annehmen"), "defer"), "Erst die Kosten.", "Thema vertagen")
    page = close(press(turn(page, "prozesse"), "Annehmen"))
    assert "Die Sitzung ist abgeschlossen." in texts(page)
    before = {language: papers(language) for language in ("de", "en")}

    parameters.change(LOCAL_COORDINATOR, "target", text="60", reason="Neues Ziel.", wave_id="2026-1")
    plans.record_veto(LOCAL_COORDINATOR, WAVE, city_id="08215009", topic_id="prozesse", reason="Doch nicht.")
    change_reference(sample, "topics.csv", {"E-Akte": "Aktenführung"})
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    take(content, sample)

    assert "Aktenführung" in texts(run_page(OVERVIEW)), "everything else has moved on"
    assert {language: papers(language) for language in ("de", "en")} == before
    assert before["de"] != before["en"]
    shown = texts(run_page(MEETING, wave=WAVE))
    assert "Diese Sitzung wurde am" in shown
    assert "Beschlüsse der Sitzung 2026-2-1." in shown


def test_a_closed_meeting_decides_nothing_more_and_its_document_is_in_the_chain(sample: Settings) -> None:
    close(press(opened(step="eakte"), "Annehmen"))
    [log] = meetings(WAVE)

    with pytest.raises(InvalidInput, match="2026-2-1"):
        plans.record_decision(
            LOCAL_COORDINATOR, WAVE, topic_id="prozesse", kind="deferred", reason="Zu spät.", meeting_id="2026-2-1"
        )

    [document] = [entry.payload for entry in written(sample, "meeting") if "document" in entry.payload]
    assert document["document_sha256"] == log.document_sha256
    assert document["document"]["parameters"]["target"] == 75
    assert set(document["document"]["papers"]) == {"de", "en"}


def test_snapshots_on_which_a_meeting_decided_are_kept(sample: Settings) -> None:
    press(opened(step="eakte"), "Annehmen")
    decided_on = decision_of(sample)["snapshot"]
    for number in range(4):
        for path in sample.snapshots.glob("maturity-*.duckdb"):
            os.utime(path, (0, 0))  # what has just been replaced stays in any case
        parameters.change(LOCAL_COORDINATOR, "target", text=str(60 + number), reason="Probe.")

    kept = {path.stem for path in sample.snapshots.glob("maturity-*.duckdb")}
    assert decided_on in kept
    assert len(kept) == 4, "three newest and the one a meeting decided on"


@pytest.mark.usefixtures("sample")
def test_the_motion_is_what_was_proposed_when_the_meeting_began() -> None:
    """Bruchsal was proposed, excluded, and then another city decided: the minutes still know the proposal."""
    page = give_reason(choose(opened(step="eakte"), "veto"), "Kein Personal.", "Diese Stadt ausschließen")
    [log] = meetings(WAVE)
    [decision] = meeting_documents.report_of(log, is_sample=True).decisions

    assert (decision.proposed_lead, decision.excluded) == ("Bruchsal", "Bruchsal")
    assert dict(log.proposal)["eakte"] == "08215009"
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_the_overview_counts_what_is_decided() -> None:
    """19 topics, 16 with a proposed lead; one of them is decided now."""
    assert "in 19 Themen: 0 beschlossen, 16 vorgeschlagen, 3 ohne Federführung." in texts(run_page(OVERVIEW))

    press(opened(step="eakte"), "Annehmen")

    assert "in 19 Themen: 1 beschlossen, 15 vorgeschlagen, 3 ohne Federführung." in texts(run_page(OVERVIEW))


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(MEETING)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


def test_without_planning_answers_it_says_what_the_proposal_rests_on(empty: Settings) -> None:
    """Gaggenau alone, which took the short survey: no word about projects, staff or who wants to lead."""
    ingest(
        (PROJECT / "data" / "sample" / "2026-1" / "08216015.csv").read_bytes(), name="gaggenau.csv",
        actor=LOCAL_COORDINATOR, ledger=open_ledger(empty.ledger_url), reference=read_reference(empty.reference),
        settings=empty,
    )  # fmt: skip

    page = press(run_page(MEETING), "Sitzung eröffnen")
    shown = texts(turn(page, "eakte"))

    assert "Keine Stadt hat die Fragen zur Planung beantwortet" in shown
    assert "führt E-Akte" in shown
    assert not page.exception
    assert "Über Überschneidungen ist nichts bekannt" in texts(turn(page, "overlaps"))


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    before = opened()
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    take(content, sample)

    after = before.run()

    assert "9 von 9 Städten haben geantwortet." in texts(after)


@pytest.mark.usefixtures("sample")
def test_it_speaks_english_by_address() -> None:
    page = press(run_page(MEETING, wave=WAVE, lang="en"), "Open the meeting")

    assert "Proposal: Bruchsal leads Electronic records (e-file)" in texts(turn(page, "eakte"))


def test_a_decision_that_leaves_no_plan_is_refused_before_it_is_written(sample: Settings) -> None:
    """Gaggenau offers two leads and is pinned to two topics; a third cannot be decided for it."""
    for topic_id in ("epayment", "erechnung"):
        plans.record_pin(LOCAL_COORDINATOR, WAVE, city_id="08216015", topic_id=topic_id, reason="Läuft schon.")
    page = choose(opened(step="emobilitaet"), "other")
    [city] = [box for box in page.selectbox if box.label == "Welche Stadt führt stattdessen?"]
    city.set_value("08216015").run()

    page = give_reason(page, "Gaggenau baut die Ladepunkte.", "Federführung dieser Stadt beschließen")

    [error] = page.error
    assert "Gaggenau ist für einen Aufwand von 3 festgelegt, hat aber nur Platz für 2." in error.value
    assert written(sample) == []
    assert "Vorschlag: Rastatt führt E-Mobilität" in texts(run_page(MEETING, wave=WAVE, step="emobilitaet"))
