"""Processes that are killed while they write. DIGITALKOMPASS_KILLS=1000 for the long run before a release."""

import os
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import sleep

import pytest

from maturity.ledger import verify
from tests.ledger.builders import open_in
from tests.ledger.writers import write_until_killed

KILLS = int(os.environ.get("DIGITALKOMPASS_KILLS") or 60)

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="kill -9 needs POSIX"),
    pytest.mark.usefixtures("each_database"),
]


def acknowledged_before_kill(folder: Path, round_number: int, random: Random) -> dict[int, str]:
    """Let a process write, kill it at a random moment, and return the numbers and hashes it was told."""
    context = get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=write_until_killed, args=(folder, round_number, there))
    process.start()
    there.close()
    # In some rounds while it opens the ledger, in the others some milliseconds after one of its first entries.
    told = dict(here.recv() for _entry in range(random.randrange(6)))
    sleep(random.uniform(0, 0.012))
    process.kill()
    process.join()
    while True:
        try:
            told |= dict([here.recv()])
        except (EOFError, OSError):  # OSError: the last message was cut
            return told


def test_a_kill_loses_nothing_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    """All that was acknowledged is there with its hash; of the rest, at most one entry for each kill, and whole."""
    random = Random(45)
    acknowledged: dict[int, str] = {}
    for round_number in range(KILLS):
        acknowledged |= acknowledged_before_kill(tmp_path, round_number, random)
    ledger = open_in(tmp_path)
    found = {entry.sequence: entry.hash for entry in ledger.entries()}

    assert len(acknowledged) >= KILLS
    assert acknowledged.items() - found.items() == set()
    assert len(found) - len(acknowledged) <= KILLS
    assert verify(ledger) == []
