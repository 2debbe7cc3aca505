"""Leads: which city leads which topic, the best plan there is and proven so. Pure: tables in, a plan out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis.leads import tables
from maturity.analysis.leads.solver.inputs import Pairs, locate, read_fit
from maturity.analysis.leads.solver.problem import NOBODY, Ints, Objective, Problem, read_problem
from maturity.analysis.leads.solver.solve import Solution, measure, optimise
from maturity.errors import InvalidInput

DEFAULT_CAPACITY = 2
# A co-lead takes this share of a topic's effort.
CO_LEAD_SHARE = 0.5


@dataclass(frozen=True, eq=False)
class Plan:
    """Who leads what, and how good that is. Topics and cities stand in the caller's order.

    leads: one row per topic: topic_id, city_id (None = uncovered), fit (NaN = uncovered), is_pinned.
    co_leads: one row per topic with a co-lead: topic_id, city_id, gain (what the co-lead adds).
    loads: one row per city: city_id, lead_count, co_lead_count, load (effort), capacity.
    uncovered: one row per topic without a lead: topic_id, reason (`nobody_able`, `no_capacity`), able_count.
    remedies: what would give such a topic a lead, each alone: topic_id, remedy (`capacity`, `lift_veto`, `lower_floor`,
        `add_fit`), city_id, fit, capacity_needed (effort the city would need on top of what it has left).
    stages: one row per objective, the most important first: stage, value.
    total_fit: the sum of the leads' fits. is_proven: no better plan exists (False only if a time limit struck).
    """

    leads: pd.DataFrame
    co_leads: pd.DataFrame
    loads: pd.DataFrame
    uncovered: pd.DataFrame
    remedies: pd.DataFrame
    stages: pd.DataFrame
    total_fit: float
    is_proven: bool
    problem: Problem
    choice: Ints


def propose_leads(
    fit: pd.DataFrame | pd.Series | Mapping[Any, Any],
    *,
    capacity: float | Mapping[Any, float] | pd.Series | pd.DataFrame = DEFAULT_CAPACITY,
    effort: float | Mapping[Any, float] | pd.Series | pd.DataFrame = 1,
    pins: Pairs = (),
    vetoes: Pairs = (),
    floor: float | None = None,
    at_least_one: Iterable[Any] | bool = False,
    objective: Objective = "total",
    previous: Pairs | Plan = (),
) -> Plan:
    """Propose one lead per topic: fewest uncovered topics first, then the largest total fit.

    The objectives one after the other, none given up for a later one: fewest topics without a lead; fewest cities of
    `at_least_one` without a lead; the largest smallest fit (`max_min`) or most cities that lead (`spread`); the
    largest total fit; the smallest largest load; fewest changes against `previous`; the first city, topic by topic, in
    the order of their ids. So the answer depends on the data alone, not on the order of rows or the solver.

    Args:
        fit: cities x topics, any numbers, higher is better, also negative; NaN = cannot lead. Also accepted: a long
            table (city_id, topic_id, fit), a series by city and topic, a dict city -> {topic: fit}.
        capacity: how much effort a city can carry: one number, or a dict, series or table (city_id, capacity).
        effort: what leading a topic takes: one number, or a dict, series or table (topic_id, effort).
        pins: pairs (city, topic) that must be, a table (city_id, topic_id), or a mapping topic -> city.
        vetoes: pairs that must not be, in the same shapes (a mapping may give several cities).
        floor: fits below it do not lead (None = no floor); a pin stands above the floor.
        at_least_one: cities that should each lead something, or True for all.
        objective: "total", "max_min" (nobody's topic left with a poor lead) or "spread" (as many cities as possible).
        previous: last time's plan or its leads, in the shapes of `pins`; ids that have left since are passed over.

    Returns:
        The plan; topics that nobody can lead are in `uncovered`.

    Raises:
        InvalidInput: a value is outside its domain.
        UnknownId: a rule names a city or topic that is not in `fit`.
        MissingColumns: a table lacks a column.
        Contradiction: a pin is also a veto, has no fit, or pins exceed a capacity or meet on one topic; all are named.

    Source: docs/method.md, "Who leads what".
    """
    table = read_fit(fit)
    problem = read_problem(
        table,
        capacity=capacity,
        effort=effort,
        pins=pins,
        vetoes=vetoes,
        floor=floor,
        wanted=_wanted(at_least_one, table),
        objective=objective,
        previous=previous.leads if isinstance(previous, Plan) else previous,
    )
    return plan_of(problem, optimise(problem))


def _wanted(at_least_one: Iterable[Any] | bool, table: pd.DataFrame) -> Iterable[Any]:
    if isinstance(at_least_one, bool):
        return tuple(table.index) if at_least_one else ()
    return at_least_one


def plan_of(problem: Problem, solution: Solution) -> Plan:
    """Turn a solution into tables."""
    values = measure(problem, solution.choice)
    return Plan(
        leads=tables.leads(problem, solution.choice),
        co_leads=tables.co_leads(problem, np.full(len(problem.topics), NOBODY)),
        loads=tables.loads(problem, solution.choice, np.full(len(problem.topics), NOBODY), share=0.0),
        uncovered=tables.uncovered(problem, solution.choice),
        remedies=tables.remedies(problem, solution.choice),
        stages=pd.DataFrame({"stage": list(values), "value": list(values.values())}),
        total_fit=values["fit"],
        is_proven=solution.is_proven,
        problem=problem,
        choice=solution.choice,
    )


def propose_co_leads(
    plan: Plan, gains: pd.DataFrame | pd.Series | Mapping[Any, Any], *, share: float = CO_LEAD_SHARE, vetoes: Pairs = ()
) -> Plan:
    """Add to each led topic the co-lead that adds most, within what capacity the leads have left.

    Args:
        plan: the leads, which stay as they are.
        gains: cities x topics: what each city would add beside the plan's lead (see `lead_roles.co_lead_gains`); a city
            with NaN, zero or less is no candidate.
        share: the share of a topic's effort that its co-lead carries (0 = co-leading is free).
        vetoes: pairs (city, topic) that must not be, in the shapes of `propose_leads`.

    Returns:
        The plan with co_leads and loads filled: the largest sum of gains, at most one co-lead per topic.

    Raises:
        InvalidInput: the share is negative or a gain is no number.
        UnknownId: a veto or a gain names a city or topic that is not in the plan.
    """
    if not share >= 0:
        raise InvalidInput(what="share", value=share, expected=">= 0")
    problem = _beside(plan, read_fit(gains), share, vetoes)
    solution = optimise(problem)
    return replace(
        plan,
        co_leads=tables.co_leads(problem, solution.choice),
        loads=tables.loads(plan.problem, plan.choice, solution.choice, share=share),
        is_proven=plan.is_proven and solution.is_proven,
    )


def _beside(plan: Plan, gains: pd.DataFrame, share: float, vetoes: Pairs) -> Problem:
    """Read the co-leads as one more lead problem, with the capacity that is left and no duty to cover."""
    base = plan.problem
    locate(list(gains.stack().index), base.cities, base.topics)
    added = gains.reindex(index=base.cities, columns=base.topics).to_numpy(dtype="float64")
    able = (added > 0) & (plan.choice != NOBODY)
    led = np.flatnonzero(plan.choice != NOBODY)
    able[plan.choice[led], led] = False
    for place in locate(vetoes, base.cities, base.topics):
        able[place] = False
    nobody = np.full(len(base.topics), NOBODY)
    return replace(
        base,
        fit=np.where(able, added, np.nan),
        able=able,
        capacity=np.maximum(base.capacity - base.loads(plan.choice), 0.0),
        effort=base.effort * share,
        pinned=nobody,
        previous=nobody,
        wanted=np.zeros(len(base.cities), dtype=bool),
        objective="total",
        must_cover=False,
    )
