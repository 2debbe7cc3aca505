"""What the cities carried in the waves before, and the plan near the best one that evens it out."""

from typing import Any

import pandas as pd

from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rules import Decision, Rules
from maturity.analysis.leads.shared_load import SharedLoad, carried_loads, share_load
from web.services import plans, projects, snapshot

# Pairs of city and topic; the loads of more cities would keep a page waiting.
MOST_PAIRS = 500
# Of one step; beyond it the page says that the plan is not proven.
SECONDS = 5.0


def shared_load(wave_id: str, *, rules: Rules, assumptions: Assumptions, tolerance: float) -> SharedLoad | None:
    """Return the plan near the best one whose carried loads are the most even; None in too large a network.

    Args:
        wave_id: the wave to plan.
        rules: the rules of people.
        assumptions: what is tried out beside them.
        tolerance: share of the best total fit that may be given up (0-1).
    """
    return snapshot.remember_entries(
        _shared_load, wave_id=wave_id, rules=rules, assumptions=assumptions, tolerance=tolerance
    )


def _shared_load(wave_id: str, rules: Rules, assumptions: Assumptions, tolerance: float) -> SharedLoad | None:
    proposed = plans.solve(wave_id, assumptions, under=rules)
    if len(proposed.fits) > MOST_PAIRS:
        return None
    accounts = carried(wave_id).reindex(proposed.plan.problem.cities).fillna(0.0)
    return share_load(proposed.plan, accounts, tolerance=tolerance, seconds=SECONDS)


def carried(wave_id: str) -> "pd.Series[float]":
    """Return what each city carried in the waves before, in shares of its capacity, by city_id."""
    waves = [*plans.earlier_waves(wave_id), wave_id]
    capacities = [
        (wave, city_id, capacity) for wave in waves for city_id, capacity in plans.inputs(wave).capacity.items()
    ]
    roles = [
        role for wave in waves[:-1] for decision in plans.rules(wave).decided for role in _roles(decision, wave, waves)
    ]
    return carried_loads(
        pd.DataFrame(roles, columns=["wave_id", "city_id", "role", "effort", "finished_wave_id"]),
        pd.DataFrame(capacities, columns=["wave_id", "city_id", "capacity"]),
        waves=waves,
        wave_id=wave_id,
    )


def _roles(decision: Decision, wave_id: str, waves: list[str]) -> list[tuple[Any, ...]]:
    """What a decision gave whom to carry, and from which wave on no longer: decided again, or the project finished."""
    topic_id, effort = decision.topic_id, plans.inputs(wave_id).effort.get(decision.topic_id, 1.0)
    later = waves[waves.index(wave_id) + 1 :]
    again = [wave for wave in later if topic_id in {known.topic_id for known in plans.rules(wave).decided}]
    finished = projects.finished_wave(wave_id, topic_id)
    ends = min((wave for wave in [*again, *([finished] if finished in later else [])]), key=waves.index, default=None)
    roles: list[tuple[Any, ...]] = [(wave_id, str(decision.city_id), "lead", effort, ends)]
    if decision.co_city_id:
        roles.append((wave_id, decision.co_city_id, "co_lead", effort, ends))
    return roles
