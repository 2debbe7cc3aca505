"""A program at the interface: by token as its account, by session as the page, by neither not at all."""

import base64

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from maturity.ledger.access.api_tokens import create_token, list_tokens, revoke_token
from maturity.rights import LOCAL_COORDINATOR
from tests.web.server.access.conftest import GOOD, URL
from web.server import api
from web.server.access.gate import SessionGate
from web.services import accounts, opened

CELLS = "/api/v1/cells"


@pytest.fixture
def client(sign_in: Starlette) -> TestClient:
    return TestClient(SessionGate(Starlette(routes=api.routes()), sign_in), base_url=URL, follow_redirects=False)


@pytest.fixture
def own(session: str) -> str:
    """A token of the officer who is signed in."""
    (officer,) = accounts.list_accounts(LOCAL_COORDINATOR)
    return create_token(opened.ledger(), officer.account_id, "Excel")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def basic(token: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"excel:{token}".encode()).decode()}


def test_a_token_reads_what_its_session_reads(client: TestClient, session: str, own: str) -> None:
    by_session = client.get(CELLS, headers={"cookie": f"dk_session={session}"})

    assert by_session.status_code == 200
    assert client.get(CELLS, headers=bearer(own)).json() == by_session.json()
    assert client.get(CELLS, headers=basic(own)).json() == by_session.json()


def test_a_token_has_the_rights_of_its_account(client: TestClient, own: str) -> None:
    """An officer may not ask in SQL."""
    refused = client.get("/api/v1/query", params={"sql": "select 1"}, headers=bearer(own))

    assert refused.status_code == 403
    assert "darf dies nicht" in refused.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [{}, bearer("dk_erfunden"), bearer(""), basic("x"), {"authorization": "Basic ?"}, {"authorization": "Digest x"}],
)
def test_without_a_valid_token_nothing_is_told(client: TestClient, own: str, headers: dict[str, str]) -> None:
    answer = client.get(CELLS, headers=headers)

    assert answer.status_code == 401
    assert "columns" not in answer.text


def test_a_wrong_token_is_refused_beside_a_session_too(client: TestClient, session: str) -> None:
    answer = client.get(CELLS, headers={"cookie": f"dk_session={session}", **bearer("dk_erfunden")})

    assert answer.status_code == 401


def test_a_token_ends_when_it_is_revoked(client: TestClient, own: str) -> None:
    (officer,) = accounts.list_accounts(LOCAL_COORDINATOR)
    (kept,) = list_tokens(opened.ledger(), officer.account_id)
    assert client.get(CELLS, headers=bearer(own)).status_code == 200

    revoke_token(opened.ledger(), officer.account_id, kept.token_hash)
    assert client.get(CELLS, headers=bearer(own)).status_code == 401


def test_a_token_ends_with_the_lock_of_its_account(client: TestClient, own: str) -> None:
    link = accounts.invite(LOCAL_COORDINATOR, name="Koordination", role="coordinator")
    coordinator = accounts.accept_with_password(link.rpartition("/")[2], GOOD)
    (officer,) = (one for one in accounts.list_accounts(LOCAL_COORDINATOR) if one.role == "officer")
    accounts.lock(coordinator.actor, officer.account_id, reason="verlassen")

    assert client.get(CELLS, headers=bearer(own)).status_code == 401


@pytest.mark.parametrize("path", ["/", "/explore", "/_stcore/stream", "/media/0f.csv", "/api/v1"])
def test_a_token_opens_the_interface_and_nothing_else(client: TestClient, own: str, path: str) -> None:
    assert client.get(path, headers=bearer(own)).status_code in (303, 401)
