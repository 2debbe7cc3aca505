"""Money: what a joint project costs, what the grant pays, what each city bears, against what it would bear. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from maturity.analysis.funding.programmes import Programme
from maturity.analysis.leads.cost_shares import CostShares


@dataclass(frozen=True)
class Budget:
    """The money of one application (EUR). None is unknown.

    cost: of the cities that have a budget. grant: at the usual rate, at most the cap. own: the rest. own_percent:
    its part of the cost. is_capped: the cap binds. is_too_small: the cost lies below the programme's minimum.
    without: the cities whose budget is unknown or 0; with them the cost would be another.
    """

    cost: float | None
    grant: float | None
    own: float | None
    own_percent: float | None
    is_capped: bool
    is_too_small: bool | None
    without: tuple[str, ...]


def plan_budget(programme: Programme, budgets: Mapping[str, float | None], costs: CostShares | None) -> Budget:
    """Work out cost, grant and own part of a joint project.

    The grant is the rate times the cost, at most the cap, and leaves at least the own share that the programme asks
    for. The higher rate for weak cities is never assumed.

    Args:
        programme: the programme.
        budgets: what each member would pay alone (EUR); None = unknown.
        costs: what those with a budget above 0 pay together, as `find_cost_shares` says; None if there is none.

    Source: docs/method.md, "Funding".
    """
    without = tuple(sorted(city for city, budget in budgets.items() if not budget))
    cost = None if costs is None else costs.total_eur
    rate, cap, least = (programme.value(field) for field in ("rate", "cap_eur", "min_eur"))
    is_too_small = None if cost is None or least is None else cost < least
    if not cost or rate is None:
        return Budget(cost, None, None, None, False, is_too_small, without)
    paid = cost * min(rate, 100 - (programme.value("own_share_min") or 0)) / 100
    grant = paid if cap is None else min(paid, cap)
    return Budget(cost, grant, cost - grant, 100 * (cost - grant) / cost, grant < paid, is_too_small, without)


def share_own_part(budget: Budget, costs: CostShares, own_share_max: Mapping[str, float | None]) -> pd.DataFrame:
    """Split the own part as the costs are split, and compare it with what each city would bear.

    Args:
        budget: the application's money.
        costs: the shares under each key.
        own_share_max: the most a city would bear, in percent of its costs; None = unknown.

    Returns:
        One row per key and city: the columns of `costs.shares` and `costs.keys`, own_eur (missing where the grant is
        unknown), own_percent, own_share_max, and verdict: `yes` if it would bear so much, `no`, `unknown`.
    """
    part = float("nan") if budget.own_percent is None else budget.own_percent
    rows = costs.shares.merge(costs.keys, on="key", how="left")
    limits = rows["city_id"].map(own_share_max).astype("float64")
    verdict = [_verdict(part, limit) for limit in limits]
    own = rows["cost_eur"] * part / 100
    return rows.assign(own_eur=own, own_percent=part, own_share_max=limits, verdict=verdict)


def _verdict(part: float, limit: float) -> str:
    if pd.isna(part) or pd.isna(limit):
        return "unknown"
    return "yes" if part <= limit + 1e-9 else "no"
