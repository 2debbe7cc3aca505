"""An empty ledger for each test."""

from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from maturity.ledger import Ledger
from tests.ledger.builders import open_in

# Writing processes are forked from one that has imported all this: starting a hundred is a matter of seconds.
get_context("forkserver").set_forkserver_preload(["tests.ledger.writers"])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = open_in(tmp_path)
    yield ledger
    ledger.close()
