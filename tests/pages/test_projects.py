"""The page of projects, run as a visitor would see it: decided leads, who agreed, what it costs, what comes next."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from maturity.errors import InvalidInput, NotPermitted
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings
from tests.pages.harness import run_page, texts
from tests.pages.test_meeting import MEETING, close, press, turn
from web.meeting import documents
from web.projects.calendar import calendar
from web.services import consents, naming, plans, projects
from web.services.loads import carried
from web.services.meetings import meetings
from web.services.projects import Progress

PROJECTS = "pages/projects.py"
WAVE, EARLIER = "2026-2", "2026-1"
BRUCHSAL, BRETTEN, ETTLINGEN = "08215009", "08215007", "08215017"


def decide(wave_id: str = WAVE, topic_id: str = "eakte", city_id: str = BRUCHSAL) -> None:
    """A meeting gives a city the lead of a topic."""
    plans.record_decision(
        LOCAL_COORDINATOR, wave_id, topic_id=topic_id, kind="other_city", city_id=city_id, reason="Beschluss.",
        meeting_id=f"{wave_id}-1",
    )  # fmt: skip


def field(page: AppTest, kind: str, label: str) -> Any:
    """The widget of this kind with this label."""
    [found] = [widget for widget in getattr(page, kind) if widget.label == label]
    return found


@pytest.mark.usefixtures("sample")
def test_before_any_decision_it_says_how_a_project_begins_and_what_each_city_wants() -> None:
    shown = texts(run_page(PROJECTS, wave=WAVE))

    assert "Noch kein Vorhaben: Das erste beginnt, wenn eine Sitzung eine Federführung beschließt." in shown
    assert "Themen mit Priorität 3 und 2, mit dem gewünschten Beginn jeder Stadt." in shown


@pytest.mark.usefixtures("sample")
def test_a_decided_topic_is_a_project_with_its_costs_and_its_legal_questions() -> None:
    decide()

    page = run_page(PROJECTS, wave=WAVE)

    shown = texts(page)
    assert "1 Vorhaben: 1 beschlossen, noch nicht begonnen." in shown
    assert "Das Vorhaben E-Akte." in shown
    assert "§ 108 Abs. 6 Nr. 1 GWB" in shown
    assert "§ 2b UStG bindet ab 1. Januar 2027" in shown
    assert "Keine Rechtsberatung" in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_the_office_writes_down_how_it_stands_and_the_costs_are_shared_among_who_agreed() -> None:
    decide()
    page = run_page(PROJECTS, wave=WAVE)
    field(page, "multiselect", "Partner mit Zusage").set_value([BRETTEN, ETTLINGEN])
    field(page, "text_input", "Nächster Schritt").set_value("Lastenheft")
    field(page, "selectbox", "Stand").set_value("running")

    page = press(page, "Festhalten")

    [project] = projects.projects(WAVE)
    assert project.members == (BRUCHSAL, BRETTEN, ETTLINGEN)
    assert (project.progress.state, project.progress.next_step, project.progress.seen_in) == (
        "running",
        "Lastenheft",
        WAVE,
    )
    shown = texts(page)
    assert "1 Vorhaben: 1 läuft." in shown
    assert "zu gleichen Teilen" in shown
    assert "Gezeigt, nicht gewählt." in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_who_may_not_decide_sees_the_project_and_cannot_write() -> None:
    decide()
    [project] = projects.projects(WAVE)

    with pytest.raises(NotPermitted):
        projects.record(Actor("Amt", "member"), project, Progress(state="running"))
    with pytest.raises(InvalidInput):
        projects.record(LOCAL_COORDINATOR, project, Progress(budget_eur=-1.0))

    assert projects.projects(WAVE)[0].progress == Progress()


@pytest.mark.usefixtures("sample")
def test_the_dates_of_running_projects_are_a_calendar() -> None:
    decide()
    [project] = projects.projects(WAVE)
    progress = Progress(state="running", starts_on="2027-01-11", next_step="Lastenheft", next_step_on="2026-12-18")
    projects.record(LOCAL_COORDINATOR, project, progress)

    made = calendar(projects.projects(WAVE), naming.names(WAVE), on=date(2026, 11, 25)).decode()

    assert "SUMMARY:Beginn: E-Akte (Bruchsal)" in made
    assert "DTSTART;VALUE=DATE:20261218" in made


def test_the_next_meeting_begins_with_what_became_of_the_last_decisions(sample: Settings) -> None:
    """The e-file was decided in the first wave and is running: on the screen and in the papers."""
    decide(EARLIER)
    [project] = projects.projects(EARLIER)
    projects.record(LOCAL_COORDINATOR, project, Progress(state="running", next_step="Pilot im Bauamt"))

    page = press(run_page(MEETING, wave=WAVE), "Sitzung eröffnen")

    shown = texts(page)
    assert "Schritt 1 von" in shown
    assert "Was aus den letzten Beschlüssen geworden ist" in shown
    assert "E-Akte: Bruchsal, läuft. Nächster Schritt: Pilot im Bauamt" in shown
    [log] = meetings(WAVE)
    report = documents.report_of(log, is_sample=True)
    assert report.follow_up == ("E-Akte: Bruchsal, läuft. Nächster Schritt: Pilot im Bauamt",)

    close(page)
    projects.record(LOCAL_COORDINATOR, project, Progress(state="finished"))
    [closed] = meetings(WAVE)
    assert documents.report_of(closed, is_sample=True).follow_up == report.follow_up, "papers do not change"


@pytest.mark.usefixtures("sample")
def test_the_wave_in_which_a_project_ended_ends_its_account() -> None:
    """Decided in the first wave, finished by the second: the account of the second holds the first alone."""
    decide(EARLIER)
    running = carried(WAVE)[BRUCHSAL]
    [project] = projects.projects(EARLIER)
    projects.record(LOCAL_COORDINATOR, project, Progress(state="finished", seen_in=WAVE))

    assert carried(WAVE)[BRUCHSAL] == running > 0
    assert projects.finished_wave(EARLIER, "eakte") == WAVE


def test_what_each_city_says_in_the_meeting_is_in_the_minutes_and_makes_it_a_partner(sample: Settings) -> None:
    """Bretten takes part, Ettlingen reuses, Bühl is not in; Bretten then takes its word back."""
    page = turn(press(run_page(MEETING, wave=WAVE), "Sitzung eröffnen"), "eakte")
    for city, answer in (("Bretten", "join"), ("Ettlingen", "reuse"), ("Bühl", "none")):
        field(page, "selectbox", city).set_value(answer)
    page = press(page, "Zusagen festhalten")
    assert "macht mit: Bretten; nutzt nach: Ettlingen; nicht dabei: Bühl" in texts(page)
    field(page, "selectbox", "Bretten").set_value("")
    page = press(press(page, "Zusagen festhalten"), "Annehmen")

    [log] = meetings(WAVE)
    [decision] = documents.report_of(log, is_sample=True).decisions
    assert decision.consents == "nutzt nach: Ettlingen; nicht dabei: Bühl"
    assert not {"Ettlingen", "Bühl"} & set(decision.followers), "who has answered is not asked again"
    assert projects.projects(WAVE)[0].members == (BRUCHSAL, ETTLINGEN)
    assert not page.exception


def test_a_closed_meeting_takes_no_more_answers(sample: Settings) -> None:
    page = close(press(turn(press(run_page(MEETING, wave=WAVE), "Sitzung eröffnen"), "eakte"), "Annehmen"))

    with pytest.raises(InvalidInput, match="2026-2-1"):
        consents.record(
            LOCAL_COORDINATOR, wave_id=WAVE, meeting_id="2026-2-1", topic_id="eakte", answers={BRETTEN: "join"}
        )
    assert consents.of_topic(WAVE, "eakte") == {}
    assert not page.exception
