"""Lead shortlist: which pairs can be in a best plan at all, so that the solver need not look at the others.

Capacities are replaced by prices per unit of effort (a Lagrangian relaxation). At any prices the relaxed total is no
less than the best plan's; a pair that lowers it below a plan already known is in no best plan.
"""

import numpy as np

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import Flags, Problem

ROUNDS = 200
# The first step goes as far as if the best plan were this share below the relaxed total; a guess that sets speed only.
STEP_SHARE = 0.05
# Fewer pairs than this are solved at once.
WORTH_IT = 1000
FIRST_CHOICES = 8
# Equal plans must all survive, so pairs at the bound stay in spite of rounding.
MARGIN = 1e-6


def relax(problem: Problem) -> tuple[float, Floats]:
    """Return the lowest relaxed total found, and what each pair falls short of its topic's best in it (inf = must not).

    Every topic that anybody may lead counts as led.
    """
    led = problem.able.any(axis=0)
    effort = problem.effort
    capacity = np.minimum(problem.capacity, effort.sum())
    fit = np.where(problem.able, problem.fit, -np.inf)
    price = np.zeros(len(problem.cities))
    best_total, best_short, pace = np.inf, np.zeros(fit.shape), 1.0
    for _round in range(ROUNDS):
        worth = fit - price[:, None] * effort
        top = worth.max(axis=0)
        total = float(top[led].sum() + price @ capacity)
        if total < best_total - MARGIN:
            best_total, best_short = total, np.where(problem.able, top - np.where(problem.able, worth, 0.0), np.inf)
        else:
            pace *= 0.95
        chosen = worth.argmax(axis=0)[led]
        excess = np.bincount(chosen, effort[led], len(price)) - capacity
        excess[(price == 0) & (excess < 0)] = 0.0
        length = float(excess @ excess)
        if length == 0:
            break
        price = np.maximum(price + pace * STEP_SHARE * abs(total) / length * excess, 0.0)
    return best_total, best_short


def first_choices(problem: Problem, short: Floats) -> Flags:
    """Return the pairs that fall least short, a few per topic; pins are among them as the only pair of their topic."""
    rank = np.argsort(np.argsort(short, axis=0, kind="stable"), axis=0)
    chosen: Flags = problem.able & (rank < FIRST_CHOICES)
    return chosen


def survivors(problem: Problem, bound: float, short: Floats, total: float) -> Flags:
    """Return the pairs that can be in a plan with at least this total."""
    margin = MARGIN * max(1.0, abs(bound))
    kept: Flags = problem.able & (bound - short >= total - margin)
    return kept
