"""The receipt of a submission as PDF: what was handed in, when, and the fingerprint that proves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from maturity.clock import moment
from maturity.language import _, ngettext, number, version
from maturity.reports.outline import Block, Bullets, Document, Facts, Heading, Paragraph, Table
from maturity.reports.pdf import document_pdf

LONGEST_NAME = 120  # characters; more of a file's name tells a person nothing
GROUP = 8
MOST_PARTS = 100  # cities and waves that are named; the others are counted


@dataclass(frozen=True)
class ReceiptPart:
    """What a submission holds of one city in one wave."""

    city_name: str
    wave_id: str
    version: int
    answer_count: int


@dataclass(frozen=True)
class ReceiptPage:
    """One receipt as its page needs it.

    Args:
        number: as it is quoted, `R-000042`.
        at: when the ledger took the submission (UTC).
        sent_by: the account or role that handed it in; no person's name.
        notes: what was noted about the file, one sentence each.
        snapshot: the data version that shows the answers; empty if not yet published.
        is_sample: whether the answers are invented.
        ledger_hash: the hash of the ledger's entry, which vouches for all up to it.
        proof: number and hash as a program reads them.
    """

    network_name: str
    number: str
    at: datetime
    file_name: str
    file_sha256: str
    sent_by: str
    parts: tuple[ReceiptPart, ...]
    notes: tuple[str, ...] = ()
    snapshot: str = ""
    is_sample: bool = False
    ledger_hash: str = ""
    proof: str = ""


def receipt_pdf(receipt: ReceiptPage) -> bytes:
    """Make the receipt as a tagged PDF (PDF/UA-1), A4."""
    return document_pdf(
        Document(
            title=_("Receipt {number}").format(number=receipt.number),
            subtitle=_("{network}: survey answers received").format(network=receipt.network_name),
            author=receipt.network_name,
            notice=_("Sample data: the answers are freely invented.") if receipt.is_sample else "",
            footer=_("{network} · receipt {number}").format(network=receipt.network_name, number=receipt.number),
            blocks=tuple(_blocks(receipt)),
            keywords=(receipt.proof,) if receipt.proof else (),
        )
    )


def _blocks(receipt: ReceiptPage) -> Iterator[Block]:
    total = sum(part.answer_count for part in receipt.parts)
    yield Facts(
        (
            (_("Receipt number"), receipt.number),
            (_("Received on"), moment(receipt.at)),
            (_("Handed in by"), receipt.sent_by),
            (_("File"), shortened(receipt.file_name)),
            (_("Fingerprint (SHA-256)"), in_groups(receipt.file_sha256)),
            (_("Check value of the ledger"), in_groups(receipt.ledger_hash)),
            (_("Answers"), number(total)),
            (_("Data version"), version(receipt.snapshot) or _("not yet published")),
        )
    )
    yield Heading(_("What was taken over"))
    shown, others = receipt.parts[:MOST_PARTS], receipt.parts[MOST_PARTS:]
    rows = [(part.city_name, part.wave_id, str(part.version), number(part.answer_count)) for part in shown]
    if others:
        further = ngettext("{count} further part", "{count} further parts", len(others))
        counted = number(sum(part.answer_count for part in others))
        rows.append((further.format(count=number(len(others))), "", "", counted))
    yield Table((_("City"), _("Wave"), _("Version"), _("Answers")), tuple(rows), (40, 20, 20, 20))
    if receipt.notes:
        yield Heading(_("Notes"))
        yield Bullets(receipt.notes)
    yield Heading(_("What this receipt proves"))
    yield Paragraph(
        _(
            "The answers are stored permanently under this number. Whoever has the file can work out its fingerprint; "
            "if it equals the one above, it is the file that was received."
        )
    )
    yield Paragraph(
        _(
            "The check value vouches for the whole ledger up to this number. Keep this file: “python -m etl verify "
            "--receipt FILE” tells at any time whether the ledger still holds what was received."
        )
    )


def in_groups(text: str) -> str:
    """Return a long fingerprint in groups that a person can compare, four to a line: `9f86d081 884c7d65 ...`."""
    groups = [text[start : start + GROUP] for start in range(0, len(text), GROUP)]
    return "\n".join(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))


def shortened(name: str) -> str:
    """Return a file's name, in the middle cut short if it is very long."""
    if len(name) <= LONGEST_NAME:
        return name
    half = LONGEST_NAME // 2
    return f"{name[:half]} … {name[-half:]}"
