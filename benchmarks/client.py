"""A visitor without a browser: speaks Streamlit's websocket protocol, so that a server can be measured alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

RUN_SECONDS = 60


class RunFailed(AssertionError):
    """A script run did not end well; the figures would be meaningless."""


@contextmanager
def visit(url: str, *, page: str = "") -> Iterator["Visitor"]:
    """Open one session.

    Args:
        url: address of the server, `http://127.0.0.1:8501`.
        page: file name of the page without `.py`, empty for the entry point.
    """
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None) as socket:
        yield Visitor(socket, page)


class Visitor:
    """One session on one page. Each run waits until the script has finished."""

    def __init__(self, socket: ClientConnection, page: str) -> None:
        self.socket = socket
        self.page = page
        self.page_hash = ""
        self.known: set[str] = set()
        self.received_bytes = 0

    def run(self, *, address: str = "") -> None:
        """Let the page's script run once.

        Args:
            address: what stands behind the `?` of the page's address: `wave=2026-1&lang=en`.

        Raises:
            RunFailed: the page does not exist, or its script ended with an error.
        """
        request = BackMsg()
        state = request.rerun_script
        # The first run names the page, later ones repeat the hash the server answered with, as a browser does.
        state.page_name = "" if self.page_hash else self.page
        state.page_script_hash = self.page_hash
        state.query_string = address
        state.cached_message_hashes.extend(sorted(self.known))
        self.socket.send(request.SerializeToString())
        while not self._is_finished(self._receive()):
            pass

    def _receive(self) -> ForwardMsg:
        data = self.socket.recv(timeout=RUN_SECONDS)
        assert isinstance(data, bytes)
        self.received_bytes += len(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.metadata.cacheable:
            self.known.add(message.hash)
        return message

    def _is_finished(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        if kind == "page_not_found":
            raise RunFailed(f"page {self.page!r} not found")
        if kind == "delta" and message.delta.new_element.HasField("exception"):
            raise RunFailed(f"page {self.page!r}: {message.delta.new_element.exception.message}")
        if kind != "script_finished":
            return False
        if message.script_finished != ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY:
            raise RunFailed(f"page {self.page!r} ended with status {message.script_finished}")
        return True
