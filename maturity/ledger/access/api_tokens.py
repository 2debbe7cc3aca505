"""Tokens by which programs of an account read the interface: shown once, stored as a hash, for a year at most."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from maturity.errors import InvalidInput
from maturity.language import _
from maturity.ledger import schema
from maturity.ledger.access.accounts import ACCOUNTS, Account
from maturity.ledger.access.tokens import as_text, hash_of_token, new_token
from maturity.ledger.ledger import Ledger

PREFIX = "dk_"  # so that whoever finds one knows what it is
LASTS = timedelta(days=365)
MOST = 10  # of one account
LONGEST_NAME = 80
# How exactly the last use is known; each note of it is a write.
NOTED_EVERY = timedelta(hours=1)
TOKENS = schema.api_tokens.c


class ApiToken(NamedTuple):
    """A token as its owner sees it later: what it is for, and since when; never the token itself."""

    token_hash: str
    name: str
    created_at: str
    ends_at: str
    used_at: str | None


def create_token(ledger: Ledger, account_id: str, name: str) -> str:
    """Make a token for an account; return it, which cannot be shown again.

    Args:
        ledger: where it is kept.
        account_id: whose it is; it may read what the account may read at that moment.
        name: what it is for.

    Raises:
        InvalidInput: the name is empty or too long, or there are MOST already.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        expected = _("1 to {count} characters").format(count=LONGEST_NAME)
        raise InvalidInput(what=_("The name"), value=name or _("empty"), expected=expected)
    if len(list_tokens(ledger, account_id)) >= MOST:
        expected = _("at most {count}").format(count=MOST)
        raise InvalidInput(what=_("The number of tokens"), value=MOST + 1, expected=expected)
    token, now = PREFIX + new_token(), ledger.now()
    row = {
        "token_hash": hash_of_token(token),
        "account_id": account_id,
        "name": name,
        "created_at": as_text(now),
        "ends_at": as_text(now + LASTS),
    }
    with ledger.database.writing() as connection:
        connection.execute(insert(schema.api_tokens), row)
    return token


def list_tokens(ledger: Ledger, account_id: str) -> list[ApiToken]:
    """Return the tokens of an account that have not ended, oldest first."""
    query = (
        select(*(TOKENS[name] for name in ApiToken._fields))
        .where(TOKENS.account_id == account_id, TOKENS.ends_at > ledger.at())
        .order_by(TOKENS.created_at, TOKENS.token_hash)
    )
    with ledger.database.reading() as connection:
        return [ApiToken(*row) for row in connection.execute(query)]


def revoke_token(ledger: Ledger, account_id: str, token_hash: str) -> None:
    """End a token at once; one of another account stays."""
    is_meant = (TOKENS.token_hash == token_hash, TOKENS.account_id == account_id)
    with ledger.database.writing() as connection:
        connection.execute(delete(schema.api_tokens).where(*is_meant))


def find_account(ledger: Ledger, token: str) -> Account | None:
    """Return the account of a token; None if it ended or was revoked, or the account is locked."""
    query = (
        select(schema.accounts, TOKENS.used_at)
        .join(schema.api_tokens, TOKENS.account_id == ACCOUNTS.account_id)
        .where(TOKENS.token_hash == hash_of_token(token), TOKENS.ends_at > ledger.at(), ACCOUNTS.is_locked.is_(False))
    )
    with ledger.database.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    if row.used_at is None or row.used_at <= as_text(ledger.now() - NOTED_EVERY):
        _note_use(ledger, token)
    return Account(*row[:-1])


def _note_use(ledger: Ledger, token: str) -> None:
    with ledger.database.writing() as connection:
        used = update(schema.api_tokens).where(TOKENS.token_hash == hash_of_token(token))
        connection.execute(used.values(used_at=ledger.at()))
