"""Personal tokens: programs of whoever is signed in read the interface by them, with the account's rights."""

from maturity.errors import SignedOut
from maturity.ledger.access import api_tokens
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.api_tokens import ApiToken
from maturity.rights import Actor
from web.services.accounts import current_account
from web.services.opened import ledger

__all__ = ["ApiToken"]


def list_own() -> list[ApiToken]:
    """Return the tokens of the account that is signed in, oldest first.

    Raises:
        SignedOut: nobody is signed in.
    """
    return api_tokens.list_tokens(ledger(), current_account().account_id)


def create(name: str) -> str:
    """Make a token for the account that is signed in; return it, which cannot be shown again.

    Raises:
        SignedOut: nobody is signed in.
        InvalidInput: the name does not fit, or there are too many.
    """
    return api_tokens.create_token(ledger(), current_account().account_id, name)


def revoke(token: ApiToken) -> None:
    """End a token of the account that is signed in, at once."""
    api_tokens.revoke_token(ledger(), current_account().account_id, token.token_hash)


def is_valid(token: str) -> bool:
    """Tell whether a token belongs to an account that may come in."""
    return _account(token) is not None


def actor_of(token: str) -> Actor:
    """Return whom a token acts for, with the rights that the account has now.

    Raises:
        SignedOut: it ended, was revoked or made up, or the account is locked.
    """
    account = _account(token)
    if account is None:
        raise SignedOut()
    return account.actor


def _account(token: str) -> Account | None:
    return api_tokens.find_account(ledger(), token) if token.startswith(api_tokens.PREFIX) else None
