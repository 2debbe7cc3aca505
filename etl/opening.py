"""Open the network's ledger, held against what was last published from it."""

from functools import lru_cache

from maturity.errors import StoreBusy, StoreMissing
from maturity.ledger import Ledger, Mark, open_ledger
from maturity.settings import Settings
from maturity.store import Snapshot, current_snapshot, query, snapshot_files


def open_network(settings: Settings, *, is_checked: bool = True) -> Ledger:
    """Open the ledger that the settings name; one is made only where nothing was published yet.

    Args:
        settings: places of the network's data.
        is_checked: False opens without a look at the newest entries.

    Raises:
        LedgerLost: what was published was built from a longer or another ledger.
        MaturityError: as in `open_ledger`.
    """
    return open_ledger(
        settings.ledger_url,
        min_free_bytes=settings.min_free_mb * 1_000_000,
        is_checked=is_checked,
        published=published_mark(settings),
    )


def published_mark(settings: Settings) -> Mark | None:
    """Return how far the ledger went when the published snapshot was built; None if nothing was published."""
    while True:
        try:
            return mark_of(current_snapshot(settings.snapshots))
        except StoreBusy:
            continue  # found damaged just now: the next one is asked
        except StoreMissing:
            # Files that cannot be read still tell that there was a ledger with something in it.
            return Mark(1, "") if snapshot_files(settings.snapshots) else None


@lru_cache(maxsize=8)
def mark_of(snapshot: Snapshot) -> Mark:
    """Return how far the ledger went when a snapshot was built; older snapshots do not tell the hash."""
    origin = query(snapshot, "snapshot_origin").iloc[0]
    return Mark(int(origin["ledger_version"]), str(origin.get("ledger_hash", "")))
