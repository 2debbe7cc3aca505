"""What was found in a file: errors first, each with its place, and the file marked for mending."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from types import MappingProxyType

import pandas as pd
import streamlit as st

from etl.annotate import annotated_copy
from etl.findings import Finding
from etl.inspection import Inspection
from maturity.language import _, ngettext, number
from maturity.reports import sheets
from web.shared import markup
from web.shared.downloads import CSV, XLSX, offer
from web.shared.markup import plain

MOST_FINDINGS = 100
LONGEST_SENTENCE = 400  # characters
NO_PLACES: Mapping[int, str] = MappingProxyType({})


def show_findings(inspection: Inspection) -> None:
    """Show the verdict, the findings and the downloads that help to mend the file."""
    verdict(inspection)
    if not inspection.findings:
        return
    st.html(finding_table(inspection.findings))
    marked, listed = st.columns(2)
    stem = PurePath(inspection.name.replace("\\", "/")).stem[:80]
    if (table := inspection.raw) is not None:
        with marked:
            offer(
                _("Marked copy of the file (XLSX)"),
                lambda: annotated_copy(table, inspection.findings),
                name=f"{stem}-markiert.xlsx",
                mime=XLSX,
                key="upload_annotated",
            )
    with listed:
        offer(
            _("Findings as a table (CSV)"),
            lambda: finding_csv(inspection.findings),
            name=f"{stem}-befunde.csv",
            mime=CSV,
            key="upload_findings_csv",
        )


def verdict(inspection: Inspection) -> None:
    """Say whether the file can be taken, with the counts."""
    errors, answers = len(inspection.errors), len(inspection.values)
    notes = len(inspection.findings) - errors
    noted = ngettext("{count} note", "{count} notes", notes).format(count=number(notes))
    if errors:
        text = ngettext(
            "The file cannot be accepted yet: {count} error must be corrected.",
            "The file cannot be accepted yet: {count} errors must be corrected.",
            errors,
        ).format(count=number(errors))
        st.error(plain(f"{text} ({noted})" if notes else text))
    else:
        text = ngettext(
            "The file can be taken: {count} answer.", "The file can be taken: {count} answers.", answers
        ).format(count=number(answers))
        st.success(plain(f"{text} ({noted})" if notes else text))


def finding_table(findings: Sequence[Finding], *, places: Mapping[int, str] = NO_PLACES) -> str:
    """Write the findings as a table, errors first; of very many only the first ones and their total.

    Args:
        findings: all of them.
        places: a row's name, where a reader knows it by another than its number.
    """
    ordered = _ordered(findings)
    rows = [
        (
            _severity(one),
            places.get(one.row or 0) or one.place or _("whole file"),
            _cut(one.sentence),
            one.message.number,
        )
        for one in ordered[:MOST_FINDINGS]
    ]
    headings = [_("Kind"), _("Place"), _("What is wrong and how to fix it"), _("No.")]
    caption = "" if places else _("Rows are counted as the spreadsheet shows them.")
    if len(ordered) > MOST_FINDINGS:
        shown = _("Showing {shown} of {total} findings.")
        caption += " " + shown.format(shown=MOST_FINDINGS, total=number(len(ordered)))
    return markup.html_table(pd.DataFrame(rows, columns=headings), caption=caption)


def finding_csv(findings: Sequence[Finding]) -> bytes:
    """Write all findings as CSV for German Excel."""
    head = [_("Kind"), _("Row"), _("Column"), _("Value"), _("What is wrong and how to fix it"), _("No.")]
    rows = [
        [_severity(one), str(one.row or ""), one.column or "", one.value or "", one.sentence, one.message.number]
        for one in _ordered(findings)
    ]
    return sheets.csv_bytes([head, *rows])


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.severity != "error")


def _severity(finding: Finding) -> str:
    return _("Error") if finding.severity == "error" else _("Note")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SENTENCE else text[: LONGEST_SENTENCE - 1] + "…"
