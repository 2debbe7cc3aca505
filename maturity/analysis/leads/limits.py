"""Lead limits: which rules the best plan runs into, and what each is worth. Pure: a plan in, tables out."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Problem
from maturity.analysis.leads.solver.solve import measure, optimise

# A gain in total fit below this is rounding.
LEAST_GAIN = 1e-6


def find_binding_limits(plan: Plan) -> pd.DataFrame:
    """List the rules that hold the plan back, and what the best plan would gain without each of them alone.

    Args:
        plan: a plan with its leads; co-leads do not count.

    Returns:
        One row per rule whose absence would make a better plan, the most valuable first: limit (`capacity`: the city
        could carry one topic more; `pin`, `veto`: it is lifted; `floor`: this pair may lead all the same), city_id,
        topic_id (None for `capacity`), gain_covered (topics more with a lead), gain_fit (points of total fit).

    Source: docs/method.md, "Binding limits".
    """
    rows = []
    for limit, city, topic, problem in _relaxations(plan):
        gained = _gains(plan, problem)
        if any(abs(gain) > LEAST_GAIN for gain in gained):
            topic_id = None if topic is None else plan.problem.topics[topic]
            rows.append((limit, plan.problem.cities[city], topic_id, *gained))
    table = pd.DataFrame(rows, columns=["limit", "city_id", "topic_id", "gain_covered", "gain_fit"])
    return table.sort_values(["gain_covered", "gain_fit"], ascending=False, kind="stable", ignore_index=True)


def _relaxations(plan: Plan) -> Iterator[tuple[str, int, int | None, Problem]]:
    problem = plan.problem
    loads, step = problem.loads(plan.choice), float(problem.effort.max(initial=0.0))
    for city in np.flatnonzero(loads + step > problem.capacity + SLACK):
        yield "capacity", int(city), None, problem.with_room(int(city), step)
    for topic in np.flatnonzero(problem.pinned != NOBODY):
        yield "pin", int(problem.pinned[topic]), int(topic), problem.without_pin(int(topic))
    for city, topic in np.argwhere(~np.isnan(problem.fit) & ~problem.able & (problem.pinned == NOBODY)):
        limit = "veto" if problem.vetoed[city, topic] else "floor"
        yield limit, int(city), int(topic), _allowed(problem, int(city), int(topic))


def _allowed(problem: Problem, city: int, topic: int) -> Problem:
    return problem.with_pair(city, topic, fit=problem.fit[city, topic], is_able=True)


def _gains(plan: Plan, problem: Problem) -> tuple[float, float]:
    before = measure(problem, plan.choice)
    after = measure(problem, optimise(problem, polish=False).choice)
    return before["uncovered"] - after["uncovered"], after["fit"] - before["fit"]
