"""Accounts: a function's name, its role and city. Every change is an entry in the chain, without secrets."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update

from maturity.errors import InvalidInput, UnknownId
from maturity.language import _
from maturity.ledger import entries, schema
from maturity.ledger.ledger import Ledger
from maturity.rights import ROLES, Actor, Role

ACCOUNTS = schema.accounts.c
CITY_ROLES: tuple[Role, ...] = ("officer",)


@dataclass(frozen=True)
class Account:
    """One account. `name` is a function, not a person; an officer has a city. `created_at` is UTC in ISO form."""

    account_id: str
    name: str
    role: Role
    city_id: str | None
    is_locked: bool
    created_at: str

    @property
    def actor(self) -> Actor:
        """Who acts with this account."""
        return Actor(name=self.name, role=self.role, city_id=self.city_id)


def list_accounts(ledger: Ledger, actor: Actor) -> list[Account]:
    """Return all accounts by name; needs the right to manage them."""
    ledger.require(actor, "manage_accounts")
    with ledger.database.reading() as connection:
        rows = connection.execute(select(schema.accounts).order_by(ACCOUNTS.name)).all()
    return [as_account(row) for row in rows]


def has_accounts(ledger: Ledger) -> bool:
    """Tell whether anybody can sign in at all."""
    with ledger.database.reading() as connection:
        return bool(connection.scalar(select(func.count()).select_from(schema.accounts)))


def set_locked(ledger: Ledger, actor: Actor, account_id: str, *, is_locked: bool, reason: str = "") -> None:
    """Lock an account, which ends its sessions at once, or unlock it.

    Raises:
        NotPermitted: the actor may not manage accounts.
        UnknownId: there is no such account.
        InvalidInput: no coordinator would be left who can sign in.
    """
    _change(ledger, actor, account_id, "locked" if is_locked else "unlocked", reason, is_locked=is_locked)
    if is_locked:
        with ledger.database.writing() as connection:  # so that unlocking does not bring them back
            connection.execute(delete(schema.sessions).where(schema.sessions.c.account_id == account_id))


def change_account(
    ledger: Ledger, actor: Actor, account_id: str, *, role: Role, city_id: str | None, reason: str = ""
) -> None:
    """Give an account another role or city. Errors as in `set_locked`."""
    require_fitting(role, city_id)
    _change(ledger, actor, account_id, "changed", reason, role=role, city_id=city_id)


def erase_account(ledger: Ledger, actor: Actor, account_id: str, *, reason: str = "") -> None:
    """Delete an account with its proofs, sessions, tokens and invitations; the chain keeps its function's name."""
    ledger.require(actor, "manage_accounts")
    with ledger.appending() as (connection, head):
        account = find_account(connection, account_id)
        for table in (schema.sessions, schema.api_tokens, schema.proofs, schema.invitations, schema.accounts):
            connection.execute(delete(table).where(table.c.account_id == account_id))
        _require_a_coordinator(connection)
        note(ledger, (connection, head), actor, "erased", account, reason=reason)


def _change(ledger: Ledger, actor: Actor, account_id: str, event: str, reason: str, **values: Any) -> None:
    ledger.require(actor, "manage_accounts")
    with ledger.appending() as (connection, head):
        find_account(connection, account_id)
        connection.execute(update(schema.accounts).where(ACCOUNTS.account_id == account_id).values(values))
        _require_a_coordinator(connection)
        note(ledger, (connection, head), actor, event, find_account(connection, account_id), reason=reason)


def note(
    ledger: Ledger,
    place: tuple[Connection, Row[Any]],
    actor: Actor,
    event: str,
    about: Account,
    *,
    reason: str = "",
) -> None:
    """Add to the chain what happened to an account.

    Args:
        ledger: whose clock counts.
        place: the open transaction and the end of the chain, as `Ledger.appending` gives them.
        actor: who did it.
        event: invited, accepted, renewed, locked, unlocked, changed or erased.
        about: the account as it is now.
        reason: why, in the actor's words.
    """
    connection, head = place
    payload = {
        "event": event,
        "account_id": about.account_id,
        "name": about.name,
        "role": about.role,
        # Not `city_id`: an entry with that key belongs to a city.
        "account_city": about.city_id,
        "reason": reason.strip(),
    }
    entries.append(connection, head, actor=actor, kind="account", payload=payload, at=ledger.at())


def find_account(connection: Connection, account_id: str) -> Account:
    """Return an account inside a transaction.

    Raises:
        UnknownId: there is no such account.
    """
    row = select_account(connection, ACCOUNTS.account_id == account_id)
    if row is None:
        known = ", ".join(connection.scalars(select(ACCOUNTS.account_id).order_by(ACCOUNTS.name).limit(10))) or "–"
        raise UnknownId(value=account_id, concept=_("account"), known=known)
    return row


def select_account(connection: Connection, *conditions: ColumnElement[bool]) -> Account | None:
    """Return the account that meets the conditions, or None."""
    row = connection.execute(select(schema.accounts).where(*conditions)).first()
    return None if row is None else as_account(row)


def as_account(row: Row[Any]) -> Account:
    """Return a row of the table as an Account."""
    return Account(**row._asdict())


def require_fitting(role: str, city_id: str | None) -> None:
    """Refuse an unknown role, an officer without a city and a city for anybody else.

    Raises:
        UnknownId, InvalidInput: role and city do not fit.
    """
    if role not in ROLES:
        raise UnknownId(value=role, concept=_("role"), known=", ".join(ROLES))
    if (role in CITY_ROLES) != (city_id is not None):
        expected = _("the city of the digital officer, and none for other roles")
        raise InvalidInput(what=_("The city"), value=city_id or _("empty"), expected=expected)


def _require_a_coordinator(connection: Connection) -> None:
    if select_account(connection, ACCOUNTS.role == "coordinator", ACCOUNTS.is_locked.is_(False)) is None:
        expected = _("at least one account of the coordination office that can sign in")
        raise InvalidInput(what=_("The number of accounts"), value=0, expected=expected)
