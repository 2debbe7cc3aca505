"""The real server as a child process, for browser tests and benchmarks."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maturity.settings import PROJECT

START_SECONDS = 60
STREAMLIT_RUN = ("-m", "streamlit", "run")


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and where it writes what it prints."""

    url: str
    pid: int
    log: Path


@contextmanager
def serve(script: Path, folder: Path, *, starter: Sequence[str] = STREAMLIT_RUN, **settings: str) -> Iterator[Served]:
    """Start a script as a server on a free port until the block is left.

    Args:
        script: the entry point; a `.streamlit` folder beside it is taken.
        folder: an empty folder for the network's data and the log; the server is started from there.
        starter: what stands between `python` and the script.
        settings: further variables of the environment.
    """
    log = folder / "server.log"
    environment = {
        **os.environ,
        "DIGITALKOMPASS_DATA": str(folder / "data"),
        "PYTHONPATH": str(PROJECT),
        "DIGITALKOMPASS_LEDGER": "",  # the one in the folder
        "STREAMLIT_SERVER_PORT": "0",  # any free one; plain `python` takes the first free one from 8501
        **settings,
    }
    command = [sys.executable, *starter, str(script)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield Served(url=_wait_until_healthy(process, log), pid=process.pid, log=log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serve_with_sign_in(folder: Path, **settings: str) -> Iterator[tuple[Served, str]]:
    """Start the dashboard with sign-in on a localhost name; yield it and the link for the first coordinator."""
    port = free_port()
    url = f"http://localhost:{port}"
    variables = {"DIGITALKOMPASS_PUBLIC_URL": url, "STREAMLIT_SERVER_PORT": str(port), **settings}
    with serve(PROJECT / "dashboard.py", folder, **variables) as served:
        link = re.search(r"http://\S+/invitation/\S+", served.log.read_text(encoding="utf-8"))
        assert link, "no link for the first coordinator on the console"
        yield Served(url=url, pid=served.pid, log=served.log), link[0]


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def copy_launcher(folder: Path, body: str) -> Path:
    """Write a script with our launcher and configuration around `body`; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(PROJECT / ".streamlit", folder / ".streamlit")
    script = folder / "app.py"
    indented = "".join(f"    {line}\n" for line in body.strip().splitlines())
    script.write_text(
        "import streamlit as st\n"
        "from streamlit.runtime.scriptrunner import get_script_run_ctx\n"
        "from web.server.launch import launch\n"
        "if get_script_run_ctx(suppress_warning=True) is None:\n"
        "    app = st.App(__file__, **launch())\n"
        "    if __name__ == '__main__':\n"
        "        app.run()\n"
        f"else:\n{indented}",
        encoding="utf-8",
    )
    return script


def _wait_until_healthy(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address the server prints, once it answers there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        printed = re.search(r"URL: (http://\S+)", log.read_text(errors="replace"))
        try:
            if printed and urllib.request.urlopen(f"{printed[1]}/_stcore/health", timeout=5).status == 200:
                return printed[1]
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass  # printed before it listens
        time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text(errors='replace')}")
