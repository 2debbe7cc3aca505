"""Backups of an SQLite ledger: one file, checked before it counts, both when it is made and when it is restored."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from maturity.errors import BackupUnsupported, LedgerBroken, LedgerUnreadable, LedgerUnwritable
from maturity.language import _
from maturity.ledger.checks import verify
from maturity.ledger.database import sync_folder, translated
from maturity.ledger.ledger import Ledger
from maturity.ledger.opening import open_ledger

# What SQLite may leave beside a file; with another file in its place it would be played into that one.
COMPANIONS = ("", "-wal", "-shm", "-journal")


def backup(ledger: Ledger, path: Path) -> None:
    """Copy the ledger into one file while others go on writing; a file of that name is replaced at the very end.

    Raises:
        BackupUnsupported: the ledger is on another database than SQLite.
        LedgerBroken: the ledger has a fault; the file of that name stays.
        LedgerUnwritable: the copy cannot be written.
    """
    if ledger.database.path is None:
        raise BackupUnsupported(database=ledger.database.engine.dialect.name)
    _copy(ledger.database.path, path)


def restore_backup(path: Path, url: str) -> None:
    """Put a backup where no ledger is.

    Raises:
        BackupUnsupported: the URL is of another database than SQLite.
        LedgerBroken, LedgerUnreadable: the backup has a fault or is none; nothing was written.
        LedgerUnwritable: there is a ledger at that place, or it cannot be written.
    """
    target = make_url(url)
    if target.get_backend_name() != "sqlite":
        raise BackupUnsupported(database=target.get_backend_name())
    place = Path(target.database or "")
    if any(Path(f"{place}{ending}").exists() for ending in COMPANIONS):
        raise LedgerUnwritable(reason=_("there is a ledger at this place already"))
    if not path.exists():
        raise LedgerUnreadable(reason=_("the backup file does not exist"))
    _copy(path, place)


def _copy(source: Path, target: Path) -> None:
    unfinished = Path(f"{target}.unfinished")
    with translated(LedgerUnwritable):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        try:
            _copy_pages(source, unfinished)
            _require_whole(unfinished)
            unfinished.replace(target)
            sync_folder(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)


def _copy_pages(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _require_whole(path: Path) -> None:
    copy = open_ledger(f"sqlite:///{path}", min_free_bytes=0, is_checked=False)
    try:
        for fault in verify(copy):
            raise LedgerBroken(sequence=fault.sequence)
    finally:
        copy.close()
