import threading
from multiprocessing import get_context
from pathlib import Path

import pytest

from maturity.ledger import Ledger, SubmissionRecord, verify
from tests.ledger.builders import BRETTEN, COORDINATOR, WAVE, file, of_city, open_in, parts_of, submit
from tests.ledger.writers import write_some

pytestmark = pytest.mark.usefixtures("each_database")

WRITERS = 12
EACH = 10


def test_twelve_threads_lose_nothing(ledger: Ledger) -> None:
    """12 x 10 files of one city make the numbers and the versions 1 to 120 without a gap."""
    threads = [
        threading.Thread(target=lambda writer=writer: [submit(ledger, f"{writer}-{n}") for n in range(EACH)])
        for writer in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    table = ledger.submissions()

    assert table["submission_id"].tolist() == list(range(1, 121))
    assert table["version"].tolist() == list(range(1, 121))
    assert {ledger.file_of(number).decode() for number in range(1, 121)} == {
        f"{writer}-{number}" for writer in range(WRITERS) for number in range(EACH)
    }
    assert table["is_in_force"].tolist() == [False] * 119 + [True]
    assert verify(ledger) == []


def test_twelve_processes_lose_nothing(tmp_path: Path) -> None:
    """They also create the ledger together; no number is given twice, none is left out."""
    context = get_context("forkserver")
    pipes = [context.Pipe(duplex=False) for _writer in range(WRITERS)]
    processes = [
        context.Process(target=write_some, args=(tmp_path, writer, EACH, there))
        for writer, (_here, there) in enumerate(pipes)
    ]
    for process in processes:
        process.start()
    numbers = [number for here, _there in pipes for number in (here.recv() if here.poll(120) else [])]
    for process in processes:
        process.join()

    assert sorted(numbers) == list(range(1, 121))
    assert verify(open_in(tmp_path)) == []


def test_a_double_click_is_one_submission(ledger: Ledger) -> None:
    """Twelve times the same file at once: one is new, eleven get its receipt."""
    records: list[SubmissionRecord] = []
    barrier = threading.Barrier(WRITERS)
    table = of_city(BRETTEN)

    def click() -> None:
        barrier.wait()
        records.append(ledger.record_submission(COORDINATOR, file("gleich"), parts_of(table), table))

    threads = [threading.Thread(target=click) for _writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(record.is_new for record in records) == [False] * 11 + [True]
    assert {record.submission_id for record in records} == {1}
    assert ledger.version() == 1


@pytest.mark.parametrize("column", ["submission_id", "version"])
def test_readers_see_whole_states(ledger: Ledger, column: str) -> None:
    """While one writes file after file, another always sees numbers without a gap and one file in force."""
    done = threading.Event()

    def write() -> None:
        for number in range(40):
            submit(ledger, str(number))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        table = ledger.submissions()
        assert table[column].tolist() == list(range(1, len(table) + 1))
        assert table["is_in_force"].sum() == min(1, len(table))
        assert len(ledger.values_in_force()) in (0, 2)
    writer.join()

    assert ledger.find_in_force(file("39").sha256, BRETTEN, WAVE) is not None
