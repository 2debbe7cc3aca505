"""What a file would change: its answers against those in force."""

import pandas as pd

from etl.inspection import Inspection, values_table
from maturity.ledger import Ledger, Part, SubmissionRecord
from maturity.ledger.stacks import MOVES
from maturity.ledger.submissions import as_table


def differences(inspection: Inspection, ledger: Ledger) -> pd.DataFrame:
    """Compare a file's answers with those in force for the same cities and waves.

    Returns:
        One row per answer that changes, by city, wave and item: city_id, wave_id, item, topic_id, item_id, before,
        after (text; '' = no answer). A city that has not answered yet has every answer in it.
    """
    return _compare(inspection, _in_force(inspection.parts, ledger, ledger.submissions()))


def _is_unchanged(record: SubmissionRecord, inspection: Inspection, ledger: Ledger) -> bool:
    """Whether a submission says just what was in force before it."""
    earlier = as_table([entry for entry in ledger.entries(*MOVES) if entry.sequence < record.submission_id])
    return _compare(inspection, _in_force(inspection.parts, ledger, earlier)).empty


def _compare(inspection: Inspection, earlier: pd.DataFrame) -> pd.DataFrame:
    keys = ["city_id", "wave_id", "item", "topic_id", "item_id"]
    before = earlier.assign(before=_shown)[[*keys, "before"]]
    after = inspection.values.assign(after=_shown)[[*keys, "after"]]
    both = before.merge(after, on=keys, how="outer").fillna("")
    return both.loc[both["before"] != both["after"]].sort_values(keys, ignore_index=True)


def _in_force(parts: list[Part], ledger: Ledger, submissions: pd.DataFrame) -> pd.DataFrame:
    wanted = {(part.city_id, part.wave_id) for part in parts}
    values = [values_table([])]
    for row in submissions.loc[submissions["is_in_force"]].to_dict("records"):
        if (row["city_id"], row["wave_id"]) in wanted:
            own = ledger.values_of(row["submission_id"])
            is_part = (own["city_id"] == row["city_id"]) & (own["wave_id"] == row["wave_id"])
            values.append(own.loc[is_part])
    return pd.concat(values, ignore_index=True)


def _shown(values: pd.DataFrame) -> pd.Series:
    """The code, or for texts and unknown products what the city wrote."""
    return values["code"].where(values["code"] != "", values["text"])
