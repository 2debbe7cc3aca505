"""The plan that shares the load most evenly, over what each city carried before. Pure: arrays only.

The largest load is as small as possible, then the sum of the two largest, then of the three largest, and so on: the
leximin order, each sum by a linear programme of its own (the largest k of numbers sum to the least k t + sum of what
lies above t; Ogryczak and Sliwinski 2006), over whole leads.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.milp import LARGEST_CODE
from maturity.analysis.leads.solver.order import order_codes
from maturity.analysis.leads.solver.problem import NOBODY, Ints, Problem

# What was reached is held less this much: above the solver's rounding, below any two different loads.
TOLERANCE = 1e-6


@dataclass
class _Model:
    """Columns: one per able pair (1 = leads), then per sum of the k largest its t and what each city has above."""

    problem: Problem
    accounts: Floats
    least_fit: float
    covered: int
    seconds: float
    choice: Ints
    is_proven: bool = True
    rules: list[LinearConstraint] = field(default_factory=list)

    def __post_init__(self) -> None:
        problem = self.problem
        self.city, self.topic = np.nonzero(problem.able)
        self.pairs, cities = len(self.city), len(problem.cities)
        self.count = self.pairs + cities * (1 + cities)
        each, effort = np.arange(self.pairs), problem.effort[self.topic]
        self.fit = problem.fit[self.city, self.topic]
        topics = len(problem.topics)
        per_topic = sparse.csr_array((np.ones(self.pairs), (self.topic, each)), shape=(topics, self.pairs))
        load = sparse.csr_array((effort, (self.city, each)), shape=(cities, self.pairs))
        room = np.where(problem.capacity > 0, problem.capacity, 1.0)
        self.share = sparse.diags_array(1 / room).tocsr() @ load
        self.rules = [
            LinearConstraint(self._pairs_only(per_topic), -np.inf, 1),
            LinearConstraint(self._pairs_only(load), -np.inf, problem.capacity),
            LinearConstraint(self._row(pairs=np.ones(self.pairs)), self.covered - 0.5, np.inf),
            LinearConstraint(self._row(pairs=self.fit), self.least_fit, np.inf),
        ]
        pinned = problem.pinned[self.topic] != NOBODY
        free = [-np.inf, *[0.0] * cities] * cities
        self.bounds = Bounds(
            np.concatenate([pinned.astype(float), free]), np.append(np.ones(self.pairs), np.full(len(free), np.inf))
        )
        self.whole = np.append(np.ones(self.pairs), np.zeros(len(free)))

    def _pairs_only(self, matrix: sparse.csr_array) -> sparse.csr_array:
        return sparse.hstack([matrix, sparse.csr_array((matrix.shape[0], self.count - self.pairs))]).tocsr()

    def _row(self, *, pairs: Floats) -> Floats:
        return np.append(pairs, np.zeros(self.count - self.pairs))[None, :]

    def lower_sum(self, size: int) -> bool:
        """Make the sum of the `size` largest loads as small as possible, and hold it; False if time ran out before."""
        cities = len(self.problem.cities)
        start = self.pairs + (size - 1) * (1 + cities)
        above = sparse.lil_array((cities, self.count))
        above[:, start] = 1
        above[np.arange(cities), start + 1 + np.arange(cities)] = 1
        matrix = above.tocsr() - self._pairs_only(self.share)
        self.rules.append(LinearConstraint(matrix, self.accounts, np.inf))
        goal = np.zeros(self.count)
        goal[start], goal[start + 1 : start + 1 + cities] = size, 1
        solution = self.solve(goal)
        if solution is None:
            return False
        self.rules.append(LinearConstraint(goal[None, :], -np.inf, float(goal @ solution) + TOLERANCE))
        return True

    def most(self, goal: Floats, *, tolerance: float) -> bool:
        """Make what the pairs reach of a goal as large as possible, and hold it; False if time ran out before."""
        row = self._row(pairs=goal)
        if self.solve(-row[0]) is None:
            return False
        reached = float(goal[self.choice[self.topic] == self.city].sum())
        self.rules.append(LinearConstraint(row, reached - tolerance, np.inf))
        return True

    def solve(self, goal: Floats) -> Floats | None:
        """Return a solution of the least goal under the rules so far, and keep its leads; None if time ran out."""
        answer = milp(
            goal,
            constraints=self.rules,
            bounds=self.bounds,
            integrality=self.whole,
            options={"mip_rel_gap": 0, "time_limit": self.seconds},
        )
        self.is_proven &= answer.status == 0
        if answer.x is None:
            return None
        led = answer.x[: self.pairs] > 0.5
        self.choice = np.full(len(self.problem.topics), NOBODY)
        self.choice[self.topic[led]] = self.city[led]
        return np.asarray(answer.x)


def share_load(
    problem: Problem, accounts: Floats, *, start: Ints, least_fit: float, seconds: float
) -> tuple[Ints, bool]:
    """Return the plan with the leximin-smallest loads, and whether each step is proven.

    Args:
        problem: who may lead what.
        accounts: per city what it carried before, in shares of its capacity.
        start: a plan that covers as many topics as must have a lead. least_fit: the total fit that must be reached.
        seconds: time limit of one step; where nothing was found by then, the plan of the steps before stays.
    """
    if not problem.able.any():
        return problem.pinned.copy(), True
    covered = int((start != NOBODY).sum())
    model = _Model(problem, accounts, least_fit, covered, seconds, start)
    is_done = all(model.lower_sum(size) for size in range(1, len(problem.cities) + 1))
    is_done = is_done and model.most(model.fit, tolerance=TOLERANCE)
    is_done = is_done and all(
        model.most(codes[model.city, model.topic], tolerance=0.5) for codes in order_codes(problem, limit=LARGEST_CODE)
    )
    return model.choice, is_done and model.is_proven
