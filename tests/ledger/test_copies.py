import threading
from pathlib import Path

import pandas as pd
import pytest

from maturity.errors import BackupUnsupported, LedgerBroken, LedgerUnreadable, LedgerUnwritable
from maturity.ledger import Ledger, backup, restore_backup, verify
from tests.ledger.builders import ANSWERS, BUEHL, COORDINATOR, of_city, open_in, submit, url_of
from tests.ledger.test_checks import change, fill


def test_a_restored_backup_is_the_same_ledger(tmp_path: Path, ledger: Ledger) -> None:
    fill(ledger)
    backup(ledger, tmp_path / "sicherung" / "montag.sqlite")
    restore_backup(tmp_path / "sicherung" / "montag.sqlite", url_of(tmp_path / "neu"))
    restored = open_in(tmp_path / "neu")

    assert restored.entries() == ledger.entries()
    assert [restored.file_of(number) for number in (1, 2, 3, 6)] == [ledger.file_of(number) for number in (1, 2, 3, 6)]
    pd.testing.assert_frame_equal(ledger.values_in_force(), restored.values_in_force())
    pd.testing.assert_frame_equal(ledger.submissions(), restored.submissions())
    assert verify(restored) == []
    assert submit(restored, "weiter").submission_id == 7


def test_a_backup_is_one_file(tmp_path: Path, ledger: Ledger) -> None:
    fill(ledger)
    for _twice in range(2):
        backup(ledger, tmp_path / "sicherung" / "montag.sqlite")

    assert [path.name for path in (tmp_path / "sicherung").iterdir()] == ["montag.sqlite"]


def test_a_backup_is_whole_while_others_write(tmp_path: Path, ledger: Ledger) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            ledger.record(COORDINATOR, "decision", {"topic_id": "eakte"})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup(ledger, tmp_path / f"{number}.sqlite")
    finally:
        stop.set()
        writer.join()
    for number in range(5):
        restore_backup(tmp_path / f"{number}.sqlite", url_of(tmp_path / str(number)))

    assert verify(open_in(tmp_path / "4")) == []


def test_a_broken_ledger_does_not_replace_a_good_backup(tmp_path: Path, ledger: Ledger) -> None:
    fill(ledger)
    path = tmp_path / "montag.sqlite"
    backup(ledger, path)
    good = path.read_bytes()
    change(tmp_path, "update entries set actor = 'x' where sequence = 1")

    with pytest.raises(LedgerBroken):
        backup(ledger, path)
    assert path.read_bytes() == good
    assert not Path(f"{path}.unfinished").exists()


def test_a_broken_backup_is_not_restored(tmp_path: Path, ledger: Ledger) -> None:
    submit(ledger, "alle", ANSWERS)
    backup(ledger, tmp_path / "montag" / "ledger.sqlite")
    change(tmp_path / "montag", "update submissions set file = x'00'")

    with pytest.raises(LedgerBroken):
        restore_backup(tmp_path / "montag" / "ledger.sqlite", url_of(tmp_path / "neu"))
    assert list((tmp_path / "neu").iterdir()) == []


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("Sehr geehrte Damen und Herren, " * 100)
    for name in ("brief.txt", "fehlt.sqlite"):
        with pytest.raises(LedgerUnreadable):
            restore_backup(tmp_path / name, url_of(tmp_path / "neu"))

    assert not (tmp_path / "neu" / "ledger.sqlite").exists()


@pytest.mark.parametrize("name", ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite-journal"])
def test_a_backup_is_restored_into_an_empty_place_only(tmp_path: Path, ledger: Ledger, name: str) -> None:
    """What SQLite left of another ledger would be played into the restored one."""
    submit(ledger, "x", of_city(BUEHL))
    backup(ledger, tmp_path / "montag.sqlite")
    (tmp_path / "neu").mkdir()
    (tmp_path / "neu" / name).write_bytes(b"")

    with pytest.raises(LedgerUnwritable):
        restore_backup(tmp_path / "montag.sqlite", url_of(tmp_path / "neu"))
    assert [path.name for path in (tmp_path / "neu").iterdir()] == [name]


def test_a_backup_needs_its_folder(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "datei").write_text("")

    with pytest.raises(LedgerUnwritable):
        backup(ledger, tmp_path / "datei" / "montag.sqlite")


def test_another_database_has_its_own_tool(tmp_path: Path) -> None:
    url = "postgresql+psycopg://ledger@localhost/ledger"

    with pytest.raises(BackupUnsupported, match="pg_dump"):
        restore_backup(tmp_path / "montag.sqlite", url)
