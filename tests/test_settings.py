"""What the environment may say, and what is said where it cannot be read."""

from collections.abc import Iterator
from datetime import date

import pytest

from maturity.clock import today
from maturity.errors import SettingInvalid
from maturity.settings import load


@pytest.fixture(autouse=True)
def _unread() -> Iterator[None]:
    load.cache_clear()
    yield
    load.cache_clear()


def test_the_day_can_be_fixed_and_the_zone_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_TODAY", "2027-03-01")
    monkeypatch.setenv("DIGITALKOMPASS_TIME_ZONE", "Pacific/Auckland")

    assert today() == date(2027, 3, 1)
    assert load().time_zone.key == "Pacific/Auckland"


@pytest.mark.parametrize(("name", "text"), [("TODAY", "morgen"), ("TIME_ZONE", "Mitteleuropa")])
def test_a_setting_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(f"DIGITALKOMPASS_{name}", text)

    with pytest.raises(SettingInvalid, match=f"DIGITALKOMPASS_{name} lautet „{text}“"):
        load()
