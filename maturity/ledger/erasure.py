"""Erasure: a mailbox and the file that held it leave the ledger; the chain says that, when and why, and still holds.

The answers stay, with a blank in place of the mailbox. What was stored is overwritten, not only unlinked.
"""

from collections.abc import Collection

import pandas as pd
from sqlalchemy import Connection, delete, or_, update

from maturity.ledger import entries, schema, submissions
from maturity.ledger.chain import sha256
from maturity.ledger.ledger import Ledger
from maturity.ledger.records import Entry
from maturity.ledger.values import as_arrow, as_frame, pack, unpack
from maturity.rights import Actor

CONTACT = "contact"
WHERE_IT_STANDS = ["code", "text"]


def submissions_with_contact(ledger: Ledger) -> list[int]:
    """Return the submissions, in force or not, whose answers name a mailbox."""
    with ledger.database.reading() as connection:
        found = entries.read(connection, schema.entries.c.kind == "submission")
        return [entry.sequence for entry in found if _has_contact(_answers(connection, entry))]


def erase(ledger: Ledger, actor: Actor, submission_ids: Collection[int], *, reason: str) -> int:
    """Erase mailbox and file of submissions, and the drafts of their cities and waves.

    Args:
        ledger: where they are.
        actor: needs the right to erase.
        submission_ids: those erased already are passed over.
        reason: kept in the chain.

    Returns:
        How many were erased.

    Raises:
        NotPermitted, UnknownId, LedgerUnwritable: nothing was erased.
    """
    ledger.require(actor, "erase")
    with ledger.appending() as (connection, _head):
        done = submissions.erasures(connection)
        wanted = [submissions.find(connection, number) for number in sorted(set(submission_ids) - set(done))]
        for entry in wanted:
            digest = _overwrite(connection, entry)
            payload = {"submission_id": entry.sequence, "answers_sha256": digest, "reason": reason}
            head = entries.read_head(connection)
            entries.append(connection, head, actor=actor, kind="erasure", payload=payload, at=ledger.at())
    purge(ledger)
    return len(wanted)


def _overwrite(connection: Connection, entry: Entry) -> str:
    """Replace answers and file in their row; return the fingerprint of what is stored now."""
    answers = _answers(connection, entry)
    if _has_contact(answers):
        answers.loc[answers["item_id"] == CONTACT, WHERE_IT_STANDS] = None
    packed = pack(as_arrow(answers))
    row = schema.submissions.c.submission_id == entry.sequence
    connection.execute(update(schema.submissions).where(row).values(file=b"", answers=packed))
    drafts = schema.drafts.c
    places = [
        (drafts.city_id == part["city_id"]) & (drafts.wave_id == part["wave_id"]) for part in entry.payload["parts"]
    ]
    connection.execute(delete(schema.drafts).where(or_(*places)))
    return sha256(packed)


def _answers(connection: Connection, entry: Entry) -> pd.DataFrame:
    return as_frame(unpack(submissions.read_answers(connection, entry)))


def _has_contact(answers: pd.DataFrame) -> bool:
    return bool(((answers["item_id"] == CONTACT) & answers["text"].notna()).any())


def purge(ledger: Ledger) -> None:
    """Let SQLite's write-ahead log go, which still holds pages as they were; another database does so by its vacuum."""
    if ledger.database.path is not None:
        with ledger.database.engine.connect().execution_options(begin="") as connection:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
