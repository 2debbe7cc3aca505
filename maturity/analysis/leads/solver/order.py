"""The last tie-break as goals: the first topic's city counts most, and of the cities the first. Pure: arrays only."""

from collections.abc import Iterator

import numpy as np

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import Problem


def order_codes(problem: Problem, *, limit: float) -> Iterator[Floats]:
    """Read the leads as digits of whole numbers below a limit, some topics at a time, the first ones first.

    Args:
        problem: its cities and topics in their order.
        limit: what the solver at hand holds exactly.

    Yields:
        What each pair counts (cities x topics).
    """
    cities, topics = problem.able.shape
    base = cities + 1.0
    digits = max(1, int(np.log(limit) / np.log(base)))
    for start in range(0, topics, digits):
        place = np.arange(topics) - start
        inside = (place >= 0) & (place < digits)
        yield (cities - np.arange(cities))[:, None] * np.where(inside, base ** (digits - 1.0 - place * inside), 0.0)
