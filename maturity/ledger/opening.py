"""Open a ledger: connect, then make sure that its newest part is whole before anything is added to it."""

from collections.abc import Callable
from datetime import UTC, datetime

from maturity.errors import LedgerBroken, LedgerLost, LedgerNewer
from maturity.ledger import entries, schema
from maturity.ledger.checks import find_faults
from maturity.ledger.database import Database, connect, create_file
from maturity.ledger.ledger import Ledger, Mark, too_short
from maturity.ledger.tables import has_tables, prepare_tables

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
    published: Mark | None = None,
) -> Ledger:
    """Open the ledger, and create it where there is none.

    Args:
        url: an SQLAlchemy URL, `sqlite:////path/ledger.sqlite` or `postgresql+psycopg://...`.
        now: the clock; entries carry its time but are ordered by their number.
        min_free_bytes: with less free space on the disk (bytes) nothing is written.
        is_checked: False opens without a look at the newest TAIL entries, for `verify` on a broken ledger.
        published: how far it went when something was last published from it; then none is created.

    Raises:
        LedgerLost: it does not go as far as what was published, or is another one.
        LedgerBroken: one of the newest entries, or its file, was changed or cut off.
        LedgerUnreadable: the database is damaged, is no ledger, lacks a table or does not answer.
        LedgerNewer: it was written by a newer version of the program.
        LedgerUnwritable: the ledger cannot be created.
        SettingInvalid: the URL is none.
    """
    ledger = Ledger(connect(url, min_free_bytes=min_free_bytes), now=now)
    database = ledger.database
    if published is not None and published.version > 0:
        _require_tables(database, published)
    if database.path is not None:
        create_file(database.path)
    prepare_tables(database)
    _require_format(ledger)
    if published is not None:
        ledger.require_published(published)
    if is_checked:
        for fault in find_faults(database, newest=TAIL):
            raise LedgerBroken(sequence=fault.sequence)
    ledger.remember()
    return ledger


def _require_tables(database: Database, published: Mark) -> None:
    """Refuse to make a ledger in the place of one that was published from."""
    is_there = database.path is None or database.path.is_file()
    if not (is_there and has_tables(database)):
        raise LedgerLost(reason=too_short(0, published))


def _require_format(ledger: Ledger) -> None:
    with ledger.database.reading() as connection:
        head = entries.read_head(connection)
    if head.format != schema.FORMAT:
        raise LedgerNewer(version=head.format)
