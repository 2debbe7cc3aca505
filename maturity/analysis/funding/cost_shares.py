"""Cost shares: what each city pays of a joint project under four named keys, and whether a group would pay less alone.

One city builds, the others reuse: a group S with the budgets B costs v(S) = r sum(B) + (1 - r) min(B); a city alone
costs its budget. Pure: numbers in, a table out.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.errors import InvalidInput

Floats = npt.NDArray[np.float64]

KEYS = ("equal", "inhabitants", "benefit", "shapley")
# 2^16 groups are looked at in a moment; beyond, a network splits its projects before it splits the bill.
MOST_CITIES = 16
CENT = 0.005


def joint_cost(budgets: Mapping[str, float], *, reuse_share: float) -> float:
    """Return what a group pays together: r sum(B) + (1 - r) min(B); 0 for nobody."""
    values = list(budgets.values())
    return reuse_share * sum(values) + (1 - reuse_share) * min(values) if values else 0.0


def share_costs(
    budgets: Mapping[str, float],
    *,
    reuse_share: float,
    inhabitants: Mapping[str, float] | None = None,
    benefits: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Share the joint cost among cities under each key.

    Args:
        budgets: what each city would pay alone (EUR, at least 0); at least one city.
        reuse_share: the share of its budget that reusing costs a city (0-1).
        inhabitants, benefits: what two of the keys go by (at least 0); a key is unknown where a city has none or all
            are 0.

    Returns:
        One row per key and city, in the order of KEYS and then of the ids: key, city_id, cost_eur (missing where the
        key is unknown), in_core (True: no group would pay less alone; False; missing where the key is unknown or more
        than MOST_CITIES share).

    Raises:
        InvalidInput: there is no city, a number lies outside its domain.

    Source: docs/method.md, "Funding".
    """
    cities = sorted(budgets)
    own = np.array([budgets[city] for city in cities], dtype=float)
    if not len(own) or not (np.isfinite(own) & (own >= 0)).all():
        raise InvalidInput(what="budgets", value=list(own), expected=">= 0")
    if not 0 <= reuse_share <= 1:
        raise InvalidInput(what="reuse_share", value=reuse_share, expected="0–1")
    total = joint_cost(budgets, reuse_share=reuse_share)
    parts = {
        "equal": _by(np.ones(len(own)), total),
        "inhabitants": _by(_weights(cities, inhabitants), total),
        "benefit": _by(_weights(cities, benefits), total),
        "shapley": reuse_share * own + (1 - reuse_share) * shapley_of_minimum(own),
    }
    tables = [
        pd.DataFrame(
            {"key": key, "city_id": cities, "cost_eur": parts[key], "in_core": _core(parts[key], own, reuse_share)}
        )
        for key in KEYS
    ]
    return pd.concat(tables, ignore_index=True)


def _weights(cities: list[str], given: Mapping[str, float] | None) -> Floats:
    return np.array([(given or {}).get(city, np.nan) for city in cities], dtype=float)


def _by(weights: Floats, total: float) -> Floats:
    is_usable = np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0
    return total * weights / weights.sum() if is_usable else np.full(len(weights), np.nan)


def shapley_of_minimum(budgets: Floats) -> Floats:
    """Return the Shapley value of the game in which a group pays its smallest budget.

    With b sorted upwards, the city in place i gets b_n / n less the sum over k > i of (b_k - b_(k-1)) / (k - 1).
    """
    order = np.argsort(budgets, kind="stable")
    ordered, count = budgets[order], len(budgets)
    steps = np.diff(ordered) / np.arange(1, count)
    later = np.append(np.cumsum(steps[::-1])[::-1], 0.0)
    values = np.empty(count)
    values[order] = ordered[-1] / count - later
    return values


def _core(shares: Floats, budgets: Floats, reuse_share: float) -> "pd.Series[bool]":
    """Tell, once per city, whether no group of cities pays more than it would alone."""
    count = len(budgets)
    if np.isnan(shares).any() or count > MOST_CITIES:
        return pd.Series([pd.NA] * count, dtype="boolean")
    groups = (np.arange(1, 2**count)[:, None] >> np.arange(count)) & 1 == 1
    smallest = np.where(groups, budgets, np.inf).min(axis=1)
    alone = reuse_share * (groups @ budgets) + (1 - reuse_share) * smallest
    return pd.Series([bool((groups @ shares <= alone + CENT).all())] * count, dtype="boolean")
