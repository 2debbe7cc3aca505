"""Who may talk to the server."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from tests.web.server.asgi import ask
from web.server.gates import NetworkGate, foreign_host_gate


async def serve_text(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("inside")(scope, receive, send)


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("127.0.0.1", 200),
        ("127.8.9.1", 200),
        ("::1", 200),
        ("10.0.0.7", 403),
        ("192.168.178.20", 403),
        ("2001:db8::1", 403),
        ("", 403),
        ("localhost.example", 403),
    ],
)
def test_only_this_machine_is_answered(peer: str, status: int) -> None:
    assert ask(NetworkGate(serve_text), peer=peer).status == status


def test_a_refused_reader_learns_why() -> None:
    german = ask(NetworkGate(serve_text), peer="10.0.0.7").body.decode()
    english = ask(NetworkGate(serve_text), peer="10.0.0.7", query="lang=en").body.decode()

    assert (
        german == "Das Dashboard hat noch keine Anmeldung und antwortet deshalb nur auf dem Rechner, auf dem es läuft."
    )
    assert english == "The dashboard has no sign-in yet and therefore answers only on the machine it runs on."


def test_a_websocket_from_the_network_is_refused_before_it_opens() -> None:
    sent: list[Message] = []
    scope: Scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [], "client": ("10.0.0.7", 50_000)}

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect() -> None:
        await NetworkGate(serve_text)(scope, receive, send)

    asyncio.run(connect())

    assert [message.get("status") for message in sent] == [403, None]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example", 400),
        ("localhost@evil.example", 400),
        ("", 400),
    ],
)
def test_only_the_machines_own_names_are_answered(host: str, status: int) -> None:
    """A page of evil.example whose name points to 127.0.0.1 still sends its own name."""
    assert ask(foreign_host_gate(serve_text), headers={"host": host}).status == status
