"""The tables: an old ledger is brought up to date, a newer one is left alone, a lost one is not made anew."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from maturity.errors import LedgerLost, LedgerNewer, LedgerUnreadable
from maturity.ledger import Ledger, Mark, backup, open_ledger, restore_backup, schema, verify
from maturity.ledger.tables import MIGRATIONS
from maturity.settings import PROJECT
from tests.ledger.builders import open_in, submit, url_of
from tests.ledger.test_checks import change, fill

FIRST = PROJECT / "tests" / "data" / "ledger" / "first_format.sqlite"


def test_a_ledger_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    """The file was written by the version before tables had a revision: six entries, see `fill`."""
    shutil.copy(FIRST, tmp_path / "ledger.sqlite")
    with closing(sqlite3.connect(FIRST)) as connection:
        hashes = [row[0] for row in connection.execute("select hash from entries order by sequence")]
    ledger = open_in(tmp_path)

    assert [entry.hash for entry in ledger.entries()] == hashes
    assert verify(ledger) == []
    assert submit(ledger, "weiter").submission_id == 7
    with ledger.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    ledger.close()
    assert open_in(tmp_path).version() == 7


def test_a_backup_of_the_first_format_is_restored_without_being_touched(tmp_path: Path) -> None:
    shutil.copy(FIRST, tmp_path / "montag.sqlite")
    restore_backup(tmp_path / "montag.sqlite", url_of(tmp_path / "neu"))

    assert verify(open_in(tmp_path / "neu")) == []
    assert (tmp_path / "montag.sqlite").read_bytes() == FIRST.read_bytes()


@pytest.mark.usefixtures("each_database")
def test_new_tables_are_those_that_the_migrations_end_with(ledger: Ledger) -> None:
    with ledger.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.REVISION


def test_a_ledger_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    change(tmp_path, "update alembic_version set version_num = '9999'")
    before = (tmp_path / "ledger.sqlite").read_bytes()

    with pytest.raises(LedgerNewer, match="9999"):
        open_in(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_bytes() == before


@pytest.mark.parametrize(
    "table", [table.name for table in schema.metadata.sorted_tables if table.name != "alembic_version"]
)
def test_a_table_that_is_gone_is_named_and_not_made_anew(tmp_path: Path, ledger: Ledger, table: str) -> None:
    fill(ledger)
    ledger.close()
    change(tmp_path, "pragma foreign_keys = off", f"drop table {table}")

    for is_checked in (True, False):
        with pytest.raises(LedgerUnreadable, match=table):
            open_in(tmp_path, is_checked=is_checked)
    assert table not in tables_in(tmp_path / "ledger.sqlite")


@pytest.mark.usefixtures("each_database")
def test_a_ledger_must_go_on_from_what_was_published(tmp_path: Path, ledger: Ledger) -> None:
    """Six entries: published up to 6 is right, up to 7 is too short, another entry 6 is another ledger."""
    fill(ledger)
    url = url_of(tmp_path)
    end = ledger.entries()[-1].hash

    for published in (Mark(0, ""), Mark(5, ""), Mark(6, end)):
        open_ledger(url, min_free_bytes=0, published=published).close()
    with pytest.raises(LedgerLost, match="6 statt mindestens 7"):
        open_ledger(url, published=Mark(7, end))
    with pytest.raises(LedgerLost, match="Eintrag 5 ist nicht der veröffentlichte"):
        open_ledger(url, published=Mark(5, end))


def tables_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select name from sqlite_master")]


@pytest.mark.parametrize("accident", ["gone", "empty"])
def test_no_ledger_is_made_where_one_was_published_from(tmp_path: Path, accident: str) -> None:
    place = tmp_path / "ledger.sqlite"
    if accident == "empty":
        place.touch()

    with pytest.raises(LedgerLost, match="0 statt mindestens 8"):
        open_ledger(url_of(tmp_path), published=Mark(8, "f" * 64))
    assert not place.exists() or tables_in(place) == []


@pytest.mark.parametrize("accident", ["deleted", "replaced"])
def test_a_ledger_that_is_taken_away_while_it_is_open_takes_nothing_more(
    tmp_path: Path, ledger: Ledger, accident: str
) -> None:
    """Else the open connection would go on writing into a file without a name."""
    submit(ledger, "x")
    backup(ledger, tmp_path / "montag.sqlite")
    place = tmp_path / "ledger.sqlite"
    place.rename(tmp_path / "weg.sqlite")
    if accident == "replaced":
        place.touch()

    with pytest.raises(LedgerUnreadable):
        ledger.require_published(Mark(1, ""))
    with pytest.raises(Exception, match="Hauptbuch"):
        submit(ledger, "y")
    assert not place.exists() or tables_in(place) == []
