"""A ledger whose clock a test can move; every test runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from maturity.ledger import Ledger
from maturity.ledger.access.accounts import Account
from maturity.ledger.access.invitations import accept, invite
from maturity.ledger.access.proofs import Proof
from tests.ledger.builders import BUEHL, COORDINATOR, NOON, open_in


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **duration: float) -> None:
        self.time += timedelta(**duration)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock, each_database: None) -> Iterator[Ledger]:
    ledger = open_in(tmp_path, now=clock)
    yield ledger
    ledger.close()


@pytest.fixture
def coordinator(ledger: Ledger) -> Account:
    token = invite(ledger, COORDINATOR, name="Koordinierungsstelle", role="coordinator")
    return accept(ledger, token, Proof("passkey", "koordination"))


@pytest.fixture
def officer(ledger: Ledger, coordinator: Account) -> Account:
    token = invite(ledger, coordinator.actor, name="Digitalbüro Bühl", role="officer", city_id=BUEHL)
    return accept(ledger, token, Proof("passkey", "buehl"))
