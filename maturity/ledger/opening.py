"""Open a ledger: connect, then make sure that its newest part is whole before anything is added to it."""

from collections.abc import Callable
from datetime import UTC, datetime

from maturity.errors import LedgerBroken, LedgerUnreadable
from maturity.language import _
from maturity.ledger import entries, schema
from maturity.ledger.checks import find_faults
from maturity.ledger.database import Database, open_database
from maturity.ledger.ledger import Ledger

MIN_FREE_BYTES = 1_000_000_000
TAIL = 100


def utc_now() -> datetime:
    """Return the time for new entries."""
    return datetime.now(UTC)


def open_ledger(
    url: str,
    *,
    now: Callable[[], datetime] = utc_now,
    min_free_bytes: int = MIN_FREE_BYTES,
    is_checked: bool = True,
) -> Ledger:
    """Open the ledger, and create it where there is none.

    Args:
        url: an SQLAlchemy URL, `sqlite:////path/ledger.sqlite` or `postgresql+psycopg://...`.
        now: the clock; entries carry its time but are ordered by their number.
        min_free_bytes: with less free space on the disk (bytes) nothing is written.
        is_checked: False opens without a look at the newest TAIL entries, for `verify` on a broken ledger.

    Raises:
        LedgerBroken: one of the newest entries, or its file, was changed or cut off.
        LedgerUnreadable: the file is damaged, no ledger, or of another version of the program.
        LedgerUnwritable: the ledger cannot be created.
    """
    database = open_database(url, min_free_bytes=min_free_bytes)
    ledger = Ledger(database, now=now)
    _require_format(database)
    if is_checked:
        for fault in find_faults(database, newest=TAIL):
            raise LedgerBroken(sequence=fault.sequence)
    return ledger


def _require_format(database: Database) -> None:
    with database.reading() as connection:
        head = entries.read_head(connection)
    if head.format != schema.FORMAT:
        raise LedgerUnreadable(reason=_("it was written by another version of the program"))
