"""The survey service of the pages: reference data, ledger, the one door of `etl`. The ledger checks every right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from etl.differences import Existing, answers_before, compare, find_lost, must_decide
from etl.findings import Finding
from etl.ingest import Hints, Inspection, Receipt, ingest, inspect, with_aliases, with_closed, with_learned_aliases
from etl.publish import try_publish
from etl.read import read_bytes
from etl.recognising.layouts import Kind, Overrides
from etl.reference.read import Reference
from etl.templates.last_answers import last_answers as newest_answers
from etl.vocabulary.spellings import build_vocabulary
from maturity.analysis.scores.effects import score_effects
from maturity.ledger import Part
from maturity.rights import Action, Actor
from maturity.settings import load
from web.services import snapshot
from web.services.opened import ledger, reference
from web.services.reasons import require_reason


@dataclass(frozen=True)
class FileChoices:
    """What a person says about a file besides the file, or against its recognition; None: as recognised.

    Args:
        meanings: heading or id in the file -> item key (`EAK01`, `eakte.status`), `city`, `wave`, `id`, `answer`, or ''
            to leave a column out.
    """

    city_id: str | None = None
    wave_id: str | None = None
    layout: Kind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    first_code: int | None = None
    meanings: tuple[tuple[str, str], ...] = ()

    @property
    def overrides(self) -> Overrides:
        """The decisions that the reader and the recognition take."""
        own = {name: value for name, value in vars(self).items() if name not in ("city_id", "wave_id", "meanings")}
        return Overrides(columns=dict(self.meanings), **own)

    @property
    def hints(self) -> Hints:
        """The same as `etl.ingest` takes it."""
        return Hints(city_id=self.city_id, wave_id=self.wave_id, overrides=self.overrides)


@dataclass(frozen=True)
class Check:
    """A file with all that can be said before it is taken in.

    Args:
        inspection: how it was read and what was found.
        decisions: what a person said about it.
        changes: the answers that change if it replaces what is in force, see `compare`.
        effects: the topic scores that change with them, see `score_effects`.
        new_parts: the cities and waves that answer for the first time.
        lost: the answers in force that it does not name.
        reasons: why a person must decide whether these are replaced or kept; empty where nothing is to decide.
    """

    inspection: Inspection
    decisions: FileChoices
    changes: pd.DataFrame
    effects: pd.DataFrame
    new_parts: tuple[Part, ...]
    lost: pd.DataFrame
    reasons: list[Finding]


def known_reference(decisions: FileChoices) -> Reference:
    """Return the reference data with all spellings learned, and those just chosen for ids in rows."""
    return with_learned_aliases(with_aliases(reference(), _aliases(decisions)), ledger())


def _aliases(decisions: FileChoices) -> tuple[tuple[str, str, str], ...]:
    """The chosen meanings that name an item, as rows of the table of aliases: kind, alias, target_id."""
    items = build_vocabulary(reference()).items.by_key
    return tuple(
        ("question" if items[target].kind == "question" else "field", heading, target)
        for heading, target in decisions.meanings
        if target in items
    )


# A file, before and after it is taken in


def check(actor: Actor, content: bytes, *, name: str, decisions: FileChoices) -> Check:
    """Read and check a file and compare it with what is in force; nothing is stored.

    The file of an officer must be of the officer's city: what names another one is a finding, and in the log.

    Raises:
        NotPermitted: the actor hands in for no city.
    """
    ledger().require(actor, "submit", actor.city_id)
    if actor.role == "officer":
        decisions = replace(decisions, city_id=actor.city_id)
    inspection = inspect(content, name=name, reference=known_reference(decisions), **decisions.hints)
    inspection = with_closed(inspection, ledger().wave_states(reference().waves))
    _log_foreign_city(actor, inspection.errors)
    if inspection.errors:
        nothing = pd.DataFrame()
        return Check(inspection, decisions, changes=nothing, effects=nothing, new_parts=(), lost=nothing, reasons=[])
    before = answers_before(inspection, ledger())
    answered = set(zip(before["city_id"], before["wave_id"], strict=True))
    lost = find_lost(before, inspection)
    return Check(
        inspection=inspection,
        decisions=decisions,
        changes=compare(before, inspection.values),
        effects=_effects(before, inspection),
        new_parts=tuple(part for part in inspection.parts if (part.city_id, part.wave_id) not in answered),
        lost=lost,
        reasons=must_decide(inspection, before=before, lost=lost),
    )


def _log_foreign_city(actor: Actor, findings: Sequence[Finding]) -> None:
    conflict = next((finding for finding in findings if finding.code == "city_conflict"), None)
    if actor.role == "officer" and conflict is not None:
        ledger().refused(actor, "submit", str(conflict.value))


def _effects(before: pd.DataFrame, inspection: Inspection) -> pd.DataFrame:
    known, wave_id = reference(), max((part.wave_id for part in inspection.parts), default="")
    return score_effects(
        before,
        inspection.values,
        questions=known.questions,
        options=known.options,
        min_coverage=snapshot.parameter("coverage_topic", wave_id),
    )


def submit(actor: Actor, checked: Check, *, content: bytes, existing: Existing | None = None) -> Receipt:
    """Take a file in as it was shown, without judging it again; another content than the one checked is refused.

    Where `checked` has reasons to decide, a file without the decision `existing` is refused.
    The meanings that the coordinator chose by hand are kept for the network's next files.
    """
    ledger().require(actor, "submit", actor.city_id)
    receipt = ingest(
        content,
        name=checked.inspection.name,
        actor=actor,
        ledger=ledger(),
        reference=with_aliases(reference(), _aliases(checked.decisions)),
        settings=load(),
        shown=checked.inspection,
        existing=existing,
        **checked.decisions.hints,
    )
    _log_foreign_city(actor, receipt.findings)
    if receipt.status == "accepted" and actor.role == "coordinator":
        for kind, alias, target_id in _aliases(checked.decisions):
            ledger().record(actor, "alias", {"kind": kind, "alias": alias, "target_id": target_id})
    return receipt


def last_answers(actor: Actor, city_id: str, wave_id: str) -> pd.DataFrame | None:
    """Return a city's newest answers to start from: of this wave or the last one before it.

    Raises:
        NotPermitted: the actor may not have this city's answers.
    """
    ledger().require(actor, "read_answers", city_id)
    return newest_answers(ledger(), reference(), city_id=city_id, wave_id=wave_id)


# The history


def submissions() -> pd.DataFrame:
    """Return the parts of all submissions, see `Ledger.submissions`. Shared: never change it."""
    return snapshot.remember_entries(_submissions)


def _submissions() -> pd.DataFrame:
    return ledger().submissions()


def reasons() -> dict[int, str]:
    """Return the reason of each submission's last withdrawal or restoration. Shared: never change it."""
    return snapshot.remember_entries(_reasons)


def _reasons() -> dict[int, str]:
    moves = ledger().entries("withdrawal", "restoration")
    return {int(entry.payload["submission_id"]): str(entry.payload["reason"]) for entry in moves}


def withdraw(actor: Actor, submission_id: int, reason: str) -> None:
    """Take a submission out of force and publish."""
    _require_for_each_city(actor, "withdraw", submission_id)
    ledger().withdraw(actor, submission_id, require_reason(reason))
    try_publish(ledger(), load())


def restore(actor: Actor, submission_id: int, reason: str) -> None:
    """Put a submission in force again and publish."""
    _require_for_each_city(actor, "restore", submission_id)
    ledger().restore(actor, submission_id, require_reason(reason), waves=reference().waves)
    try_publish(ledger(), load())


def history(actor: Actor, city_id: str, wave_id: str) -> pd.DataFrame:
    """Return the submissions of a city in a wave, newest first, see `Ledger.submissions`.

    Raises:
        NotPermitted: the actor may not see what this city handed in.
    """
    ledger().require(actor, "read_files", city_id)
    rows = submissions()
    return rows.loc[(rows["city_id"] == city_id) & (rows["wave_id"] == wave_id)].iloc[::-1]


def file_of(actor: Actor, submission_id: int) -> bytes:
    """Return the bytes as they were handed in.

    Raises:
        NotPermitted: the actor may not have the files of each of its cities.
    """
    _require_for_each_city(actor, "read_files", submission_id)
    return ledger().file_of(submission_id)


def erased() -> set[int]:
    """Return the submissions whose file was erased. Shared: never change it."""
    return snapshot.remember_entries(_erased)


def _erased() -> set[int]:
    return {int(entry.payload["submission_id"]) for entry in ledger().entries("erasure")}


def row_of(actor: Actor, submission_id: int, row: int) -> dict[str, str]:
    """Return one row of a file as it was handed in: its cells by heading; empty where the file has no such row.

    Raises:
        NotPermitted: the actor may not have the answers of each of its cities.
    """
    _require_for_each_city(actor, "read_answers", submission_id)
    if submission_id in erased():
        return {}
    table = read_bytes(ledger().file_of(submission_id))
    if row not in table.row_numbers:
        return {}
    cells = table.rows[table.row_numbers.index(row)]
    return {heading or "–": cell for heading, cell in zip(table.header, cells, strict=False)}


def _require_for_each_city(actor: Actor, action: Action, submission_id: int) -> None:
    rows = submissions()
    for city_id in rows.loc[rows["submission_id"] == submission_id, "city_id"]:
        ledger().require(actor, action, str(city_id))


# The draft of the online questionnaire


def load_draft(actor: Actor, city_id: str, wave_id: str) -> dict[str, Any] | None:
    """Return the unfinished form of a city in a wave, or None."""
    return ledger().load_draft(actor, city_id, wave_id)


def save_draft(actor: Actor, city_id: str, wave_id: str, form: dict[str, Any]) -> None:
    """Keep the unfinished form."""
    ledger().save_draft(actor, city_id, wave_id, form)


def drop_draft(actor: Actor, city_id: str, wave_id: str) -> None:
    """Forget the unfinished form."""
    ledger().drop_draft(actor, city_id, wave_id)
