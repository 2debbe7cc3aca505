"""Plans by many counts, one after the other: most topics of the first kind, then of the second, ... Pure: arrays only.

Several counts are read as one number whose digits they are, as many as the solver holds exactly. With one effort for
all topics a plan is an assignment, with different efforts a choice of bundles; after each number only those stay that
reach its best. Where there are too many bundles, HiGHS solves one whole-number programme after the other.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from maturity.analysis.leads.solver import milp
from maturity.analysis.leads.solver.bundles import list_bundles
from maturity.analysis.leads.solver.faces import keep_best
from maturity.analysis.leads.solver.flow import match
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.order import order_codes
from maturity.analysis.leads.solver.problem import NOBODY, Flags, Ints, Problem
from maturity.analysis.leads.solver.slots import Network, count_slots, has_one_effort, potentials, steps_between

# Sums of whole numbers below this stay exact, also with the potentials that the matching adds.
EXACT = 2.0**46
# Fits are compared to six decimals, as in the plan itself.
SCALE = 1e6


def most_in_order(problem: Problem, kinds: Sequence[Flags], *, seconds: float) -> tuple[Ints, bool]:
    """Return the plan that covers most topics, then has most topics of each kind in turn, then the largest total fit.

    Args:
        problem: who may lead what; its own objective does not count.
        kinds: per count which pairs of city and topic it counts, the most important first.
        seconds: time limit of one step with different efforts.

    Returns:
        The lead of each topic and whether it is proven. Equal plans are told apart by the order of topics and cities.
    """
    fit = np.where(problem.able, problem.fit, 0.0)
    if has_one_effort(problem):
        fit = np.rint(fit * SCALE)
        goals = [*_numbers(problem, kinds, limit=EXACT), fit, *order_codes(problem, limit=EXACT)]
        return _assign(problem, goals), True
    bundles = list_bundles(problem)
    if bundles is None or not problem.able.any():
        numbers = list(_numbers(problem, kinds, limit=milp.LARGEST_CODE))
        return milp.solve_in_order(problem, numbers, seconds=seconds)
    goals = [*(kind.astype(float) for kind in kinds), fit, *order_codes(problem, limit=milp.LARGEST_CODE)]
    return keep_best(problem, bundles, goals, seconds=seconds)


def _numbers(problem: Problem, kinds: Sequence[Flags], *, limit: float) -> Iterator[Floats]:
    """Counts as the digits of whole numbers, as many at a time as stay below the limit."""
    base = len(problem.topics) + 1.0
    digits = max(1, int(np.log(limit) / np.log(base)))
    for start in range(0, len(kinds), digits):
        part = kinds[start : start + digits]
        yield np.sum([kind * base ** (len(part) - 1 - place) for place, kind in enumerate(part)], axis=0)


def _assign(problem: Problem, goals: Sequence[Floats]) -> Ints:
    """Keep, after each goal, the pairs that are in a best assignment for it, until the last goal."""
    cities, topics = problem.able.shape
    slots = np.append(count_slots(problem), topics)
    # Empty slots are topics that are worth nothing anywhere, so that all slots are always taken.
    empty = int(slots.sum()) - topics
    allowed = np.ones((cities + 1, topics + empty), dtype=bool)
    allowed[:-1, :topics], allowed[-1, :topics] = problem.able, problem.pinned == NOBODY
    place = np.zeros(topics + empty, dtype=np.int64)
    for goal in (np.ones(problem.able.shape), *goals):
        worth = np.zeros(allowed.shape)
        worth[:-1, :topics] = goal
        network = Network(np.arange(cities + 1), slots, np.where(allowed, worth, -np.inf))
        place = match(network)
        level = potentials(steps_between(network, place, np.ones(len(place), dtype=bool), has_room=False))
        adjusted = network.worth + level[:, None]
        allowed &= adjusted == adjusted[place, np.arange(len(place))]
    return np.where(place[:topics] == cities, NOBODY, place[:topics])
