"""Where an answer stands: its wording and its place in the file handed in."""

from typing import Any

import pandas as pd

from maturity.clock import local
from maturity.language import _, day, text_of
from web.shared import markup


def wording(row: Any) -> str:
    """Write an answer's code and label; `row` has code, label_de, label_en."""
    if pd.isna(row.code):
        return _("no answer")
    return f"{row.code} – {text_of(row, 'label')}"


def place(row: Any) -> str:
    """Write file, row, day and receipt; `row` has submission_id, file_name, source_row, at, source_column."""
    if pd.isna(row.submission_id):
        return markup.DASH
    if pd.isna(row.source_row):  # kept when a later file was merged; the column then names its receipt
        return _("kept at a later submission, receipt {receipt}").format(receipt=row.source_column)
    if pd.isna(row.file_name):  # files stay inside the network
        return _("received {day}, receipt {receipt}").format(**_receipt(row))
    return _("{file}, row {row}, received {day}, receipt {receipt}").format(
        file=row.file_name, row=int(row.source_row), **_receipt(row)
    )


def _receipt(row: Any) -> dict[str, str]:
    return {"day": day(local(str(row.at)).date()), "receipt": f"R-{int(row.submission_id):06d}"}
