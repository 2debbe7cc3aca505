"""Lead alternatives: how many plans are as good as the best, and how much worse the next one is. Pure: plans only."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.plan import Plan, plan_of
from maturity.analysis.leads.solver import milp
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Ints, Problem
from maturity.analysis.leads.solver.solve import SECONDS, Solution, measure, raise_minimum

MOST_PLANS = 1_000
# The search stops after so many tries; what it has found by then is stated as "at least".
MOST_TRIES = 200_000
# Totals this close are equal: fits are compared to six decimals.
EQUAL = 1e-6
LATER = ("largest_load", "changes")


@dataclass(frozen=True, eq=False)
class Alternatives:
    """What there is beside the plan.

    best_count: plans as good as this one in all objectives up to the total fit, itself among them. is_complete: False =
    at least so many. second: the plan with the next smaller total fit (by a hundredth of a point at least) that is as
    good in all objectives before; None = there is none. second_price: what it has less in total fit (points, above 0;
    NaN = there is none).
    """

    best_count: int
    is_complete: bool
    second: Plan | None
    second_price: float


def find_alternatives(plan: Plan, prices: pd.DataFrame, *, most: int = MOST_PLANS) -> Alternatives:
    """Count the plans that are as good as the best, and find the next best one.

    Args:
        plan: a plan with its leads; co-leads do not count.
        prices: its `price_matrix` over all topics.
        most: the count stops here.

    Returns:
        The count and the second best plan.

    Raises:
        MissingColumns: prices lacks one of its columns.

    Source: docs/method.md, "Other plans".
    """
    require_columns(prices, "topic_id", "city_id", "price_fit")
    search = _Search(plan.problem, plan.choice, _choices(plan, prices))
    found = 0
    for _choice in search.plans():
        found += 1
        if found == most:
            break
    problem = raise_minimum(plan.problem, SECONDS) if plan.problem.objective == "max_min" else plan.problem
    second = milp.second_best(problem, plan.choice, seconds=SECONDS)
    return Alternatives(
        best_count=found,
        is_complete=found < most and search.tries < MOST_TRIES,
        second=None if second is None else plan_of(plan.problem, Solution(*second)),
        second_price=np.nan if second is None else plan.total_fit - measure(plan.problem, second[0])["fit"],
    )


def _choices(plan: Plan, prices: pd.DataFrame) -> list[list[int]]:
    """Per topic the cities that lead it in some best plan, and nobody where topics may stay uncovered."""
    problem = plan.problem
    losses = [name for name in prices.columns if name.startswith("price_")]
    free = prices.loc[(prices[losses].abs() <= EQUAL).all(axis=1)]
    cities = {city_id: place for place, city_id in enumerate(problem.cities)}
    chosen: list[list[int]] = [[] for _ in problem.topics]
    for topic_id, city_id in zip(free["topic_id"], free["city_id"], strict=True):
        chosen[problem.topics.index(topic_id)].append(cities[city_id])
    if (plan.choice == NOBODY).any():
        for own, pinned in zip(chosen, problem.pinned, strict=True):
            if pinned == NOBODY:
                own.append(NOBODY)
    return [sorted(own) or [int(lead)] for own, lead in zip(chosen, plan.choice, strict=True)]


@dataclass
class _Search:
    """Tries the choices of each topic, the topics with the fewest first; leaves what cannot reach the best total."""

    problem: Problem
    best: Ints
    choices: list[list[int]]
    tries: int = 0
    dead: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.order = sorted(range(len(self.choices)), key=lambda topic: (len(self.choices[topic]), topic))
        self.goal = {name: value for name, value in measure(self.problem, self.best).items() if name not in LATER}
        self.uncovered = int((self.best == NOBODY).sum())
        most = [max((self._fit(city, topic) for city in self.choices[topic]), default=0.0) for topic in self.order]
        self.to_come = np.append(np.cumsum(most[::-1])[::-1], 0.0)

    def plans(self) -> Iterator[Ints]:
        """Every best plan once."""
        yield from self._from(0, np.full(len(self.best), NOBODY), self.problem.capacity.copy(), 0.0)

    def _fit(self, city: int, topic: int) -> float:
        return 0.0 if city == NOBODY else float(self.problem.fit[city, topic])

    def _from(self, depth: int, choice: Ints, room: Floats, total: float) -> Iterator[Ints]:
        self.tries += 1
        if self.tries >= MOST_TRIES or total + self.to_come[depth] < self.goal["fit"] - EQUAL:
            return
        if depth == len(self.order):
            if self._is_best(choice):
                yield choice
            return
        state = (depth, tuple(np.round(room, 9)), round(total, 6), tuple(np.isin(np.arange(len(room)), choice)))
        if state in self.dead:
            return
        found = False
        for later in self._children(depth, choice, room, total):
            found = True
            yield later
        if not found:
            self.dead.add(state)

    def _children(self, depth: int, choice: Ints, room: Floats, total: float) -> Iterator[Ints]:
        topic = self.order[depth]
        effort = self.problem.effort[topic]
        for city in self.choices[topic]:
            if city != NOBODY and room[city] + SLACK < effort:
                continue
            next_choice, next_room = choice.copy(), room.copy()
            next_choice[topic] = city
            if city != NOBODY:
                next_room[city] -= effort
            yield from self._from(depth + 1, next_choice, next_room, total + self._fit(city, topic))

    def _is_best(self, choice: Ints) -> bool:
        reached = measure(self.problem, choice)
        return all(abs(reached[name] - value) <= EQUAL for name, value in self.goal.items() if np.isfinite(value))
