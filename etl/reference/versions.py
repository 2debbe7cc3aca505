"""Reference data as versions in the ledger: the newest one is the truth, files are how it starts and travels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from etl.findings import Finding
from etl.reference.read import Reference, check_files, read_files, read_reference, reference_of
from etl.reference.tables import TABLES, parse
from maturity.errors import InvalidInput, ReferenceInvalid
from maturity.language import N_, _
from maturity.ledger import Entry, Ledger
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings

KIND = "reference"
FIRST_REASON = "erster Start: aus den Dateien übernommen"
# Tables whose ids stay for ever: answers and decisions of earlier years name them.
LASTING = ("cities", "waves", "topics", "questions")


def reference_in_force(ledger: Ledger, settings: Settings) -> Reference:
    """Return the newest version of the ledger, or what the files say while none has been recorded.

    Raises:
        DataDirectoryInvalid, ReferenceInvalid: no version is recorded and the files cannot be used.
    """
    newest = ledger.newest(KIND)
    return read_reference(settings.reference) if newest is None else _of_version(ledger, *newest)


# By the hash of their entry, which names the whole chain before it, whatever the ledger.
_typed: dict[str, Reference] = {}
MOST_KEPT = 4


def _of_version(ledger: Ledger, number: int, entry_hash: str) -> Reference:
    """Return a version; typing it takes longer than a page may."""
    if entry_hash not in _typed:
        (entry,) = ledger.entries(KIND, since=number)[:1]
        files = {name: text.encode() for name, text in entry.payload["files"].items()}
        made = replace(reference_of(files), version=number)
        while len(_typed) >= MOST_KEPT:
            _typed.pop(next(iter(_typed)), None)
        _typed[entry_hash] = made
        return made
    return _typed[entry_hash]


def record_first(ledger: Ledger, settings: Settings) -> None:
    """Record the files as the first version, once.

    Raises:
        DataDirectoryInvalid, ReferenceInvalid: the files cannot be used.
    """
    if ledger.newest(KIND) is None:
        record_version(ledger, LOCAL_COORDINATOR, read_files(settings.reference), reason=FIRST_REASON)


def record_version(
    ledger: Ledger,
    actor: Actor,
    files: Mapping[str, bytes],
    *,
    reason: str,
    after: int | None = None,
    is_new_network: bool = False,
) -> Entry | None:
    """Make these files the reference data in force.

    Args:
        ledger: where the version is recorded.
        actor: needs the right to manage the reference data.
        files: name -> content of every file of the version.
        reason: why; a sentence.
        after: number of the version that was changed; None where nobody looked at one.
        is_new_network: whether another network takes this one's place, so that ids may go.

    Returns:
        The new entry, or None where the files are those in force.

    Raises:
        NotPermitted: the actor lacks the right.
        ReferenceInvalid: the files have faults, or lack an id that was in force.
        InvalidInput: the reason is missing.
        ChangedMeanwhile: another version came after the one that was changed.
    """
    ledger.require(actor, "manage_reference")
    if not reason.strip():
        raise InvalidInput(what=_("The reason"), value=_("empty"), expected=_("a sentence"))
    newest = ledger.newest(KIND)
    before = None if newest is None else _of_version(ledger, *newest)
    require_usable(files, before=None if is_new_network else before)
    if before is not None and reference_of(files).hash == before.hash:
        return None
    texts = {name: content.decode() for name, content in sorted(files.items())}
    payload = {"files": texts, "reason": reason.strip()}
    seen = newest[0] if after is None and newest is not None else after
    return ledger.record(actor, KIND, payload, after=seen)


def require_usable(files: Mapping[str, bytes], *, before: Reference | None) -> None:
    """Refuse files with faults, and files that lack a lasting id of the version before.

    Raises:
        ReferenceInvalid: with every fault.
    """
    findings = faults_of(files, before=before)
    faults = [str(finding) for finding in findings if finding.severity == "error"]
    if faults:
        raise ReferenceInvalid(count=len(faults), first=faults[0], faults=faults)


def faults_of(files: Mapping[str, bytes], *, before: Reference | None) -> list[Finding]:
    """List what is wrong with files that are to follow the version before."""
    return [*check_files(dict(files)), *([] if before is None else _lost_ids(before, files))]


def _lost_ids(before: Reference, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in LASTING:
        key = TABLES[name].key[0]
        kept = parse(name, files.get(f"{name}.csv")).ids(key)
        lost = [str(id_) for id_ in getattr(before, name)[key] if id_ not in kept]
        if lost:
            details = {"file": f"{name}.csv", "count": len(lost)}
            yield Finding("reference_id_lost", column=key, value=", ".join(lost[:5]), details=details)


# What differs


@dataclass(frozen=True)
class Difference:
    """How one file of two versions differs: rows that came, went or changed; `rows` shows some of them."""

    file: str
    added_count: int
    removed_count: int
    changed_count: int
    rows: tuple[str, ...] = ()

    TEXT = N_("{file}: {added} new, {removed} gone, {changed} changed")

    def __str__(self) -> str:
        return _(self.TEXT).format(
            file=self.file, added=self.added_count, removed=self.removed_count, changed=self.changed_count
        )


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[Difference]:
    """Compare two versions file by file; files that say the same are left out."""
    found = [_difference(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]
    return [one for one in found if one is not None]


def _difference(file: str, before: bytes | None, after: bytes | None) -> Difference | None:
    if before == after:
        return None
    old, new = _rows(file, before), _rows(file, after)
    added, removed = [key for key in new if key not in old], [key for key in old if key not in new]
    changed = [key for key in new if key in old and new[key] != old[key]]
    shown = [*(f"+ {key}" for key in added), *(f"- {key}" for key in removed), *(f"~ {key}" for key in changed)]
    return Difference(file, len(added), len(removed), len(changed), tuple(shown[:20]))


def _rows(file: str, content: bytes | None) -> dict[str, str]:
    """Return the rows of a table by their key; of another file its lines."""
    name = file.removesuffix(".csv")
    if name in TABLES and file.endswith(".csv"):
        rows = parse(name, content).rows
        return {" / ".join(row.cells[key] for key in TABLES[name].key): str(row.cells) for row in rows}
    lines = (content or b"").decode(errors="replace").splitlines()
    return {line: line for line in lines if line.strip()}


def changed_files(reference: Reference, settings: Settings) -> list[str]:
    """Name the files on disk that differ from the version in force; they count only once they are imported."""
    if not reference.version or not settings.reference.is_dir():
        return []
    on_disk = {path.name: path.read_bytes() for path in settings.reference.glob("*") if path.name in reference.files}
    return sorted(name for name, content in reference.files.items() if name in on_disk and on_disk[name] != content)


def export_files(reference: Reference, directory: Path) -> list[Path]:
    """Write the files of a version; files of the same name are replaced."""
    directory.mkdir(parents=True, exist_ok=True)
    written = [directory / name for name in sorted(reference.files)]
    for path in written:
        path.write_bytes(reference.files[path.name])
    return written
