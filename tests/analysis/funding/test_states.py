"""States: open, planned, closed or unknown; only what is open, released and freshly checked is an opportunity."""

from datetime import date

import pytest

from maturity.analysis.funding.states import judge_states
from tests.analysis.funding.small_network import PROGRAMMES, programme

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("fields", "state", "reason"),
    [
        ({"status": "closed", "closes": "2027-01-01"}, "closed", "says_closed"),
        ({"status": "open", "closes": "2026-11-23"}, "closed", "deadline_passed"),
        ({"status": "open", "closes": "2026-11-24"}, "open", "says_open"),
        ({"status": "open", "opens": "2026-12-01"}, "planned", "opens_later"),
        ({"opens": "2026-11-24", "closes": "2026-12-01"}, "open", "within_dates"),
        ({"closes": "2026-12-01"}, "unknown", "nothing_said"),
        ({"name": "X"}, "unknown", "nothing_said"),
    ],
)
def test_the_state_follows_from_what_is_said_and_the_dates(fields: dict[str, str], state: str, reason: str) -> None:
    row = judge_states([programme(**fields)], today=TODAY, released=()).iloc[0]

    assert (row["state"], row["reason"]) == (state, reason)


def test_only_what_is_open_released_and_fresh_is_an_opportunity() -> None:
    """Checked on 24 November: 90 days later is 22 February, still fresh; a day later it is stale."""
    open_one = [PROGRAMMES[0]]

    assert judge_states(open_one, today=TODAY, released={"P"})["is_offer"].tolist() == [True]
    assert judge_states(open_one, today=TODAY, released=())["is_offer"].tolist() == [False]
    assert judge_states(open_one, today=date(2027, 2, 22), released={"P"})["is_stale"].tolist() == [False]
    stale = judge_states(open_one, today=date(2027, 2, 23), released={"P"}).iloc[0]
    assert (stale["state"], stale["age_days"], stale["is_stale"], stale["is_offer"]) == ("open", 91, True, False)


def test_one_that_was_never_checked_is_stale_and_no_programme_gives_no_row() -> None:
    never = programme()
    object.__setattr__(never, "facts", {})

    assert judge_states([never], today=TODAY, released={"X"})["is_stale"].tolist() == [True]
    assert judge_states([], today=TODAY, released=()).empty
