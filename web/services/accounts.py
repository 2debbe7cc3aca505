"""Accounts for pages and server: who is signed in, who may come in, who is asked in, and what was refused."""

import streamlit as st

from maturity.errors import SignedOut, UnknownId
from maturity.language import _
from maturity.ledger.access import accounts, invitations, proofs, sessions
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import DAYS, Invitation
from maturity.ledger.access.proofs import Found, Proof
from maturity.ledger.refusals import Refusal, read_refusals
from maturity.rights import LOCAL_COORDINATOR, Action, Actor, Role, may
from maturity.settings import load
from web.services.opened import ledger, reference

__all__ = ["Account", "Invitation", "Refusal"]

# Who is signed in


def session_cookie() -> str:
    """Return the name of the session's cookie; by its prefix browsers hold it to TLS and to this very host."""
    return "__Host-dk_session" if (load().public_url or "").startswith("https://") else "dk_session"


def has_sign_in() -> bool:
    """Tell whether this server demands sign-in, or runs for one machine alone."""
    return load().public_url is not None


def is_signed_in(token: str) -> bool:
    """Tell whether a token's session holds; asking does not count as use."""
    return sessions.find_session(ledger(), token, is_use=False) is not None


def current_actor() -> Actor:
    """Return who looks at the page that runs, from the session alone; asked anew at every run.

    Raises:
        SignedOut: the session has ended, or the account was locked.
    """
    # The cookie the websocket came with: the browser sends it, no page and no address can set it.
    return actor_of(st.context.cookies.get(session_cookie(), "") if has_sign_in() else "")


def actor_of(token: str) -> Actor:
    """Return whom a session's token belongs to; without sign-in it is always the coordination office.

    Raises:
        SignedOut: the session has ended, or the account was locked.
    """
    return _account_of(token).actor if has_sign_in() else LOCAL_COORDINATOR


def current_account() -> Account:
    """Return the account that looks at the page that runs.

    Raises:
        SignedOut: nobody is signed in.
    """
    return _account_of(st.context.cookies.get(session_cookie(), ""))


def _account_of(token: str) -> Account:
    account = sessions.find_session(ledger(), token)
    if account is None:
        raise SignedOut()
    return account


def require(actor: Actor, action: Action, city_id: str | None = None) -> None:
    """Let the action pass, or refuse and log it; a ledger is only needed for the log.

    Raises:
        NotPermitted: the actor lacks the right.
    """
    if not may(actor, action, city_id):
        raise ledger().refused(actor, action, city_id)


# Signing in, for the server's routes


def find_proof(issuer: str, subject: str) -> Found | None:
    """Return the account of this issuer and this subject. See `proofs.find_proof`."""
    return proofs.find_proof(ledger(), issuer, subject)


def count_use(found: Found, use_count: int) -> None:
    """Keep the counter that a passkey showed."""
    proofs.count_use(ledger(), found, use_count)


def check_password(name: str, password: str) -> Account | None:
    """Return the account of a name and its password, or None. See `proofs.check_password`."""
    return proofs.check_password(ledger(), name, password)


def open_session(account: Account) -> str:
    """Sign an account in; return the token for the cookie."""
    return sessions.open_session(ledger(), account)


def end_session(token: str) -> None:
    """Sign out; nothing happens where nobody is signed in."""
    if is_signed_in(token):  # a stranger's token must not cost a write
        sessions.end_session(ledger(), token)


def find_invitation(token: str) -> Invitation:
    """Return what a link invites to; raises InvitationInvalid."""
    return invitations.find_invitation(ledger(), token)


def accept(token: str, proof: Proof) -> Account:
    """Use an invitation once. See `invitations.accept`."""
    return invitations.accept(ledger(), token, proof)


def accept_with_password(token: str, password: str) -> Account:
    """Use an invitation once with a new password; raises InvalidInput for a weak one."""
    return accept(token, proofs.password_proof(find_invitation(token).name, password))


def first_link() -> str | None:
    """Return a link for the first coordinator where nobody can sign in yet, else None."""
    if accounts.has_accounts(ledger()):
        return None
    return load().invitation_link(invitations.invite_first(ledger(), name=_("Coordination office")))


# Invitations and accounts, for the coordinator


def invite(actor: Actor, *, name: str, role: Role, city_id: str | None = None, days: int = DAYS) -> str:
    """Invite somebody to a new account; return the link, which cannot be shown again. See `invitations.invite`.

    Raises:
        NotPermitted: the actor may not manage accounts.
        InvalidInput, UnknownId: name, role, city or days do not fit.
    """
    _require_known(city_id)
    return load().invitation_link(invitations.invite(ledger(), actor, name=name, role=role, city_id=city_id, days=days))


def renew(actor: Actor, account_id: str) -> str:
    """Return a link for a new proof of an account, for example after a lost device."""
    return load().invitation_link(invitations.renew(ledger(), actor, account_id))


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


def city_name(city_id: str) -> str:
    """Return a city's name, its id where the reference data does not know it."""
    names = dict(zip(reference().cities["city_id"], reference().cities["name"], strict=True))
    return str(names.get(city_id, city_id))


def _require_known(city_id: str | None) -> None:
    known = list(reference().cities["city_id"])
    if city_id is not None and city_id not in known:
        raise UnknownId(value=city_id, concept=_("city"), known=", ".join(known))
