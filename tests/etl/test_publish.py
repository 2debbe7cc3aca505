"""Publishing: one at a time, together where several wait, whole or not at all, and mended where files are damaged."""

import contextlib
import os
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest

from etl.opening import open_network
from etl.publish import publish
from etl.start import prepare
from maturity.errors import StoreBusy
from maturity.ledger import Ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from maturity.store import Snapshot, current_snapshot, named_snapshot, query, snapshots
from tests.disks import small_disk


def note(ledger: Ledger, settings: Settings) -> tuple[int, str]:
    """Record something and publish; return its number and the snapshot that shows it."""
    number = ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"}).sequence
    return number, publish(ledger, settings).name


def version_of(snapshot: Snapshot) -> int:
    return int(query(snapshot, "snapshot_origin")["ledger_version"].iloc[0])


def test_twelve_at_once_are_all_shown_in_the_snapshot_they_were_told(sample: Settings) -> None:
    """Those who wait are published together; every name told is a file that shows the entry."""
    ledger = open_network(sample)
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda _number: note(ledger, sample), range(12)))
    shown = {
        path.stem: version_of(Snapshot(sample.snapshots, path.stem, path.stat().st_mtime_ns))
        for path in sample.snapshots.glob("maturity-*.duckdb")
    }

    assert all(shown[name] >= number for number, name in told)
    assert version_of(current_snapshot(sample.snapshots)) == ledger.version()
    assert len({name for _number, name in told}) < 12


def publish_in_a_process(data: Path, url: str) -> None:
    """Record and publish three times, in a process of its own."""
    settings = Settings(data=data, ledger_url=url)
    ledger = open_network(settings)
    for _round in range(3):
        number, name = note(ledger, settings)
        path = settings.snapshots / f"{name}.duckdb"
        assert version_of(Snapshot(settings.snapshots, name, path.stat().st_mtime_ns)) >= number
    ledger.close()


def test_several_programs_publish_one_after_the_other(sample: Settings) -> None:
    context = get_context("spawn")
    workers = [
        context.Process(target=publish_in_a_process, args=(sample.data, sample.ledger_url)) for _worker in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert version_of(current_snapshot(sample.snapshots)) == open_network(sample).version()


def test_what_is_shown_already_is_not_built_again(sample: Settings) -> None:
    ledger = open_network(sample)

    assert publish(ledger, sample).name == "maturity-000001"
    assert publish(ledger, sample, is_forced=True).name == "maturity-000002"


def test_leftovers_of_killed_builds_go_at_the_next_publish(sample: Settings) -> None:
    (sample.snapshots / ".maturity-000009-42.tmp").write_bytes(b"x")
    (sample.snapshots / ".maturity-000002.tmp.wal").write_bytes(b"x")
    (sample.snapshots / ".CURRENT-42").write_text("x")
    (sample.snapshots / ".maturity-000002.tmp.tmp").mkdir()
    publish(open_network(sample), sample, is_forced=True)

    assert sorted(path.name for path in sample.snapshots.iterdir()) == [
        ".lock",
        "CURRENT",
        "maturity-000001.duckdb",
        "maturity-000002.duckdb",
    ]


def test_snapshots_are_for_their_owner_alone(sample: Settings) -> None:
    publish(open_network(sample), sample, is_forced=True)
    newest = [sample.snapshots / name for name in ("CURRENT", "maturity-000002.duckdb")]

    assert {oct(path.stat().st_mode & 0o777) for path in newest} == {"0o600"}


def cut(settings: Settings) -> None:
    path = settings.snapshots / "maturity-000002.duckdb"
    path.write_bytes(path.read_bytes()[:20_000])


def empty_file(settings: Settings) -> None:
    (settings.snapshots / "maturity-000002.duckdb").write_bytes(b"")


def delete(settings: Settings) -> None:
    (settings.snapshots / "maturity-000002.duckdb").unlink()


def garble_pointer(settings: Settings) -> None:
    (settings.snapshots / "CURRENT").write_bytes(b"\xff\xfe\x00zzz")


def empty_pointer(settings: Settings) -> None:
    (settings.snapshots / "CURRENT").write_bytes(b"")


def point_outside(settings: Settings) -> None:
    (settings.snapshots / "CURRENT").write_text("../../etc/passwd")


def delete_pointer(settings: Settings) -> None:
    (settings.snapshots / "CURRENT").unlink()


@pytest.mark.parametrize(
    "damage", [cut, empty_file, delete, garble_pointer, empty_pointer, point_outside, delete_pointer]
)
def test_a_damaged_file_is_mended_while_the_last_good_one_is_shown(
    sample: Settings, caplog: pytest.LogCaptureFixture, damage: Callable[[Settings], None]
) -> None:
    ledger = open_network(sample)
    publish(ledger, sample, is_forced=True)
    (sample.snapshots / "maturity-alt.duckdb").write_bytes(b"a stray file")
    snapshots._connections.clear()  # as in a server that was started anew
    damage(sample)

    shown = current_snapshot(sample.snapshots)
    assert len(query(shown, "waves")) > 0
    assert named_snapshot(sample.snapshots) is None
    assert "damaged" in caplog.text
    assert prepare(sample) == named_snapshot(sample.snapshots)


def test_damage_that_shows_only_when_it_is_read_is_mended_too(sample: Settings) -> None:
    """A block in the middle of the file was overwritten: opening works, reading finds the wrong checksum."""
    ledger = open_network(sample)
    publish(ledger, sample, is_forced=True)
    path = sample.snapshots / "maturity-000002.duckdb"
    content = bytearray(path.read_bytes())
    content[20_480:] = os.urandom(len(content) - 20_480)
    stamp = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))

    with contextlib.suppress(StoreBusy):
        query(current_snapshot(sample.snapshots), "wave_answers", wave_id="2026-2")
    assert current_snapshot(sample.snapshots).name == "maturity-000001"
    assert len(query(prepare(sample), "wave_answers", wave_id="2026-2")) > 0


def test_what_a_meeting_decided_on_is_kept_and_its_name_never_given_again(sample: Settings) -> None:
    ledger = open_network(sample)
    ledger.record(LOCAL_COORDINATOR, "decision", {"topic_id": "eakte", "snapshot": "maturity-000001"})
    ledger.record(LOCAL_COORDINATOR, "decision", {"topic_id": "wlan", "snapshot": "maturity-000040"})
    os.utime(sample.snapshots / "maturity-000001.duckdb", (0, 0))
    names = []
    for _round in range(5):
        names.append(publish(ledger, sample, is_forced=True).name)
        os.utime(sample.snapshots / f"{names[-1]}.duckdb", (time.time() - 500,) * 2)

    assert names[0] == "maturity-000041"
    assert sorted(path.stem for path in sample.snapshots.glob("*.duckdb")) == [
        "maturity-000001",
        "maturity-000043",
        "maturity-000044",
        "maturity-000045",
    ]


def test_a_build_that_fails_leaves_the_old_snapshot_and_nothing_else(sample: Settings) -> None:
    (sample.snapshots / ".lock").unlink()
    (sample.snapshots / ".lock").mkdir()

    with pytest.raises(StoreBusy):
        publish(open_network(sample), sample, is_forced=True)
    assert current_snapshot(sample.snapshots).name == "maturity-000001"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_disk_that_is_full_at_any_write_leaves_the_old_snapshot_and_nothing_else(sample: Settings) -> None:
    """Space for nothing, for each megabyte of the file, for the file without its pointer; then for both."""
    size = (sample.snapshots / "maturity-000001.duckdb").stat().st_size
    ledger, before = open_network(sample), sample.data / "before"
    sample.snapshots.rename(before)
    with small_disk(sample.snapshots, "64m") as disk:
        shutil.copytree(before, disk, dirs_exist_ok=True)
        whole, shown = names_in(disk), query(current_snapshot(disk), "waves")
        for free in (*range(0, size, 1_000_000), size):
            fill(disk, leaving=free)
            with pytest.raises(StoreBusy):
                publish(ledger, sample, is_forced=True)
            assert names_in(disk) == sorted([*whole, "filling"])
            assert query(current_snapshot(disk), "waves").equals(shown)
        fill(disk, leaving=size + 2**20)
        assert publish(ledger, sample, is_forced=True).name == "maturity-000002"


def fill(disk: Path, *, leaving: int) -> None:
    """Leave so many bytes free, rounded down to pages."""
    (disk / "filling").unlink(missing_ok=True)
    page = 4_096
    with (disk / "filling").open("wb") as filling:
        filling.write(b"x" * ((shutil.disk_usage(disk).free - leaving) // page * page))


def test_a_file_that_may_not_grow_leaves_the_old_snapshot_too(sample: Settings) -> None:
    """The system cuts each write short that goes beyond a limit, in a process of its own."""
    process = get_context("spawn").Process(target=publish_under_limits, args=(sample.data, sample.ledger_url))
    process.start()
    process.join()

    assert process.exitcode == 0
    assert names_in(sample.snapshots) == [".lock", "CURRENT", "maturity-000001.duckdb"]


def publish_under_limits(data: Path, url: str) -> None:
    settings = Settings(data=data, ledger_url=url)
    ledger, hard = open_network(settings), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    size = (settings.snapshots / "maturity-000001.duckdb").stat().st_size
    for limit in range(1_000, size, 1_500_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        with pytest.raises(StoreBusy):
            publish(ledger, settings, is_forced=True)


def test_a_lock_is_free_again_when_its_holder_was_killed(sample: Settings) -> None:
    """SQLite's lock belongs to the process; the file that stays means nothing."""
    holder = sqlite3.connect(sample.snapshots / ".lock", isolation_level=None)
    holder.execute("begin exclusive")
    holder.close()

    assert publish(open_network(sample), sample, is_forced=True).name == "maturity-000002"


def test_a_directory_without_snapshots_gets_one(sample: Settings) -> None:
    shutil.rmtree(sample.snapshots)

    assert prepare(sample).name == "maturity-000001"


def publish_until_killed(data: Path, url: str, pipe: Connection) -> None:
    """Record and publish without end; tell each number once it is recorded."""
    settings = Settings(data=data, ledger_url=url)
    ledger = open_network(settings)
    while True:
        pipe.send(ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"}).sequence)
        publish(ledger, settings)


def told_before_kill(settings: Settings, random: Random) -> list[int]:
    context = get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=publish_until_killed, args=(settings.data, settings.ledger_url, there))
    process.start()
    there.close()
    told = [here.recv()]
    process.join(random.uniform(0, 0.6))  # somewhere in the build, or between two
    process.kill()
    process.join()
    while True:
        try:
            told.append(here.recv())
        except (EOFError, OSError):
            return told


def test_a_kill_while_publishing_leaves_a_snapshot_that_can_be_read(sample: Settings) -> None:
    """DIGITALKOMPASS_KILLS for the long run. The pointer always names a whole file; nothing lies about at the end."""
    random = Random(45)
    told: list[int] = []
    for _kill in range(min(int(os.environ.get("DIGITALKOMPASS_KILLS") or 6), 200)):
        told += told_before_kill(sample, random)
        assert len(query(current_snapshot(sample.snapshots), "waves")) > 0
        assert named_snapshot(sample.snapshots) is not None
    prepare(sample)

    assert {entry.sequence for entry in open_network(sample).entries("pin")} >= set(told)
    assert version_of(current_snapshot(sample.snapshots)) == open_network(sample).version()
    assert [path.name for path in sample.snapshots.glob(".*")] == [".lock"]
