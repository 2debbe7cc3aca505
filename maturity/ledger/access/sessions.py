"""Sessions: who is signed in, on the server's side, so that each can be ended at once."""

from datetime import timedelta

from sqlalchemy import delete, insert, select, update

from maturity.ledger import schema
from maturity.ledger.access.accounts import ACCOUNTS, Account
from maturity.ledger.access.tokens import as_text, hash_of_token, new_token
from maturity.ledger.ledger import Ledger

LASTS = timedelta(hours=8)
IDLE = timedelta(minutes=30)
# How exactly the last use is known; each note of it is a write.
NOTED_EVERY = timedelta(minutes=1)
SESSIONS = schema.sessions.c


def open_session(ledger: Ledger, account: Account) -> str:
    """Sign an account in; return the token for the cookie, of which only the hash is stored."""
    token, now = new_token(), ledger.now()
    row = {
        "token_hash": hash_of_token(token),
        "account_id": account.account_id,
        "created_at": as_text(now),
        "seen_at": as_text(now),
        "ends_at": as_text(now + LASTS),
    }
    with ledger.database.writing() as connection:
        connection.execute(insert(schema.sessions), row)
    return token


def find_session(ledger: Ledger, token: str, *, is_use: bool = True) -> Account | None:
    """Return the account signed in with a token; None if the session ended or the account is locked.

    Args:
        ledger: where sessions are.
        token: what the cookie says.
        is_use: whether somebody did something, which starts the idle time anew.
    """
    now = ledger.now()
    query = (
        select(schema.accounts, SESSIONS.seen_at)
        .join(schema.sessions, SESSIONS.account_id == ACCOUNTS.account_id)
        .where(
            SESSIONS.token_hash == hash_of_token(token),
            SESSIONS.ends_at > as_text(now),
            SESSIONS.seen_at > as_text(now - IDLE),
            ACCOUNTS.is_locked.is_(False),
        )
    )
    with ledger.database.reading() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    *account, seen_at = row
    if is_use and seen_at <= as_text(now - NOTED_EVERY):
        _note_use(ledger, token)
    return Account(*account)


def _note_use(ledger: Ledger, token: str) -> None:
    with ledger.database.writing() as connection:
        seen = update(schema.sessions).where(SESSIONS.token_hash == hash_of_token(token))
        connection.execute(seen.values(seen_at=ledger.at()))


def end_session(ledger: Ledger, token: str) -> None:
    """Sign out; nothing happens where nobody is signed in."""
    with ledger.database.writing() as connection:
        connection.execute(delete(schema.sessions).where(SESSIONS.token_hash == hash_of_token(token)))


def end_sessions(ledger: Ledger, account_id: str) -> None:
    """Sign an account out everywhere."""
    with ledger.database.writing() as connection:
        connection.execute(delete(schema.sessions).where(SESSIONS.account_id == account_id))
