"""Entries inside a transaction: add one at the end of the chain, read them back."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from maturity.errors import LedgerBroken
from maturity.ledger import schema
from maturity.ledger.chain import canonical, hash_of
from maturity.ledger.records import Entry, storable
from maturity.rights import Actor


def read_head(connection: Connection, *, is_locked: bool = False) -> Row[Any]:
    """Return the end of the chain; locked, all other writers wait until the transaction ends.

    Raises:
        LedgerBroken: the row was removed.
    """
    # SQLite has the lock from the transaction's start and leaves out FOR UPDATE.
    query = select(schema.head).with_for_update() if is_locked else select(schema.head)
    head = connection.execute(query).first()
    if head is None:
        raise LedgerBroken(sequence=0)
    return head


def append(
    connection: Connection, head: Row[Any], *, actor: Actor, kind: str, payload: dict[str, Any], at: str
) -> Entry:
    """Add an entry behind the last one, which `head` names; the caller holds its lock."""
    row: dict[str, Any] = {
        "sequence": head.sequence + 1,
        "at": at,
        "actor": actor.name,
        "role": actor.role,
        "actor_city": actor.city_id,
        "kind": kind,
        "payload": canonical(_storable(payload)),
        "previous_hash": head.hash,
    }
    row["hash"] = hash_of(row)
    connection.execute(insert(schema.entries), row)
    connection.execute(update(schema.head).values(sequence=row["sequence"], hash=row["hash"]))
    return as_entry(row)


def _storable(payload: dict[str, Any]) -> dict[str, Any]:
    """Write what no page could show, like a reason with broken bytes from the command line, as escapes."""
    return {key: storable(value) if isinstance(value, str) else value for key, value in payload.items()}


def newest(connection: Connection, kind: str) -> tuple[int, str] | None:
    """Return number and hash of the newest entry of a kind; None without one."""
    columns = schema.entries.c
    query = select(columns.sequence, columns.hash).where(columns.kind == kind).order_by(columns.sequence.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else (row.sequence, row.hash)


def read(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Entry]:
    """Yield the entries that meet all conditions, oldest first."""
    query = select(schema.entries).where(*conditions).order_by(schema.entries.c.sequence)
    return (as_entry(row) for row in connection.execute(query).mappings())


def as_entry(row: Mapping[Any, Any]) -> Entry:
    """Return a row of the table as an Entry."""
    columns = ("sequence", "at", "actor", "role", "actor_city", "kind", "hash")
    return Entry(payload=json.loads(row["payload"]), **{column: row[column] for column in columns})
