"""Ingest: the one door. Read, recognise, check everything, record in one transaction, publish."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, Unpack

import pandas as pd

from etl.bulk.inspect import inspect_trusted
from etl.differences import Existing, answers_before, compare, find_lost, merge, must_decide
from etl.findings import Finding
from etl.inspection import Basis, Hints, Inspection, inspect
from etl.publish import try_publish as publish_snapshot
from etl.reference.read import Reference
from maturity.ledger import Ledger, Part, SourceFile, SubmissionRecord
from maturity.ledger.receipts import as_proof
from maturity.ledger.values import count_parts
from maturity.rights import Actor
from maturity.settings import Settings
from maturity.waves import State

__all__ = ["Hints", "Inspection", "Receipt", "ingest", "inspect", "with_closed", "with_learned_aliases"]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receipt:
    """What became of a file. `status` is `accepted` only when the ledger has it on disk."""

    status: Literal["accepted", "duplicate", "rejected"]
    file_name: str
    file_sha256: str
    submission_id: int | None = None
    at: str | None = None
    parts: tuple[Part, ...] = ()
    answer_count: int = 0
    findings: list[Finding] = field(default_factory=list)
    snapshot: str | None = None
    ledger_hash: str = ""

    @property
    def proof(self) -> str:
        """What `etl verify --receipt` looks for: the number and the hash that vouches for the ledger up to it."""
        return as_proof(self.receipt_number, self.ledger_hash)

    @property
    def receipt_number(self) -> str:
        """The number that a person can quote, `R-000042`; empty when nothing was stored."""
        return "" if self.submission_id is None else f"R-{self.submission_id:06d}"


def ingest(
    content: bytes | Path,
    *,
    name: str = "",
    actor: Actor,
    ledger: Ledger,
    reference: Reference,
    settings: Settings | None = None,
    shown: Inspection | None = None,
    existing: Existing | None = None,
    publish: bool = True,
    **hints: Unpack[Hints],
) -> Receipt:
    """Take a file in: all of it or nothing.

    Args:
        content: the bytes of an upload; or the path of a trusted file, which may be larger than an upload.
        name: the upload's name, for the log and for `city_from_name`; a path brings its own.
        actor: who hands it in; an officer's file must be of the officer's city.
        ledger: where it is recorded.
        reference: the network's questions, cities and waves.
        settings: where the snapshot is built; needed to publish.
        shown: the inspection that a person saw and confirms; another file is refused, and the same one is judged
            again only where reference data or hints have changed since.
        existing: what becomes of answers in force that the file does not name: `replace` lets them go, `merge` keeps
            them. None: a file that would take any away, or of which much was not recognised, is refused.
        publish: build the next snapshot at once.
        hints: city, wave and overrides, see Hints.

    Returns:
        The receipt. `accepted` and `duplicate` mean that the ledger holds the answers; `rejected` that nothing
        was stored and why.

    Raises:
        LedgerUnwritable, LedgerBroken, NotPermitted: nothing was stored.
        WaveNotOpen: the wave was closed between check and writing; nothing was stored.
        UnknownId: a hint names a city or a wave that the network does not have.
    """
    if actor.role == "officer" and not hints.get("city_id"):
        hints["city_id"] = actor.city_id
    known = with_learned_aliases(reference, ledger)
    if shown and shown.content == content and shown.basis == Basis(known.hash, dict(hints)):
        inspection = shown
    else:
        inspection = _inspect(content, name, known, hints)
    if shown and shown.content_sha256 != inspection.content_sha256:
        return _rejected(inspection, [Finding("file_changed"), *inspection.findings])
    closed = _find_closed(inspection.parts, ledger.wave_states(reference.waves))
    if closed or inspection.errors:
        return _rejected(inspection, [*closed, *(one for one in inspection.findings if one not in closed)])
    before = answers_before(inspection, ledger)
    lost = find_lost(before, inspection)
    undecided = [] if existing else must_decide(inspection, before=before, lost=lost)
    if undecided:
        return _rejected(inspection, [*undecided, *inspection.findings])
    taken = _with_kept(inspection, lost) if existing == "merge" and len(lost) else inspection
    source = SourceFile(name=taken.name, content=taken.content, layout=str(taken.summary["layout"]))
    record = ledger.record_submission(actor, source, taken.parts, taken.table, waves=reference.waves)
    receipt = _receipt(record, taken)
    if record.is_new and len(before) and compare(before, taken.values).empty:
        receipt = replace(receipt, findings=[*receipt.findings, Finding("nothing_changed")])
    return _published(receipt, ledger, settings) if publish and settings and record.is_new else receipt


def _inspect(content: bytes | Path, name: str, known: Reference, hints: Hints) -> Inspection:
    if isinstance(content, Path):
        return inspect_trusted(content, reference=known, **hints)
    return inspect(content, name=name, reference=known, **hints)


def with_closed(inspection: Inspection, states: Mapping[str, State]) -> Inspection:
    """Add a finding for each wave of a file that takes no answers; `states` is what `Ledger.wave_states` returns."""
    return replace(inspection, findings=[*_find_closed(inspection.parts, states), *inspection.findings])


def _find_closed(parts: Sequence[Part], states: Mapping[str, State]) -> list[Finding]:
    return [
        Finding("wave_planned" if states[wave_id] == "planned" else "wave_closed", value=wave_id)
        for wave_id in sorted({part.wave_id for part in parts} & states.keys())
        if states[wave_id] != "open"
    ]


def _with_kept(inspection: Inspection, kept: pd.DataFrame) -> Inspection:
    """Add answers in force that the file does not name, and say how many."""
    table = merge(kept, inspection.table)
    parts = [Part(city_id, wave_id, count) for (city_id, wave_id), count in sorted(count_parts(table).items())]
    note = Finding("answers_kept", details={"count": len(kept)})
    return replace(inspection, table=table, parts=parts, findings=[*inspection.findings, note])


def with_learned_aliases(reference: Reference, ledger: Ledger) -> Reference:
    """Add the spellings that people of this network have corrected before (ledger entries of the kind `alias`)."""
    learned = tuple(
        (str(entry.payload["kind"]), str(entry.payload["alias"]), str(entry.payload["target_id"]))
        for entry in ledger.entries("alias")
    )
    return with_aliases(reference, learned)


@lru_cache(maxsize=16)
def with_aliases(reference: Reference, aliases: tuple[tuple[str, str, str], ...]) -> Reference:
    """Add spellings, each as kind, alias and target_id; reference data with other spellings have another hash."""
    if not aliases:
        return reference
    added = pd.DataFrame(aliases, columns=["kind", "alias", "target_id"], dtype="str")
    digest = hashlib.sha256(repr((reference.hash, aliases)).encode()).hexdigest()
    return replace(reference, hash=digest, aliases=pd.concat([reference.aliases, added], ignore_index=True))


def _rejected(inspection: Inspection, findings: list[Finding]) -> Receipt:
    codes = sorted({finding.code for finding in findings})
    # Not its name: people call files after themselves.
    log.info("rejected %s: %s", inspection.content_sha256, codes)
    return Receipt("rejected", inspection.name, inspection.content_sha256, findings=findings)


def _receipt(record: SubmissionRecord, inspection: Inspection) -> Receipt:
    return Receipt(
        status="accepted" if record.is_new else "duplicate",
        file_name=inspection.name,
        file_sha256=record.file_sha256,
        submission_id=record.submission_id,
        at=record.at,
        parts=record.parts,
        answer_count=inspection.table.num_rows,
        findings=inspection.findings,
        ledger_hash=record.hash,
    )


def _published(receipt: Receipt, ledger: Ledger, settings: Settings) -> Receipt:
    """Publish; the ledger has the answers already, so a failure here is only noted."""
    snapshot = publish_snapshot(ledger, settings)
    if snapshot is None:
        return replace(receipt, findings=[*receipt.findings, Finding("not_published")])
    return replace(receipt, snapshot=snapshot.name)
