"""Lead network: the lead problem with one effort for all topics, as slots that hold topics. Pure: arrays only.

A city is a node with as many slots as it may lead topics, "nobody" is a node with slots for all. Every slot holds a
topic or stands empty. The worth of a topic at a node is one whole number that holds all objectives, the earlier one
always outweighing the later ones, so sums of floats stay exact and equal plans are equal to the last digit.
"""

from dataclasses import dataclass

import numpy as np

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Flags, Ints, Problem

EXACT = 2.0**52  # whole numbers below this are exact as floats


@dataclass(frozen=True)
class Rates:
    """What one unit of each objective weighs against those after it; `scale` makes points whole numbers."""

    scale: float
    keep: int
    leading: float
    wanted: float
    cover: float


@dataclass(frozen=True)
class Network:
    """Nodes with owner (position of a city; the last node is nobody), slots, and worth per topic (-inf = must not)."""

    owner: Ints
    slots: Ints
    worth: Floats


def rates_of(problem: Problem) -> Rates | None:
    """Return the rates, or None where whole numbers cannot hold all objectives at a resolution that matters."""
    count = max(len(problem.topics), 1)
    keep = count + 1 if (problem.previous != NOBODY).any() else 1
    largest = float(np.abs(problem.fit[problem.able]).max(initial=0.0)) or 1.0
    for digits in range(6, -12, -1):
        scale = 10.0**digits
        span = 2 * count * (np.ceil(largest * scale) * keep + keep)
        leading = 2 * span + 1 if problem.objective == "spread" else 0.0
        span += count * leading
        wanted = 2 * span + 1 if problem.wanted.any() else 0.0
        span += count * wanted
        cover = 2 * span + 1 if problem.must_cover else 0.0
        if span + count * cover < EXACT:
            return Rates(scale, keep, leading, wanted, cover) if largest * scale >= 1e4 else None
    return None


def applies(problem: Problem) -> bool:
    """Tell whether the plan follows from an assignment: one effort for all topics, numbers that stay exact."""
    return has_one_effort(problem) and rates_of(problem) is not None


def has_one_effort(problem: Problem) -> bool:
    """Tell whether all topics take the same effort."""
    return len(set(problem.effort)) <= 1


def require_rates(problem: Problem) -> Rates:
    """Return the rates of a problem to which the network applies."""
    rates = rates_of(problem)
    if rates is None:
        raise ValueError("numbers too far apart for exact sums")
    return rates


def build(problem: Problem, *, limit: int | None = None, keep: bool = False) -> Network:
    """Draw the network; `limit` is the most leads a city may have, `keep` rewards last time's leads."""
    rates = require_rates(problem)
    cities, topics = problem.able.shape
    points = np.rint(np.where(problem.able, problem.fit, 0.0) * rates.scale) * rates.keep
    if keep:
        led = np.flatnonzero(problem.previous != NOBODY)
        points[problem.previous[led], led] += 1
    worth = np.where(problem.able, points, -np.inf)
    bonus = rates.wanted * problem.wanted + rates.leading
    slots = count_slots(problem, limit)
    first = np.flatnonzero((bonus > 0) & (slots > 0))
    rest = slots.copy()
    rest[first] -= 1  # the first lead of such a city is worth more, so it has a slot of its own
    nobody = np.where(problem.pinned == NOBODY, -rates.cover, -np.inf)
    return Network(
        owner=np.concatenate([first, np.arange(cities), [cities]]),
        slots=np.concatenate([np.ones(len(first), dtype=np.int64), rest, [topics]]),
        worth=np.vstack([worth[first] + bonus[first, None], worth, nobody]),
    )


def count_slots(problem: Problem, limit: int | None = None) -> Ints:
    """Return how many topics each city may lead, at most `limit` but never less than its pins."""
    topics = len(problem.topics)
    effort = problem.effort[0] if topics else 1.0
    slots = np.full(len(problem.cities), topics)
    if effort > 0:
        slots = np.minimum(np.floor(problem.capacity / effort + SLACK), topics).astype(np.int64)
    if limit is None:
        return slots
    pins = np.bincount(problem.pinned[problem.pinned != NOBODY], minlength=len(slots))
    limited: Ints = np.minimum(slots, np.maximum(pins, limit))
    return limited


def seat(network: Network, choice: Ints) -> Ints:
    """Find a node for each topic's lead; a city's own first slot is taken before its others."""
    left = network.slots.copy()
    nodes: dict[int, list[int]] = {}
    for node in range(len(network.owner)):
        nodes.setdefault(int(network.owner[node]), []).append(node)
    place = np.empty(len(choice), dtype=np.int64)
    for topic, city in enumerate(choice):
        owner = int(network.owner[-1]) if city == NOBODY else int(city)
        place[topic] = next(node for node in nodes[owner] if left[node] > 0)
        left[place[topic]] -= 1
    return place


def steps_between(network: Network, place: Ints, movable: Flags, *, has_room: bool = True) -> Floats:
    """Return what it costs to push one slot's content from node to node: the cheapest topic there, or nothing.

    `has_room` is False where every slot is taken and nothing can be pushed for nothing.
    """
    steps = np.full((len(network.slots), len(network.slots)), np.inf)
    for topic in np.flatnonzero(movable):
        here = place[topic]
        np.minimum(steps[here], network.worth[here, topic] - network.worth[:, topic], out=steps[here])
    if has_room:
        roomy = np.bincount(place, minlength=len(network.slots)) < network.slots
        roomy[-1] = True
        steps[roomy] = np.minimum(steps[roomy], 0.0)
    steps[:, network.slots == 0] = np.inf
    np.fill_diagonal(steps, 0.0)
    return steps


def costs_to(goals: Ints, steps: Floats) -> Floats:
    """Return the least cost from each node to each of the goals (nodes x goals); steps may be below zero."""
    from scipy.sparse import coo_array  # takes half a second to import
    from scipy.sparse.csgraph import dijkstra

    level = potentials(steps)
    start, end = np.nonzero(np.isfinite(steps))
    # Seen from its potentials no step is below zero; backwards, because there are fewer goals than starts.
    lengths = steps[start, end] + level[start] - level[end]
    backwards = coo_array((lengths, (end, start)), shape=steps.shape).tocsr()
    places, of_goal = np.unique(goals, return_inverse=True)
    distance = dijkstra(backwards, indices=places) + level[places, None] - level
    return np.asarray(distance[of_goal].T)


def potentials(steps: Floats) -> Floats:
    """Return numbers that make all steps free or dear: step + potential[from] - potential[to] is never negative."""
    levels = np.zeros(len(steps))
    while True:
        lower = (levels[:, None] + steps).min(axis=0)
        if (lower >= levels).all():
            return levels
        levels = np.minimum(levels, lower)
