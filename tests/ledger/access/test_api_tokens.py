"""Tokens of programs: shown once, the rights of the account, ended at once."""

import pytest
from sqlalchemy import select

from maturity.errors import InvalidInput
from maturity.ledger import Ledger, schema
from maturity.ledger.access.accounts import Account, erase_account, set_locked
from maturity.ledger.access.api_tokens import MOST, create_token, find_account, list_tokens, revoke_token
from maturity.ledger.access.invitations import accept, renew
from maturity.ledger.access.proofs import Proof
from maturity.ledger.retention import drop_old
from tests.ledger.access.conftest import Clock


def test_a_token_names_its_account_and_is_stored_as_a_hash_alone(ledger: Ledger, officer: Account) -> None:
    token = create_token(ledger, officer.account_id, " Auswertung in Excel ")
    with ledger.database.reading() as connection:
        kept = [str(value) for row in connection.execute(select(schema.api_tokens)) for value in row]

    assert find_account(ledger, token) == officer
    assert find_account(ledger, "dk_erfunden") is None
    assert find_account(ledger, "\ud800") is None
    assert not any(token in value for value in kept)
    assert [one.name for one in list_tokens(ledger, officer.account_id)] == ["Auswertung in Excel"]


def test_a_token_is_revoked_by_its_owner_alone(ledger: Ledger, officer: Account, coordinator: Account) -> None:
    token = create_token(ledger, officer.account_id, "Excel")
    (kept,) = list_tokens(ledger, officer.account_id)

    revoke_token(ledger, coordinator.account_id, kept.token_hash)
    assert find_account(ledger, token) == officer
    revoke_token(ledger, officer.account_id, kept.token_hash)
    assert find_account(ledger, token) is None


def test_a_locked_account_has_no_programs_and_an_erased_one_no_tokens(
    ledger: Ledger, officer: Account, coordinator: Account
) -> None:
    token = create_token(ledger, officer.account_id, "Excel")
    set_locked(ledger, coordinator.actor, officer.account_id, is_locked=True)
    assert find_account(ledger, token) is None
    set_locked(ledger, coordinator.actor, officer.account_id, is_locked=False)
    assert find_account(ledger, token)

    erase_account(ledger, coordinator.actor, officer.account_id)
    assert find_account(ledger, token) is None


def test_a_new_way_in_after_a_lost_device_ends_the_tokens_too(
    ledger: Ledger, officer: Account, coordinator: Account
) -> None:
    token = create_token(ledger, officer.account_id, "Excel")
    accept(ledger, renew(ledger, coordinator.actor, officer.account_id), Proof("passkey", "neu"))

    assert find_account(ledger, token) is None


def test_a_token_ends_after_a_year_and_tells_when_it_was_used(ledger: Ledger, officer: Account, clock: Clock) -> None:
    token = create_token(ledger, officer.account_id, "Excel")
    assert list_tokens(ledger, officer.account_id)[0].used_at is None
    clock.pass_(days=364)
    find_account(ledger, token)

    assert list_tokens(ledger, officer.account_id)[0].used_at == ledger.at()
    clock.pass_(days=1)
    assert find_account(ledger, token) is None
    assert list_tokens(ledger, officer.account_id) == []
    assert drop_old(ledger, traces_before=clock(), drafts_before=clock())["api_tokens"] == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_token_says_what_it_is_for(ledger: Ledger, officer: Account, name: str) -> None:
    with pytest.raises(InvalidInput):
        create_token(ledger, officer.account_id, name)


def test_an_account_has_ten_tokens_at_most(ledger: Ledger, officer: Account) -> None:
    for number in range(MOST):
        create_token(ledger, officer.account_id, str(number))

    with pytest.raises(InvalidInput, match="höchstens 10"):
        create_token(ledger, officer.account_id, "noch einer")
