"""What the writing processes of the tests do; a module of its own, so that they start without pytest."""

from multiprocessing.connection import Connection
from pathlib import Path

from tests.ledger.builders import BRETTEN, BUEHL, COORDINATOR, WAVE, of_city, open_in, submit


def write_some(folder: Path, writer: int, count: int, pipe: Connection) -> None:
    """Record some submissions and tell their numbers."""
    ledger = open_in(folder)
    pipe.send([submit(ledger, f"{writer}-{number}").submission_id for number in range(count)])
    ledger.close()


def write_until_killed(folder: Path, round_number: int, pipe: Connection) -> None:
    """Write entries of all kinds without end; tell each one's number and hash once it is acknowledged."""
    ledger = open_in(folder)
    number = 0
    while True:
        number += 1
        name = f"{round_number}-{number}"
        city_id = (BRETTEN, BUEHL)[number % 2]
        record = submit(ledger, name * 500, of_city(city_id, number % 5))
        pipe.send((record.submission_id, record.hash))
        ledger.save_draft(COORDINATOR, city_id, WAVE, {"name": name})
        entry = ledger.record(COORDINATOR, "decision", {"name": name})
        pipe.send((entry.sequence, entry.hash))
        entry = ledger.withdraw(COORDINATOR, record.submission_id, name)
        pipe.send((entry.sequence, entry.hash))
