"""Proofs of an account: a pair of issuer and subject that belongs to exactly one account.

An OIDC provider is its own issuer (an https address). A passkey has the issuer `passkey` and its credential's id as the
subject, a password the issuer `password` and the account's name. So equal subjects of two issuers never meet.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, insert, select, update

from maturity.errors import InvalidInput
from maturity.language import _
from maturity.ledger import schema
from maturity.ledger.access.accounts import Account, find_account
from maturity.ledger.access.tokens import as_text
from maturity.ledger.ledger import Ledger

PASSKEY, PASSWORD = "passkey", "password"
MIN_PASSWORD, MAX_PASSWORD = 12, 200
MAX_FAILURES = 5
BLOCKED_FOR = timedelta(minutes=15)
PROOFS = schema.proofs.c

_hasher = PasswordHasher()
# For names without an account, so that the answer takes as long as for one with it.
_DUMMY = _hasher.hash("no account has this password")


class Proof(NamedTuple):
    """What proves an account. `secret`: a passkey's public key, a password's hash, empty for a provider."""

    issuer: str
    subject: str
    secret: str = ""


@dataclass(frozen=True)
class Found:
    """A proof as it is stored, with its account. `use_count` is the counter of a passkey."""

    account: Account
    proof: Proof
    use_count: int


def find_proof(ledger: Ledger, issuer: str, subject: str) -> Found | None:
    """Return the account of this issuer and this subject, and of no other pair; None if it is nobody's."""
    with ledger.database.reading() as connection:
        query = select(schema.proofs).where(PROOFS.issuer == issuer, PROOFS.subject == subject)
        row = connection.execute(query).first()
        if row is None:
            return None
        account = find_account(connection, row.account_id)
    return Found(account, Proof(row.issuer, row.subject, row.secret), row.use_count)


def add_proof(connection: Connection, account_id: str, proof: Proof, *, at: str) -> None:
    """Give an account a proof inside a transaction.

    Raises:
        InvalidInput: the proof belongs to an account already.
    """
    taken = select(PROOFS.account_id).where(PROOFS.issuer == proof.issuer, PROOFS.subject == proof.subject)
    if connection.scalar(taken) is not None:
        raise InvalidInput(what=_("The proof"), value=_("in use already"), expected=_("one that no account has"))
    row = {**proof._asdict(), "account_id": account_id, "use_count": 0, "failed_count": 0, "created_at": at}
    connection.execute(insert(schema.proofs), row)


def count_use(ledger: Ledger, found: Found, use_count: int) -> None:
    """Keep the counter that a passkey showed, by which a copied one gives itself away."""
    _update(ledger, found.proof, use_count=use_count)


# Passwords


def password_proof(name: str, password: str) -> Proof:
    """Return the proof for a new password.

    Raises:
        InvalidInput: it is too short, too long, or the name itself.
    """
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or password.casefold() == name.casefold():
        expected = _("{low} to {high} characters, and not the name").format(low=MIN_PASSWORD, high=MAX_PASSWORD)
        # The value stays out of the sentence: it may be a password somewhere else.
        raise InvalidInput(what=_("The password"), value=_("not usable"), expected=expected)
    return Proof(PASSWORD, name, _hasher.hash(password))


def check_password(ledger: Ledger, name: str, password: str) -> Account | None:
    """Return the account of a name and its password, or None; a wrong name takes as long as a wrong password.

    After MAX_FAILURES wrong ones nothing is accepted for BLOCKED_FOR. Takes a quarter of a second of computing.
    """
    found = find_proof(ledger, PASSWORD, name)
    is_right = _matches(found.proof.secret if found else _DUMMY, password)
    if found is None or _is_blocked(ledger, found.proof):
        return None
    if not is_right:
        _update(ledger, found.proof, failed_count=PROOFS.failed_count + 1, failed_at=ledger.at())
        return None
    _update(ledger, found.proof, failed_count=0, failed_at=None)
    return found.account


def _matches(secret: str, password: str) -> bool:
    try:
        return _hasher.verify(secret, password[:MAX_PASSWORD])
    except (VerifyMismatchError, InvalidHashError):
        return False


def _is_blocked(ledger: Ledger, proof: Proof) -> bool:
    query = select(PROOFS.failed_count, PROOFS.failed_at).where(
        PROOFS.issuer == proof.issuer, PROOFS.subject == proof.subject
    )
    with ledger.database.reading() as connection:
        row = connection.execute(query).one()
    since = as_text(ledger.now() - BLOCKED_FOR)
    return bool(row.failed_count >= MAX_FAILURES and row.failed_at > since)


def _update(ledger: Ledger, proof: Proof, **values: object) -> None:
    statement = update(schema.proofs).where(PROOFS.issuer == proof.issuer, PROOFS.subject == proof.subject)
    with ledger.database.writing() as connection:
        connection.execute(statement.values(values))
