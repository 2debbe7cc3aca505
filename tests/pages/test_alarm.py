"""What every page says when the ledger was lost or a snapshot is damaged."""

import os
import shutil
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.opening import open_network
from etl.publish import publish
from maturity.errors import LedgerLost
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from maturity.store import current_snapshot
from tests.pages.harness import OVERVIEW, run_page, texts
from web.services import opened

PAGES = sorted(str(path.relative_to(PROJECT)) for path in (PROJECT / "pages").glob("*.py"))


@pytest.mark.parametrize("page", [OVERVIEW, *PAGES])
def test_a_lost_ledger_is_said_on_every_page(sample: Settings, page: str) -> None:
    for path in sample.data.glob("ledger.sqlite*"):
        path.unlink()

    assert "Alarm: Das Hauptbuch ging verloren" in texts(run_page(page))
    assert not (sample.data / "ledger.sqlite").exists()


def test_the_last_published_answers_are_shown_beside_the_alarm(sample: Settings) -> None:
    (sample.data / "ledger.sqlite").write_bytes(b"")
    shown = texts(run_page(OVERVIEW))

    assert "restore-backup" in shown
    assert "8 von 9 Städten haben geantwortet" in shown


@pytest.mark.usefixtures("sample")
def test_a_whole_ledger_raises_no_alarm() -> None:
    assert "Hauptbuch" not in texts(run_page(OVERVIEW))


def test_a_backup_that_was_put_back_needs_no_restart(sample: Settings, tmp_path: Path) -> None:
    """The server has seen one entry more than the backup holds; it goes on writing behind what was put back."""
    assert main(["backup", str(tmp_path / "sicherung.sqlite")]) == 0
    opened.ledger().record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"})
    publish(opened.ledger(), sample)
    for path in sample.data.glob("ledger.sqlite*"):
        path.unlink()

    assert opened.alarm() is not None
    assert main(["restore-backup", str(tmp_path / "sicherung.sqlite")]) == 0
    assert opened.alarm() is None
    assert opened.ledger().record(LOCAL_COORDINATOR, "pin", {"topic_id": "bau"}).sequence == 20
    assert [entry.kind for entry in opened.ledger().entries()][17:] == ["submission", "backup_restored", "pin"]


def test_an_older_ledger_put_there_by_hand_takes_no_entry(sample: Settings, tmp_path: Path) -> None:
    assert main(["backup", str(tmp_path / "sicherung.sqlite")]) == 0
    opened.ledger().record(LOCAL_COORDINATOR, "pin", {"topic_id": "eakte"})
    for path in sample.data.glob("ledger.sqlite*"):
        path.unlink()
    shutil.copy(tmp_path / "sicherung.sqlite", sample.data / "ledger.sqlite")

    with pytest.raises(LedgerLost):
        opened.ledger().record(LOCAL_COORDINATOR, "pin", {"topic_id": "bau"})


def test_a_damaged_snapshot_shows_the_one_before(sample: Settings) -> None:
    publish(open_network(sample), sample, is_forced=True)
    path = sample.snapshots / "maturity-000002.duckdb"
    path.write_bytes(path.read_bytes()[:12_288] + os.urandom(200_000))
    shown = texts(run_page(OVERVIEW))

    assert "8 von 9 Städten haben geantwortet" in shown
    assert "Datenstand Nr. 1 vom" in shown
    assert current_snapshot(sample.snapshots).name == "maturity-000001"
    assert open_ledger(sample.ledger_url).version() > 0
