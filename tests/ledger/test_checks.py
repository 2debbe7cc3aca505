import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from maturity import language
from maturity.errors import LedgerBroken, LedgerNewer
from maturity.ledger import Ledger, Part, submissions, verify
from maturity.ledger.checks import BLOB, CHANGED, CUT, ROWS, STRAY
from maturity.ledger.entries import read_head
from maturity.ledger.values import as_arrow, pack
from tests.ledger.builders import ANSWERS, BRETTEN, BUEHL, COORDINATOR, OFFICER, WAVE, file, of_city, open_in, submit

TABLES = ("entries", "submissions", "parts", "head")


def fill(ledger: Ledger) -> None:
    """Six entries: 1 to 3 submissions, 4 a decision, 5 a withdrawal, 6 a submission."""
    submit(ledger, "alle", ANSWERS)
    submit(ledger, "Bühl", of_city(BUEHL, 4))
    submit(ledger, "Bretten", of_city(BRETTEN, 1), actor=OFFICER)
    ledger.record(COORDINATOR, "decision", {"topic_id": "eakte", "city_id": BRETTEN})
    ledger.withdraw(COORDINATOR, 2, "Versehen")
    submit(ledger, "Bretten neu", of_city(BRETTEN, 2), actor=OFFICER)
    ledger.save_draft(OFFICER, BRETTEN, WAVE, {"EAK01": "3"})


def change(folder: Path, *statements: str) -> None:
    """Do to the file what the program would never do."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def problems(ledger: Ledger) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.problem) for fault in verify(ledger)]


def test_an_untouched_ledger_has_no_fault(ledger: Ledger) -> None:
    fill(ledger)

    assert verify(ledger) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update entries set payload = replace(payload, 'eakte', 'wlan') where sequence = 4", [(4, CHANGED)]),
        ("update entries set actor = x'00' where sequence = 4", [(4, CHANGED)]),
        ("delete from entries where sequence = 4", [(5, CHANGED)]),
        ("delete from entries where sequence = 6", [(5, CUT), (6, STRAY), (6, STRAY)]),
        ("update head set hash = 'x'", [(6, CUT)]),
        ("update head set format = 0", [(6, CUT)]),
        ("delete from head", [(6, CUT)]),
        ("update submissions set file = x'00' where submission_id = 2", [(2, BLOB)]),
        ("update submissions set answers = x'00' where submission_id = 2", [(2, BLOB)]),
        ("update submissions set file_name = 'x' where submission_id = 2", [(2, ROWS)]),
        ("update parts set version = 9 where submission_id = 2", [(2, ROWS)]),
        ("delete from parts where submission_id = 2", [(2, ROWS)]),
        ("delete from submissions where submission_id = 2", [(2, ROWS), (2, BLOB)]),
        ("insert into parts values (4, 'x', 'y', 1, 1)", [(4, STRAY)]),
        ("insert into parts values (1, 'x', 'y', 1, 1)", [(1, ROWS)]),
    ],
)
def test_every_touch_is_named(tmp_path: Path, ledger: Ledger, statement: str, expected: list[tuple[int, str]]) -> None:
    fill(ledger)
    change(tmp_path, statement)

    assert problems(ledger) == expected


def test_an_entry_that_nobody_recorded_is_found(tmp_path: Path, ledger: Ledger) -> None:
    fill(ledger)
    change(
        tmp_path,
        "insert into entries select 7, at, actor, role, actor_city, kind, payload, hash, 'eigener' from entries "
        "where sequence = 6",
    )

    assert problems(ledger) == [(7, CHANGED), (7, CUT)]


def test_a_rewritten_end_is_found_by_its_number(tmp_path: Path, ledger: Ledger) -> None:
    """Entry 6 is given the number 7, as if one had been taken out."""
    fill(ledger)
    change(tmp_path, "update entries set sequence = 7 where sequence = 6")

    assert (7, CHANGED) in problems(ledger)


def test_values_that_are_not_those_counted_are_found(ledger: Ledger) -> None:
    """A program with a bug writes a valid chain, but says one value where there are two."""
    answers = pack(as_arrow(of_city(BRETTEN)))
    with ledger.database.writing() as connection:
        submissions.store(
            connection,
            read_head(connection, is_locked=True),
            actor=COORDINATOR,
            at="2026-11-23T12:00:00+00:00",
            file=file("x"),
            compressed=submissions.compress(b"x"),
            answers=answers,
            parts=[Part(BRETTEN, WAVE, 1)],
        )

    assert problems(ledger) == [(1, ROWS)]


def column_changes(folder: Path, random: Random) -> list[str]:
    """One change for each column of each row: a bit of a number or text, a byte of a file."""
    connection = sqlite3.connect(folder / "ledger.sqlite")
    statements = []
    for table in TABLES:
        columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
        for rowid, *cells in connection.execute(f"select rowid, * from {table}").fetchall():
            for column, cell in zip(columns, cells, strict=True):
                statements.append(f"update {table} set {column} = {changed(cell, random)} where rowid = {rowid}")
    connection.close()
    return statements


def changed(cell: object, random: Random) -> str:
    if isinstance(cell, bytes):
        place = random.randrange(len(cell))
        return f"x'{(cell[:place] + bytes([cell[place] ^ 1 << random.randrange(8)]) + cell[place + 1 :]).hex()}'"
    if isinstance(cell, str):
        place = random.randrange(len(cell) + 1)
        return "'" + (cell[:place] + "x" + cell[place:]).replace("'", "''") + "'"
    return "1" if cell is None else str(int(str(cell)) + random.choice([-1, 1, 100]))


def row_removals(folder: Path, _random: Random) -> list[str]:
    connection = sqlite3.connect(folder / "ledger.sqlite")
    rows = [(table, row[0]) for table in TABLES for row in connection.execute(f"select rowid from {table}")]
    connection.close()
    return [f"delete from {table} where rowid = {rowid}" for table, rowid in rows]


@pytest.mark.parametrize("tampering", [column_changes, row_removals])
def test_no_change_goes_unnoticed(tmp_path: Path, tampering: Callable[[Path, Random], list[str]]) -> None:
    """Every column of every row changed, every row removed, one after the other: found each time, then undone."""
    ledger = open_in(tmp_path)
    fill(ledger)
    ledger.close()
    whole = (tmp_path / "ledger.sqlite").read_bytes()
    statements = tampering(tmp_path, Random(51))
    unnoticed = []
    for statement in statements:
        (tmp_path / "ledger.sqlite").write_bytes(whole)
        try:
            change(tmp_path, statement)
        except sqlite3.IntegrityError:
            continue  # the tables themselves refuse it
        if not verify(ledger):
            unnoticed.append(statement)
        ledger.close()

    assert len(statements) >= 17
    assert unnoticed == []


@pytest.mark.parametrize("newest", [1, 2, 6, 7, 100])
def test_opening_looks_at_the_end(tmp_path: Path, newest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry 5 of six is changed: it is found when the newest two or more are looked at."""
    monkeypatch.setattr("maturity.ledger.opening.TAIL", newest)
    ledger = open_in(tmp_path)
    fill(ledger)
    ledger.close()
    open_in(tmp_path).close()
    change(tmp_path, "update entries set actor = 'x' where sequence = 5")

    if newest == 1:
        open_in(tmp_path).close()
    else:
        with pytest.raises(LedgerBroken) as caught:
            open_in(tmp_path)
        assert caught.value.details == {"sequence": 5}
    assert problems(open_in(tmp_path, is_checked=False)) == [(5, CHANGED)]


def test_a_removed_end_is_noticed_at_opening(tmp_path: Path) -> None:
    ledger = open_in(tmp_path)
    fill(ledger)
    ledger.close()
    change(tmp_path, "delete from entries where sequence >= 5")

    with pytest.raises(LedgerBroken):
        open_in(tmp_path)


def test_a_ledger_of_another_format_is_left_alone(tmp_path: Path) -> None:
    open_in(tmp_path).close()
    change(tmp_path, "update head set format = 2")

    with pytest.raises(LedgerNewer, match="neueren"):
        open_in(tmp_path)


def test_a_fault_is_a_sentence_in_the_readers_language(tmp_path: Path, ledger: Ledger) -> None:
    fill(ledger)
    change(tmp_path, "update head set hash = 'x'")

    assert str(verify(ledger)[0]) == "Das Hauptbuch endet nicht mit Eintrag 6, wie es seine letzte Zeile sagt."
    language.use("en")
    try:
        assert str(verify(ledger)[0]) == "The ledger does not end with entry 6 as its last line says."
    finally:
        language.use("de")
