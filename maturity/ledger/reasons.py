"""The errors of database and disk in the reader's words: why a ledger cannot be read or written."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from maturity.errors import LedgerUnreadable, MaturityError
from maturity.language import N_, _

FULL = N_("the disk is full")
READ_ONLY = N_("the place is write-protected")
FORBIDDEN = N_("the permission is missing")
BUSY = N_("another program is writing")
DISK = N_("the disk reports an error")
DAMAGED = N_("the file is damaged")
NO_LEDGER = N_("the file is no ledger")
SILENT = N_("the database server does not answer, or refuses the user, the password or the name of the database")
UNKNOWN = N_("the database reports an error")

OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: N_("the file cannot be opened"),
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: NO_LEDGER,
}
OF_POSTGRESQL = {
    "53100": FULL,
    "25006": READ_ONLY,
    "42501": FORBIDDEN,
    "55P03": BUSY,
    "58030": DISK,
    "XX001": DAMAGED,
    "53300": N_("all connections of the database server are in use"),
}
OF_THE_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EIO: DISK,
}


def find_reason(error: Exception) -> str:
    """Return the English clause for an error of the database, its driver or the disk."""
    if isinstance(error, OSError):
        return OF_THE_SYSTEM.get(error.errno or 0, UNKNOWN)
    if isinstance(error, exc.TimeoutError):
        return BUSY
    # SQLAlchemy wraps the driver's error; the higher bytes of SQLite's code only refine it.
    driver_error = getattr(error, "orig", error)
    state = getattr(driver_error, "sqlstate", None)
    if state in OF_POSTGRESQL:
        return OF_POSTGRESQL[state]
    # psycopg gives an error of the connection itself no state, or one of the classes 08 and 57.
    if hasattr(driver_error, "sqlstate") and (state is None or state[:2] in ("08", "57")):
        return SILENT
    return OF_SQLITE.get(int(getattr(driver_error, "sqlite_errorcode", 0)) & 0xFF, UNKNOWN)


@contextmanager
def translated(error_class: Callable[..., MaturityError]) -> Iterator[None]:
    """Turn the errors of the database and the disk into the given one; the cause is kept."""
    try:
        yield
    except exc.IntegrityError:
        raise  # a broken chain, which the ledger names itself
    except (exc.DatabaseError, exc.TimeoutError, sqlite3.DatabaseError, OSError) as error:
        reason = find_reason(error)
        if isinstance(error, exc.ProgrammingError) and reason == UNKNOWN:
            raise  # a bug
        is_damaged = reason in (DAMAGED, NO_LEDGER)
        raise (LedgerUnreadable if is_damaged else error_class)(reason=_(reason)) from error
