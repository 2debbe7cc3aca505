"""A session holds on every server of the same ledger, and ends on all of them."""

from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from maturity.ledger import open_ledger
from maturity.ledger.access.accounts import list_accounts, set_locked
from maturity.ledger.access.invitations import accept, invite
from maturity.ledger.access.proofs import password_proof
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT
from tests.served import free_port, serve

GOOD = "Regen auf dem Rathausdach"
NAMES = ("Koordinierungsstelle", "Digitalbüro Bühl")


@pytest.mark.slow
def test_a_session_of_one_server_holds_on_the_other_and_ends_on_both(database_url: str, tmp_path: Path) -> None:
    """Two servers on one PostgreSQL, behind one public address; each request says which server it goes to."""
    public = f"http://localhost:{free_port()}"
    with ExitStack() as stack:
        servers = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            settings = {"DIGITALKOMPASS_LEDGER": database_url, "DIGITALKOMPASS_PUBLIC_URL": public}
            settings["DIGITALKOMPASS_SECRET_FILE"] = str(tmp_path / "secret")
            servers.append(stack.enter_context(serve(PROJECT / "dashboard.py", tmp_path / name, **settings)).url)
        ledger = open_ledger(database_url)
        for name, role, city_id in zip(NAMES, ("coordinator", "officer"), (None, "08216007"), strict=True):
            link = invite(ledger, LOCAL_COORDINATOR, name=name, role=role, city_id=city_id)  # type: ignore[arg-type]
            accept(ledger, link, password_proof(name, GOOD))

        browsers = [_sign_in(servers[0], public, name) for name in NAMES]
        assert [_answers(servers, browser) for browser in browsers] == [[204, 204]] * 2

        browsers[0].get(f"{servers[1]}/sign-out", headers={"sec-fetch-site": "same-origin"})
        (officer,) = [account for account in list_accounts(ledger, LOCAL_COORDINATOR) if account.role == "officer"]
        set_locked(ledger, LOCAL_COORDINATOR, officer.account_id, is_locked=True, reason="Gerät verloren")

        assert [_answers(servers, browser) for browser in browsers] == [[401, 401]] * 2
        ledger.close()


def _sign_in(server: str, public: str, name: str) -> httpx.Client:
    browser = httpx.Client(timeout=30)
    form = {"name": name, "password": GOOD}
    answer = browser.post(f"{server}/sign-in/password", data=form, headers={"origin": public})
    assert answer.status_code == 303, answer.text
    return browser


def _answers(servers: list[str], browser: httpx.Client) -> list[int]:
    """What the address that only the signed-in get says on each server; the cookie's port does not count."""
    return [browser.get(f"{server}/kompass/session").status_code for server in servers]
