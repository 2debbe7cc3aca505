"""Accounts: locked, changed, erased; who did it is in the chain, no secret is."""

import json

import pytest
from sqlalchemy import select

from maturity.errors import InvalidInput, NotPermitted, UnknownId
from maturity.ledger import Ledger, schema, verify
from maturity.ledger.access.accounts import (
    Account,
    change_account,
    erase_account,
    has_accounts,
    list_accounts,
    set_locked,
)
from maturity.ledger.access.proofs import find_proof
from maturity.ledger.access.sessions import find_session, open_session
from maturity.ledger.refusals import Refusal, read_refusals
from maturity.rights import Actor
from tests.ledger.builders import BRETTEN, BUEHL, COORDINATOR


def test_accounts_are_listed_by_name(ledger: Ledger, coordinator: Account, officer: Account) -> None:
    assert list_accounts(ledger, coordinator.actor) == [officer, coordinator]
    assert officer.actor == Actor("Digitalbüro Bühl", "officer", BUEHL)


def test_a_new_ledger_has_none(ledger: Ledger) -> None:
    assert not has_accounts(ledger)


def test_locking_ends_the_sessions_for_good(ledger: Ledger, coordinator: Account, officer: Account) -> None:
    token = open_session(ledger, officer)

    set_locked(ledger, coordinator.actor, officer.account_id, is_locked=True, reason="Gerät verloren")
    assert find_session(ledger, token) is None
    set_locked(ledger, coordinator.actor, officer.account_id, is_locked=False)
    assert find_session(ledger, token) is None


def test_a_change_counts_for_open_sessions(ledger: Ledger, coordinator: Account, officer: Account) -> None:
    token = open_session(ledger, officer)

    change_account(ledger, coordinator.actor, officer.account_id, role="member", city_id=None)

    found = find_session(ledger, token)
    assert found and (found.role, found.city_id) == ("member", None)


def test_nothing_of_an_erased_account_is_left_but_its_functions_name_in_the_chain(
    ledger: Ledger, coordinator: Account, officer: Account
) -> None:
    token = open_session(ledger, officer)

    erase_account(ledger, coordinator.actor, officer.account_id)

    assert find_session(ledger, token) is None
    assert find_proof(ledger, "passkey", "buehl") is None
    assert list_accounts(ledger, coordinator.actor) == [coordinator]
    with ledger.database.reading() as connection:
        assert connection.execute(select(schema.invitations.c.name)).scalars().all() == ["Koordinierungsstelle"]


def test_the_last_coordinator_stays(ledger: Ledger, coordinator: Account) -> None:
    actor, own_id = coordinator.actor, coordinator.account_id

    with pytest.raises(InvalidInput):
        set_locked(ledger, actor, own_id, is_locked=True)
    with pytest.raises(InvalidInput):
        change_account(ledger, actor, own_id, role="member", city_id=None)
    with pytest.raises(InvalidInput):
        erase_account(ledger, actor, own_id)
    assert list_accounts(ledger, actor) == [coordinator]


@pytest.mark.parametrize(
    ("role", "city_id"), [("officer", None), ("member", BUEHL), ("mayor", None), ("visitor", None)]
)
def test_role_and_city_must_fit(ledger: Ledger, coordinator: Account, role: str, city_id: str | None) -> None:
    with pytest.raises((InvalidInput, UnknownId)):
        change_account(ledger, coordinator.actor, coordinator.account_id, role=role, city_id=city_id)  # type: ignore[arg-type]


def test_an_unknown_account_is_named(ledger: Ledger, coordinator: Account) -> None:
    with pytest.raises(UnknownId, match="Konto"):
        set_locked(ledger, coordinator.actor, "fehlt", is_locked=True)


def test_only_coordinators_manage_accounts_and_each_refusal_is_logged(
    ledger: Ledger, coordinator: Account, officer: Account
) -> None:
    """Four attempts, four refusals, newest first."""
    for attempt in (
        lambda: list_accounts(ledger, officer.actor),
        lambda: set_locked(ledger, officer.actor, coordinator.account_id, is_locked=True),
        lambda: change_account(ledger, officer.actor, officer.account_id, role="coordinator", city_id=None),
        lambda: erase_account(ledger, officer.actor, coordinator.account_id),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    expected = Refusal("2026-11-23T12:00:00+00:00", "Digitalbüro Bühl", "officer", BUEHL, "manage_accounts", None)
    assert read_refusals(ledger.database) == [expected] * 4


def test_a_refusal_for_another_city_names_it(ledger: Ledger, officer: Account) -> None:
    with pytest.raises(NotPermitted):
        ledger.save_draft(officer.actor, BRETTEN, "2026-1", {})

    assert read_refusals(ledger.database)[0].city_id == BRETTEN


def test_the_chain_says_who_did_what_to_whom_without_secrets(
    ledger: Ledger, coordinator: Account, officer: Account
) -> None:
    set_locked(ledger, coordinator.actor, officer.account_id, is_locked=True, reason="Gerät verloren")

    entries = ledger.entries("account")
    assert [(entry.actor, entry.payload["event"], entry.payload["name"]) for entry in entries] == [
        (COORDINATOR.name, "invited", "Koordinierungsstelle"),
        ("Koordinierungsstelle", "accepted", "Koordinierungsstelle"),
        ("Koordinierungsstelle", "invited", "Digitalbüro Bühl"),
        ("Digitalbüro Bühl", "accepted", "Digitalbüro Bühl"),
        ("Koordinierungsstelle", "locked", "Digitalbüro Bühl"),
    ]
    assert entries[-1].payload["reason"] == "Gerät verloren"
    assert "token" not in json.dumps([entry.payload for entry in entries])
    assert verify(ledger) == []
