"""An empty ledger for each test, on SQLite or, where a test asks for `each_database`, on PostgreSQL as well."""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from maturity.ledger import Ledger
from tests.ledger.builders import MARK, open_in

# Writing processes are forked from one that has imported all this: starting a hundred is a matter of seconds.
get_context("forkserver").set_forkserver_preload(["tests.ledger.writers"])


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Let `open_in(tmp_path)` open a ledger on this database; the test runs once for each."""
    if request.param == "postgresql":
        (tmp_path / MARK).write_text(request.getfixturevalue("database_url"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_in(tmp_path)
    yield ledger
    ledger.close()
