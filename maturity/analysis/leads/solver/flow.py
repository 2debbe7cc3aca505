"""Lead flow: exact plans where all topics cost the same effort, by assignment and shortest paths. Pure: arrays only."""

from collections import deque

import numpy as np
from scipy.optimize import linear_sum_assignment

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, Flags, Ints, Problem
from maturity.analysis.leads.solver.slots import (
    Network,
    build,
    costs_to,
    potentials,
    require_rates,
    seat,
    steps_between,
)


def solve(problem: Problem) -> Ints:
    """Return the best lead of each topic (a city's position or NOBODY), ties broken by the order of topic and city."""
    network = build(problem)
    place = match(network)
    limit = _lightest(problem, network, place)
    network = build(problem, limit=limit, keep=True)
    place = _first_in_order(network, match(network))
    return _choice(network, place)


def solve_roughly(problem: Problem) -> Ints:
    """Return leads of the best fit without the later objectives: which of several equal plans is left open."""
    network = build(problem)
    return _choice(network, match(network))


def prices(problem: Problem, choice: Ints) -> dict[str, Floats]:
    """Return what each pair would cost, per objective: the best plan against the best with this pair; NaN = must not.

    Moving a topic into a city pushes something out of it, that pushes on, until the slot left behind is filled: the
    cheapest such chain is a shortest path.
    """
    network = build(problem)
    place = seat(network, choice)
    distance = costs_to(place, steps_between(network, place, problem.pinned == NOBODY))
    topics = np.arange(len(choice))
    cost = network.worth[place, topics] - network.worth + distance
    by_city = np.full(problem.able.shape, np.inf)
    np.minimum.at(by_city, network.owner[:-1], cost[:-1])
    return _per_objective(np.where(np.isfinite(by_city), by_city, np.nan), problem)


def _per_objective(cost: Floats, problem: Problem) -> dict[str, Floats]:
    rates = require_rates(problem)
    parts = {}
    for name, rate in (("uncovered", rates.cover), ("without_lead", rates.wanted), ("leading", rates.leading)):
        if rate:
            parts[name] = np.round(cost / rate)
            cost = cost - rate * parts[name]
    return {**parts, "fit": cost / (rates.scale * rates.keep)}


def match(network: Network) -> Ints:
    """Return the node of each topic in an assignment of the largest worth."""
    columns = np.repeat(np.arange(len(network.slots)), network.slots)
    _topics, chosen = linear_sum_assignment(-network.worth[columns].T)
    place: Ints = columns[chosen]
    return place


def _choice(network: Network, place: Ints) -> Ints:
    nobody = network.owner[-1]
    owners = network.owner[place]
    return np.where(owners == nobody, NOBODY, owners)


def _total(network: Network, place: Ints) -> float:
    return float(network.worth[place, np.arange(len(place))].sum())


def _lightest(problem: Problem, network: Network, place: Ints) -> int | None:
    """Find the smallest number of leads per city at which the plan is still as good; no limit while nobody leads."""
    best = _total(network, place)
    led = network.owner[place][network.owner[place] != network.owner[-1]]
    high = int(np.bincount(led).max(initial=0))
    low = -(-len(led) // max(len(problem.cities), 1))
    while low < high:
        middle = (low + high) // 2
        lighter = build(problem, limit=middle)
        if _total(lighter, match(lighter)) == best:
            high = middle
        else:
            low = middle + 1
    return high or None


def _first_in_order(network: Network, place: Ints) -> Ints:
    """Among all equally good plans take the one whose first topic has the first city, then the second topic, ...

    With the potentials of one best plan, the best plans are known: each topic at a node where its worth plus potential
    is largest, and nodes below the highest potential full.
    """
    level = potentials(steps_between(network, place, np.ones(len(place), dtype=bool)))
    adjusted = network.worth + level[:, None]
    equal = (adjusted == adjusted[place, np.arange(len(place))]) & (network.slots > 0)[:, None]
    chain = _Chain(network, place, equal, level)
    for topic in np.flatnonzero(equal.sum(axis=0) > 1):
        chain.settle(int(topic))
    return chain.place


class _Chain:
    """Moves topics between nodes where they are worth the same, keeping every node as full as a best plan needs."""

    def __init__(self, network: Network, place: Ints, equal: Flags, level: Floats) -> None:
        self.owner, self.equal, self.place = network.owner, equal, place.copy()
        self.room = network.slots - np.bincount(place, minlength=len(network.slots))
        usable = network.slots > 0
        self.loose = np.flatnonzero(usable & (level == level[usable].max(initial=-np.inf)))

    def settle(self, topic: int) -> None:
        """Give the topic to the first city that a best plan allows; topics before it stay."""
        here = self.place[topic]
        for node in np.flatnonzero(self.equal[:, topic] & (self.owner < self.owner[here])):
            path = self._path(int(node), int(here), after=topic)
            if path is not None:
                for mover, end in path:
                    self._move(mover, end)
                self.place[topic] = node
                return

    def _move(self, mover: tuple[int, int | None], end: int) -> None:
        start, topic = mover
        if topic is None:
            self.room[start] -= 1
            self.room[end] += 1
        else:
            self.place[topic] = end

    def _path(self, start: int, goal: int, *, after: int) -> list[tuple[tuple[int, int | None], int]] | None:
        """Find moves that each push one slot's content on, from `start` until the slot left at `goal` is filled."""
        came: dict[int, tuple[int, int | None]] = {start: (start, None)}
        queue = deque([start])
        while queue and goal not in came:
            node = queue.popleft()
            for end, topic in self._ways(node, after):
                if end not in came:
                    came[end] = (node, topic)
                    queue.append(end)
        if goal not in came:
            return None
        path, node = [], goal
        while node != start:
            path.append((came[node], node))
            node = came[node][0]
        return path

    def _ways(self, node: int, after: int) -> list[tuple[int, int | None]]:
        later = np.flatnonzero(self.place == node)
        ways: list[tuple[int, int | None]] = []
        if self.room[node] > 0:
            ways.extend((int(end), None) for end in self.loose)
        for topic in later[later > after]:
            ways.extend((int(end), int(topic)) for end in np.flatnonzero(self.equal[:, topic]))
        return ways
