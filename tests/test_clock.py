"""Times are written in the network's zone, winter and summer, and the day is the one of that zone."""

import pytest

from maturity import clock, language, settings


@pytest.mark.parametrize(
    ("at", "said"),
    [("2026-11-23T14:05:00+00:00", "23.11.2026, 15:05 Uhr"), ("2026-07-01T22:30:00+00:00", "02.07.2026, 00:30 Uhr")],
)
def test_a_time_is_written_in_the_zone_of_the_network(at: str, said: str) -> None:
    assert clock.moment(at) == said


def test_another_zone_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_TIME_ZONE", "Europe/Lisbon")
    settings.load.cache_clear()

    with language.speaking("en"):
        assert clock.moment("2026-11-23T14:05:00+00:00") == "23 Nov 2026, 14:05"
    settings.load.cache_clear()
