"""Lead bundles: many plans of one problem with different efforts, a column per set of topics a city can carry. Pure.

Every city takes one bundle. The linear programme over bundles is nearly always whole, so that the next plan follows
from the last one in few steps; where it is not, branch and bound completes it. For capacities of a few topics only: the
number of bundles grows with each topic more.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Flags, Ints, Problem

MOST_BUNDLES = 20_000
# Bundles are kept as the bits of one number.
MOST_TOPICS = 62
# Bundles that join the pool at once, and what one must save to join it.
AT_ONCE, SMALLEST = 60, 1e-7
# A bundle taken to this share is taken; the solver's own tolerance is a tenth of it.
WHOLE = 1e-6


@dataclass(frozen=True, eq=False)
class Bundles:
    """All bundles: whose each is, and which topics it holds (bundles x topics)."""

    city: Ints
    holds: Flags


def list_bundles(problem: Problem) -> Bundles | None:
    """List what each city can carry beside its pins; None if these are too many."""
    cities, topics = problem.able.shape
    if topics > MOST_TOPICS:
        return None
    masks: list[NDArray[np.int64]] = []
    free = problem.pinned == NOBODY
    for city in range(cities):
        own: NDArray[np.int64] = np.array(
            [sum(1 << int(topic) for topic in np.flatnonzero(problem.pinned == city))], dtype=np.int64
        )
        loads = np.full(1, problem.effort[problem.pinned == city].sum())
        for topic in np.flatnonzero(problem.able[city] & free):
            fits = loads + problem.effort[topic] <= problem.capacity[city] + SLACK
            own = np.append(own, own[fits] | (1 << int(topic)))
            loads = np.append(loads, loads[fits] + problem.effort[topic])
            if len(own) > MOST_BUNDLES:
                return None
        masks.append(own)
        if sum(map(len, masks)) > MOST_BUNDLES:
            return None
    every = np.concatenate([*masks, np.empty(0, dtype=np.int64)])
    holds = (every[:, None] >> np.arange(topics)) & 1 == 1
    owner = np.repeat(np.arange(cities), [len(own) for own in masks])
    some = holds.any(axis=1)
    return Bundles(owner[some], holds[some])


class BundleModel:
    """Solves one problem again and again: with other fits, or with one more lead given.

    The solver holds a pool of bundles; after each solution all others are asked, by its prices of topics and cities,
    whether they would improve it, and those that would join the pool.
    """

    def __init__(self, problem: Problem, bundles: Bundles) -> None:
        """Start from the pins and bundles of one topic more.

        Args:
            problem: who may lead what; the objectives after the fit do not count.
            bundles: as `list_bundles` returns them.
        """
        self.problem, self.bundles = problem, bundles
        cities = len(problem.cities)
        own = np.eye(cities, dtype=bool)[bundles.city]
        self.rows = np.hstack([bundles.holds, own]).astype(float)
        self.least = np.append((problem.pinned != NOBODY).astype(float), np.zeros(cities))
        self.sizes = bundles.holds.sum(axis=1)
        self.costs = self._costs(problem.fit)
        pins = np.bincount(problem.pinned[problem.pinned != NOBODY], minlength=cities)
        self.pool = np.flatnonzero(self.sizes <= pins[bundles.city] + 1)
        self.model = pass_on(self.costs[self.pool], self.rows[self.pool], self.least)

    def solve(self, fit: Floats) -> Ints:
        """Return the best plan with these fits (cities x topics)."""
        self.costs = self._costs(fit)
        self._set_costs(self.costs[self.pool])
        return self._run(np.zeros(len(self.costs), dtype=bool), self.least)

    def solve_with(self, city: int, topic: int) -> Ints | None:
        """Return the best plan in which this city leads this topic; None if there is none."""
        holds = self.bundles.holds[:, topic]
        others = holds & (self.bundles.city != city)
        if not (holds & ~others).any():
            return None
        least = self.least.copy()
        least[topic] = 1
        self._forbid(others[self.pool], 0.0)
        self.model.changeRowBounds(topic, 1, 1)
        try:
            return self._run(others, least)
        finally:
            self._forbid(others[self.pool], 1.0)
            self.model.changeRowBounds(topic, self.least[topic], 1)

    def _costs(self, fit: Floats) -> Floats:
        """What each bundle costs: all objectives up to the fit in one number, the earlier outweighing the later."""
        problem, count = self.problem, len(self.problem.topics)
        fits = np.where(problem.able, fit, 0.0)
        span = 2 * count * np.abs(fits).max(initial=0.0) + 1
        leading = span if problem.objective == "spread" else 0.0
        span += count * leading
        wanted = span if problem.wanted.any() else 0.0
        span += count * wanted
        values = np.einsum("bt,bt->b", self.rows[:, :count], fits[self.bundles.city])
        values += leading + wanted * problem.wanted[self.bundles.city]
        if problem.must_cover:
            values += span * self.sizes
        return np.asarray(-values)

    def _set_costs(self, costs: Floats) -> None:
        self.model.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def _forbid(self, chosen: Flags, upper: float) -> None:
        places = np.flatnonzero(chosen).astype(np.int32)
        self.model.changeColsBounds(len(places), places, np.zeros(len(places)), np.full(len(places), upper))

    def _run(self, forbidden: Flags, least: Floats) -> Ints:
        while True:
            solution = run(self.model)
            reduced = self.costs - self.rows @ np.array(solution.row_dual)
            reduced[forbidden], reduced[self.pool] = np.inf, np.inf
            better = np.flatnonzero(reduced < -SMALLEST)
            better = better[np.argsort(reduced[better])[:AT_ONCE]]
            if not len(better):
                break
            self._join(better)
        taken = np.array(solution.col_value)
        if (np.abs(taken - np.round(taken)) > WHOLE).any():
            return self._complete(float(self.costs[self.pool] @ taken), reduced, forbidden, least)
        return self._read(self.pool[taken > 0.5])

    def _complete(self, bound: float, reduced: Floats, forbidden: Flags, least: Floats) -> Ints:
        """Find the best whole plan by branch and bound: of the pool, then with all that could be in a better one."""
        pool = self.pool[~forbidden[self.pool]]
        taken = self._whole(pool, least)
        gap = float(self.costs[taken].sum()) - bound
        more = np.flatnonzero(reduced < gap)
        return self._read(self._whole(np.append(pool, more), least) if len(more) else taken)

    def _whole(self, columns: Ints, least: Floats) -> Ints:
        model = pass_on(self.costs[columns], self.rows[columns], least, is_whole=True)
        return columns[np.array(run(model).col_value) > 0.5]

    def _read(self, taken: Ints) -> Ints:
        choice = np.full(len(self.problem.topics), NOBODY)
        for bundle in taken:
            choice[self.bundles.holds[bundle]] = self.bundles.city[bundle]
        return choice

    def _join(self, bundles: Ints) -> None:
        self.pool = np.append(self.pool, bundles)
        column, row = np.nonzero(self.rows[bundles])
        starts = np.searchsorted(column, np.arange(len(bundles))).astype(np.int32)
        zeros, ones = np.zeros(len(bundles)), np.ones(len(bundles))
        self.model.addCols(
            len(bundles), self.costs[bundles], zeros, ones, len(row), starts, row.astype(np.int32), np.ones(len(row))
        )


def run(model: highspy.Highs) -> highspy.HighsSolution:
    """Run the solver; it has no time limit, and the way the columns are made leaves nothing infeasible."""
    solution, is_proven = run_for(model, np.inf)
    if not is_proven:
        raise ArithmeticError(model.modelStatusToString(model.getModelStatus()))
    return solution


def run_for(model: highspy.Highs, seconds: float) -> tuple[highspy.HighsSolution, bool]:
    """Run the solver for so long at most; return the best found and whether it is proven."""
    model.setOptionValue("time_limit", seconds)
    model.run()
    proven = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    return model.getSolution(), model.getModelStatus() in proven


def pass_on(
    costs: Floats, rows: Floats, least: Floats, most: Floats | float = 1.0, *, is_whole: bool = False
) -> highspy.Highs:
    """Hand a problem to the solver: what each row holds lies between its least and its most, at the least cost."""
    column, row = np.nonzero(rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = rows.shape
    # No bundle is taken more than once: its city's row says so already, and alone has the price.
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, np.zeros(len(costs)), np.full(len(costs), np.inf)
    lp.row_lower_, lp.row_upper_ = least, np.broadcast_to(most, least.shape).copy()
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column, np.arange(len(costs) + 1)).astype(np.int32)
    lp.a_matrix_.index_, lp.a_matrix_.value_ = row.astype(np.int32), rows[column, row]
    if is_whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)  # before anything else: the solver would name itself on the console
    # Presolving would forget the plan before.
    options: dict[str, bool | str | float] = {"parallel": "off", "mip_rel_gap": 0.0}
    for option, setting in (options if is_whole else options | {"presolve": "off"}).items():
        model.setOptionValue(option, setting)
    model.passModel(lp)
    return model
