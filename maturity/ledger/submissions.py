"""Submissions inside a transaction: store, find, read back with their hashes checked."""

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select

from maturity.errors import FileErased, LedgerBroken, UnknownId
from maturity.language import _
from maturity.ledger import entries, schema, stacks, values
from maturity.ledger.chain import sha256
from maturity.ledger.records import Entry, Part, SourceFile, SubmissionRecord, program_version, storable
from maturity.ledger.stacks import MOVES, Move, PartKey, build_stacks
from maturity.rights import Actor

PARTS = schema.parts.c
LARGE = 20_000_000  # bytes; larger than any upload
TABLE: dict[str, Any] = {
    "submission_id": "int64",
    "at": "str",
    "actor": "str",
    "role": "str",
    "city_id": "str",
    "wave_id": "str",
    "version": "int64",
    "file_name": "str",
    "file_sha256": "str",
    "file_size": "int64",
    "layout": "str",
    "answer_count": "int64",
    "is_in_force": "bool",
    "is_withdrawn": "bool",
}
ENTRIES = schema.entries.c
SUBMISSIONS = schema.submissions.c


def compress(content: bytes) -> bytes:
    """Pack a file for the ledger; a large one lightly, which takes a fifth of the time and little more place."""
    return zlib.compress(content, 1 if len(content) > LARGE else -1)


def store(
    connection: Connection,
    head: Row[Any],
    *,
    actor: Actor,
    at: str,
    file: SourceFile,
    compressed: bytes,
    answers: bytes,
    parts: Sequence[Part],
) -> SubmissionRecord:
    """Add the submission's entry and its rows."""
    numbered = _with_versions(connection, parts)
    row = {
        "file_name": storable(file.name),
        "file_sha256": file.sha256,
        "file_size": len(file.content),
        "answers_sha256": sha256(answers),
        "layout": file.layout,
        "program_version": program_version(),
    }
    # `stored_sha256` is of the compressed bytes: several of them unpack to the same file.
    payload = {**row, "stored_sha256": sha256(compressed), "parts": [vars(part) for part in numbered]}
    entry = entries.append(connection, head, actor=actor, kind="submission", payload=payload, at=at)
    number = {"submission_id": entry.sequence}
    connection.execute(insert(schema.submissions), number | row | {"file": compressed, "answers": answers})
    connection.execute(insert(schema.parts), [number | vars(part) for part in numbered])
    return as_record(entry)


def _with_versions(connection: Connection, parts: Sequence[Part]) -> list[Part]:
    """Give each part the version after the last one of its city and wave."""
    query = select(PARTS.city_id, PARTS.wave_id, func.max(PARTS.version))
    query = query.where(PARTS.city_id.in_({part.city_id for part in parts})).group_by(PARTS.city_id, PARTS.wave_id)
    last = {(city_id, wave_id): version for city_id, wave_id, version in connection.execute(query)}
    return [replace(part, version=last.get((part.city_id, part.wave_id), 0) + 1) for part in parts]


def as_record(entry: Entry, *, is_new: bool = True) -> SubmissionRecord:
    """Return a submission's entry as its record."""
    return SubmissionRecord(
        submission_id=entry.sequence,
        at=entry.at,
        hash=entry.hash,
        file_sha256=entry.payload["file_sha256"],
        parts=tuple(Part(**part) for part in entry.payload["parts"]),
        is_new=is_new,
    )


def find(connection: Connection, submission_id: int) -> Entry:
    """Return the submission's entry.

    Raises:
        UnknownId: there is no such submission.
    """
    is_submission = ENTRIES.kind == "submission"
    entry = next(entries.read(connection, is_submission, ENTRIES.sequence == submission_id), None)
    if entry is None:
        newest = select(ENTRIES.sequence).where(is_submission).order_by(ENTRIES.sequence.desc()).limit(10)
        known = ", ".join(str(number) for number in connection.scalars(newest)) or "–"
        raise UnknownId(value=submission_id, concept=_("submission"), known=known)
    return entry


def find_in_force(connection: Connection, file_sha256: str, keys: Collection[PartKey]) -> Entry | None:
    """Return the one submission of these very bytes that is in force for all the keys, or None."""
    candidates = set(
        connection.scalars(select(SUBMISSIONS.submission_id).where(SUBMISSIONS.file_sha256 == file_sha256))
    )
    if not candidates:  # nearly always; spares the search in the history
        return None
    tops = stacks.find_in_force(moves_of(connection, {city_id for city_id, _wave_id in keys}))
    in_force = {tops.get(key) for key in keys}
    found = candidates & in_force
    return find(connection, found.pop()) if len(in_force) == 1 and found else None


def moves_of(connection: Connection, cities: Collection[str]) -> list[Move]:
    """Return what moved the submissions of these cities, oldest first."""
    theirs = select(PARTS.submission_id).where(PARTS.city_id.in_(cities))
    is_move = or_(ENTRIES.sequence.in_(theirs), ENTRIES.kind.in_(MOVES[1:]))
    return [as_move(entry) for entry in entries.read(connection, is_move)]


def move(
    connection: Connection, head: Row[Any], entry: Entry, *, actor: Actor, at: str, kind: str, reason: str
) -> Entry:
    """Add a withdrawal or restoration, or return the submission's last move if a new one would change nothing."""
    history = list(entries.read(connection, ENTRIES.kind.in_(MOVES)))
    moves = [as_move(past) for past in history]
    next_move = Move(kind, entry.sequence, as_move(entry).keys)
    if build_stacks([*moves, next_move]) == build_stacks(moves):
        return [past for past in history if as_move(past).submission_id == entry.sequence][-1]
    payload = {"submission_id": entry.sequence, "reason": reason, "parts": entry.payload["parts"]}
    return entries.append(connection, head, actor=actor, kind=kind, payload=payload, at=at)


def as_move(entry: Entry) -> Move:
    """Return what the entry does to the stacks; `entry.kind` is one of MOVES."""
    keys = tuple((part["city_id"], part["wave_id"]) for part in entry.payload["parts"])
    return Move(entry.kind, entry.payload.get("submission_id", entry.sequence), keys)


def read_answers(connection: Connection, entry: Entry, erased: Mapping[int, str] | None = None) -> bytes:
    """Return the submission's values as they were packed, or as an erasure left them.

    Args:
        connection: to the ledger.
        entry: the submission.
        erased: what `erasures` returns, where the caller reads many; looked up if None.

    Raises:
        LedgerBroken: they are missing or changed; changed values are never served.
    """
    stored = _blob(connection, SUBMISSIONS.answers, entry)
    if sha256(stored) == entry.payload["answers_sha256"]:
        return stored
    known = erasures(connection) if erased is None else erased
    return _checked(stored, known.get(entry.sequence, ""), entry)


def read_file(connection: Connection, entry: Entry) -> bytes:
    """Return the bytes that were handed in.

    Raises:
        FileErased: they were erased, as the chain says.
        LedgerBroken: they are missing or changed.
    """
    if entry.sequence in erasures(connection):
        raise FileErased(receipt=f"R-{entry.sequence:06d}")
    stored = _checked(_blob(connection, SUBMISSIONS.file, entry), entry.payload["stored_sha256"], entry)
    return _checked(zlib.decompress(stored), entry.payload["file_sha256"], entry)


def erasures(connection: Connection) -> dict[int, str]:
    """Return the submissions whose mailbox and file were erased, with the fingerprint of the answers that stay."""
    found = entries.read(connection, ENTRIES.kind == "erasure")
    return {int(entry.payload["submission_id"]): str(entry.payload["answers_sha256"]) for entry in found}


def _blob(connection: Connection, column: Any, entry: Entry) -> bytes:
    return connection.scalar(select(column).where(SUBMISSIONS.submission_id == entry.sequence)) or b""


def _checked(content: bytes, expected: str, entry: Entry) -> bytes:
    if sha256(content) != expected:
        raise LedgerBroken(sequence=entry.sequence)
    return content


def read_in_force(connection: Connection, wanted: Collection[PartKey] | None = None) -> Iterator[tuple[int, pa.Table]]:
    """Yield each submission in force with its values, oldest first, without the parts that are not in force.

    Args:
        connection: to the ledger.
        wanted: the cities and waves to read; None for all.
    """
    is_meant: ColumnElement[bool] = ENTRIES.kind.in_(MOVES)
    if wanted is not None:
        theirs = select(PARTS.submission_id).where(PARTS.city_id.in_({city_id for city_id, _wave_id in wanted}))
        if connection.scalar(theirs.limit(1)) is None:  # nearly always; spares the search in the history
            return
        is_meant = or_(ENTRIES.sequence.in_(theirs), ENTRIES.kind.in_(MOVES[1:]))
    history = {entry.sequence: entry for entry in entries.read(connection, is_meant)}
    tops = stacks.find_in_force(as_move(entry) for entry in history.values())
    keys_of: dict[int, set[PartKey]] = {}
    for key, submission_id in tops.items():
        if wanted is None or key in wanted:
            keys_of.setdefault(submission_id, set()).add(key)
    erased = erasures(connection)
    for submission_id, keys in sorted(keys_of.items()):
        entry = history[submission_id]
        table = values.unpack(read_answers(connection, entry, erased))
        is_whole = len(keys) == len(entry.payload["parts"])
        yield submission_id, table if is_whole else values.select_parts(table, keys)


def as_table(history: Iterable[Entry]) -> pd.DataFrame:
    """Return one row per submission, city and wave; `history` holds all entries of MOVES, oldest first."""
    history = list(history)
    built = stacks.build_stacks(as_move(entry) for entry in history)
    rows = [
        {
            **{column: getattr(entry, column) for column in ("at", "actor", "role")},
            **entry.payload,
            **part,
            "submission_id": entry.sequence,
            "is_in_force": built[part["city_id"], part["wave_id"]][-1:] == [entry.sequence],
            "is_withdrawn": entry.sequence not in built[part["city_id"], part["wave_id"]],
        }
        for entry in history
        if entry.kind == "submission"
        for part in entry.payload["parts"]
    ]
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)
