"""The settings: what each may be, and what a wrong one says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from maturity.clock import today
from maturity.errors import SettingInvalid
from maturity.settings import PROJECT, load, read


def test_without_a_word_the_example_network_is_served_here() -> None:
    settings = read({})

    assert settings.data == PROJECT / "data"
    assert settings.ledger_url == f"sqlite:///{PROJECT / 'data' / 'ledger.sqlite'}"
    assert (settings.public_url, settings.trusted_proxy, settings.min_free_mb) == (None, "127.0.0.1", 1_000)
    assert settings.secret_file == PROJECT / "data" / "secret"


def test_every_setting_is_read() -> None:
    settings = read(
        {
            "DIGITALKOMPASS_DATA": "/srv/kompass",
            "DIGITALKOMPASS_LEDGER": "postgresql://kompass@db/kompass",
            "DIGITALKOMPASS_PUBLIC_URL": "https://kompass.example.org/",
            "DIGITALKOMPASS_SECRET_FILE": "/run/secrets/kompass",
            "DIGITALKOMPASS_TRUSTED_PROXY": "10.0.0.7, 172.16.0.0/12",
            "DIGITALKOMPASS_TIME_ZONE": "Europe/Vienna",
            "DIGITALKOMPASS_MIN_FREE_MB": "50",
            "PATH": "/bin",
        }
    )

    assert settings.data == Path("/srv/kompass")
    assert settings.ledger_url == "postgresql+psycopg://kompass@db/kompass"
    assert settings.public_url == "https://kompass.example.org"
    assert settings.secret_file == Path("/run/secrets/kompass")
    assert settings.trusted_proxy == "10.0.0.7,172.16.0.0/12"
    assert (settings.time_zone.key, settings.min_free_mb) == ("Europe/Vienna", 50)


@pytest.fixture
def unread() -> Iterator[None]:
    load.cache_clear()
    yield
    load.cache_clear()


@pytest.mark.usefixtures("unread")
def test_the_day_can_be_fixed_and_the_zone_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_TODAY", "2027-03-01")
    monkeypatch.setenv("DIGITALKOMPASS_TIME_ZONE", "Pacific/Auckland")

    assert today() == date(2027, 3, 1)
    assert load().time_zone.key == "Pacific/Auckland"


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("LEDGER", "mysql://x", "postgresql"),
        ("LEDGER", "ledger.sqlite", "sqlite:"),
        ("PUBLIC_URL", "http://kompass.example.org", "https"),
        ("PUBLIC_URL", "https://kompass.example.org/pfad", "https"),
        ("PUBLIC_URL", "kompass.example.org", "https"),
        ("TRUSTED_PROXY", "*", "IP-Adressen"),
        ("TIME_ZONE", "Mars/Olympus", "Europe/Berlin"),
        ("TODAY", "morgen", "2026-11-24"),
        ("MIN_FREE_MB", "viel", "ganze Zahl"),
        ("MIN_FREE_MB", "-1", "ganze Zahl"),
        ("LEGDER", "sqlite:////x", "DIGITALKOMPASS_LEDGER"),
    ],
)
def test_a_setting_that_cannot_be_meant_says_what_may(name: str, value: str, hint: str) -> None:
    with pytest.raises(SettingInvalid, match=hint) as caught:
        read({f"DIGITALKOMPASS_{name}": value})

    assert f"DIGITALKOMPASS_{name}" in str(caught.value)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(SettingInvalid) as caught:
        read({"DIGITALKOMPASS_LEDGER": "mysql://kompass:geheim@db/kompass"})

    assert "geheim" not in str(caught.value)
