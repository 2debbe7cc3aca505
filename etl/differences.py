"""What a file would change: its answers against those in force."""

import pandas as pd

from etl.inspection import Inspection, values_table
from maturity.ledger import Ledger, Part, SubmissionRecord
from maturity.ledger.stacks import MOVES
from maturity.ledger.submissions import as_table


def differences(inspection: Inspection, ledger: Ledger) -> pd.DataFrame:
    """Compare a file's answers with those in force for the same cities and waves; see `compare`."""
    return compare(answers_in_force(inspection.parts, ledger, ledger.submissions()), inspection.values)


def compare(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Compare two tables of answers, each with the columns of the ledger.

    Returns:
        One row per answer that changes, by city, wave and item: city_id, wave_id, item, topic_id, item_id, before,
        after (text; '' = no answer). A city that has not answered yet has every answer in it.
    """
    keys = ["city_id", "wave_id", "item", "topic_id", "item_id"]
    before = before.assign(before=_shown)[[*keys, "before"]]
    after = after.assign(after=_shown)[[*keys, "after"]]
    both = before.merge(after, on=keys, how="outer").fillna("")
    return both.loc[both["before"] != both["after"]].sort_values(keys, ignore_index=True)


def answers_in_force(parts: list[Part], ledger: Ledger, submissions: pd.DataFrame) -> pd.DataFrame:
    """Return the answers in force for these cities and waves, with the columns of the ledger.

    Args:
        parts: the cities and waves.
        ledger: where the answers are.
        submissions: the table of submissions that says which are in force, see `Ledger.submissions`.
    """
    wanted = {(part.city_id, part.wave_id) for part in parts}
    values = [values_table([])]
    for row in submissions.loc[submissions["is_in_force"]].to_dict("records"):
        if (row["city_id"], row["wave_id"]) in wanted:
            own = ledger.values_of(row["submission_id"])
            values.append(own.loc[(own["city_id"] == row["city_id"]) & (own["wave_id"] == row["wave_id"])])
    return pd.concat(values, ignore_index=True)


def is_unchanged(record: SubmissionRecord, inspection: Inspection, ledger: Ledger) -> bool:
    """Whether a submission says just what was in force before it."""
    earlier = as_table([entry for entry in ledger.entries(*MOVES) if entry.sequence < record.submission_id])
    return compare(answers_in_force(inspection.parts, ledger, earlier), inspection.values).empty


def _shown(values: pd.DataFrame) -> pd.Series:
    """The code, or for texts and unknown products what the city wrote."""
    return values["code"].where(values["code"] != "", values["text"])
