"""Plans by many goals over bundles: after each goal only the bundles of its best plans stay. Pure: arrays only.

By the prices of a goal's linear programme, a best plan takes no bundle that costs more than the gap between the
programme and the best whole plan; and where there is no gap, what has a price is used up. So each goal makes the next
programme smaller, until one plan is left.
"""

from collections.abc import Sequence

import numpy as np

from maturity.analysis.leads.solver.bundles import WHOLE, Bundles, pass_on, run, run_for
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, Flags, Ints, Problem

# Above the solver's rounding, below any two goals that differ: counts are whole, fits are compared to six decimals.
ROUNDING = 1e-6


def keep_best(problem: Problem, bundles: Bundles, goals: Sequence[Floats], *, seconds: float) -> tuple[Ints, bool]:
    """Return the plan that covers most topics, then has most of each goal in turn, and whether that is proven.

    Args:
        problem: who may lead what; its own objective does not count.
        bundles: as `list_bundles` returns them.
        goals: what each pair of city and topic counts (cities x topics), the most important first.
        seconds: time limit of one whole-number programme; at the first that needs more, the goals after it are left.
    """
    face = _Face(problem, bundles)
    for goal in [np.ones(problem.able.shape), *goals]:
        if not face.keep_best(goal, seconds):
            return face.read(), False
        if face.is_single:
            break
    return face.read(), True


class _Face:
    """The plans that are best for all goals so far, and one of them."""

    def __init__(self, problem: Problem, bundles: Bundles) -> None:
        self.problem, self.bundles = problem, bundles
        own = np.eye(len(problem.cities), dtype=bool)[bundles.city]
        self.rows = np.hstack([bundles.holds, own]).astype(float)
        self.least = np.append((problem.pinned != NOBODY).astype(float), np.zeros(len(problem.cities)))
        self.most = np.ones(len(self.least))
        self.live = np.arange(len(bundles.city))
        self.taken = self.live[:0]

    @property
    def is_single(self) -> bool:
        return len(self.live) == len(self.taken)

    def keep_best(self, goal: Floats, seconds: float) -> bool:
        """Keep the plans that have most of this goal; False if the time does not suffice to prove which."""
        worth = np.einsum("bt,bt->b", self.bundles.holds, goal[self.bundles.city])
        costs, rows = -worth[self.live], self.rows[self.live]
        solution = run(pass_on(costs, rows, self.least, self.most))
        shares, prices = np.array(solution.col_value), np.array(solution.row_dual)
        reduced = costs - rows @ prices
        is_whole = bool((np.abs(shares - np.round(shares)) <= WHOLE).all())
        bound = float(costs @ shares)
        taken, is_proven = (shares > 0.5, True) if is_whole else self._whole(costs, reduced, bound, seconds)
        if not is_proven:
            return False
        self.taken = self.live[taken]
        self.live = self.live[reduced <= max(float(costs[taken].sum()) - bound, 0.0) + ROUNDING]
        if is_whole:
            self._use_up(prices)
        else:
            self._hold(worth)
        return True

    def _whole(self, costs: Floats, reduced: Floats, bound: float, seconds: float) -> tuple[Flags, bool]:
        """Find the best whole plan: of the bundles that lose nothing, then of all that could be in a better one."""
        near = reduced <= ROUNDING
        taken, is_proven = self._solve(costs, near, seconds)
        gap = float(costs[taken].sum()) - bound if is_proven else np.inf
        if gap <= ROUNDING:
            return taken, True
        return self._solve(costs, reduced <= gap + ROUNDING, seconds)

    def _solve(self, costs: Floats, allowed: Flags, seconds: float) -> tuple[Flags, bool]:
        model = pass_on(costs[allowed], self.rows[self.live[allowed]], self.least, self.most, is_whole=True)
        solution, is_proven = run_for(model, seconds)
        taken = np.zeros(len(costs), dtype=bool)
        if is_proven:
            taken[np.flatnonzero(allowed)[np.array(solution.col_value) > 0.5]] = True
        return taken, is_proven

    def _use_up(self, prices: Floats) -> None:
        self.least = np.where(prices < -ROUNDING, self.most, self.least)
        self.most = np.where(prices > ROUNDING, self.least, self.most)

    def _hold(self, worth: Floats) -> None:
        self.rows = np.hstack([self.rows, worth[:, None]])
        self.least = np.append(self.least, worth[self.taken].sum())
        self.most = np.append(self.most, np.inf)

    def read(self) -> Ints:
        """Return the lead of each topic in the plan found."""
        choice = self.problem.pinned.copy()
        for bundle in self.taken:
            choice[self.bundles.holds[bundle]] = self.bundles.city[bundle]
        return choice
