"""What an operator may ask: alive, ready, counted."""

import shutil

import pytest
from starlette.applications import Starlette

from maturity.settings import Settings
from tests.web.server.asgi import ask
from web.server.health import ROUTES

APP = Starlette(routes=ROUTES)


@pytest.mark.usefixtures("sample")
def test_a_whole_server_is_ready_and_counts() -> None:
    """17 sample submissions and the reference data are 18 entries."""
    assert ask(APP, "/healthz").body == b"ok"
    assert ask(APP, "/readyz").status == 200
    shown = ask(APP, "/metrics")

    assert shown.headers["content-type"].startswith("text/plain")
    assert b"kompass_ledger_entries 18.0" in shown.body
    assert b"kompass_ready 1.0" in shown.body
    for name in (b"kompass_publish_seconds", b"kompass_script_run_seconds", b"kompass_snapshot_age_seconds"):
        assert name in shown.body


def test_a_server_without_its_ledger_is_alive_and_not_ready(sample: Settings) -> None:
    for path in sample.data.glob("ledger.sqlite*"):
        path.unlink()

    assert ask(APP, "/healthz").status == 200
    answer = ask(APP, "/readyz")
    assert (answer.status, answer.body) == (503, b"ledger_lost")
    assert b"kompass_ready 0.0" in ask(APP, "/metrics").body


def test_a_server_without_a_snapshot_is_not_ready(sample: Settings) -> None:
    shutil.rmtree(sample.snapshots)

    assert ask(APP, "/readyz").body == b"store_missing"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(("peer", "headers"), [("10.0.0.7", {}), ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"})])
def test_metrics_stay_on_this_machine(peer: str, headers: dict[str, str]) -> None:
    assert ask(APP, "/metrics", peer=peer, headers=headers).status == 403
