"""Back up, wipe, restore elsewhere, compare every table. Run: python -m benchmarks.restore_drill.

Once on SQLite, and once from SQLite into a private PostgreSQL.
"""

import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from etl.opening import open_network
from etl.publish import publish
from etl.start import prepare
from maturity.ledger import Ledger, backup, restore_backup, schema, verify
from maturity.settings import Settings
from maturity.store import Snapshot, query
from tests import postgresql

STATEMENTS = ("topic_scores", "planning", "wave_answers")


def contents(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    with ledger.database.reading() as connection:
        tables = [table for table in schema.metadata.sorted_tables if table is not schema.sessions]
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in tables
        }


def figures(snapshot: Snapshot) -> dict[str, str]:
    waves = query(snapshot, "waves")["wave_id"]
    return {f"{name} {wave}": query(snapshot, name, wave_id=wave).to_csv() for name in STATEMENTS for wave in waves}


def drill(folder: Path, url: str) -> None:
    old = Settings(data=folder / "old", ledger_url=f"sqlite:///{folder / 'old' / 'ledger.sqlite'}")
    shown = figures(prepare(old))
    ledger = open_network(old)
    held = contents(ledger)
    started = time.monotonic()
    backup(ledger, folder / "backup.sqlite")
    saved = time.monotonic()
    ledger.close()
    shutil.rmtree(old.data)
    new = Settings(data=folder / "new", ledger_url=url)
    restore_backup(folder / "backup.sqlite", url)
    restored = open_network(new)
    again = figures(publish(restored, new, is_restored=True))
    ended = time.monotonic()
    rows = sum(held[name] != found for name, found in contents(restored).items())
    numbers = sum(shown[name] != again[name] for name in shown)
    entries, faults = restored.version(), len(verify(restored))
    restored.close()
    print(f"{entries} entries: backup {saved - started:.2f} s, restore and publish {ended - saved:.2f} s")
    print(f"tables that differ {rows} of {len(held)}, figures that differ {numbers} of {len(shown)}, faults {faults}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        drill(Path(folder), f"sqlite:///{folder}/new/ledger.sqlite")
    with tempfile.TemporaryDirectory() as folder, postgresql.cluster() as place:
        drill(Path(folder), postgresql.create_place(place, "restored"))


if __name__ == "__main__":
    main()
