"""The pages' way to accounts."""

import pytest

from maturity import settings
from maturity.errors import NotPermitted, SettingInvalid, UnknownId
from maturity.rights import LOCAL_COORDINATOR, Actor
from web.services import accounts

BUEHL = "08216007"
OFFICER = Actor("Digitalbüro Bühl", "officer", BUEHL)


def test_a_coordinator_invites_with_a_link_that_is_listed_and_taken_back(sample: settings.Settings) -> None:
    link = accounts.invite(LOCAL_COORDINATOR, name="Digitalbüro Bühl", role="officer", city_id=BUEHL)

    assert link.startswith("http://localhost:8501/invitation/")
    (invitation,) = accounts.list_invitations(LOCAL_COORDINATOR)
    assert (invitation.name, invitation.city_id) == ("Digitalbüro Bühl", BUEHL)
    accounts.take_back(LOCAL_COORDINATOR, invitation)
    assert accounts.list_invitations(LOCAL_COORDINATOR) == []


def test_an_unknown_city_is_named(sample: settings.Settings) -> None:
    with pytest.raises(UnknownId, match="05314000"):
        accounts.invite(LOCAL_COORDINATOR, name="Digitalbüro Bonn", role="officer", city_id="05314000")


def test_what_an_officer_may_not_see_is_refused_and_logged(sample: settings.Settings) -> None:
    for attempt in (accounts.list_accounts, accounts.list_invitations, accounts.list_refusals):
        with pytest.raises(NotPermitted):
            attempt(OFFICER)

    actions = [refusal.action for refusal in accounts.list_refusals(LOCAL_COORDINATOR)]
    assert actions == ["read_log", "manage_accounts", "manage_accounts"]


@pytest.mark.parametrize(
    "address",
    ["kompass.example", "http://kompass.example", "https://kompass.example/pfad", "https://10.0.0.1", "https://a b"],
)
def test_an_address_without_a_name_or_https_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", address)
    settings.load.cache_clear()

    with pytest.raises(SettingInvalid, match="DIGITALKOMPASS_PUBLIC_URL"):
        settings.load()
    settings.load.cache_clear()


def test_the_link_names_the_public_server(sample: settings.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", "https://kompass.example/")
    settings.load.cache_clear()

    assert settings.load().invitation_link("abc") == "https://kompass.example/invitation/abc"
