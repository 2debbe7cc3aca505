"""Accounts for the pages: who may come in, who is asked in, and the log of what was refused."""

from maturity.errors import UnknownId
from maturity.language import _
from maturity.ledger.access import accounts, invitations
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import DAYS, Invitation
from maturity.ledger.refusals import Refusal, read_refusals
from maturity.rights import Actor, Role
from maturity.settings import load
from web.services.opened import ledger, reference

__all__ = ["Account", "Invitation", "Refusal"]

INVITATION_PATH = "/invitation/"
# By this name the browser reaches a server that is not public: passkeys do not take 127.0.0.1.
LOCAL_URL = "http://localhost:8501"


def link_of(token: str) -> str:
    """Return the address that a person invited opens."""
    return f"{load().public_url or LOCAL_URL}{INVITATION_PATH}{token}"


def invite(actor: Actor, *, name: str, role: Role, city_id: str | None = None, days: int = DAYS) -> str:
    """Invite somebody to a new account; return the link, which cannot be shown again. See `invitations.invite`.

    Raises:
        NotPermitted: the actor may not manage accounts.
        InvalidInput, UnknownId: name, role, city or days do not fit.
    """
    _require_known(city_id)
    return link_of(invitations.invite(ledger(), actor, name=name, role=role, city_id=city_id, days=days))


def renew(actor: Actor, account_id: str) -> str:
    """Return a link for a new proof of an account, for example after a lost device."""
    return link_of(invitations.renew(ledger(), actor, account_id))


def list_invitations(actor: Actor) -> list[Invitation]:
    """Return the invitations nobody has accepted yet, newest first."""
    return invitations.open_invitations(ledger(), actor)


def take_back(actor: Actor, invitation: Invitation) -> None:
    """Make an invitation's link useless."""
    invitations.take_back(ledger(), actor, invitation.token_hash)


def list_accounts(actor: Actor) -> list[Account]:
    """Return all accounts by name."""
    return accounts.list_accounts(ledger(), actor)


def lock(actor: Actor, account_id: str, *, reason: str) -> None:
    """Lock an account; its sessions end at once. Errors as in `accounts.set_locked`."""
    accounts.set_locked(ledger(), actor, account_id, is_locked=True, reason=reason)


def unlock(actor: Actor, account_id: str, *, reason: str) -> None:
    """Let a locked account sign in again."""
    accounts.set_locked(ledger(), actor, account_id, is_locked=False, reason=reason)


def change(actor: Actor, account_id: str, *, role: Role, city_id: str | None, reason: str) -> None:
    """Give an account another role or city; it counts at the account's next click."""
    _require_known(city_id)
    accounts.change_account(ledger(), actor, account_id, role=role, city_id=city_id, reason=reason)


def erase(actor: Actor, account_id: str, *, reason: str) -> None:
    """Delete an account with its proofs and sessions."""
    accounts.erase_account(ledger(), actor, account_id, reason=reason)


def list_refusals(actor: Actor) -> list[Refusal]:
    """Return the newest refused attempts, newest first; needs the right to see the log."""
    ledger().require(actor, "read_log")
    return read_refusals(ledger().database)


def _require_known(city_id: str | None) -> None:
    known = list(reference().cities["city_id"])
    if city_id is not None and city_id not in known:
        raise UnknownId(value=city_id, concept=_("city"), known=", ".join(known))
