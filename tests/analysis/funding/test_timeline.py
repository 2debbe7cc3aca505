"""Dates: back from the closing date over the councils, forward from the grant to its proof."""

from datetime import date

from maturity.analysis.funding.timeline import list_duties, plan_back
from tests.analysis.funding.small_network import PROGRAMMES, programme

CLOSES = date(2027, 3, 31)


def test_the_steps_lie_so_many_days_before_the_closing_date() -> None:
    steps = plan_back(CLOSES, today=date(2026, 11, 24), needed=[], council_dates={})

    assert list(zip(steps["step"], map(str, steps["due_on"]), strict=True)) == [
        ("partners", "2027-01-06"), ("papers", "2027-02-10"), ("sign", "2027-03-17"), ("submit", "2027-03-31"),
    ]  # fmt: skip
    assert set(steps["state"]) == {"ahead"}


def test_each_council_has_its_last_meeting_in_time_or_none() -> None:
    """21 days before 31 March is 10 March: A meets on the 9th, B only on the 11th, C's meetings are not known."""
    meetings = {"A": [date(2027, 2, 2), date(2027, 3, 9)], "B": [date(2027, 3, 11)]}

    steps = plan_back(CLOSES, today=date(2026, 11, 24), needed=["C", "B", "A"], council_dates=meetings)

    councils = steps.loc[steps["step"] == "council"].set_index("city_id")
    assert (str(councils.loc["A", "due_on"]), councils.loc["A", "state"]) == ("2027-03-09", "ahead")
    assert (str(councils.loc["B", "due_on"]), councils.loc["B", "state"]) == ("2027-03-10", "late")
    assert councils.loc["C", "state"] == "unknown"


def test_a_day_that_has_passed_is_late() -> None:
    steps = plan_back(CLOSES, today=date(2027, 3, 11), needed=["A"], council_dates={})

    assert dict(zip(steps["step"], steps["state"], strict=True)) == {
        "partners": "late", "papers": "late", "council": "late", "sign": "ahead", "submit": "ahead",
    }  # fmt: skip


def test_after_the_grant_reports_and_proof_are_due() -> None:
    """From 1 June 2027 to 31 May 2029: a report each year, the proof six months after the end."""
    duties = list_duties(PROGRAMMES[0], starts_on=date(2027, 6, 1), ends_on=date(2029, 5, 31))

    assert list(zip(duties["duty"], map(str, duties["due_on"]), strict=True)) == [
        ("interim", "2028-06-01"), ("end", "2029-05-31"), ("proof", "2029-11-30"),
    ]  # fmt: skip


def test_duties_that_nobody_looked_up_are_named_as_unknown() -> None:
    duties = list_duties(programme(), starts_on=date(2027, 6, 1), ends_on=date(2029, 5, 31))

    assert duties.loc[duties["due_on"].isna(), "duty"].tolist() == ["interim", "proof"]
