"""Load over time: what each city carried in the waves before, and the near-best plan that evens it out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns, require_share
from maturity.analysis.leads.plan import CO_LEAD_SHARE, Plan, plan_of
from maturity.analysis.leads.solver.inputs import read_amounts
from maturity.analysis.leads.solver.shared_load import share_load as solve_shared
from maturity.analysis.leads.solver.solve import SECONDS, Solution, measure, optimise
from maturity.errors import UnknownWave

TOLERANCE = 0.03
# Points of total fit below which the least total is not refused: rounding.
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class SharedLoad:
    """A plan that shares the load, and what that costs.

    plan: the plan. loads: one row per city in the caller's order: city_id, account (carried before, in capacities),
    load (of this plan, in capacities; 0 without a capacity), carried_load = account + load, usual_load (of the best
    plan, in capacities). price_fit: total fit given up against the best plan (points, 0 or more).
    """

    plan: Plan
    loads: pd.DataFrame
    price_fit: float


def carried_loads(
    roles: pd.DataFrame, capacities: pd.DataFrame, *, waves: Sequence[str], wave_id: str, share: float = CO_LEAD_SHARE
) -> pd.Series:
    """Add up what each city carried in the waves before, in shares of its capacity.

    Args:
        roles: what was decided: wave_id (when), city_id, role ("lead" or "co_lead"), effort, finished_wave_id (from
            when on the work is done; missing = not yet).
        capacities: wave_id, city_id, capacity (effort a city could carry).
        waves: all waves in their order.
        wave_id: the wave to plan; what was carried before it counts.
        share: the part of the effort that a co-lead carries.

    Returns:
        The account by city_id, for every city in capacities: the sum over the earlier waves of load / capacity. A
        city without a capacity in a wave (none given, or 0) adds nothing for that wave.

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: a wave is not among `waves`.

    Source: docs/method.md, "Load over time".
    """
    require_columns(roles, "wave_id", "city_id", "role", "effort", "finished_wave_id")
    require_columns(capacities, "wave_id", "city_id", "capacity")
    require_share(share, "share")
    place = {name: number for number, name in enumerate(waves)}
    for name in [wave_id, *roles["wave_id"], *roles["finished_wave_id"].dropna(), *capacities["wave_id"]]:
        if name not in place:
            raise UnknownWave(wave_id=name, known=", ".join(waves))
    begun, done = roles["wave_id"].map(place), roles["finished_wave_id"].map(place).fillna(len(place))
    effort: pd.Series[float] = roles["effort"].astype(float) * np.where(roles["role"] == "co_lead", share, 1.0)
    accounts = pd.Series(0.0, index=pd.Index(sorted(capacities["city_id"].unique()), name="city_id"))
    for name in waves[: place[wave_id]]:
        running = (begun <= place[name]) & (done > place[name])
        load: pd.Series[float] = effort[running].groupby(roles["city_id"][running]).sum()
        room = capacities.loc[capacities["wave_id"] == name].set_index("city_id")["capacity"].astype(float)
        accounts = accounts.add((load / room.where(room > 0)).reindex(accounts.index).fillna(0.0))
    return accounts


def share_load(
    plan: Plan, accounts: Mapping[Any, float] | pd.Series, *, tolerance: float = TOLERANCE, seconds: float = SECONDS
) -> SharedLoad:
    """Among the plans near the best, take the one whose carried loads are the most even.

    The largest carried load (account + load / capacity) is as small as possible, then the second largest, and so on;
    then the largest total fit, then the first city, topic by topic. As many topics have a lead as in the best plan.

    Args:
        plan: a plan with its leads; its own objective does not count.
        accounts: as `carried_loads` returns them, for every city of the plan.
        tolerance: share of the best total fit that may be given up (0-1).
        seconds: time limit of one step.

    Returns:
        The plan; `plan.is_proven` says that every step is proven.

    Raises:
        InvalidInput: the tolerance is no share, or an account is missing or negative.

    Source: docs/method.md, "Load over time".
    """
    require_share(tolerance, "tolerance")
    base = replace(plan.problem, objective="total", wanted=np.zeros(len(plan.problem.cities), dtype=bool))
    carried = read_amounts(accounts, base.cities, what="account", key="city_id")
    best = optimise(base, polish=False).choice
    total = measure(base, best)["fit"]
    choice, is_proven = solve_shared(
        base,
        carried,
        start=best,
        least_fit=total - tolerance * abs(total) - ROUNDING,
        seconds=seconds,
    )
    found = plan_of(base, Solution(choice, is_proven))
    room = np.where(base.capacity > 0, base.capacity, np.inf)
    load = base.loads(choice) / room
    table = pd.DataFrame(
        {
            "city_id": pd.Series(base.cities, dtype="object"),
            "account": carried,
            "load": load,
            "carried_load": carried + load,
            "usual_load": base.loads(best) / room,
        }
    )
    return SharedLoad(
        plan=found,
        loads=table.iloc[list(base.city_order)].reset_index(drop=True),
        price_fit=max(round(total - found.total_fit, 9), 0.0),
    )
