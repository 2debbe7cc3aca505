"""Who may talk to the server at all. As long as there is no sign-in: this machine only, by its own names."""

from ipaddress import ip_address

import streamlit as st
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from maturity.language import N_, _, use
from web.server.headers import language_of

LOOPBACK_NAMES = ["127.0.0.1", "localhost"]
REFUSAL = N_("The dashboard has no sign-in yet and therefore answers only on the machine it runs on.")


def is_local(scope: Scope) -> bool:
    """Tell whether the peer of a connection is this machine."""
    client = scope.get("client")
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
