"""Proofs: issuer and subject together; passwords slow down who guesses."""

import pytest

from maturity.errors import InvalidInput
from maturity.ledger import Ledger
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import accept, invite
from maturity.ledger.access.proofs import (
    MAX_FAILURES,
    Proof,
    check_password,
    count_use,
    find_proof,
    password_proof,
)
from tests.ledger.access.conftest import Clock
from tests.ledger.builders import COORDINATOR

GOOD = "Regen auf dem Rathausdach"


@pytest.fixture
def member(ledger: Ledger) -> Account:
    token = invite(ledger, COORDINATOR, name="Rathaus Bühl", role="member")
    return accept(ledger, token, password_proof("Rathaus Bühl", GOOD))


def test_equal_subjects_of_nine_issuers_are_nine_accounts(ledger: Ledger) -> None:
    issuers = [f"https://anmeldung.stadt-{number}.example" for number in range(9)]
    for issuer in issuers:
        token = invite(ledger, COORDINATOR, name=issuer, role="member")
        accept(ledger, token, Proof(issuer, "42"))

    found = [find_proof(ledger, issuer, "42") for issuer in issuers]

    assert [proof.account.name for proof in found if proof] == issuers
    assert find_proof(ledger, "https://anmeldung.stadt-9.example", "42") is None


def test_a_password_opens_its_account(ledger: Ledger, member: Account) -> None:
    assert check_password(ledger, "Rathaus Bühl", GOOD) == member
    assert check_password(ledger, "Rathaus Bühl", GOOD + "!") is None
    assert check_password(ledger, "Rathaus Rastatt", GOOD) is None


def test_only_a_hash_is_stored(ledger: Ledger, member: Account) -> None:
    found = find_proof(ledger, "password", "Rathaus Bühl")

    assert found and found.proof.secret.startswith("$argon2id$")


def test_five_wrong_passwords_block_for_a_quarter_of_an_hour(ledger: Ledger, member: Account, clock: Clock) -> None:
    for _attempt in range(MAX_FAILURES):
        check_password(ledger, "Rathaus Bühl", "geraten")

    assert check_password(ledger, "Rathaus Bühl", GOOD) is None
    clock.pass_(minutes=15)
    assert check_password(ledger, "Rathaus Bühl", GOOD) == member


def test_a_right_password_forgets_the_wrong_ones(ledger: Ledger, member: Account) -> None:
    for _round in range(2):
        for _attempt in range(MAX_FAILURES - 1):
            check_password(ledger, "Rathaus Bühl", "geraten")
        assert check_password(ledger, "Rathaus Bühl", GOOD) == member


@pytest.mark.parametrize("password", ["kurz", "x" * 201, "rathaus bühl"])
def test_a_weak_password_is_refused_without_repeating_it(password: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        password_proof("Rathaus Bühl", password)

    assert f"ist {password}" not in str(caught.value)


def test_the_counter_of_a_passkey_is_kept(ledger: Ledger, officer: Account) -> None:
    found = find_proof(ledger, "passkey", "buehl")
    assert found and found.use_count == 0

    count_use(ledger, found, 7)

    again = find_proof(ledger, "passkey", "buehl")
    assert again and again.use_count == 7
