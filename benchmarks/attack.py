"""400 websockets, then 100 half-sent requests, against a server with 1,024 descriptors: python -m benchmarks.attack.

Says what is let in, what it costs and who is still served. The half-sent requests are sent a second time through nginx
as `deploy/nginx.conf` sets it (Debian: nginx).
"""

import http.client
import os
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from websockets.exceptions import InvalidStatus, WebSocketException

from benchmarks.client import visit
from benchmarks.two_servers import PROXY_PORT, proxy_configuration
from maturity.settings import PROJECT
from tests.served import Served, serve

SOCKETS, HALF_OPEN = 400, 100
DESCRIPTORS = 1_024
AFTERWARDS = 5  # seconds
LONGEST = 90  # seconds that a half-sent request is watched


def descriptors(served: Served) -> int:
    return len(list(Path(f"/proc/{served.pid}/fd").iterdir()))


def megabytes(served: Served) -> float:
    pages = int(Path(f"/proc/{served.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def state(served: Served) -> str:
    return (
        f"{descriptors(served)} descriptors, {megabytes(served):.0f} MB, log {served.log.stat().st_size / 1e3:.0f} kB"
    )


def with_websockets(served: Served) -> None:
    print(f"before: {state(served)}")
    refused: list[str] = []
    with visit(served.url) as visitor, ExitStack() as stack:
        visitor.run()
        for _socket in range(SOCKETS):
            try:
                stack.enter_context(visit(served.url))
            except InvalidStatus as error:
                refused.append(str(error.response.status_code))
            except (WebSocketException, OSError) as error:
                refused.append(type(error).__name__)
        print(
            f"{SOCKETS - len(refused)} of {SOCKETS} websockets let in, refused: {sorted(set(refused))}; {state(served)}"
        )
        started = time.monotonic()
        visitor.run(address="wave=2026-1")
        seconds = time.monotonic() - started
        print(f"meanwhile: /readyz {status(served)}, another visitor's page after {seconds:.2f} s")
    time.sleep(AFTERWARDS)
    print(f"{AFTERWARDS} s after they left: {state(served)}")


def status(served: Served) -> int:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    connection.request("GET", "/readyz")
    return connection.getresponse().status


def half_open(port: int, served: Served) -> str:
    """Send half a request a hundred times, and wait until the last connection is ended from the other side."""
    held = [socket.create_connection(("127.0.0.1", port)) for _connection in range(HALF_OPEN)]
    for one in held:
        one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    started = time.monotonic()
    said = f"{HALF_OPEN} half-sent: /readyz {status(served)}"
    open_ones = set(held)
    while open_ones and time.monotonic() < started + LONGEST:
        time.sleep(0.5)
        open_ones -= {one for one in open_ones if is_ended(one)}
    for one in held:
        one.close()
    return f"{said}; after {time.monotonic() - started:.0f} s {len(open_ones)} are open"


def is_ended(connection: socket.socket) -> bool:
    try:
        connection.setblocking(False)
        return not connection.recv(1_000, socket.MSG_PEEK) or bool(connection.recv(1_000))
    except BlockingIOError:
        return False
    except OSError:
        return True


def main() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))  # the server takes it over
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        served = stack.enter_context(serve(PROJECT / "dashboard.py", folder))
        for _wave in range(2):  # Streamlit keeps sessions for a while after their websockets are gone
            with_websockets(served)
        print(f"directly: {half_open(urlsplit(served.url).port or 0, served)}")
        if shutil.which("nginx") is None:
            return
        configuration = proxy_configuration(folder, [served, served])
        subprocess.run(["nginx", "-c", str(configuration)], check=True)
        stack.callback(subprocess.run, ["nginx", "-c", str(configuration), "-s", "stop"], check=False)
        print(f"through nginx: {half_open(PROXY_PORT, served)}")


if __name__ == "__main__":
    main()
