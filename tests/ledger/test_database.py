import errno
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import exc

from maturity.errors import LedgerUnreadable, LedgerUnwritable, MaturityError
from maturity.ledger import Ledger, open_ledger, verify
from maturity.ledger.database import sync_folder
from maturity.ledger.opening import utc_now
from maturity.ledger.reasons import find_reason, translated
from tests.disks import small_disk
from tests.ledger import failing
from tests.ledger.builders import BRETTEN, COORDINATOR, OFFICER, WAVE, of_city, open_in, submit, url_of

BIG = "".join(f"{number:x};" for number in range(60_000))  # about 100 kB once it is compressed

FAULTS = {
    "ENOSPC": sqlite3.SQLITE_FULL,
    "EIO on write": sqlite3.SQLITE_IOERR_WRITE,
    "EIO on fsync": sqlite3.SQLITE_IOERR_FSYNC,
    "short read": sqlite3.SQLITE_IOERR_SHORT_READ,
    "EROFS": sqlite3.SQLITE_READONLY,
    "EACCES": sqlite3.SQLITE_CANTOPEN,
    "unknown": sqlite3.SQLITE_ERROR,
}

WRITES: dict[str, Callable[[Ledger], object]] = {
    "submission": lambda ledger: submit(ledger, "neu", of_city(BRETTEN, 4)),
    "withdrawal": lambda ledger: ledger.withdraw(COORDINATOR, 1, "Versehen"),
    "decision": lambda ledger: ledger.record(COORDINATOR, "decision", {"topic_id": "eakte"}),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("fault", FAULTS)
def test_each_call_may_fail_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, write: str) -> None:
    """The first, second, ... last call of a write fails: nothing is acknowledged or stored, and then it works."""
    trap = failing.install(monkeypatch)
    ledger = open_in(tmp_path)
    submit(ledger, "Inhalt")
    call = 0
    while True:
        with trap.set(call, FAULTS[fault]):
            try:
                WRITES[write](ledger)
            except MaturityError as error:
                assert isinstance(error, LedgerUnwritable)
        if not trap.has_sprung:
            break
        assert ledger.version() == 1
        assert verify(ledger) == []
        call += 1

    assert call >= 5
    assert ledger.version() == 2
    assert verify(ledger) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_creating_may_fail_at_each_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """An unfinished creation leaves nothing that stops the next one."""
    trap = failing.install(monkeypatch)
    call = 0
    while True:
        with trap.set(call, FAULTS[fault]):
            try:
                open_in(tmp_path / str(call)).close()
            except MaturityError as error:
                assert isinstance(error, LedgerUnwritable | LedgerUnreadable)
        ledger = open_in(tmp_path / str(call))
        assert submit(ledger, "Inhalt").submission_id == 1
        ledger.close()
        if not trap.has_sprung:
            break
        call += 1

    assert call >= 10


def test_a_draft_that_cannot_be_kept_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = failing.install(monkeypatch)
    ledger = open_in(tmp_path)
    ledger.save_draft(OFFICER, BRETTEN, WAVE, {"EAK01": "1"})
    for call in range(4):
        with trap.set(call, sqlite3.SQLITE_FULL), pytest.raises(LedgerUnwritable):
            ledger.save_draft(OFFICER, BRETTEN, WAVE, {"EAK01": "2"})
        assert ledger.load_draft(OFFICER, BRETTEN, WAVE) == {"EAK01": "1"}


UNREACHED = "the database server does not answer, or refuses the user, the password or the name of the database"


class OfPostgresql(Exception):
    """What psycopg raises; it names the error by five characters, or not at all when the connection is gone."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "no space"), "the disk is full"),
        (OSError(errno.EROFS, "read-only"), "the place is write-protected"),
        (OSError(errno.EACCES, "denied"), "the permission is missing"),
        (OSError(errno.EIO, "broken"), "the disk reports an error"),
        (OSError("without a number"), "the database reports an error"),
        (exc.TimeoutError("no connection free"), "another program is writing"),
        (exc.DatabaseError("select 1", {}, Exception("of another database")), "the database reports an error"),
        (exc.OperationalError("x", {}, OfPostgresql("53100")), "the disk is full"),
        (exc.OperationalError("x", {}, OfPostgresql(None)), UNREACHED),
        (exc.OperationalError("x", {}, OfPostgresql("57P01")), UNREACHED),
        (exc.OperationalError("x", {}, OfPostgresql("22000")), "the database reports an error"),
        (exc.ProgrammingError("x", {}, OfPostgresql("42501")), "the permission is missing"),
    ],
)
def test_errors_of_the_disk_and_of_the_database_have_one_reason(error: Exception, reason: str) -> None:
    assert find_reason(error) == reason
    with pytest.raises(LedgerUnwritable) as caught, translated(LedgerUnwritable):
        raise error
    assert caught.value.__cause__ is error


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(exc.ProgrammingError), translated(LedgerUnwritable):
        raise exc.ProgrammingError("select 1", {}, Exception("wrong"))


def test_the_reason_is_in_the_readers_language() -> None:
    with pytest.raises(LedgerUnwritable, match="der Datenträger ist voll"), translated(LedgerUnwritable):
        raise OSError(errno.ENOSPC, "no space")


def test_too_little_free_space_refuses_before_anything_is_written(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    ledger = open_ledger(url_of(tmp_path), min_free_bytes=10**18)

    with pytest.raises(LedgerUnwritable, match="voll"):
        submit(ledger, "Inhalt")
    assert ledger.version() == 0


def test_commits_are_synced_and_the_tables_linked(ledger: Ledger) -> None:
    """1 = foreign keys on, 2 = synchronous FULL, 30000 = waits half a minute for another writer."""
    with ledger.database.reading() as connection:
        pragmas = ("foreign_keys", "synchronous", "busy_timeout", "journal_mode")
        actual = [connection.exec_driver_sql(f"pragma {name}").scalar() for name in pragmas]

    assert actual == [1, 2, 30_000, "wal"]


@pytest.mark.parametrize("content", [b"Sehr geehrte Damen und Herren, " * 200, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_ledger_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(content)

    with pytest.raises(LedgerUnreadable):
        open_in(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_bytes() == content


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")

    with pytest.raises(LedgerUnwritable):
        open_in(tmp_path / "datei" / "darin")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_ledger_that_would_not_last_is_refused(url: str) -> None:
    with pytest.raises(LedgerUnwritable, match="keine Datei"):
        open_ledger(url)


def test_a_system_without_synced_folders_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a folder cannot be opened; there, this one is not even looked for."""
    folder = Path("fehlt")
    monkeypatch.setattr("maturity.ledger.database.os.name", "nt")

    sync_folder(folder)


def test_the_clock_is_in_utc() -> None:
    assert utc_now().tzinfo is UTC


def write_under_a_limit(folder: Path, limit: int, pipe: Connection) -> None:
    """Write until a file may not grow any more; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    pipe.send(write_until_refused(folder))


def write_as_nobody(folder: Path, pipe: Connection) -> None:
    """Write without the right to; runs in a process of its own."""
    str(MaturityError())  # loads the German texts, from folders that nobody may not read
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    pipe.send(write_until_refused(folder))


def write_until_refused(folder: Path) -> tuple[int, str]:
    """Return how many submissions were acknowledged, and the name of the error that came then."""
    acknowledged = 0
    try:
        with closing(open_in(folder)) as ledger:
            while acknowledged < 50:
                submit(ledger, f"{acknowledged}{BIG}")
                acknowledged += 1
    except MaturityError as error:
        return acknowledged, type(error).__name__
    return acknowledged, ""


def in_a_process(target: Callable[..., None], *arguments: object) -> tuple[int, str]:
    context = get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(*arguments, there))
    process.start()
    there.close()
    try:
        answer: tuple[int, str] = here.recv()
    finally:
        process.join()
    return answer


@pytest.mark.parametrize("limit", range(4_096, 1_500_000, 150_001))
def test_a_write_that_the_system_cuts_short_is_refused(tmp_path: Path, limit: int) -> None:
    """The limit falls in the middle of a page, of a frame of the log, of a submission; what was acknowledged stays."""
    acknowledged, error = in_a_process(write_under_a_limit, tmp_path, limit)

    assert error in ("LedgerUnwritable", "LedgerUnreadable")
    ledger = open_in(tmp_path)
    assert ledger.version() == acknowledged
    assert verify(ledger) == []
    assert submit(ledger, "geht wieder").is_new


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB of its own."""
    with small_disk(tmp_path / "disk", "1m") as place:
        yield place


def test_a_full_disk_loses_nothing(disk: Path) -> None:
    acknowledged, error = write_until_refused(disk)

    assert error == "LedgerUnwritable"
    assert acknowledged > 0
    ledger = open_in(disk, is_checked=False)
    assert ledger.version() == acknowledged
    assert verify(ledger) == []
    ledger.close()


def test_a_disk_that_becomes_read_only_loses_nothing(disk: Path) -> None:
    ledger = open_in(disk)
    submit(ledger, "vorher")
    ledger.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

    acknowledged, error = write_until_refused(disk)
    assert acknowledged == 0
    assert error in ("LedgerUnwritable", "LedgerUnreadable")
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    ledger = open_in(disk)
    assert ledger.version() == 1
    assert verify(ledger) == []
    ledger.close()


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_without_the_permission_nothing_is_written(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "data"
    open_in(folder).close()
    (folder / "ledger.sqlite").chmod(0o444)
    folder.chmod(mode)
    try:
        acknowledged, error = in_a_process(write_as_nobody, folder)
    finally:
        folder.chmod(0o755)
        (folder / "ledger.sqlite").chmod(0o644)

    assert acknowledged == 0
    assert error in ("LedgerUnwritable", "LedgerUnreadable")
    assert open_in(folder).version() == 0
