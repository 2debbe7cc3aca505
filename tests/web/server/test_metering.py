"""What is counted, how many websockets are let in, and how a line of the log looks."""

import asyncio
import json
import logging

from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from maturity.metrics import REGISTRY
from tests.web.server.asgi import ask
from web.server.gates import NetworkGate
from web.server.logs import JsonLines
from web.server.metering import Metering, allow_all_descriptors


async def serve_text(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("inside")(scope, receive, send)


def count(name: str, status: str) -> float:
    return REGISTRY.get_sample_value(name, {"status": status}) or 0.0


def test_requests_and_refusals_are_counted() -> None:
    before = count("kompass_requests_total", "200"), count("kompass_refused_total", "403")
    app = Metering(NetworkGate(serve_text), most_sockets=1)
    ask(app)
    ask(app, peer="10.0.0.7")

    assert (count("kompass_requests_total", "200"), count("kompass_refused_total", "403")) == (
        before[0] + 1,
        before[1] + 1,
    )


def test_more_websockets_than_there_are_descriptors_for_are_refused() -> None:
    """Three come, two are let in; when they are gone there is room again."""
    sent: list[Message] = []
    gone = asyncio.Event()

    async def hold(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await gone.wait()

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        app = Metering(hold, most_sockets=2)
        scope: Scope = {"type": "websocket", "path": "/_stcore/stream", "headers": [], "query_string": b""}
        held = [asyncio.create_task(app(scope, receive, send)) for _socket in range(3)]
        await asyncio.sleep(0)
        await held[2]
        assert app.sockets == 2
        gone.set()
        await asyncio.gather(*held)
        assert app.sockets == 0

    asyncio.run(run())

    assert [message.get("status") for message in sent] == [503, None]


def test_all_descriptors_of_the_system_are_taken() -> None:
    assert allow_all_descriptors() >= 10


def test_a_line_of_the_log_has_time_and_level() -> None:
    record = logging.LogRecord("etl.publish", logging.INFO, __file__, 1, "published %s", ("maturity-000042",), None)
    line = json.loads(JsonLines().format(record))

    assert (line["level"], line["logger"], line["message"]) == ("INFO", "etl.publish", "published maturity-000042")
    assert line["at"].endswith("+00:00")
