"""Cost shares: who pays what of a joint project under named keys, and whether any group would rather go alone. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_share
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.overlaps.savings import REUSE_SHARE
from maturity.errors import InvalidInput

KEYS = ("equal", "inhabitants", "benefit", "shapley")
# Euros below which nobody pays more than alone: rounding.
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class CostShares:
    """The cost of a project under each key.

    total_eur: what the members pay together. alone_eur: what each going alone would cost in sum. shares: one row per
    key and member: key, city_id, cost_eur, saved_eur (against alone). keys: one row per key: key, is_in_core (no group
    of members pays more than it would by itself), blocking_city_ids (the group that pays most above that, joined by
    ";"), excess_eur (by how much). A key that lacks a number of some member is left out.
    """

    total_eur: float
    alone_eur: float
    shares: pd.DataFrame
    keys: pd.DataFrame


def find_cost_shares(
    budgets: Mapping[str, float],
    *,
    reuse_share: float = REUSE_SHARE,
    inhabitants: Mapping[str, float] | None = None,
    benefits: Mapping[str, float] | None = None,
) -> CostShares:
    """Share the cost of a joint project of these members in four ways.

    A group T alone would pay v(T) = reuse_share x its budgets + (1 - reuse_share) x the smallest of them: one builds,
    the others reuse. Keys: "equal"; by "inhabitants"; by "benefit"; "shapley", each member's average addition to the
    cost over all orders of joining.

    Args:
        budgets: what each member would spend alone, in euros, above 0.
        reuse_share: what reusing still costs, as a share of the own budget (0-1).
        inhabitants, benefits: the numbers of those keys by city, 0 or more.

    Returns:
        The shares, members by id, and for each key whether it lies in the core.

    Raises:
        InvalidInput: no member, a budget is unknown or not above 0, or a number is negative.

    Source: docs/method.md, "Cost shares".
    """
    require_share(reuse_share, "reuse_share")
    cities = sorted(budgets)
    own = _numbers(budgets, cities, "budget")
    if own is None or not len(cities) or not (own > 0).all():
        raise InvalidInput(what="budgets", value=dict(budgets), expected="at least one, each known and above 0")
    total = float(reuse_share * own.sum() + (1 - reuse_share) * own.min())
    weights = {
        "equal": np.ones(len(cities)),
        "inhabitants": _numbers(inhabitants or {}, cities, "inhabitants"),
        "benefit": _numbers(benefits or {}, cities, "benefit"),
    }
    by_key = {key: total * row / row.sum() for key, row in weights.items() if row is not None and row.sum() > 0}
    by_key["shapley"] = reuse_share * own + (1 - reuse_share) * shapley_of_minimum(own)
    judged = {key: _worst_group(row, own, reuse_share) for key, row in by_key.items()}
    shares = [
        (key, city, float(cost), float(alone - cost))
        for key, row in by_key.items()
        for city, cost, alone in zip(cities, row, own, strict=True)
    ]
    keys = [
        (key, not group, ";".join(cities[place] for place in group), excess) for key, (group, excess) in judged.items()
    ]
    return CostShares(
        total_eur=total,
        alone_eur=float(own.sum()),
        shares=pd.DataFrame(shares, columns=["key", "city_id", "cost_eur", "saved_eur"]),
        keys=pd.DataFrame(keys, columns=["key", "is_in_core", "blocking_city_ids", "excess_eur"]),
    )


def _numbers(given: Mapping[str, float], cities: list[str], what: str) -> Floats | None:
    """The numbers of the cities; None if one of them is unknown."""
    row = np.array([given.get(city, np.nan) for city in cities], dtype=float)
    if (row < 0).any() or np.isinf(row).any():
        raise InvalidInput(what=what, value=float(row.min()), expected="a finite number, 0 or more")
    return None if np.isnan(row).any() else row


def shapley_of_minimum(values: Floats) -> Floats:
    """Return each member's average addition to the smallest value of a group, over all orders of joining.

    The smallest is the largest of all less the most that anybody falls short of it, and for that largest shortfall
    the average is known: the step from one shortfall to the next is shared by all who fall short at least as far.
    """
    count, top = len(values), float(values.max())
    short = top - values
    order = np.argsort(short, kind="stable")
    steps = np.diff(short[order], prepend=0.0) / (count - np.arange(count))
    shared = np.empty(count)
    shared[order] = np.cumsum(steps)
    return np.asarray(top / count - shared)


def _worst_group(costs: Floats, own: Floats, reuse_share: float) -> tuple[list[int], float]:
    """The group that pays most above what it would pay by itself, and by how much; an empty one if none does.

    If the smallest budget of a group is known, each member adds its cost less reuse_share x its budget; so the worst
    group with that smallest budget takes all who add something, and one who has it.
    """
    adds = costs - reuse_share * own
    worst: tuple[list[int], float] = ([], 0.0)
    for smallest in range(len(own)):
        joins = (own >= own[smallest]) & (adds > 0)
        joins[smallest] = True
        excess = float(adds[joins].sum() - (1 - reuse_share) * own[smallest])
        if excess > worst[1] + ROUNDING:
            worst = np.flatnonzero(joins).tolist(), excess
    return worst
