"""Backups: the whole ledger in one SQLite file, whatever database it is on; checked when made and when restored."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, insert, select

from maturity.errors import BackupRefused, LedgerBroken, LedgerUnreadable, LedgerUnwritable
from maturity.language import _
from maturity.ledger import schema
from maturity.ledger.checks import verify
from maturity.ledger.database import Database, connect, create_file, create_folder, make_private, sync_folder
from maturity.ledger.ledger import Ledger, Mark
from maturity.ledger.opening import open_ledger
from maturity.ledger.reasons import NO_LEDGER, translated
from maturity.ledger.tables import create_tables, has_tables

# What SQLite may leave beside a file; with another file in its place it would be played into that one.
COMPANIONS = ("", "-wal", "-shm", "-journal")
ROWS_AT_ONCE = 20  # a row may hold a file of many megabytes


def backup(ledger: Ledger, path: Path) -> None:
    """Copy the ledger into one file while others go on writing; an older backup of that name is replaced at the end.

    Raises:
        BackupRefused: what is there is the ledger itself, no ledger, or a longer or another one; it stays.
        LedgerBroken: the ledger has a fault; the file of that name stays.
        LedgerUnwritable: the copy cannot be written.
    """
    _require_place(ledger, path)
    with translated(LedgerUnwritable):
        create_folder(path.parent)
        with _unfinished(path) as copy:
            _write_copy(ledger, copy)
            # Once more, because the writing took its time: another backup may have been faster.
            _require_place(ledger, path)
            copy.replace(path)
            sync_folder(path.parent)


def restore_backup(path: Path, url: str) -> None:
    """Put a backup where no ledger is; one of an older version of the program is brought up to date on the way.

    Raises:
        LedgerBroken, LedgerUnreadable, LedgerNewer: the backup has a fault or is none; nothing was written.
        LedgerUnwritable: there is a ledger at that place, or it cannot be written.
    """
    if not path.is_file():
        raise LedgerUnreadable(reason=_("the backup file does not exist"))
    target = connect(url, min_free_bytes=0)
    if target.path is None:
        if has_tables(target):
            raise LedgerUnwritable(reason=_("there is a ledger at this place already"))
        _restore_rows(path, target)
        return
    if any(Path(f"{target.path}{ending}").exists() for ending in COMPANIONS):
        raise LedgerUnwritable(reason=_("there is a ledger at this place already"))
    with translated(LedgerUnwritable):
        create_folder(target.path.parent)
        with _unfinished(target.path) as place:
            _checked_copy(path, place).close()
            place.replace(target.path)
            sync_folder(target.path.parent)


def _restore_rows(path: Path, target: Database) -> None:
    with (
        TemporaryDirectory() as folder,
        closing(_checked_copy(path, Path(folder) / "copy")) as copy,
        copy.database.reading() as old,
        target.creating() as new,
    ):
        _copy_rows(old, new)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    place = Path(f"{path}.unfinished")
    _remove(place)
    try:
        yield place
    finally:
        _remove(place)


def _remove(path: Path) -> None:
    for ending in COMPANIONS:
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _require_place(ledger: Ledger, path: Path) -> None:
    own = ledger.database.path
    companions = [Path(f"{own}{ending}") for ending in COMPANIONS] if own is not None else []
    # `samefile` sees through links of both kinds.
    if any(path.exists() and place.exists() and path.samefile(place) for place in companions) or (
        path.resolve() in [place.resolve() for place in companions]
    ):
        raise BackupRefused(file=path, reason=_("this is the ledger itself"))
    if not path.exists():
        return
    there = _mark_of(path)
    if there is None:
        raise BackupRefused(file=path, reason=_("the file there is no ledger"))
    if there.version > ledger.version():
        reason = _("the backup there has {there} entries, the ledger only {own}")
        raise BackupRefused(file=path, reason=reason.format(there=there.version, own=ledger.version()))
    if there.hash != ledger.hash_at(there.version):
        raise BackupRefused(file=path, reason=_("the backup there is of another ledger"))


def _mark_of(path: Path) -> Mark | None:
    """Return how far the ledger in a file goes, without touching the file; None if it is none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            row = connection.execute("select sequence, hash from head").fetchone()
    except sqlite3.DatabaseError:
        return None
    return None if row is None else Mark(*row)


def _write_copy(ledger: Ledger, place: Path) -> None:
    create_file(place)
    copy = connect(f"sqlite:///{place}", min_free_bytes=0)
    try:
        with ledger.database.reading() as old, copy.creating() as new:
            _copy_rows(old, new)
    finally:
        copy.close()
    _open_checked(place).close()


def _copy_rows(old: Connection, new: Connection) -> None:
    create_tables(new)
    for table in schema.metadata.sorted_tables:
        if table in (schema.sessions, schema.api_tokens):
            continue  # who had come in then has not come in by a restored copy, nor by a token revoked since
        # A number that the database gives itself is given anew: PostgreSQL would else give it a second time.
        columns = [column for column in table.c if column is not table.autoincrement_column]
        query = select(*columns).order_by(*table.primary_key)
        rows = old.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
        for some in rows.mappings().partitions():
            new.execute(insert(table), [dict(row) for row in some])


def _checked_copy(path: Path, place: Path) -> Ledger:
    """Copy a backup's file and open the copy, so that an older backup is brought up to date without being touched."""
    if _mark_of(path) is None:
        raise LedgerUnreadable(reason=_(NO_LEDGER))
    shutil.copyfile(path, place)
    make_private(place)
    return _open_checked(place)


def _open_checked(place: Path) -> Ledger:
    copy = open_ledger(f"sqlite:///{place}", min_free_bytes=0, is_checked=False)
    for fault in verify(copy):
        copy.close()
        raise LedgerBroken(sequence=fault.sequence)
    return copy
