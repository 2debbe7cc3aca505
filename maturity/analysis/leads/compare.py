"""How two lead plans differ. Pure: plans in, a table out."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from maturity.analysis.leads.plan import Plan


def compare_plans(before: Plan, after: Plan) -> pd.DataFrame:
    """List the topics whose lead or co-lead differs between two plans.

    Args:
        before, after: two plans, not necessarily of the same topics.

    Returns:
        One row per topic that differs, in the order of `before`, then topics only in `after`: topic_id, change
        (`other_lead`, `now_covered`, `now_uncovered`, `other_co_lead`, `topic_added`, `topic_dropped`), lead_before,
        lead_after, co_lead_before, co_lead_after (None = nobody), fit_before, fit_after (of the leads).
    """
    both = _roles(before).merge(_roles(after), on="topic_id", how="outer", suffixes=("_before", "_after"), sort=False)
    order = [*before.leads["topic_id"], *after.leads["topic_id"]]
    position = both["topic_id"].map({topic_id: place for place, topic_id in reversed(list(enumerate(order)))})
    both = both.assign(place=position).sort_values("place", ignore_index=True)
    known = {"before": set(before.leads["topic_id"]), "after": set(after.leads["topic_id"])}
    changes = [_change(row, known) for row in both.to_dict("records")]
    columns = ["lead_before", "lead_after", "co_lead_before", "co_lead_after", "fit_before", "fit_after"]
    both = both.assign(change=pd.Series(changes, dtype="object"))
    both = both.loc[both["change"] != "", ["topic_id", "change", *columns]].reset_index(drop=True)
    return (
        both.astype({name: "object" for name in columns[:4]})
        .where(both.notna(), None)
        .astype({"fit_before": "float64", "fit_after": "float64"})
    )


def _roles(plan: Plan) -> pd.DataFrame:
    leads = plan.leads.rename(columns={"city_id": "lead"})[["topic_id", "lead", "fit"]]
    co_leads = plan.co_leads.rename(columns={"city_id": "co_lead"})[["topic_id", "co_lead"]]
    return leads.merge(co_leads, on="topic_id", how="left")


def _change(row: Mapping[Any, Any], known: Mapping[str, set[Any]]) -> str:
    for side, change in (("before", "topic_added"), ("after", "topic_dropped")):
        if row["topic_id"] not in known[side]:
            return change
    lead_before, lead_after = (None if pd.isna(row[f"lead_{side}"]) else row[f"lead_{side}"] for side in known)
    if lead_before != lead_after:
        if lead_before is None:
            return "now_covered"
        return "now_uncovered" if lead_after is None else "other_lead"
    same = [None if pd.isna(row[f"co_lead_{side}"]) else row[f"co_lead_{side}"] for side in known]
    return "" if same[0] == same[1] else "other_co_lead"
