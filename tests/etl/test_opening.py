"""A ledger that was lost, cut off or replaced: an alarm everywhere, and nothing refills or overwrites anything."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.opening import open_network
from etl.publish import publish
from etl.start import prepare
from maturity.errors import LedgerLost, MaturityError
from maturity.ledger import backup
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings


def lose(settings: Settings) -> None:
    for path in settings.data.glob("ledger.sqlite*"):
        path.unlink()


def empty_out(settings: Settings) -> None:
    lose(settings)
    (settings.data / "ledger.sqlite").touch()


def begin_anew(settings: Settings) -> None:
    """Another ledger, with as many entries."""
    lose(settings)
    other = Settings(data=settings.data / "other", ledger_url=settings.ledger_url)
    ledger = open_network(other)
    for _entry in range(30):
        ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"})
    ledger.close()


def drop_drafts(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.data / "ledger.sqlite")) as connection:
        connection.execute("drop table drafts")


ACCIDENTS = [lose, empty_out, begin_anew, drop_drafts]


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_every_command_says_it_and_changes_nothing(
    sample: Settings, capsys: pytest.CaptureFixture[str], accident: Callable[[Settings], None]
) -> None:
    """Also beside sample answers: invented ones must not take the place of real ones."""
    copy = sample.data / "montag.sqlite"
    assert main(["backup", str(copy)]) == 0
    good = copy.read_bytes()
    accident(sample)
    capsys.readouterr()
    csv = next(sample.sample.glob("*/*.csv"))

    for command in (["verify"], ["status"], ["rebuild"], ["backup", str(copy)], ["ingest", str(csv)]):
        assert main(command) == 1, command
        said = capsys.readouterr().err
        assert "Hauptbuch" in said, command
        assert "restore-backup" in said, command
    with pytest.raises(MaturityError):
        prepare(sample)
    assert copy.read_bytes() == good


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_a_running_server_takes_nothing_more(sample: Settings, accident: Callable[[Settings], None]) -> None:
    ledger = open_network(sample)
    ledger.version()
    accident(sample)

    if accident is drop_drafts:  # the chain is whole; the pages show the alarm
        return
    with pytest.raises(MaturityError):
        ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"})
    with pytest.raises(MaturityError):
        publish(ledger, sample, is_forced=True)


def test_an_older_copy_in_its_place_takes_nothing_more(sample: Settings) -> None:
    """Somebody copies last week's file over the ledger instead of restoring it."""
    ledger = open_network(sample)
    place = sample.data / "ledger.sqlite"
    backup(ledger, sample.data / "old.sqlite")
    ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"})
    publish(ledger, sample)
    ledger.close()
    shutil.copy(sample.data / "old.sqlite", place)

    with pytest.raises(LedgerLost, match="Einträge"):
        ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "wlan"})
    with pytest.raises(LedgerLost):
        open_network(sample)


def test_a_restored_backup_says_what_is_lost_and_shows_again(
    sample: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = sample.data / "montag.sqlite"
    assert main(["backup", str(copy)]) == 0
    ledger = open_network(sample)
    end = ledger.record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"}).sequence
    publish(ledger, sample)
    ledger.close()
    lose(sample)
    capsys.readouterr()

    assert main(["restore-backup", str(copy)]) == 0
    assert f"Eintrag {end - 1}" in capsys.readouterr().out
    assert main(["verify"]) == 0
    assert prepare(sample).name == "maturity-000003"


def test_snapshots_that_cannot_be_read_still_tell_of_a_ledger(sample: Settings) -> None:
    for path in sample.snapshots.glob("*.duckdb"):
        path.write_bytes(b"")
    lose(sample)

    with pytest.raises(LedgerLost):
        prepare(sample)
    assert not (sample.data / "ledger.sqlite").exists()


def test_a_receipt_is_held_against_the_ledger(
    sample: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rewriting the ledger with all its hashes passes every check from inside; the receipt is outside."""
    entry = open_network(sample).entries("submission")[2]
    receipt = tmp_path / "receipt.json"
    receipt.write_text(f'{{"proof": "R-{entry.sequence:06d}:{entry.hash}"}}')
    assert main(["verify", "--receipt", str(receipt)]) == 0
    receipt.write_text(f'{{"proof": "R-{entry.sequence:06d}:{"0" * 64}"}}')
    capsys.readouterr()

    assert main(["verify", "--receipt", str(receipt)]) == 1
    assert f"R-{entry.sequence:06d}" in capsys.readouterr().out
    receipt.write_text("Sehr geehrte Damen und Herren")
    assert main(["verify", "--receipt", str(receipt)]) == 1
