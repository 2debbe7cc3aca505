import threading
from pathlib import Path

import pandas as pd
import pytest

from maturity.errors import BackupRefused, LedgerBroken, LedgerUnreadable, LedgerUnwritable
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


def test_a_backup_onto_the_ledger_itself_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    """By its own name, by one with dots, by a link of either kind, and onto what SQLite keeps beside it."""
    fill(ledger)
    (tmp_path / "weich.sqlite").symlink_to(tmp_path / "ledger.sqlite")
    (tmp_path / "hart.sqlite").hardlink_to(tmp_path / "ledger.sqlite")
    names = ["ledger.sqlite", "../" + tmp_path.name + "/ledger.sqlite", "weich.sqlite", "hart.sqlite"]
    for name in [*names, "ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite-journal"]:
        with pytest.raises(BackupRefused, match="Hauptbuch selbst"):
            backup(ledger, tmp_path / name)

    assert verify(ledger) == []
    assert ledger.version() == 6


def test_a_longer_backup_is_not_replaced(tmp_path: Path, ledger: Ledger) -> None:
    """A ledger that was lost and begun anew must not take its good backup along."""
    fill(ledger)
    backup(ledger, tmp_path / "montag.sqlite")
    good = (tmp_path / "montag.sqlite").read_bytes()
    begun_anew = open_in(tmp_path / "neu")

    with pytest.raises(BackupRefused, match="6 Einträge, das Hauptbuch nur 0"):
        backup(begun_anew, tmp_path / "montag.sqlite")
    for number in range(7):
        submit(begun_anew, str(number))
    with pytest.raises(BackupRefused, match="anderen Hauptbuch"):
        backup(begun_anew, tmp_path / "montag.sqlite")
    assert (tmp_path / "montag.sqlite").read_bytes() == good


def test_a_file_that_is_no_backup_is_not_replaced(tmp_path: Path, ledger: Ledger) -> None:
    for name, content in [("brief.txt", "Sehr geehrte Damen und Herren"), ("leer.sqlite", "")]:
        (tmp_path / name).write_text(content)
        with pytest.raises(BackupRefused, match="kein Hauptbuch"):
            backup(ledger, tmp_path / name)

        assert (tmp_path / name).read_text() == content


def test_an_older_backup_of_the_same_ledger_is_replaced(tmp_path: Path, ledger: Ledger) -> None:
    submit(ledger, "Montag")
    backup(ledger, tmp_path / "woche.sqlite")
    submit(ledger, "Dienstag")
    backup(ledger, tmp_path / "woche.sqlite")
    restore_backup(tmp_path / "woche.sqlite", url_of(tmp_path / "neu"))

    assert open_in(tmp_path / "neu").version() == 2


def test_an_empty_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "leer.sqlite").touch()

    with pytest.raises(LedgerUnreadable, match="kein Hauptbuch"):
        restore_backup(tmp_path / "leer.sqlite", url_of(tmp_path / "neu"))


def test_ledger_and_backup_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Also those that an older version of the program made for everybody."""
    ledger = open_in(tmp_path / "data")
    submit(ledger, "x")
    backup(ledger, tmp_path / "sicherung" / "montag.sqlite")
    files = [*(tmp_path / "data").iterdir(), *(tmp_path / "sicherung").iterdir()]

    assert {oct(path.stat().st_mode & 0o777) for path in files} == {"0o600"}
    assert {oct((tmp_path / name).stat().st_mode & 0o777) for name in ("data", "sicherung")} == {"0o700"}
    ledger.close()
    (tmp_path / "data" / "ledger.sqlite").chmod(0o644)
    open_in(tmp_path / "data")
    assert oct((tmp_path / "data" / "ledger.sqlite").stat().st_mode & 0o777) == "0o600"
