"""The ledger: record, withdraw, restore, read back. Every write checks its right and is one transaction."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Delete, Row, delete, insert, select
from sqlalchemy.exc import IntegrityError

from maturity.clock import today
from maturity.errors import (
    ChangedMeanwhile,
    InvalidInput,
    LedgerBroken,
    LedgerLost,
    NotPermitted,
    UnknownId,
    WaveNotOpen,
)
from maturity.language import _
from maturity.ledger import entries, refusals, schema, submissions
from maturity.ledger.chain import GENESIS, canonical
from maturity.ledger.database import Database
from maturity.ledger.records import ACTIONS, BACKUP_RESTORED, Entry, Part, SourceFile, SubmissionRecord
from maturity.ledger.stacks import MOVES, PartKey
from maturity.ledger.tables import require_tables
from maturity.ledger.values import as_arrow, as_frame, concat, count_parts, is_same, pack, unpack
from maturity.rights import Action, Actor, may, refusal
from maturity.waves import State, states_by_dates, states_in_force

DRAFTS = schema.drafts.c
ENTRIES = schema.entries.c


class Mark(NamedTuple):
    """How far a ledger went: the number of its last entry and that entry's hash ('' if it was not kept)."""

    version: int
    hash: str


def too_short(found: int, published: Mark) -> str:
    """Return the clause that says what a ledger lacks."""
    return _("it has {found} entries instead of at least {expected}").format(found=found, expected=published.version)


class Ledger:
    """One network's ledger. Made by `open_ledger`; one object may serve many threads."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self.database = database
        self.now = now
        self._seen = Mark(0, GENESIS)
        self._restored: tuple[int, str] | None = None

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self.database.close()

    def require(self, actor: Actor, action: Action, city_id: str | None = None) -> None:
        """Let the action pass, or refuse and log it. Called outside a transaction, for the log has its own.

        Raises:
            NotPermitted: the actor lacks the right.
        """
        if not may(actor, action, city_id):
            raise self.refused(actor, action, city_id)

    def refused(self, actor: Actor, action: Action, city_id: str | None) -> NotPermitted:
        """Log a refused attempt and return its error, for those who find it out by another way than `require`."""
        refusals.log_refusal(self.database, actor, action=action, city_id=city_id, at=self.at())
        return refusal(actor, action)

    # Submissions

    def record_submission(
        self,
        actor: Actor,
        file: SourceFile,
        parts: Sequence[Part],
        values: pd.DataFrame | pa.Table,
        *,
        waves: pd.DataFrame | None = None,
    ) -> SubmissionRecord:
        """Store a file and its values; what it returns is on disk.

        Args:
            actor: needs the right to submit for the city of every part.
            file: the bytes as received.
            parts: the cities and waves of the file, at least one, each with the count of its values.
            values: one row per value with the columns of `values.COLUMNS`, for exactly these parts.
            waves: the network's waves, see `wave_states`: only open ones take answers. None asks for no state.

        Returns:
            The new submission, or, with `is_new` False, the one in force with the same bytes and the same values.

        Raises:
            NotPermitted: the actor may not submit for one of the cities.
            WaveNotOpen: a part's wave is not open.
            InvalidInput: there is no part, one is given twice, or parts and values do not agree.
            LedgerUnwritable: nothing was stored.
            LedgerBroken: the chain does not hold; nothing was stored.
        """
        for part in parts:
            self.require(actor, "submit", part.city_id)
        # Packed before the lock is taken, so that others wait only for the disk.
        table = as_arrow(values)
        _require_agreement(parts, count_parts(table))
        answers, compressed = pack(table), submissions.compress(file.content)
        with self.appending() as (connection, head):
            if waves is not None:
                _require_open([part.wave_id for part in parts], _wave_states(connection, waves))
            entry = submissions.find_in_force(connection, file.sha256, [(part.city_id, part.wave_id) for part in parts])
            # The same bytes may be read anew, with a corrected mapping: then they are a new submission.
            if entry is not None and is_same(submissions.read_answers(connection, entry), answers):
                return submissions.as_record(entry, is_new=False)
            return submissions.store(
                connection,
                head,
                actor=actor,
                at=self.at(),
                file=file,
                compressed=compressed,
                answers=answers,
                parts=parts,
            )

    def find_in_force(self, file_sha256: str, city_id: str, wave_id: str) -> SubmissionRecord | None:
        """Return the submission in force for this city and wave if it was made of these very bytes."""
        with self.database.reading() as connection:
            entry = submissions.find_in_force(connection, file_sha256, [(city_id, wave_id)])
            return None if entry is None else submissions.as_record(entry, is_new=False)

    def withdraw(self, actor: Actor, submission_id: int, reason: str) -> Entry:
        """Take a submission out of force; the one before it is in force again. See `restore` for the rest."""
        return self._move(actor, "withdraw", "withdrawal", submission_id=submission_id, reason=reason)

    def restore(self, actor: Actor, submission_id: int, reason: str, *, waves: pd.DataFrame | None = None) -> Entry:
        """Put a withdrawn or replaced submission in force again. Asking twice changes nothing.

        Args:
            actor: needs the right to restore for each city of the submission.
            submission_id: which one.
            reason: why, for the log.
            waves: as in `record_submission`: what a wave does not take, it does not take back.

        Returns:
            The new entry, or the last one about this submission when there is nothing to change.

        Raises:
            UnknownId: there is no such submission.
            NotPermitted: the actor may not do this for each of its cities.
            WaveNotOpen: the wave of a part is not open.
            InvalidInput: the reason is empty.
        """
        return self._move(actor, "restore", "restoration", submission_id=submission_id, reason=reason, waves=waves)

    def _move(
        self,
        actor: Actor,
        action: Action,
        kind: str,
        *,
        submission_id: int,
        reason: str,
        waves: pd.DataFrame | None = None,
    ) -> Entry:
        if not reason.strip():
            raise InvalidInput(what=_("The reason"), value=_("empty"), expected=_("a sentence"))
        with self.appending() as (connection, head):
            submission = submissions.find(connection, submission_id)
            cities = [part["city_id"] for part in submission.payload["parts"]]
            foreign = [city_id for city_id in cities if not may(actor, action, city_id)]
            if not foreign:
                if waves is not None:
                    _require_open(
                        [part["wave_id"] for part in submission.payload["parts"]], _wave_states(connection, waves)
                    )
                at = self.at()
                return submissions.move(connection, head, submission, actor=actor, at=at, kind=kind, reason=reason)
        raise self.refused(actor, action, foreign[0])

    # Everything else that is recorded

    def record(self, actor: Actor, kind: str, payload: dict[str, Any], *, after: int | None = None) -> Entry:
        """Add a decision, a meeting's notes, a pin, veto, parameter or alias.

        Args:
            actor: needs the right that ACTIONS names for the kind.
            kind: a key of ACTIONS.
            payload: what JSON can hold, without NaN; a `city_id` in it is the city the right is checked for.
            after: number of the newest entry of this kind that the actor saw; None does not ask.

        Raises:
            UnknownId: the kind is none of ACTIONS.
            ChangedMeanwhile: somebody added an entry of this kind meanwhile.
            NotPermitted, LedgerUnwritable, LedgerBroken: as in `record_submission`.
        """
        if kind not in ACTIONS:
            raise UnknownId(value=kind, concept=_("kind of entry"), known=", ".join(ACTIONS))
        self.require(actor, ACTIONS[kind], payload.get("city_id"))
        with self.appending() as (connection, head):
            newest = entries.newest(connection, kind)
            if after is not None and newest is not None and newest[0] != after:
                raise ChangedMeanwhile
            return entries.append(connection, head, actor=actor, kind=kind, payload=payload, at=self.at())

    def save_draft(self, actor: Actor, city_id: str, wave_id: str, form: dict[str, Any]) -> None:
        """Keep the unfinished form of a city in a wave, in place of the one before; it is no part of the chain."""
        self.require(actor, "draft", city_id)
        row = {"city_id": city_id, "wave_id": wave_id, "form": canonical(form), "updated_at": self.at()}
        with self.database.writing() as connection:
            entries.read_head(connection, is_locked=True)
            connection.execute(_delete_draft(city_id, wave_id))
            connection.execute(insert(schema.drafts), row)

    def load_draft(self, actor: Actor, city_id: str, wave_id: str) -> dict[str, Any] | None:
        """Return the unfinished form, or None."""
        self.require(actor, "draft", city_id)
        query = select(DRAFTS.form).where(DRAFTS.city_id == city_id, DRAFTS.wave_id == wave_id)
        with self.database.reading() as connection:
            form = connection.scalar(query)
        return None if form is None else json.loads(form)

    def drop_draft(self, actor: Actor, city_id: str, wave_id: str) -> None:
        """Forget the unfinished form, if there is one."""
        self.require(actor, "draft", city_id)
        with self.database.writing() as connection:
            connection.execute(_delete_draft(city_id, wave_id))

    # Reading

    def require_published(self, published: Mark) -> None:
        """Make sure that this ledger goes on from what was published of it.

        Raises:
            LedgerLost: it is shorter, or its entry of that number is another one.
            LedgerUnreadable: a table is missing, or the database is damaged or does not answer.
        """
        with self.database.reading() as connection:
            require_tables(connection)
            _require_mark(connection, entries.read_head(connection), published)

    def end(self) -> Mark:
        """Return the number and the hash of the last entry."""
        with self.database.reading() as connection:
            return _end_of(connection)[0]

    def hash_at(self, sequence: int) -> str | None:
        """Return the hash of the entry of this number, which vouches for all up to it; None where there is none."""
        if sequence == 0:
            return GENESIS
        with self.database.reading() as connection:
            return connection.scalar(select(ENTRIES.hash).where(ENTRIES.sequence == sequence))

    def version(self) -> int:
        """Return the number of the last entry, 0 for an empty ledger."""
        with self.database.reading() as connection:
            return int(entries.read_head(connection).sequence)

    def newest(self, kind: str) -> tuple[int, str] | None:
        """Return number and hash of the newest entry of a kind; None without one."""
        with self.database.reading() as connection:
            return entries.newest(connection, kind)

    def entries(self, *kinds: str, since: int = 0) -> list[Entry]:
        """Return the entries of these kinds, or all, from a number on, oldest first."""
        conditions = [schema.entries.c.sequence >= since] + ([schema.entries.c.kind.in_(kinds)] if kinds else [])
        with self.database.reading() as connection:
            return list(entries.read(connection, *conditions))

    def wave_states(self, waves: pd.DataFrame) -> dict[str, State]:
        """Return the state of each wave, now: of its last event, else by its dates.

        Args:
            waves: one row per wave; see `states_by_dates`.
        """
        with self.database.reading() as connection:
            return _wave_states(connection, waves)

    def submissions(self) -> pd.DataFrame:
        """List the parts of all submissions, oldest first.

        Returns:
            One row per submission, city and wave: submission_id, at (text, UTC), actor, role, city_id, wave_id,
            version, file_name, file_sha256, file_size, layout, answer_count, is_in_force, is_withdrawn.
        """
        return submissions.as_table(self.entries(*MOVES))

    def values_in_force(self) -> pd.DataFrame:
        """Return the values in force.

        Returns:
            One row per value: submission_id and the columns of `values.COLUMNS`; by submission, then as in the file.

        Raises:
            LedgerBroken: a submission's values are missing or changed.
        """
        return as_frame(self.table_in_force())

    def answers_in_force(self, parts: Collection[PartKey]) -> pd.DataFrame:
        """Return the values in force for these cities and waves; columns and errors as in `values_in_force`."""
        with self.database.reading() as connection:
            return as_frame(concat(submissions.read_in_force(connection, parts)))

    def table_in_force(self) -> pa.Table:
        """Return the same as an Arrow table, which millions of values need; texts may be dictionary-encoded."""
        with self.database.reading() as connection:
            return concat(submissions.read_in_force(connection))

    def values_of(self, submission_id: int) -> pd.DataFrame:
        """Return the values of a submission, in force or not; columns and errors as in `values_in_force`, UnknownId."""
        with self.database.reading() as connection:
            entry = submissions.find(connection, submission_id)
            answers = submissions.read_answers(connection, entry)
        return as_frame(unpack(answers))

    def file_of(self, submission_id: int) -> bytes:
        """Return the bytes as they were handed in.

        Raises:
            UnknownId: there is no such submission.
            LedgerBroken: the stored file is missing or changed.
        """
        with self.database.reading() as connection:
            return submissions.read_file(connection, submissions.find(connection, submission_id))

    @contextmanager
    def appending(self) -> Iterator[tuple[Connection, Row[Any]]]:
        """Open a transaction that holds the end of the chain, and yield both."""
        with self.database.writing() as connection:
            head = entries.read_head(connection, is_locked=True)
            self._require_seen(connection, head)
            try:
                yield connection, head
            except IntegrityError as error:
                # Under the lock, the next numbers are free unless somebody changed the tables by hand.
                raise LedgerBroken(sequence=head.sequence + 1) from error
            seen = _end_of(connection)
        self._seen, self._restored = seen

    def remember(self) -> None:
        """Take what is there now for what must be there at every later write, whatever becomes of the file."""
        with self.database.reading() as connection:
            self._seen, self._restored = _end_of(connection)

    def _require_seen(self, connection: Connection, head: Row[Any]) -> None:
        try:
            _require_mark(connection, head, self._seen)
        except LedgerLost:
            # Not lost if since then a backup was put back on purpose.
            if entries.newest(connection, BACKUP_RESTORED) in (None, self._restored):
                raise

    def at(self) -> str:
        """Return the time for a new row, as text."""
        return self.now().astimezone(UTC).isoformat(timespec="seconds")


def _end_of(connection: Connection) -> tuple[Mark, tuple[int, str] | None]:
    """Return the last entry, and the last one about a backup that was put back."""
    head = entries.read_head(connection)
    return Mark(int(head.sequence), str(head.hash)), entries.newest(connection, BACKUP_RESTORED)


def _require_mark(connection: Connection, head: Row[Any], mark: Mark) -> None:
    if head.sequence < mark.version:
        raise LedgerLost(reason=too_short(head.sequence, mark))
    if mark.version == 0 or not mark.hash:
        return
    if mark.hash != connection.scalar(select(ENTRIES.hash).where(ENTRIES.sequence == mark.version)):
        reason = _("its entry {number} is not the one that was published").format(number=mark.version)
        raise LedgerLost(reason=reason)


def _delete_draft(city_id: str, wave_id: str) -> Delete:
    return delete(schema.drafts).where(DRAFTS.city_id == city_id, DRAFTS.wave_id == wave_id)


def _wave_states(connection: Connection, waves: pd.DataFrame) -> dict[str, State]:
    events = entries.read(connection, schema.entries.c.kind == "wave")
    return states_in_force(states_by_dates(waves, today()), [event.payload for event in events])


def _require_open(wave_ids: Sequence[str], states: Mapping[str, State]) -> None:
    for wave_id in wave_ids:
        if states.get(wave_id) != "open":
            raise WaveNotOpen(wave_id=wave_id)


def _require_agreement(parts: Sequence[Part], counts: dict[PartKey, int]) -> None:
    """Refuse values of a city that is not among the parts, for which no right was checked, and wrong counts."""
    promised = {(part.city_id, part.wave_id): part.answer_count for part in parts}
    if not parts or len(promised) != len(parts) or promised != counts:
        raise InvalidInput(what="answer_count", value=[vars(part) for part in parts], expected=counts)
