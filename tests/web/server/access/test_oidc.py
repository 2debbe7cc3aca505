"""Sign-in by the cities' own providers: real ones, in a process of their own, all with the same subject."""

import os
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from starlette.testclient import TestClient

from maturity import settings
from maturity.ledger.access.sessions import find_session
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT
from tests.web.server.access.conftest import URL
from web.server.access.routes import make_sign_in
from web.services import accounts, opened

SUBJECT = "42"  # the same person's number at each provider


@pytest.fixture(scope="module")
def issuers() -> Iterator[dict[str, str]]:
    """Issuers by name: city0 to city8."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.web.server.access.issuers"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]
        ports = process.stdout.readline().split()
        yield {f"city{number}": f"http://localhost:{port}" for number, port in enumerate(ports)}
        process.stdin.close()


@pytest.fixture
def visitor(network: settings.Settings, issuers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> TestClient:
    for name, issuer in issuers.items():
        prefix = f"DIGITALKOMPASS_OIDC_{name.upper()}"
        for setting, value in (("ISSUER", issuer), ("CLIENT_ID", "kompass"), ("CLIENT_SECRET", f"geheim-{name}")):
            monkeypatch.setenv(f"{prefix}_{setting}", value)
    return TestClient(make_sign_in(), base_url=URL, follow_redirects=False)


def _invite(name: str) -> str:
    return accounts.invite(LOCAL_COORDINATOR, name=name, role="member").rpartition("/")[2]


def _at_provider(address: str, subject: str = SUBJECT) -> str:
    """Confirm at the provider's own page; return the address it sends the browser back to."""
    answer = httpx.post(address, data={"sub": subject}, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"].removeprefix(URL)


def _go(visitor: TestClient, path: str, subject: str = SUBJECT) -> httpx.Response:
    asked = visitor.get(path)
    assert asked.status_code == 302
    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256", "scope=openid"):
        assert part in asked.headers["location"]
    answer: httpx.Response = visitor.get(_at_provider(asked.headers["location"], subject))
    return answer


def _who(visitor: TestClient) -> list[str]:
    found = find_session(opened.ledger(), visitor.cookies["dk_session"])
    return [found.name] if found else []


def test_equal_subjects_of_nine_issuers_open_nine_accounts(visitor: TestClient, issuers: dict[str, str]) -> None:
    for name in issuers:
        accepted = _go(visitor, f"/invitation/{_invite(name)}/provider/{name}")
        assert (accepted.status_code, accepted.headers["location"]) == (303, "/")

    mixed_up = []
    for name in issuers:
        entered = _go(visitor, f"/sign-in/provider/{name}?next=/topics")
        assert entered.headers["location"] == "/topics"
        mixed_up += [] if _who(visitor) == [name] else [name]

    assert len(issuers) == 9
    assert mixed_up == []


def test_a_stranger_at_a_known_provider_gets_no_account(visitor: TestClient) -> None:
    _go(visitor, f"/invitation/{_invite('city0')}/provider/city0")
    visitor.cookies.clear()

    refused = _go(visitor, "/sign-in/provider/city0", subject="43")

    assert (refused.status_code, "gibt es kein Konto" in refused.text) == (403, True)
    assert "dk_session" not in visitor.cookies


def test_an_answer_that_was_asked_elsewhere_is_refused(visitor: TestClient) -> None:
    """Another provider's answer, another browser's, and one used twice: each lacks the state of this step."""
    _go(visitor, f"/invitation/{_invite('city1')}/provider/city1")
    visitor.cookies.clear()

    back = _at_provider(visitor.get("/sign-in/provider/city1").headers["location"])
    other_provider = visitor.get(back.replace("city1", "city2"))
    first = visitor.get(back)
    visitor.cookies.delete("dk_session")
    again = visitor.get(back)
    stranger = TestClient(visitor.app, base_url=URL, follow_redirects=False).get(
        _at_provider(visitor.get("/sign-in/provider/city1").headers["location"])
    )

    assert first.status_code == 303
    assert [answer.status_code for answer in (other_provider, again, stranger)] == [502, 502, 502]
    assert "konnte die Anmeldung nicht bestätigen" in stranger.text


def test_who_declines_at_the_provider_is_told_in_words(visitor: TestClient) -> None:
    answer = httpx.post(visitor.get("/sign-in/provider/city3").headers["location"], data={"action": "deny"})

    refused = visitor.get(answer.headers["location"].removeprefix(URL))

    assert refused.status_code == 502
    assert "access_denied" not in refused.text


def test_a_provider_that_nobody_set_up_is_refused(visitor: TestClient) -> None:
    assert visitor.get("/sign-in/provider/nobody").status_code == 404
    assert visitor.get("/sign-in/provider/nobody/callback?code=1&state=2").status_code == 404
