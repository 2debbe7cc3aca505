"""Invitations: the only way to an account. A one-time link with an end; only the hash of its token is stored."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from maturity.errors import InvalidInput, InvitationInvalid
from maturity.language import _
from maturity.ledger import schema
from maturity.ledger.access.accounts import (
    ACCOUNTS,
    Account,
    find_account,
    note,
    require_fitting,
    select_account,
)
from maturity.ledger.access.proofs import PROOFS, Proof, add_proof
from maturity.ledger.access.tokens import as_text, hash_of_token, new_token
from maturity.ledger.ledger import Ledger
from maturity.rights import LOCAL_COORDINATOR, Actor, Role

INVITATIONS = schema.invitations.c
DAYS = 14
MAX_DAYS = 90


@dataclass(frozen=True)
class Invitation:
    """An invitation that can still be accepted. `account_id` is set when it renews the way into an account."""

    token_hash: str
    name: str
    role: Role
    city_id: str | None
    account_id: str | None
    invited_at: str
    ends_at: str


def invite(ledger: Ledger, actor: Actor, *, name: str, role: Role, city_id: str | None = None, days: int = DAYS) -> str:
    """Invite somebody to a new account.

    Args:
        ledger: where the account will be.
        actor: needs the right to manage accounts.
        name: the function, as it will stand in the log: `Digitalbüro Bühl`; no two accounts have the same, and an
            earlier link for it ends.
        role: what the account may do.
        city_id: the city of an officer, None for other roles.
        days: how long the link holds, 1 to MAX_DAYS.

    Returns:
        The token of the link. It is stored nowhere and cannot be shown again.

    Raises:
        NotPermitted: the actor may not manage accounts; the attempt is logged.
        InvalidInput, UnknownId: name, role, city or days do not fit.
    """
    ledger.require(actor, "manage_accounts")
    require_fitting(role, city_id)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100:
        raise InvalidInput(what=_("The name"), value=name or _("empty"), expected=_("the name of a function"))
    about = Account("", name, role, city_id, is_locked=False, created_at="")
    with ledger.database.reading() as connection:
        if select_account(connection, ACCOUNTS.name == name) is not None:
            raise InvalidInput(what=_("The name"), value=name, expected=_("one that no account has"))
    return _store(ledger, actor, about, days=days)


def renew(ledger: Ledger, actor: Actor, account_id: str, *, days: int = DAYS) -> str:
    """Invite an account to a new proof, for example after a lost device; its old ones end with the first use.

    Returns and raises: as `invite`.
    """
    ledger.require(actor, "manage_accounts")
    with ledger.database.reading() as connection:
        account = find_account(connection, account_id)
    return _store(ledger, actor, account, days=days)


def invite_first(ledger: Ledger, *, name: str) -> str:
    """Invite the first coordinator for a day; the link of an earlier start ends."""
    return invite(ledger, LOCAL_COORDINATOR, name=name, role="coordinator", days=1)


def _store(ledger: Ledger, actor: Actor, about: Account, *, days: int) -> str:
    if not 1 <= days <= MAX_DAYS:
        expected = _("between {low} and {high}").format(low=1, high=MAX_DAYS)
        raise InvalidInput(what=_("The number of days"), value=days, expected=expected)
    token, now = new_token(), ledger.now()
    row = {
        "token_hash": hash_of_token(token),
        "name": about.name,
        "role": about.role,
        "city_id": about.city_id,
        "account_id": about.account_id or None,
        "invited_at": as_text(now),
        "ends_at": as_text(now + timedelta(days=days)),
    }
    with ledger.appending() as (connection, head):
        earlier = (INVITATIONS.name == about.name, INVITATIONS.used_at.is_(None))
        connection.execute(delete(schema.invitations).where(*earlier))
        connection.execute(insert(schema.invitations), row)
        note(ledger, (connection, head), actor, "invited", about)
    return token


def open_invitations(ledger: Ledger, actor: Actor) -> list[Invitation]:
    """Return the invitations nobody has accepted yet, newest first; needs the right to manage accounts."""
    ledger.require(actor, "manage_accounts")
    query = _usable(ledger).order_by(INVITATIONS.invited_at.desc(), INVITATIONS.token_hash)
    with ledger.database.reading() as connection:
        return [Invitation(**row._asdict()) for row in connection.execute(query)]


def take_back(ledger: Ledger, actor: Actor, token_hash: str) -> None:
    """Make an invitation's link useless; nothing happens where it is already."""
    ledger.require(actor, "manage_accounts")
    with ledger.database.writing() as connection:
        connection.execute(delete(schema.invitations).where(INVITATIONS.token_hash == token_hash))


def find_invitation(ledger: Ledger, token: str) -> Invitation:
    """Return what a link invites to.

    Raises:
        InvitationInvalid: it is unknown, used, taken back or past its end.
    """
    with ledger.database.reading() as connection:
        return _find(ledger, connection, token)


def accept(ledger: Ledger, token: str, proof: Proof) -> Account:
    """Use an invitation once: make the account, or renew the way into one, with this proof.

    Raises:
        InvitationInvalid: as in `find_invitation`.
        InvalidInput: the proof belongs to another account.
    """
    with ledger.appending() as (connection, head):
        invitation = _find(ledger, connection, token)
        account = _account_for(connection, invitation, at=ledger.at())
        add_proof(connection, account.account_id, proof, at=ledger.at())
        used = update(schema.invitations).where(INVITATIONS.token_hash == invitation.token_hash)
        connection.execute(used.values(used_at=ledger.at(), account_id=account.account_id))
        event = "renewed" if invitation.account_id else "accepted"
        note(ledger, (connection, head), account.actor, event, account)
    return account


def _account_for(connection: Connection, invitation: Invitation, *, at: str) -> Account:
    if invitation.account_id:
        connection.execute(delete(schema.proofs).where(PROOFS.account_id == invitation.account_id))
        for table in (schema.sessions, schema.api_tokens):
            connection.execute(delete(table).where(table.c.account_id == invitation.account_id))
        return find_account(connection, invitation.account_id)
    account = Account(
        account_id=secrets.token_hex(8),
        name=invitation.name,
        role=invitation.role,
        city_id=invitation.city_id,
        is_locked=False,
        created_at=at,
    )
    if select_account(connection, ACCOUNTS.name == account.name) is not None:
        raise InvitationInvalid()  # two invitations to one name: the first one to be accepted counts
    connection.execute(insert(schema.accounts), vars(account))
    return account


def _find(ledger: Ledger, connection: Connection, token: str) -> Invitation:
    row = connection.execute(_usable(ledger).where(INVITATIONS.token_hash == hash_of_token(token))).first()
    if row is None:
        raise InvitationInvalid()
    return Invitation(**row._asdict())


def _usable(ledger: Ledger) -> Select[Any]:
    columns = [INVITATIONS[name] for name in Invitation.__dataclass_fields__]
    return select(*columns).where(INVITATIONS.used_at.is_(None), INVITATIONS.ends_at > ledger.at())
