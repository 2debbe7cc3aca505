"""Who may talk to the server at all: without sign-in this machine only; by the server's own names; no foreign page."""

from ipaddress import ip_address

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from maturity.language import N_, _, use
from web.server.headers import language_of

LOOPBACK_NAMES = ["127.0.0.1", "localhost"]
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
REFUSAL = N_("The dashboard runs without sign-in and therefore answers only on the machine it runs on.")
FOREIGN = N_("This request comes from another page.")


def is_local(scope: Scope) -> bool:
    """Tell whether a connection comes from this machine, and not through a proxy that stands on it."""
    client = scope.get("client")
    # By these headers uvicorn may have put another address in the peer's place.
    if any(name in Headers(scope=scope) for name in FORWARDED):
        return False
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:  # a name or a socket path instead of an address
        return False


class NetworkGate:
    """Refuse every peer from the network, however the server was started and whatever address it is bound to."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what comes from this machine on, answer the rest with 403."""
        if scope["type"] not in ("http", "websocket") or is_local(scope):
            await self.app(scope, receive, send)
            return
        use(language_of(scope))
        await PlainTextResponse(_(REFUSAL), status_code=403)(scope, receive, send)


def foreign_host_gate(app: ASGIApp) -> TrustedHostMiddleware:
    """Apply Streamlit's `server.allowedHosts`, which it checks for websockets only, to every request."""
    # Read here and not at import: with `python dashboard.py` the configuration is complete only when the server starts.
    return TrustedHostMiddleware(app, st.get_option("server.allowedHosts") or LOOPBACK_NAMES, www_redirect=False)


class OriginGate:
    """Refuse what another site's page asks the browser to do here: any write, and any websocket.

    Browsers name the asking page in `Origin`, with its port, or at least in `Sec-Fetch-Site`; programs name none.
    """

    def __init__(self, app: ASGIApp, origin: str | None = None) -> None:
        self.app = app
        self.origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass reads and what comes from our own pages, answer the rest with 403."""
        is_write = scope["type"] == "websocket" or (
            scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS")
        )
        if is_write and self._is_foreign(scope):
            use(language_of(scope))
            await PlainTextResponse(_(FOREIGN), status_code=403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_foreign(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is None:
            return headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        secure = "s" if scope["scheme"] in ("https", "wss") else ""
        return origin != (self.origin or f"http{secure}://{headers.get('host', '')}")
