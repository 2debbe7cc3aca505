"""Whether the ledger is whole: the chain, the files and values it vouches for, and nothing beside them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from maturity.errors import FileErased, LedgerBroken
from maturity.language import N_, _
from maturity.ledger import entries, schema, submissions
from maturity.ledger.chain import GENESIS, follows
from maturity.ledger.database import Database
from maturity.ledger.ledger import Ledger
from maturity.ledger.records import Entry
from maturity.ledger.values import count_parts, unpack

CHANGED = N_("Entry {sequence} was changed, or one before it was removed.")
CUT = N_("The ledger does not end with entry {sequence} as its last line says.")
BLOB = N_("The file or the values of submission {sequence} are missing or changed.")
ROWS = N_("The lists of submissions do not agree with entry {sequence}.")
STRAY = N_("Submission {sequence} has no entry in the chain.")

ENTRIES = schema.entries.c


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the ledger; `problem` is an English sentence with a place for the sequence."""

    sequence: int
    problem: str

    def __str__(self) -> str:
        return _(self.problem).format(sequence=self.sequence)


def verify(ledger: Ledger) -> list[Fault]:
    """Check every entry, file and value; an empty list means that all is as it was written.

    Raises:
        LedgerUnreadable: the database itself is damaged.
    """
    return list(find_faults(ledger.database))


def find_faults(database: Database, *, newest: int | None = None) -> Iterator[Fault]:
    """Yield the faults of the whole ledger, or of its newest entries, in the order of the chain."""
    with database.reading() as connection:
        head = connection.execute(select(schema.head)).mappings().first()
        first = 1 if newest is None or head is None else max(1, head["sequence"] - newest + 1)
        yield from _entry_faults(connection, head, first=first)
        if newest is None:
            yield from _stray_faults(connection)


def _entry_faults(connection: Connection, head: RowMapping | None, *, first: int) -> Iterator[Fault]:
    query = select(schema.entries).order_by(ENTRIES.sequence)
    sequence, previous_hash = 0, GENESIS
    if first > 1:
        query = query.where(ENTRIES.sequence >= first)
        sequence = first - 1
        previous_hash = str(connection.scalar(select(ENTRIES.hash).where(ENTRIES.sequence == sequence)))
    for row in connection.execute(query).mappings():
        if not follows(dict(row), sequence=sequence + 1, previous_hash=previous_hash):
            yield Fault(row["sequence"], CHANGED)
        elif row["kind"] == "submission":
            yield from _submission_faults(connection, entries.as_entry(row))
        sequence, previous_hash = row["sequence"], row["hash"]
    end = {"head_id": 1, "format": schema.FORMAT, "sequence": sequence, "hash": previous_hash}
    if dict(head or {}) != end:
        yield Fault(sequence, CUT)


def _submission_faults(connection: Connection, entry: Entry) -> Iterator[Fault]:
    if not _has_its_rows(connection, entry):
        yield Fault(entry.sequence, ROWS)
    try:
        with suppress(FileErased):  # which the chain says
            submissions.read_file(connection, entry)
        counts = count_parts(unpack(submissions.read_answers(connection, entry), columns=("city_id", "wave_id")))
    except LedgerBroken:
        yield Fault(entry.sequence, BLOB)
        return
    if counts != {(part["city_id"], part["wave_id"]): part["answer_count"] for part in entry.payload["parts"]}:
        yield Fault(entry.sequence, ROWS)


def _has_its_rows(connection: Connection, entry: Entry) -> bool:
    """Tell whether both tables hold for this submission what the chain says."""
    number = {"submission_id": entry.sequence}
    said = {key: value for key, value in entry.payload.items() if key not in ("parts", "stored_sha256")}
    parts = [number | part for part in entry.payload["parts"]]
    return all(
        _agrees(connection, table, entry.sequence, rows)
        for table, rows in ((schema.submissions, [number | said]), (schema.parts, parts))
    )


def _agrees(connection: Connection, table: Any, sequence: int, rows: list[dict[str, Any]]) -> bool:
    # No two rows are the same: each has the submission's number, or it with city and wave, as its key.
    columns = [column for column in table.c if column.name not in ("file", "answers")]
    found = connection.execute(select(*columns).where(table.c.submission_id == sequence))
    return {tuple(row) for row in found} == {tuple(row[column.name] for column in columns) for row in rows}


def _stray_faults(connection: Connection) -> Iterator[Fault]:
    known = select(ENTRIES.sequence).where(ENTRIES.kind == "submission")
    for table in (schema.submissions, schema.parts):
        strays = select(table.c.submission_id).where(table.c.submission_id.not_in(known)).distinct()
        for sequence in connection.scalars(strays.order_by(table.c.submission_id)):
            yield Fault(sequence, STRAY)
