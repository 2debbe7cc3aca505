"""A wave's state: the last event decides, without one the dates do."""

from datetime import date

import pytest

from maturity.waves import State, states_by_dates, states_in_force
from tests.builders import table

WAVES = table("""
    wave_id  | opens_on   | closes_on  | is_sample
    tried    | 2026-01-01 | 2026-01-31 | 1
    spring   | 2027-03-01 | 2027-04-30 | 0
    timeless |            |            | 0
""").fillna("")


@pytest.mark.parametrize(
    ("day", "state"),
    [("2027-02-28", "planned"), ("2027-03-01", "open"), ("2027-04-30", "open"), ("2027-05-01", "closed")],
)
def test_a_wave_is_open_from_its_first_to_its_last_day(day: str, state: State) -> None:
    assert states_by_dates(WAVES, date.fromisoformat(day))["spring"] == state


@pytest.mark.parametrize("day", ["2020-01-01", "2030-01-01"])
def test_sample_waves_and_waves_without_dates_are_open_on_any_day(day: str) -> None:
    states = states_by_dates(WAVES, date.fromisoformat(day))

    assert (states["tried"], states["timeless"]) == ("open", "open")


def test_the_last_event_decides_over_the_dates() -> None:
    by_dates = states_by_dates(WAVES, date(2027, 3, 15))
    closed = {"wave_id": "spring", "state": "closed"}
    reopened = {"wave_id": "spring", "state": "open"}
    of_no_wave = {"wave_id": "gone", "state": "open"}

    assert states_in_force(by_dates, [closed])["spring"] == "closed"
    assert states_in_force(by_dates, [closed, reopened, of_no_wave]) == by_dates
