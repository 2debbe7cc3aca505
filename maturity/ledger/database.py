"""The border to the database: connections and transactions. SQLite in a file, or PostgreSQL by URL.

SQLite runs in WAL mode and is synced at each commit. A file is never made by opening it: only `create_file` makes one,
so that a ledger that was lost is not followed by an empty one.
"""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry

from maturity.errors import LedgerUnreadable, LedgerUnwritable, SettingInvalid
from maturity.language import _
from maturity.ledger.reasons import FULL, translated

BUSY_MILLISECONDS = 30_000
CREATION_LOCK = 7_210_642  # any number; on PostgreSQL it lets one program at a time make or change the tables


class Database:
    """Transactions on the ledger's database. Use `connect`."""

    def __init__(self, engine: Engine, *, min_free_bytes: int) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # SQLite takes its one write lock at the start: a lock taken later can fail when two have read before.
        self._writer = engine.execution_options(begin="BEGIN IMMEDIATE")
        # A reader must see one state. PostgreSQL's usual level shows what others commit between two statements; its
        # writers need just that: behind the lock they see the newest entry.
        self._reader = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._min_free_bytes = min_free_bytes

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; None for others."""
        return Path(self.engine.url.database or "") if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the ledger.

        Raises:
            LedgerUnreadable: the database does not answer or is damaged.
        """
        with translated(LedgerUnreadable), self._reader.begin() as connection:
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

    @contextmanager
    def creating(self) -> Iterator[Connection]:
        """Open a transaction to make or change the tables, one program at a time. Errors as `writing`."""
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": CREATION_LOCK})
            yield connection

    def close(self) -> None:
        """Close all connections; SQLite then folds its write-ahead log into the file."""
        self.engine.dispose()

    def _require_space(self) -> None:
        if self.path is not None and shutil.disk_usage(self.path.parent).free < self._min_free_bytes:
            raise LedgerUnwritable(reason=_(FULL))


def connect(url: str, *, min_free_bytes: int) -> Database:
    """Return the database of the URL; no connection is opened yet.

    Raises:
        SettingInvalid: this is no address of a database.
        LedgerUnwritable: the URL names no file.
        LedgerUnreadable: the driver is not installed.
    """
    try:
        place = make_url(url)
        if place.get_backend_name() == "sqlite":
            return Database(_sqlite_engine(url), min_free_bytes=min_free_bytes)
        # A connection that the server has closed meanwhile is noticed and replaced, not shown to a visitor.
        return Database(create_engine(url, pool_pre_ping=True), min_free_bytes=min_free_bytes)
    except (exc.ArgumentError, ValueError) as error:  # ValueError: the port is no number
        expected = _("an address like sqlite:////path/ledger.sqlite or postgresql+psycopg://user@host/database")
        raise SettingInvalid(name="DIGITALKOMPASS_LEDGER", value="...", expected=expected) from error
    except ModuleNotFoundError as error:
        raise LedgerUnreadable(reason=_("the driver “{name}” is not installed").format(name=error.name)) from error


def _sqlite_engine(url: str) -> Engine:
    path = Path(make_url(url).database or "")
    if path.name in ("", ":memory:"):
        raise LedgerUnwritable(reason=_("no file is named"))

    def open_file() -> sqlite3.Connection:
        return sqlite3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, check_same_thread=False)

    def note_file(_connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _file_number(path)

    def require_same_file(_connection: sqlite3.Connection, record: ConnectionPoolEntry, _proxy: object) -> None:
        # Else it would go on writing into a file that was moved or deleted, where nobody finds it again.
        if record.info["file"] != _file_number(path):
            raise exc.DisconnectionError

    engine = create_engine(url, creator=open_file)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", note_file)
    event.listen(engine, "checkout", require_same_file)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # Transactions are begun below, not by the driver's own rules.
    connection.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")  # what was erased is overwritten, not only forgotten
    connection.execute("pragma journal_mode = wal")


def _file_number(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def create_file(path: Path) -> None:
    """Create the folder and an empty file, for their owner alone, and sync their names: SQLite syncs only contents.

    Raises:
        LedgerUnwritable: they cannot be made.
    """
    with translated(LedgerUnwritable):
        if path.is_file():
            make_private(path)
            return
        create_folder(path.parent)
        path.touch(mode=0o600)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)


def make_private(path: Path) -> None:
    """Take away what others may do with a file, if it is ours."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        with suppress(PermissionError):
            path.chmod(mode & 0o700)


def create_folder(path: Path) -> None:
    """Create the folder for its owner alone; one that is there stays as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def sync_folder(path: Path) -> None:
    """Make new names in the folder survive a power cut, where the system can do so."""
    if os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
