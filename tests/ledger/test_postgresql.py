"""What only PostgreSQL does: one state for a reader, a restart of the server, first starts at once, copies."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from maturity.errors import LedgerUnreadable, LedgerUnwritable, SettingInvalid
from maturity.ledger import Ledger, backup, open_ledger, restore_backup, verify
from tests import postgresql
from tests.ledger.builders import COORDINATOR, open_in, submit
from tests.ledger.test_checks import fill


def test_opening_while_another_writes_raises_no_alarm(database_url: str) -> None:
    """Between reading the end and the entries, others add some: a reader must see one state."""
    writer, stop = open_ledger(database_url), threading.Event()

    def write() -> None:
        while not stop.is_set():
            writer.record(COORDINATOR, "decision", {"topic_id": "eakte"})

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _round in range(15):
            reader = open_ledger(database_url)
            assert verify(reader) == []
            reader.close()
    finally:
        stop.set()
        thread.join()

    assert writer.version() > 15


def test_first_starts_at_once_make_one_ledger(cluster: Path) -> None:
    for number in range(3):
        url = postgresql.create_place(cluster, f"first_{number}")
        with ThreadPoolExecutor(6) as pool:
            opened = list(pool.map(open_ledger, [url] * 6))

        assert [ledger.version() for ledger in opened] == [0] * 6
        for ledger in opened:
            ledger.close()


def test_a_restart_of_the_server_is_not_noticed() -> None:
    """The pool's connections are dead then; they are tried and replaced before they are used."""
    postgresql.require_postgresql()
    with postgresql.cluster() as folder:
        ledger = open_ledger(postgresql.create_place(folder, "ledger"))
        submit(ledger, "vorher")
        postgresql.restart(folder)

        assert ledger.version() == 1
        assert submit(ledger, "nachher").submission_id == 2
        ledger.close()


def test_a_table_that_is_gone_is_named(database_url: str) -> None:
    ledger = open_ledger(database_url)
    with ledger.database.writing() as connection:
        connection.execute(text("drop table drafts"))
    ledger.close()

    with pytest.raises(LedgerUnreadable, match="drafts"):
        open_ledger(database_url)


def test_a_ledger_moves_between_the_databases_without_a_difference(tmp_path: Path, database_url: str) -> None:
    """SQLite -> backup -> PostgreSQL -> backup -> SQLite: the same entries, files and values, and it goes on."""
    first = open_in(tmp_path / "one")
    fill(first)
    backup(first, tmp_path / "a.sqlite")
    restore_backup(tmp_path / "a.sqlite", database_url)
    second = open_ledger(database_url)
    backup(second, tmp_path / "b.sqlite")
    restore_backup(tmp_path / "b.sqlite", f"sqlite:///{tmp_path / 'two' / 'ledger.sqlite'}")
    third = open_in(tmp_path / "two")

    for ledger in (second, third):
        assert ledger.entries() == first.entries()
        assert ledger.values_in_force().equals(first.values_in_force())
        assert [ledger.file_of(number) for number in (1, 2, 3, 6)] == [first.file_of(number) for number in (1, 2, 3, 6)]
        assert verify(ledger) == []
    assert submit(second, "weiter").submission_id == submit(third, "weiter").submission_id == 7
    second.close()


def test_a_backup_is_not_restored_onto_a_ledger(tmp_path: Path, ledger: Ledger, database_url: str) -> None:
    submit(ledger, "x")
    backup(ledger, tmp_path / "a.sqlite")
    restore_backup(tmp_path / "a.sqlite", database_url)

    with pytest.raises(LedgerUnwritable, match="schon ein Hauptbuch"):
        restore_backup(tmp_path / "a.sqlite", database_url)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "/nirgendwo"])
def test_a_server_that_does_not_answer_is_named(host: str) -> None:
    with pytest.raises(LedgerUnreadable, match="antwortet nicht"):
        open_ledger(f"postgresql+psycopg://kompass@/kompass?host={host}")


def test_a_database_that_does_not_exist_is_named(cluster: Path) -> None:
    with pytest.raises(LedgerUnreadable, match="Datenbanknamen"):
        open_ledger(f"postgresql+psycopg://kompass@/missing?host={cluster}")


@pytest.mark.parametrize("url", ["nonsense", "postgresql+psycopg://host:port/db"])
def test_an_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(SettingInvalid, match="DIGITALKOMPASS_LEDGER"):
        open_ledger(url)


def test_a_missing_driver_is_named() -> None:
    with pytest.raises(LedgerUnreadable, match="pg8000"):
        open_ledger("postgresql+pg8000://ledger@localhost/ledger")
