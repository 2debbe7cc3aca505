"""Lead scenarios: named weights, capacities, pins and vetoes, and how two plans differ. Pure: tables in, out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from maturity.analysis.leads.fit import WEIGHTS, fit_matrix, reweigh
from maturity.analysis.leads.plan import DEFAULT_CAPACITY, Plan, propose_leads
from maturity.analysis.leads.solver.inputs import read_pairs


@dataclass(frozen=True)
class Scenario:
    """One way of looking at it; whatever is not said stays as proposed.

    capacities: cities that differ from `capacity`, city -> number. pins, vetoes: pairs (city, topic).
    """

    name: str
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    capacities: Mapping[Any, float] = field(default_factory=dict)
    pins: tuple[tuple[Any, Any], ...] = ()
    vetoes: tuple[tuple[Any, Any], ...] = ()


def plan_scenario(
    fits: pd.DataFrame, scenario: Scenario, *, capacity: Mapping[Any, float] | float = DEFAULT_CAPACITY, **rules: Any
) -> Plan:
    """Solve the lead problem as a scenario sees it.

    Args:
        fits: as `lead_fit.fit_table` returns it.
        scenario: what differs.
        capacity: what each city can carry where the scenario does not say otherwise.
        rules: further rules of `propose_leads`; its pins and vetoes hold beside the scenario's.

    Raises:
        What `propose_leads` and `lead_fit.reweigh` raise.
    """
    matrix = fit_matrix(reweigh(fits, scenario.weights))
    usual = dict(capacity) if isinstance(capacity, Mapping) else dict.fromkeys(matrix.index, capacity)
    pins = [*read_pairs(rules.pop("pins", ())), *scenario.pins]
    vetoes = [*read_pairs(rules.pop("vetoes", ())), *scenario.vetoes]
    return propose_leads(matrix, capacity={**usual, **scenario.capacities}, pins=pins, vetoes=vetoes, **rules)


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


def compare_stages(before: Plan, after: Plan) -> pd.DataFrame:
    """Set what two plans reach side by side, one row per objective of either: stage, before, after."""
    reached = [plan.stages.set_index("stage")["value"] for plan in (before, after)]
    names = list(dict.fromkeys([*reached[0].index, *reached[1].index]))
    values = [series.reindex(names).to_numpy() for series in reached]
    return pd.DataFrame({"stage": names, "before": values[0], "after": values[1]})


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
