"""What the page says of a reader's tokens."""

from web.explore import tokens


def test_a_token_made_shortly_before_midnight_utc_bears_the_day_of_the_network() -> None:
    assert tokens._day("2026-11-24T23:30:00+00:00") == "25.11.2026"
