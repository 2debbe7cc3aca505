"""What a plan is worth to each city: gaps closed and euros saved through others, against what it carries. Pure."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from maturity.analysis._checks import require_columns, require_share
from maturity.analysis.leads.plan import Plan
from maturity.analysis.overlaps.gaps import TOP_PRIORITY
from maturity.analysis.overlaps.savings import REUSE_SHARE
from maturity.analysis.scores import LEVEL_WIDTH

# Assumed, not measured: what leading costs on top of the own project, as a share of the own budget (steering,
# documents, questions of the others).
LEAD_OVERHEAD = 0.15
COLUMNS = (
    "city_id", "benefit_points", "benefit_eur", "burden", "burden_eur", "net_eur", "followed_count", "led_count",
    "unknown_budget_topic_ids", "is_losing",
)  # fmt: skip


def find_value(
    plan: Plan,
    followers: Mapping[Any, Any] | pd.DataFrame,
    scores: pd.DataFrame,
    planning: pd.DataFrame,
    *,
    reuse_share: float = REUSE_SHARE,
    lead_overhead: float = LEAD_OVERHEAD,
) -> pd.DataFrame:
    """Set what each city gains through others' leads against what it carries itself.

    Args:
        plan: the plan, proposed or decided.
        followers: who reuses what: a table with topic_id, city_id (as `find_followers` returns it).
        scores: one row per city and topic of one wave: city_id, topic_id, score (0-100, NaN = too few answers).
        planning: city_id, topic_id, priority (0-3), target (level 0-4), budget_eur (twelve months) of that wave; NaN =
            unknown.
        reuse_share: what reusing still costs, as a share of the own budget (0-1).
        lead_overhead: what leading costs on top, as a share of the own budget on the topic (0-1).

    Returns:
        One row per city of the plan, in its order: city_id, benefit_points (over the topics it follows: importance x
        min(gap to its target, lead's score - own score), both at least 0; importance = priority / 3, 1 if unknown; the
        lead's score where it gave no target), benefit_eur ((1 - reuse_share) x own budget over the topics it
        follows), burden (effort led / capacity, co-leads with their share; NaN without a capacity), burden_eur
        (lead_overhead x own budget over the topics it leads), net_eur, followed_count, led_count,
        unknown_budget_topic_ids (followed or led without a known budget: they count 0 in euros; joined by ";"),
        is_losing (net_eur below 0, or something led and no benefit at all).

    Raises:
        MissingColumns: a table lacks one of its columns.
        InvalidInput: a share lies outside 0-1.

    Source: docs/method.md, "Value of a plan".
    """
    require_columns(scores, "city_id", "topic_id", "score")
    require_columns(planning, "city_id", "topic_id", "priority", "target", "budget_eur")
    require_share(reuse_share, "reuse_share")
    require_share(lead_overhead, "lead_overhead")
    own = scores[["city_id", "topic_id", "score"]].merge(
        planning[["city_id", "topic_id", "priority", "target", "budget_eur"]], on=["city_id", "topic_id"], how="outer"
    )
    leads = plan.leads.dropna(subset="city_id")[["topic_id", "city_id"]]
    led = leads.merge(own, on=["topic_id", "city_id"], how="left")
    followed = pd.DataFrame(followers)[["topic_id", "city_id"]].merge(own, on=["topic_id", "city_id"], how="left")
    lead_scores = led[["topic_id", "score"]].rename(columns={"score": "lead_score"})
    followed = followed.merge(lead_scores, on="topic_id")
    benefits = followed.assign(points=_closed(followed), euros=(1 - reuse_share) * followed["budget_eur"].astype(float))
    burdens = led.assign(euros=lead_overhead * led["budget_eur"].astype(float))
    return _by_city(plan, benefits, burdens)


def _closed(followed: pd.DataFrame) -> "pd.Series[float]":
    """What following closes of each gap, weighed by how much it matters to the city."""
    ahead = (followed["lead_score"] - followed["score"]).astype(float)
    gap = (LEVEL_WIDTH * followed["target"].astype(float) - followed["score"]).fillna(ahead)
    importance = (followed["priority"].astype(float) / TOP_PRIORITY).fillna(1.0)
    closed: pd.Series[float] = importance * gap.where(gap < ahead, ahead).clip(lower=0)
    return closed


def _by_city(plan: Plan, benefits: pd.DataFrame, burdens: pd.DataFrame) -> pd.DataFrame:
    table = plan.loads[["city_id", "load", "capacity"]].copy()
    sums = {
        "benefit_points": (benefits, "points"),
        "benefit_eur": (benefits, "euros"),
        "burden_eur": (burdens, "euros"),
    }
    for name, (rows, column) in sums.items():
        table[name] = table["city_id"].map(rows.groupby("city_id")[column].sum()).fillna(0.0).astype(float)
    for name, rows in (("followed_count", benefits), ("led_count", burdens)):
        table[name] = table["city_id"].map(rows["city_id"].value_counts()).fillna(0).astype(int)
    open_rows = pd.concat([benefits, burdens]).loc[lambda rows: rows["budget_eur"].isna()]
    unknown = open_rows.groupby("city_id")["topic_id"].agg(lambda topics: ";".join(sorted(map(str, topics))))
    table["unknown_budget_topic_ids"] = table["city_id"].map(unknown).fillna("")
    table["burden"] = (table["load"] / table["capacity"].where(table["capacity"] > 0)).astype(float)
    table["net_eur"] = table["benefit_eur"] - table["burden_eur"]
    has_no_benefit = (table["benefit_points"] <= 0) & (table["benefit_eur"] <= 0)
    table["is_losing"] = (table["net_eur"] < 0) | ((table["led_count"] > 0) & has_no_benefit)
    return table[list(COLUMNS)]
