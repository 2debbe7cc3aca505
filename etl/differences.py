"""What a file would change: its answers against those in force."""

from typing import Literal

import pandas as pd
import pyarrow as pa

from etl.findings import Finding
from etl.inspection import Inspection
from maturity.ledger import Ledger
from maturity.ledger.values import as_arrow, as_plain

# What is to become of answers in force that a file does not name: they go with it, or they are kept beside it.
Existing = Literal["replace", "merge"]
KEYS = ["city_id", "wave_id", "item", "topic_id", "item_id"]


def answers_before(inspection: Inspection, ledger: Ledger) -> pd.DataFrame:
    """Return the answers in force for the cities and waves of a file, see `Ledger.answers_in_force`."""
    return ledger.answers_in_force([(part.city_id, part.wave_id) for part in inspection.parts])


def differences(inspection: Inspection, ledger: Ledger) -> pd.DataFrame:
    """Compare a file's answers with those in force for the same cities and waves; see `compare`."""
    return compare(answers_before(inspection, ledger), inspection.values)


def compare(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare two tables of answers, each with the columns of the ledger.

    Returns:
        One row per answer that changes, by city, wave and item: city_id, wave_id, item, topic_id, item_id, before,
        after (text; '' = no answer). A city that has not answered yet has every answer in it.
    """
    before = before.assign(before=_shown)[[*KEYS, "before"]]
    after = after.assign(after=_shown)[[*KEYS, "after"]]
    both = before.merge(after, on=KEYS, how="outer").fillna("")
    return both.loc[both["before"] != both["after"]].sort_values(KEYS, ignore_index=True)


def find_lost(before: pd.DataFrame, inspection: Inspection) -> pd.DataFrame:
    """Return the rows of `before` about which a file says nothing; they are lost if it replaces what is in force."""
    if before.empty:  # spares millions of first answers the comparison
        return before
    marked = before.merge(inspection.values[KEYS].assign(is_said=True), on=KEYS, how="left")
    return before.loc[marked["is_said"].isna().to_numpy()]


def must_decide(inspection: Inspection, *, before: pd.DataFrame, lost: pd.DataFrame) -> list[Finding]:
    """List why a file needs a decision before it is taken: answers in force would go, or much was not recognised.

    Args:
        inspection: the file.
        before: the answers in force for its cities and waves.
        lost: those of them that it does not name.
    """
    reasons = []
    if not lost.empty:
        reasons.append(Finding("answers_lost", details={"count": len(lost), "total": len(before)}))
    for finding in inspection.findings:
        if finding.code == "questions_unrecognised":
            reasons.append(Finding("partly_recognised", value=finding.value, details=finding.details))
    return reasons


def merge(kept: pd.DataFrame, table: pa.Table) -> pa.Table:
    """Add answers in force to those of a file.

    An answer that is kept has no row in the new file; its column names the receipt that it first came with.
    """
    receipts = ("R-" + kept["submission_id"].astype(str).str.zfill(6)).where(kept["row"].notna(), kept["column"])
    added = as_arrow(kept.assign(row=pd.array([pd.NA] * len(kept), dtype="Int64"), column=receipts))
    return pa.concat_tables([as_plain(table), added])


def _shown(values: pd.DataFrame) -> pd.Series:
    """The code, or for texts and unknown products what the city wrote."""
    return values["code"].where(values["code"] != "", values["text"])
