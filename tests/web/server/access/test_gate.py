"""The gate: nothing but the sign-in page without a session."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from maturity import settings
from maturity.rights import LOCAL_COORDINATOR
from tests.web.server.access.conftest import size_of
from tests.web.server.asgi import ask
from web.server.access import gate
from web.server.access.gate import SessionGate
from web.services import accounts, opened
from web.shared.menu import MENU


async def inside(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await PlainTextResponse("inside")(scope, receive, send)
        return
    while (await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.accept"})


@pytest.fixture
def closed(sign_in: Starlette) -> SessionGate:
    return SessionGate(inside, sign_in)


def _cookie(session: str) -> dict[str, str]:
    return {"cookie": f"other=1; dk_session={session}"}


@pytest.mark.parametrize("path", [f"/{name}" for name in MENU if name != "start"] + ["/", "/nowhere"])
def test_a_page_asked_for_without_a_session_leads_to_sign_in_and_back(closed: SessionGate, path: str) -> None:
    answer = ask(closed, path, query="wave=2026-1&lang=en")

    assert answer.status == 303
    assert answer.headers["location"] == f"/sign-in?next={path}%3Fwave%3D2026-1%26lang%3Den&lang=en"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/static/js/index.js"),
        ("GET", "/media/0f.csv"),
        ("GET", "/component/x/index.html"),
        ("GET", "/kompass/phrases.js"),
        ("GET", "/_stcore/host-config"),
        ("PUT", "/_stcore/upload_file/a/b"),
        ("DELETE", "/_stcore/upload_file/a/b"),
        ("POST", "/api/v1/scores"),
    ],
)
def test_anything_else_is_refused_and_keeps_no_byte(
    closed: SessionGate, network: settings.Settings, method: str, path: str
) -> None:
    before = size_of(network.data)

    answer = ask(closed, path, method=method, body=b"x" * 10_000)

    assert (answer.status, answer.body.decode()) == (401, "Bitte melden Sie sich zuerst an.")
    assert size_of(network.data) == before


def test_health_is_answered_to_anybody(closed: SessionGate) -> None:
    assert ask(closed, "/_stcore/health").body == b"inside"


@pytest.mark.parametrize("token", ["", "erfunden", "a" * 5000, "%00", "ü"])
def test_an_invented_token_opens_nothing(closed: SessionGate, token: str) -> None:
    assert ask(closed, "/static/x.js", headers=_cookie(token)).status == 401


def test_a_session_opens_all(closed: SessionGate, session: str) -> None:
    assert [ask(closed, path, headers=_cookie(session)).body for path in ("/topics", "/static/x.js")] == [b"inside"] * 2


def test_without_a_ledger_the_gate_stays_closed(closed: SessionGate, session: str, network: settings.Settings) -> None:
    opened.ledger().close()
    (network.data / "ledger.sqlite").write_bytes(b"no ledger")

    assert ask(closed, "/topics", headers=_cookie(session)).status == 303


def _connect(app: SessionGate, session: str, messages: Iterator[Message]) -> list[Message]:
    """Open a websocket, hand over the messages one by one, and return what came back."""
    sent: list[Message] = []
    scope: Scope = {
        "type": "websocket",
        "path": "/_stcore/stream",
        "query_string": b"",
        "headers": [(b"cookie", _cookie(session)["cookie"].encode())],
        "client": ("127.0.0.1", 50_000),
    }

    async def receive() -> Message:
        message = next(messages, None)
        if message is None:
            await asyncio.sleep(60)
            raise AssertionError("nobody closed the connection")
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect() -> None:
        await asyncio.wait_for(app(scope, receive, send), timeout=20)

    asyncio.run(connect())
    return sent


CONNECT: Message = {"type": "websocket.connect"}


def test_a_websocket_without_a_session_never_opens(closed: SessionGate) -> None:
    sent = _connect(closed, "", iter([CONNECT]))

    assert sent[0]["type"] != "websocket.accept"
    assert sent[0].get("status") == 401


@pytest.mark.parametrize("is_silent", [True, False])
def test_an_open_websocket_ends_with_its_account(
    closed: SessionGate, session: str, is_silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Locked while the tab is open: the next message is not handed on, and a silent tab is closed as well."""
    monkeypatch.setattr(gate, "CHECKED_EVERY", 0.05)
    handed_on: list[str] = []

    async def note(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] != "websocket.disconnect":
            handed_on.append(message["type"])

    def messages() -> Iterator[Message]:
        yield CONNECT
        account = accounts.list_accounts(LOCAL_COORDINATOR)
        # The only other account is needed, because the last coordinator can be locked by nobody.
        accounts.accept_with_password(
            accounts.invite(LOCAL_COORDINATOR, name="Koordination", role="coordinator").rpartition("/")[2], "x" * 12
        )
        accounts.lock(LOCAL_COORDINATOR, account[0].account_id, reason="")
        if not is_silent:
            yield {"type": "websocket.receive", "bytes": b"click"}

    sent = _connect(SessionGate(note, closed.sign_in), session, messages())

    assert handed_on == ["websocket.connect"]
    assert [(message["type"], message.get("code")) for message in sent] == [("websocket.close", gate.CLOSED)]
