"""How much one address may ask: requests, sign-ins, uploads, websockets; and how large a body may be."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maturity.language import N_, _, use
from web.server.headers import language_of

SMALL_BODY = 64 * 1024
UPLOAD_BODY = 22 * 1024 * 1024  # Streamlit refuses above 20 MB with a sentence of its own
UPLOAD_PATH = "/_stcore/upload_file/"
TABLE_BODY = 2 * 1024 * 1024
TABLE_PATH = "/kompass/table"  # a page's table comes back as a file
REMEMBERED = 10_000
TOO_MUCH = N_("Too many requests. Please try again in a minute.")
TOO_LARGE = N_("This is too large for the server.")


class Rule(NamedTuple):
    """A kind of request: how many at once, and how many per minute after that."""

    is_meant: Callable[[Scope], bool]
    at_once: int
    per_minute: int


def _is_sign_in(scope: Scope) -> bool:
    return scope.get("method") == "POST" and scope["path"].startswith(("/sign-in", "/invitation/"))


def _is_upload(scope: Scope) -> bool:
    return scope.get("method") == "PUT" and scope["path"].startswith(UPLOAD_PATH)


# A town hall stands behind one address: everything but guessing passwords is generous.
RULES = (
    Rule(_is_sign_in, at_once=20, per_minute=20),
    Rule(_is_upload, at_once=20, per_minute=20),
    Rule(lambda scope: scope["type"] == "websocket", at_once=100, per_minute=200),
    Rule(lambda _scope: True, at_once=5000, per_minute=10_000),
)


class Limits:
    """Refuse what is too much with 429, and what is too large with 413."""

    def __init__(self, app: ASGIApp, *, now: Callable[[], float] = time.monotonic) -> None:
        self.app = app
        self._now = now
        # What each address has left per rule, and since when; the longest unseen are forgotten.
        self._left: OrderedDict[tuple[int, str], tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif not self._takes(scope):
            await _refuse(TOO_MUCH, 429)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._with_limited_body(scope, receive, send)

    def _takes(self, scope: Scope) -> bool:
        address = (scope.get("client") or ("",))[0]
        # No shortcut: each rule counts.
        return all([self._take(number, address, rule) for number, rule in enumerate(RULES) if rule.is_meant(scope)])

    def _take(self, number: int, address: str, rule: Rule) -> bool:
        now = self._now()
        left, since = self._left.pop((number, address), (float(rule.at_once), now))
        left = min(rule.at_once, left + (now - since) * rule.per_minute / 60)
        self._left[number, address] = (max(0.0, left - 1), now)
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1

    async def _with_limited_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = _largest_body(scope["path"])
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > limit:
            await _refuse(TOO_LARGE, 413)(scope, receive, send)
            return
        await self.app(scope, _limited(receive, limit), send)


def _largest_body(path: str) -> int:
    if path.startswith(UPLOAD_PATH):
        return UPLOAD_BODY
    return TABLE_BODY if path == TABLE_PATH else SMALL_BODY


def _limited(receive: Receive, limit: int) -> Receive:
    """End a body that is longer than it said, or did not say how long it is."""
    size = 0

    async def receive_limited() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= limit else {"type": "http.disconnect"}

    return receive_limited


def _refuse(text: str, status: int) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        use(language_of(scope))
        await PlainTextResponse(_(text), status_code=status, headers={"Retry-After": "60"})(scope, receive, send)

    return answer
