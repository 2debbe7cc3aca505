"""Two servers on one ledger, and damage that is mended while pages are shown."""

import time
from pathlib import Path

import pytest

from etl.opening import mark_of, open_network
from etl.start import prepare
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from maturity.store import current_snapshot, named_snapshot, snapshots
from web.server.watch import Watch


def shown(settings: Settings) -> int:
    return mark_of(current_snapshot(settings.snapshots)).version


def test_what_one_server_takes_in_shows_at_the_other(tmp_path: Path, database_url: str) -> None:
    """Each has its own data directory and snapshots; the ledger on PostgreSQL is one."""
    one, two = (Settings(data=tmp_path / name, ledger_url=database_url) for name in ("one", "two"))
    prepare(one)
    prepare(two)
    watch = Watch(two, every=0.1)
    watch.start()
    number = open_network(one).record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"}).sequence
    deadline = time.monotonic() + 30
    while shown(two) < number and time.monotonic() < deadline:
        watch._stopped.wait(0.05)
    watch.stop()

    assert shown(two) == number
    assert shown(one) == number - 1


def test_damage_is_mended_at_the_next_look(sample: Settings) -> None:
    path = sample.snapshots / "maturity-000001.duckdb"
    snapshots._connections.clear()
    path.write_bytes(path.read_bytes()[:20_000])
    Watch(sample).look()

    assert named_snapshot(sample.snapshots) == current_snapshot(sample.snapshots)
    assert shown(sample) == 18


def test_a_lost_ledger_is_logged_once_and_not_made_anew(sample: Settings, caplog: pytest.LogCaptureFixture) -> None:
    watch = Watch(sample)
    for path in sample.data.glob("ledger.sqlite*"):
        path.unlink()
    for _look in range(3):
        watch.look()

    assert caplog.text.count("Alarm") == 1
    assert not (sample.data / "ledger.sqlite").exists()


def test_a_foreign_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    Watch(Settings(data=tmp_path, ledger_url=f"sqlite:///{tmp_path / 'ledger.sqlite'}")).look()

    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
