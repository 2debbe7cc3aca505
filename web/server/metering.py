"""Count what is asked and refused, and let in no more websockets than there are file descriptors for."""

import sys

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maturity import metrics
from maturity.language import N_, _, use
from web.server.headers import language_of

PER_SOCKET = 5  # descriptors: the connection and what Streamlit's session opens
# For the ledger, snapshots, uploads and requests; and for 128 sessions that Streamlit keeps for those who come back.
RESERVED = 200 + 128 * 3
FULL = N_("Too many pages are open on this server. Please try again in a minute.")
REFUSALS = (400, 401, 403, 413, 429, 503)


def allow_all_descriptors() -> int:
    """Take as many file descriptors as the system allows; return how many websockets that is enough for."""
    if sys.platform == "win32":
        return 1_000
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return max(10, (allowed - RESERVED) // PER_SOCKET)


class Metering:
    """The outermost layer: it sees every answer, also that of the gates."""

    def __init__(self, app: ASGIApp, *, most_sockets: int) -> None:
        self.app = app
        self.most_sockets = most_sockets
        self.sockets = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or websocket."""
        if scope["type"] == "http":
            await self.app(scope, receive, _counted(send))
        elif scope["type"] == "websocket":
            await self._with_socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _with_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.sockets >= self.most_sockets:
            use(language_of(scope))
            await PlainTextResponse(_(FULL), status_code=503)(scope, receive, _counted(send))
            return
        self.sockets += 1
        metrics.sockets.set(self.sockets)
        try:
            await self.app(scope, receive, _counted(send))
        finally:
            self.sockets -= 1
            metrics.sockets.set(self.sockets)


def _counted(send: Send) -> Send:
    async def send_counted(message: Message) -> None:
        # A refused handshake answers like a request, under a name of its own.
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            status = str(message["status"])
            if message["type"] == "http.response.start":
                metrics.requests.labels(status).inc()
            if message["status"] in REFUSALS:
                metrics.refused.labels(status).inc()
        await send(message)

    return send_counted
