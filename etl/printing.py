"""Printing: receipts, inspections and tables as lines for a terminal or as JSON for a program."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from etl.findings import Finding
from etl.ingest import Inspection, Receipt
from etl.read import RawTable
from maturity.language import N_, _, ngettext, number

MOST_FINDINGS = 100
MOST_NAMES = 12
FEWEST_FOR_PROGRESS = 21
BAR_LENGTH = 30
STATUS = {"accepted": N_("accepted"), "duplicate": N_("known already"), "rejected": N_("rejected")}

LABELS = {
    "kind": N_("File type"),
    "encoding": N_("Encoding"),
    "delimiter": N_("Separator"),
    "sheet": N_("Sheet"),
    "header_row": N_("Header in row"),
    "layout": N_("Layout"),
    "tool": N_("Survey tool"),
    "row_count": N_("Rows"),
    "cities": N_("Cities"),
    "waves": N_("Waves"),
}
LAYOUTS = {
    "question_per_row": N_("one question per row"),
    "city_per_row": N_("one city per row"),
    "city_per_column": N_("one city per column"),
    "long": N_("one answer per row, several cities"),
}


def finding_report(finding: Finding) -> dict[str, object]:
    """Return a finding for a program: its code and place, and the sentence for a reader."""
    return {
        "code": finding.code,
        "number": finding.message.number,
        "severity": finding.severity,
        "row": finding.row,
        "line": finding.line,
        "column": finding.column,
        "value": finding.value,
        "expected": finding.expected,
        "sentence": finding.sentence,
    }


def inspection_report(inspection: Inspection) -> dict[str, object]:
    """Return what a check found, for a program."""
    return {
        "file": inspection.name,
        "sha256": inspection.content_sha256,
        "is_acceptable": not inspection.errors,
        "summary": inspection.summary,
        "answer_count": inspection.table.num_rows,
        "findings": [finding_report(finding) for finding in inspection.findings],
    }


def receipt_report(receipt: Receipt) -> dict[str, object]:
    """Return what became of a file, for a program."""
    return {
        "file": receipt.file_name,
        "status": receipt.status,
        "sha256": receipt.file_sha256,
        "receipt_number": receipt.receipt_number,
        "proof": receipt.proof if receipt.ledger_hash else "",
        "at": receipt.at,
        "parts": [{"city_id": part.city_id, "wave_id": part.wave_id} for part in receipt.parts],
        "answer_count": receipt.answer_count,
        "findings": [finding_report(finding) for finding in receipt.findings],
    }


def table_report(table: RawTable) -> dict[str, object]:
    """Return what the reader sees of a file, for a program."""
    notes = {"repairs": table.repairs, "findings": table.findings}
    return vars(table) | {key: [finding_report(one) for one in found] for key, found in notes.items()}


def safe(text: str) -> str:
    """Write control codes as `\\u001b`, so that a name in a file can tell a terminal nothing."""
    return "".join(one if one.isprintable() or one in "\n\t" else f"\\u{ord(one):04x}" for one in text)


def inspection_lines(inspection: Inspection) -> Iterator[str]:
    """Say in lines how a file was read and what was found."""
    verdict = _("cannot be taken") if inspection.errors else _("can be taken")
    yield f"{inspection.name}: {verdict}"
    facts = {key: value for key, value in inspection.summary.items() if value not in ("", {})}
    if facts:
        yield "  " + " · ".join(f"{_(LABELS[key])}: {_shown(value)}" for key, value in facts.items())
    yield from finding_lines(inspection.findings)


def _shown(value: object) -> str:
    if not isinstance(value, dict):
        return _(LAYOUTS.get(str(value), str(value)))
    return _named([str(key) for key in value])


def _named(names: Sequence[str]) -> str:
    """List the first names; of very many only these and their total."""
    more = f" … ({number(len(names))})" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def receipt_lines(receipt: Receipt) -> Iterator[str]:
    """Say in lines what became of a file; the notes of a file that was taken are only counted."""
    parts = _named([f"{part.city_id} {part.wave_id}" for part in receipt.parts])
    details = [receipt.receipt_number, parts] if receipt.parts else []
    yield " · ".join([f"{receipt.file_name}: {_(STATUS[receipt.status])}", *details, *_counts(receipt)])
    if receipt.status == "rejected":
        yield from finding_lines(receipt.findings)


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """List the findings, errors first; of very many only the first ones and their total."""
    ordered = sorted(findings, key=lambda finding: finding.severity != "error")
    for finding in ordered[:MOST_FINDINGS]:
        label = _("Error") if finding.severity == "error" else _("Note")
        yield f"  {label} {finding.message.number}: {finding}"
    if len(ordered) > MOST_FINDINGS:
        yield "  " + _("Showing {shown} of {total} findings.").format(shown=MOST_FINDINGS, total=number(len(ordered)))


def total_line(receipts: Sequence[Receipt]) -> str:
    """Count what became of many files."""
    counts = [f"{sum(one.status == status for one in receipts)} {_(text)}" for status, text in STATUS.items()]
    return ngettext("{count} file: {counts}", "{count} files: {counts}", len(receipts)).format(
        count=len(receipts), counts=", ".join(counts)
    )


def as_json(report: object) -> str:
    """Write a report as JSON."""
    return json.dumps(report, ensure_ascii=False, indent=1, default=str)


def with_progress(paths: Sequence[Path], stream: TextIO | None = None) -> Iterator[Path]:
    """Give each path; of many files show on standard error how many are done."""
    stream = stream or sys.stderr
    for done, path in enumerate(paths):
        yield path
        if len(paths) >= FEWEST_FOR_PROGRESS:
            bar = "#" * (BAR_LENGTH * (done + 1) // len(paths))
            stream.write(f"\r[{bar:<{BAR_LENGTH}}] {done + 1}/{len(paths)}")
            stream.write("\n" if done + 1 == len(paths) else "")
            stream.flush()


def _counts(receipt: Receipt) -> list[str]:
    notes = sum(finding.severity == "note" for finding in receipt.findings)
    errors = len(receipt.findings) - notes
    answers = receipt.answer_count
    counted = [
        (answers, ngettext("{count} answer", "{count} answers", answers)),
        (errors, ngettext("{count} error", "{count} errors", errors)),
        (notes, ngettext("{count} note", "{count} notes", notes)),
    ]
    return [text.format(count=number(count)) for count, text in counted if count]


MOST_ALIKE = 3


def reference_lines(faults: Sequence[Finding]) -> list[str]:
    """Write what is wrong with reference files: of the same fault in one column the first ones, and how many more."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for fault in faults:
        alike.setdefault((fault.code, fault.details.get("file"), fault.column), []).append(fault)
    lines = []
    for (_code, file, _column), found in alike.items():
        lines += [f"{file}: {fault}" for fault in found[:MOST_ALIKE]]
        if len(found) > MOST_ALIKE:
            lines.append(_("{file}: {count} more like these").format(file=file, count=len(found) - MOST_ALIKE))
    return lines
