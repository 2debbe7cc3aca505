"""The border to the database: connections, transactions, and its errors in the reader's words.

SQLite by default, in WAL mode and synced at each commit; any other database of SQLAlchemy by URL.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, exc, insert, inspect

from maturity.errors import LedgerUnreadable, LedgerUnwritable, MaturityError
from maturity.language import N_, _
from maturity.ledger import schema
from maturity.ledger.chain import GENESIS

BUSY_MILLISECONDS = 30_000

REASONS = {
    sqlite3.SQLITE_FULL: N_("the disk is full"),
    sqlite3.SQLITE_READONLY: N_("the place is write-protected"),
    sqlite3.SQLITE_PERM: N_("the permission is missing"),
    sqlite3.SQLITE_CANTOPEN: N_("the file cannot be opened"),
    sqlite3.SQLITE_BUSY: N_("another program is writing"),
    sqlite3.SQLITE_IOERR: N_("the disk reports an error"),
    sqlite3.SQLITE_CORRUPT: N_("the file is damaged"),
    sqlite3.SQLITE_NOTADB: N_("the file is no ledger"),
}
ERRNOS = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EFBIG: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_PERM,
    errno.EPERM: sqlite3.SQLITE_PERM,
    errno.EIO: sqlite3.SQLITE_IOERR,
}
UNKNOWN_REASON = N_("the database reports an error")
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Database:
    """Transactions on the ledger's database. Use `open_database`."""

    def __init__(self, engine: Engine, *, min_free_bytes: int) -> None:
        self.engine = engine
        # SQLite takes its one write lock at the start: a lock taken later can fail when two have read before.
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._min_free_bytes = min_free_bytes

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; None for others."""
        is_file = self.engine.dialect.name == "sqlite"
        return Path(self.engine.url.database or "") if is_file else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the ledger.

        Raises:
            LedgerUnreadable: the database does not answer or is damaged.
        """
        with translated(LedgerUnreadable), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is synced to disk at its end or leaves no trace. The caller takes the lock on `head`.

        Raises:
            LedgerUnwritable: too little free space, or the database refuses; nothing was stored.
            LedgerUnreadable: the database is damaged.
        """
        with translated(LedgerUnwritable):
            self._require_space()
            with self._writer.begin() as connection:
                yield connection

    def close(self) -> None:
        """Close all connections; SQLite then folds its write-ahead log into the file."""
        self.engine.dispose()

    def _require_space(self) -> None:
        if self.path is not None and shutil.disk_usage(self.path.parent).free < self._min_free_bytes:
            raise LedgerUnwritable(reason=_(REASONS[sqlite3.SQLITE_FULL]))


def open_database(url: str, *, min_free_bytes: int) -> Database:
    """Connect, and create folder and tables where there are none.

    Raises:
        LedgerUnwritable: the folder or the tables cannot be created.
        LedgerUnreadable: the file is damaged or no database.
    """
    database = Database(create_engine(url), min_free_bytes=min_free_bytes)
    if database.path is not None:
        if database.path.name in ("", ":memory:"):
            raise LedgerUnwritable(reason=_("no file is named"))
        event.listen(database.engine, "connect", _prepare_sqlite)
        event.listen(database.engine, "begin", _begin_sqlite)
        _create_file(database.path)
    with database.reading() as connection:
        is_complete = set(schema.metadata.tables) <= set(inspect(connection).get_table_names())
    if not is_complete:
        _create_tables(database)
    return database


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # Transactions are begun below, not by the driver's own rules.
    connection.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma journal_mode = wal")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _create_file(path: Path) -> None:
    """Create the folder and an empty file, and sync their names: SQLite syncs only what is in a file."""
    with translated(LedgerUnwritable):
        if path.is_file():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        sync_folder(path.parent)
        sync_folder(path.parent.parent)


def sync_folder(path: Path) -> None:
    """Make new names in the folder survive a power cut, where the system can do so."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _create_tables(database: Database) -> None:
    with database.writing() as connection:
        # Another program may have been faster: create_all looks again, now under the lock.
        schema.metadata.create_all(connection)
        if connection.execute(schema.head.select()).first() is None:
            start = {"head_id": 1, "format": schema.FORMAT, "sequence": 0, "hash": GENESIS}
            connection.execute(insert(schema.head).values(start))


@contextmanager
def translated(error_class: Callable[..., MaturityError]) -> Iterator[None]:
    """Turn the errors of the database and the disk into the given one; the cause is kept."""
    try:
        yield
    except (exc.ProgrammingError, exc.IntegrityError):
        raise  # a bug, or a broken chain that the ledger names itself
    except (exc.DatabaseError, exc.TimeoutError, sqlite3.DatabaseError, OSError) as error:
        code = primary_code(error)
        reason = _(REASONS.get(code, UNKNOWN_REASON))
        raise (LedgerUnreadable if code in DAMAGED else error_class)(reason=reason) from error


def primary_code(error: Exception) -> int:
    """Return SQLite's primary result code for an error of the database or the disk; 0 when there is none."""
    if isinstance(error, OSError):
        return ERRNOS.get(error.errno or 0, 0)
    if isinstance(error, exc.TimeoutError):
        return sqlite3.SQLITE_BUSY
    # SQLAlchemy wraps the driver's error; the code's higher bytes only refine it.
    driver_error = getattr(error, "orig", error)
    return int(getattr(driver_error, "sqlite_errorcode", 0)) & 0xFF
