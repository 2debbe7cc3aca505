"""Who may talk to the server."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from tests.web.server.asgi import ask
from web.server.gates import FORWARDED, NetworkGate, OriginGate, foreign_host_gate


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

    assert german == "Das Dashboard läuft ohne Anmeldung und antwortet deshalb nur auf dem Rechner, auf dem es läuft."
    assert english == "The dashboard runs without sign-in and therefore answers only on the machine it runs on."


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


@pytest.mark.parametrize("name", FORWARDED)
def test_what_a_proxy_on_this_machine_hands_on_is_no_local_request(name: str) -> None:
    """With FORWARDED_ALLOW_IPS=* uvicorn believes a stranger who says to be 127.0.0.1."""
    assert ask(NetworkGate(serve_text), headers={name: "127.0.0.1"}).status == 403


OWN = "http://127.0.0.1:8501"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),  # a program, no page
        ({"origin": OWN}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"origin": "http://127.0.0.1:9999"}, 403),  # another server on the same machine
        ({"origin": "http://127.0.0.1"}, 403),
        ({"origin": "https://127.0.0.1:8501"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_another_sites_page_cannot_write(headers: dict[str, str], status: int) -> None:
    assert ask(OriginGate(serve_text), method="POST", headers=headers).status == status
    assert ask(OriginGate(serve_text), method="GET", headers=headers).status == 200


def test_behind_a_proxy_the_public_address_is_the_own_one() -> None:
    gate = OriginGate(serve_text, origin="https://kompass.example")

    assert ask(gate, method="PUT", headers={"origin": "https://kompass.example"}).status == 200
    assert ask(gate, method="PUT", headers={"origin": OWN}).status == 403
