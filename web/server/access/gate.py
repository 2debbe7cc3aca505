"""The gate: without a valid session nothing is served but the pages of sign-in. Pure ASGI: it sees websockets."""

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maturity.errors import MaturityError
from maturity.language import N_, _, use
from web.server.access.bearer import api_token_of
from web.server.access.cookies import token_of
from web.server.headers import ACCESSIBILITY_PATH, is_page_request, language_of
from web.services import accounts, tokens

# What anybody may ask; the first group is answered by our own application, before Streamlit.
SIGN_IN_PATHS = ("/sign-in", "/sign-out", "/invitation/")
HEALTH_PATHS = ("/healthz", "/readyz", "/metrics", "/_stcore/health")
CHECKED_EVERY = 3.0  # seconds between two looks whether the session of an open websocket still holds
CLOSED = 4401
REFUSAL = N_("Please sign in first.")

_log = logging.getLogger(__name__)


class SessionGate:
    """Pass what belongs to a valid session, send pages to the sign-in page, refuse the rest."""

    def __init__(self, app: ASGIApp, sign_in: ASGIApp) -> None:
        self.app = app
        self.sign_in = sign_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif scope["type"] == "http" and _is_below(scope["path"], SIGN_IN_PATHS):
            await self.sign_in(scope, receive, send)
        elif scope["type"] == "http" and _is_open(scope["path"]):
            await self.app(scope, receive, send)
        elif not await _may_enter(scope):
            await _refuse(scope, receive, send)
        elif scope["type"] == "http":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, _WatchedSocket(scope, receive, send).receive, send)


def _is_open(path: str) -> bool:
    return path in HEALTH_PATHS or _is_below(path, (ACCESSIBILITY_PATH,))


def _is_below(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place.rstrip("/") or path.startswith(f"{place.rstrip('/')}/") for place in places)


async def _may_enter(scope: Scope) -> bool:
    """Whether a request brings a session, or one to the interface a token; with a wrong token no session helps."""
    token = api_token_of(scope)
    return await _holds(tokens.is_valid, token) if token else await _is_signed_in(token_of(scope))


async def _is_signed_in(token: str) -> bool:
    return await _holds(accounts.is_signed_in, token)


async def _holds(is_valid: Callable[[str], bool], token: str) -> bool:
    try:
        return await run_in_threadpool(is_valid, token)
    except MaturityError as error:  # without a ledger nobody can be known: the gate stays closed
        _log.error("%s", error)
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http" and is_page_request(scope):
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = quote(scope["path"]) + (f"?{query}" if query else "")
        target = f"/sign-in?next={quote(wanted, safe='/')}&lang={language_of(scope)}"
        await RedirectResponse(target, status_code=303, headers={"Cache-Control": "no-store"})(scope, receive, send)
        return
    use(language_of(scope))
    # On a websocket that was not accepted, Starlette turns this into a refused handshake.
    await PlainTextResponse(_(REFUSAL), status_code=401)(scope, receive, send)


class _WatchedSocket:
    """A websocket that ends with its session: nothing the browser sends afterwards reaches a page."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._token = token_of(scope)
        self._receive = receive
        self._send = send

    async def receive(self) -> Message:
        """Return the browser's next message, or the end of the connection when the session has ended."""
        waiting = asyncio.ensure_future(self._receive())
        try:
            while not waiting.done():
                await asyncio.wait([waiting], timeout=CHECKED_EVERY)
                if waiting.done() and waiting.result()["type"] == "websocket.disconnect":
                    break
                if not await _is_signed_in(self._token):
                    await self._send({"type": "websocket.close", "code": CLOSED, "reason": "session ended"})
                    return {"type": "websocket.disconnect", "code": CLOSED}
            return waiting.result()
        finally:
            waiting.cancel()  # nobody waits for it any more; nothing where it has ended
