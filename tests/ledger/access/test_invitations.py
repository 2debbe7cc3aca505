"""Invitations: one use, an end, no second way."""

import pytest

from maturity.errors import InvalidInput, InvitationInvalid, NotPermitted
from maturity.ledger import Ledger
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import accept, find_invitation, invite, open_invitations, renew, take_back
from maturity.ledger.access.proofs import Proof, find_proof
from maturity.ledger.access.sessions import find_session, open_session
from tests.ledger.access.conftest import Clock
from tests.ledger.builders import BUEHL, COORDINATOR, OFFICER


def _invite(ledger: Ledger, name: str = "Digitalbüro Bühl") -> str:
    return invite(ledger, COORDINATOR, name=name, role="officer", city_id=BUEHL)


def test_an_invitation_makes_one_account(ledger: Ledger) -> None:
    token = _invite(ledger)

    account = accept(ledger, token, Proof("passkey", "1"))

    assert (account.name, account.role, account.city_id) == ("Digitalbüro Bühl", "officer", BUEHL)
    with pytest.raises(InvitationInvalid):
        accept(ledger, token, Proof("passkey", "2"))


def test_an_invitation_ends(ledger: Ledger, clock: Clock) -> None:
    token = _invite(ledger)

    clock.pass_(days=13, hours=23)
    assert find_invitation(ledger, token).name == "Digitalbüro Bühl"
    clock.pass_(hours=1)
    with pytest.raises(InvitationInvalid):
        find_invitation(ledger, token)


def test_an_invitation_can_be_taken_back(ledger: Ledger) -> None:
    token = _invite(ledger)
    (invitation,) = open_invitations(ledger, COORDINATOR)

    take_back(ledger, COORDINATOR, invitation.token_hash)

    assert open_invitations(ledger, COORDINATOR) == []
    with pytest.raises(InvitationInvalid):
        accept(ledger, token, Proof("passkey", "1"))


def test_a_second_link_for_a_name_ends_the_first(ledger: Ledger) -> None:
    first, second = _invite(ledger), _invite(ledger)

    with pytest.raises(InvitationInvalid):
        find_invitation(ledger, first)
    assert find_invitation(ledger, second)


def test_a_renewed_way_ends_the_old_proofs_and_sessions(ledger: Ledger, officer: Account) -> None:
    session = open_session(ledger, officer)
    token = renew(ledger, COORDINATOR, officer.account_id)

    assert accept(ledger, token, Proof("passkey", "neu")) == officer

    assert find_session(ledger, session) is None
    assert find_proof(ledger, "passkey", "buehl") is None
    found = find_proof(ledger, "passkey", "neu")
    assert found and found.account == officer


def test_a_proof_opens_one_account_only(ledger: Ledger, officer: Account) -> None:
    token = _invite(ledger, "Digitalbüro zwei")

    with pytest.raises(InvalidInput):
        accept(ledger, token, Proof("passkey", "buehl"))
    assert find_invitation(ledger, token)  # nothing was used up


def test_a_taken_name_and_wrong_days_are_refused(ledger: Ledger, officer: Account) -> None:
    with pytest.raises(InvalidInput, match="Digitalbüro Bühl"):
        _invite(ledger, " Digitalbüro  Bühl ")
    with pytest.raises(InvalidInput):
        _invite(ledger, " ")
    with pytest.raises(InvalidInput):
        invite(ledger, COORDINATOR, name="Gast", role="member", days=0)


def test_an_officer_invites_nobody(ledger: Ledger) -> None:
    with pytest.raises(NotPermitted):
        invite(ledger, OFFICER, name="Gast", role="coordinator")
