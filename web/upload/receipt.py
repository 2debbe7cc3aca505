"""Handing in: the button bound to the file shown, and the receipt on screen and as PDF."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from etl.differences import Existing
from etl.findings import Finding
from etl.ingest import Receipt
from maturity.clock import moment
from maturity.language import _, ngettext, number, version
from maturity.ledger import Part
from maturity.reports.receipt import ReceiptPage, ReceiptPart, in_groups, receipt_pdf, shortened
from maturity.rights import Actor
from web.services import naming, opened, snapshot, survey
from web.services.survey import Check
from web.shared import markup, messages
from web.shared.downloads import PDF, offer
from web.shared.markup import plain

SHOWN_OF_HASH = 12
MOST_PARTS = 20  # the network's cities; a file of a whole country is counted, the PDF lists all


def show_confirm(
    checked: Check, actor: Actor, *, content: bytes, place: str, on_taken: Callable[[], None] = lambda: None
) -> None:
    """Offer to hand the file in.

    Args:
        checked: the file as it is shown above.
        actor: who hands it in.
        content: the bytes as they are now; if they are not the ones shown, the file is refused.
        place: `file` or `form`, where on the page this stands.
        on_taken: called once the answers are in the ledger.
    """
    fingerprint = checked.inspection.content_sha256
    key = f"{place}_{fingerprint[:SHOWN_OF_HASH]}"
    existing = _choose_existing(checked, key=key) if checked.reasons else None
    is_open = bool(checked.reasons) and existing is None
    if st.button(_("Submit"), type="primary", key=f"upload_confirm_{key}", disabled=is_open):
        receipt = survey.submit(actor, checked, content=content, existing=existing)
        st.session_state[f"upload_receipt_{place}"] = receipt
        if receipt.status != "rejected":
            on_taken()
        st.rerun()  # what stands above was drawn from the old snapshot
    label = escape(_("Fingerprint of the file shown (SHA-256):"))
    st.html(f'<p class="dk-note">{label} <code>{in_groups(fingerprint)}</code></p>')


def _choose_existing(checked: Check, *, key: str) -> Existing | None:
    """Say what would be lost, and ask what shall become of it; nothing is chosen beforehand."""
    lost, known = len(checked.lost), len(checked.inspection.values)
    if lost:
        text = ngettext(
            "{count} answer in force is not in this file.", "{count} answers in force are not in this file.", lost
        )
        st.warning(plain(text.format(count=number(lost))))
    else:
        text = _("Much of this file was not recognised; only {count} answers would be taken.")
        st.warning(plain(text.format(count=number(known))))
    choices: dict[Existing, str] = {
        "merge": _("Keep them: take what this file says, and leave the other answers as they are"),
        "replace": _("Replace them: only what this file says shall count, the other answers become unknown"),
    }
    chosen: Existing | None = st.radio(
        _("What shall become of the other answers?"),
        list(choices),
        format_func=lambda choice: choices[choice],
        index=None,
        key=f"upload_existing_{key}",
    )
    return chosen


def last_receipt(place: str, fingerprint: str) -> Receipt | None:
    """Return the receipt of this very file if it was handed in here and not withdrawn since."""
    receipt: Receipt | None = st.session_state.get(f"upload_receipt_{place}")
    if receipt is None or receipt.file_sha256 != fingerprint:
        return None
    if receipt.submission_id is None:
        return receipt
    return None if _is_everywhere(receipt, "is_withdrawn") else receipt


def _is_everywhere(receipt: Receipt, state: str) -> bool:
    rows = survey.submissions()
    return bool(rows.loc[rows["submission_id"] == receipt.submission_id, state].all())


def show_receipt(receipt: Receipt, actor: Actor) -> None:
    """Show what became of a file: taken, known already, or refused."""
    if receipt.status == "rejected":
        st.error(_("Nothing was stored. Please look at the findings above."))
        _notes(receipt.findings)
        return
    if receipt.status == "duplicate":
        st.info(_("This very file is in force already. Nothing was stored twice; this is its receipt."))
    else:
        st.success(_("Accepted. Your answers are stored permanently."))
    if not _is_everywhere(receipt, "is_in_force"):
        st.info(_("Since then somebody has handed in again for this city; the newer submission is in force."))
    if _shown_in(receipt):
        st.html(receipt_html(receipt))
    else:
        _wait_until_shown(receipt)
    offer(
        _("Receipt as PDF"),
        lambda: receipt_pdf(receipt_page(receipt, actor)),
        name=f"eingangsbeleg-{receipt.receipt_number}.pdf",
        mime=PDF,
        key=f"upload_receipt_pdf_{receipt.submission_id}",
    )


@st.fragment(run_every="2s")
def _wait_until_shown(receipt: Receipt) -> None:
    """Show the receipt again and again until the pages show its answers, then the whole page once more."""
    if _shown_in(receipt):
        st.rerun()
    st.html(receipt_html(receipt))
    _notes([Finding("not_published")])


def _shown_in(receipt: Receipt) -> str:
    """Return the data version that shows the receipt's answers; empty while none does."""
    if receipt.snapshot:
        return receipt.snapshot
    return snapshot.snapshot().name if snapshot.shows(receipt.submission_id or 0) else ""


def receipt_html(receipt: Receipt) -> str:
    """Write number, time, fingerprint and counts of a receipt."""
    at = datetime.fromisoformat(str(receipt.at))
    facts = [
        (_("Receipt number"), receipt.receipt_number),
        (_("Received on"), moment(at)),
        (_("File"), shortened(receipt.file_name)),
        (_("Fingerprint (SHA-256)"), in_groups(receipt.file_sha256)),
        *_counts(receipt.parts),
        (_("Check value of the ledger"), in_groups(receipt.ledger_hash)),
        (_("Data version"), version(_shown_in(receipt)) or _("not yet published")),
    ]
    return markup.facts(facts, caption=_("Receipt {number}").format(number=receipt.receipt_number))


def _counts(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Count the answers of each city and wave; beyond the first twenty those of all others together."""
    shown, others = parts[:MOST_PARTS], parts[MOST_PARTS:]
    counts = [(_("Answers of {city}").format(city=_part_name(part)), number(part.answer_count)) for part in shown]
    if others:
        name = ngettext(
            "Answers in {count} other part (city and wave)",
            "Answers in {count} other parts (city and wave)",
            len(others),
        )
        total = sum(part.answer_count for part in others)
        counts.append((name.format(count=number(len(others))), number(total)))
    return counts


def _part_name(part: Part) -> str:
    return f"{_city_name(part.city_id)}, {part.wave_id}"


def _city_name(city_id: str) -> str:
    return naming.all_cities().get(city_id, city_id)


def receipt_page(receipt: Receipt, actor: Actor) -> ReceiptPage:
    """Return a receipt as its PDF needs it."""
    waves = opened.reference().waves.set_index("wave_id")["is_sample"]
    return ReceiptPage(
        network_name=str(opened.reference().network["name"]),
        number=receipt.receipt_number,
        at=datetime.fromisoformat(str(receipt.at)),
        file_name=receipt.file_name,
        file_sha256=receipt.file_sha256,
        sent_by=actor.name,
        parts=tuple(
            ReceiptPart(_city_name(part.city_id), part.wave_id, part.version or 1, part.answer_count)
            for part in receipt.parts
        ),
        notes=tuple(str(finding) for finding in receipt.findings if finding.severity == "note"),
        snapshot=_shown_in(receipt),
        is_sample=any(waves[part.wave_id] == 1 for part in receipt.parts),
        ledger_hash=receipt.ledger_hash,
        proof=receipt.proof,
    )


def _notes(findings: Sequence[Finding]) -> None:
    for finding in findings:
        messages.note(str(finding))
