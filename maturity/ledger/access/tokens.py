"""Random tokens, of which only the hash is stored, and times as text. Pure."""

import secrets
from datetime import UTC, datetime

from maturity.ledger.chain import sha256


def new_token() -> str:
    """Return 256 random bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hash_of_token(token: str) -> str:
    """Return what is stored of a token; with so many random bits a plain hash cannot be turned back."""
    return sha256(token.encode("utf-8", "surrogatepass"))


def as_text(moment: datetime) -> str:
    """Return a time in the one form of the tables (UTC, seconds), which sorts as it was."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
