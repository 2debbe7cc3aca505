"""A real Chromium against the real server; every test also proves that nothing left the own host."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from maturity.settings import PROJECT
from tests.served import Served, serve

# The default of 5 s is too short for the first chart on two busy cores.
TIMEOUT_MS = 20_000
expect.set_options(timeout=TIMEOUT_MS)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
LOCAL_SCHEMES = ("data:", "blob:", "about:")


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder; without a browser skip them on a desk, but never in CI."""
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.exit("No Chromium found, and CI must not skip the browser tests.", returncode=1)
    for item in items:
        if _is_browser_test(item):
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium found: install it or set CHROMIUM to its path"))


def _is_browser_test(item: pytest.Item) -> bool:
    return PROJECT / "tests" / "browser" in item.path.parents


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-sync", *quiet]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "de-DE", "viewport": {"width": 1280, "height": 720}}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard on an empty data directory: its first start fills it with the sample data."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("network")) as served:
        yield served


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when anything was asked of another host or refused by the security policy."""
    addresses: list[str] = []
    refusals: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    context.on("console", lambda message: refusals.extend(_policy_violations(message)))
    page = context.new_page()
    page.on("websocket", lambda socket: addresses.append(socket.url))
    page.set_default_timeout(TIMEOUT_MS)
    yield page
    assert sorted({address for address in addresses if not _is_own(address)}) == []
    assert refusals == []


def _policy_violations(message: ConsoleMessage) -> list[str]:
    return [message.text] if "Content Security Policy" in message.text else []


def _is_own(address: str) -> bool:
    # Several servers run side by side in one session; all are on this machine.
    own = ("http://127.0.0.1:", "ws://127.0.0.1:", "http://localhost:", "ws://localhost:")
    return address.startswith((*LOCAL_SCHEMES, *own))
