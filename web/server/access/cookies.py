"""The session's cookie: HttpOnly, SameSite, Secure behind TLS. Only its hash is stored on the server."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from maturity.ledger.access.sessions import LASTS
from maturity.settings import load
from web.services.accounts import session_cookie


def is_secure() -> bool:
    """Tell whether browsers reach the server by TLS."""
    return (load().public_url or "").startswith("https://")


def token_of(scope: Scope) -> str:
    """Return the token that a request or websocket brings, empty if none."""
    try:
        cookies = SimpleCookie("; ".join(Headers(scope=scope).getlist("cookie")))
    except CookieError:
        return ""
    found = cookies.get(session_cookie())
    return found.value if found else ""


def set_session(response: Response, token: str) -> None:
    """Give the browser the token of a new session."""
    # Lax: a link in a mail must find the reader signed in. Foreign pages cannot post, see `origins`.
    response.set_cookie(
        session_cookie(),
        token,
        max_age=int(LASTS.total_seconds()),
        secure=is_secure(),
        httponly=True,
        samesite="lax",
    )


def drop_session(response: Response) -> None:
    """Take the token back from the browser."""
    response.delete_cookie(session_cookie(), secure=is_secure(), httponly=True, samesite="lax")
