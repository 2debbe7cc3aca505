"""A network with sign-in, its own application of sign-in, and a browser's cookies."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maturity import settings
from maturity.rights import LOCAL_COORDINATOR
from web.server.access.routes import make_sign_in
from web.services import accounts, opened

URL = "http://localhost:8501"
GOOD = "Regen auf dem Rathausdach"


@pytest.fixture
def network(sample: settings.Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[settings.Settings]:
    """The sample network on a server that demands sign-in."""
    monkeypatch.setenv("DIGITALKOMPASS_PUBLIC_URL", URL)
    settings.load.cache_clear()
    opened.version()  # opens the ledger, which makes SQLite's companion files
    yield settings.load()


@pytest.fixture
def sign_in(network: settings.Settings) -> Starlette:
    return make_sign_in()


@pytest.fixture
def visitor(sign_in: Starlette) -> TestClient:
    return TestClient(sign_in, base_url=URL, follow_redirects=False)


@pytest.fixture
def token(network: settings.Settings) -> str:
    """The token of an invitation to an officer of Bühl."""
    link = accounts.invite(LOCAL_COORDINATOR, name="Digitalbüro Bühl", role="officer", city_id="08216007")
    return link.rpartition("/")[2]


@pytest.fixture
def session(token: str) -> str:
    """The token of the officer's session."""
    return accounts.open_session(accounts.accept_with_password(token, GOOD))


def size_of(folder: Path) -> int:
    """All bytes kept below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
