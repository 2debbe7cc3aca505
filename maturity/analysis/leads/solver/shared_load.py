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

    def lower_sum(self, size: int) -> None:
        """Make the sum of the `size` largest loads as small as possible, and hold it."""
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
        self.rules.append(LinearConstraint(goal[None, :], -np.inf, float(goal @ solution) + TOLERANCE))

    def most(self, goal: Floats, *, tolerance: float) -> Ints:
        """Make what the pairs reach of a goal as large as possible, and hold it."""
        row = self._row(pairs=goal)
        solution = self.solve(-row[0])
        choice = self._read(solution)
        reached = float(goal[choice[self.topic] == self.city].sum())
        self.rules.append(LinearConstraint(row, reached - tolerance, np.inf))
        return choice

    def solve(self, goal: Floats) -> Floats:
        """Return a solution of the least goal under the rules so far."""
        answer = milp(
            goal,
            constraints=self.rules,
            bounds=self.bounds,
            integrality=self.whole,
            options={"mip_rel_gap": 0, "time_limit": self.seconds},
        )
        self.is_proven &= answer.status == 0
        return np.asarray(answer.x)

    def _read(self, solution: Floats) -> Ints:
        choice = np.full(len(self.problem.topics), NOBODY)
        led = solution[: self.pairs] > 0.5
        choice[self.topic[led]] = self.city[led]
        return choice


def share_load(
    problem: Problem, accounts: Floats, *, covered: int, least_fit: float, seconds: float
) -> tuple[Ints, bool]:
    """Return the plan with the leximin-smallest loads, and whether each step is proven.

    Args:
        problem: who may lead what.
        accounts: per city what it carried before, in shares of its capacity.
        covered: topics that must have a lead. least_fit: the total fit that must be reached.
        seconds: time limit of one step.
    """
    if not problem.able.any():
        return problem.pinned.copy(), True
    model = _Model(problem, accounts, least_fit, covered, seconds)
    for size in range(1, len(problem.cities) + 1):
        model.lower_sum(size)
    model.most(model.fit, tolerance=TOLERANCE)
    cities, topics = problem.able.shape
    base, block = cities + 1.0, max(int(np.log(1e5) / np.log(cities + 1.0)), 1)
    choice = problem.pinned
    for start in range(0, topics, block):
        place = model.topic - start
        inside = (place >= 0) & (place < block)
        codes = np.where(inside, (cities - model.city) * base ** np.where(inside, block - 1 - place, 0), 0.0)
        choice = model.most(codes, tolerance=0.5)
    return choice, model.is_proven
