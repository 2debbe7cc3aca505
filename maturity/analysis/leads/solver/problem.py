"""Lead model: one instance of the lead problem, read and free of contradictions. Pure: tables in, arrays out."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from maturity.analysis._checks import is_number
from maturity.analysis.leads.solver.inputs import Floats, Pairs, locate, mark, read_amounts, read_fit, read_pairs
from maturity.errors import Conflict, Conflicts, Contradiction, InvalidInput

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Objective = Literal["total", "max_min", "spread"]
OBJECTIVES: tuple[Objective, ...] = ("total", "max_min", "spread")
NOBODY = -1
# Efforts such as 1/3 do not add up exactly; a load this much above capacity still fits.
SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Problem:
    """Which city may lead which topic, at what fit and effort, and what counts; arrays are cities x topics.

    `pinned` and `previous` hold a city's position per topic or NOBODY. `able` is fixed when the problem is read, so
    that the same limits hold when other fits are put in. Arrays follow the sorted ids, `..._order` the caller's order.
    `free` topics count for the smallest fit; pinned ones do not.
    """

    cities: tuple[Hashable, ...]
    topics: tuple[Hashable, ...]
    fit: Floats
    able: Flags
    vetoed: Flags
    capacity: Floats
    effort: Floats
    pinned: Ints
    free: Flags
    wanted: Flags
    previous: Ints
    city_order: tuple[int, ...]
    topic_order: tuple[int, ...]
    floor: float | None = None
    objective: Objective = "total"
    must_cover: bool = True

    def with_pin(self, city: int, topic: int) -> Self:
        """Return the problem in which this city leads this topic, everything else as before."""
        pinned, able = self.pinned.copy(), self.able.copy()
        pinned[topic] = city
        able[:, topic] = False
        able[city, topic] = True
        return replace(self, pinned=pinned, able=able)

    def able_without_pins(self) -> Flags:
        """Return which pairs fit, veto and floor allow; a pin stands above the floor."""
        return ~np.isnan(self.fit) & ~self.vetoed & (True if self.floor is None else self.fit >= self.floor)

    def without_pin(self, topic: int) -> Self:
        """Return the problem in which this topic is free again."""
        pinned, free, able = self.pinned.copy(), self.free.copy(), self.able.copy()
        pinned[topic], free[topic] = NOBODY, True
        able[:, topic] = self.able_without_pins()[:, topic]
        return replace(self, pinned=pinned, free=free, able=able)

    def with_pair(self, city: int, topic: int, *, fit: float, is_able: bool) -> Self:
        """Return the problem in which this pair has this fit and may lead or not."""
        fits, able = self.fit.copy(), self.able.copy()
        fits[city, topic], able[city, topic] = fit, is_able
        return replace(self, fit=fits, able=able)

    def with_room(self, city: int, effort: float) -> Self:
        """Return the problem in which this city can carry that much more."""
        capacity = self.capacity.copy()
        capacity[city] += effort
        return replace(self, capacity=capacity)

    def with_fit(self, fit: Floats) -> Self:
        """Return the problem with other fits for the pairs that may lead."""
        return replace(self, fit=np.where(self.able, fit, np.nan))

    def loads(self, choice: Ints) -> Floats:
        """Return the effort each city carries when `choice` holds the lead of each topic."""
        led = choice != NOBODY
        return np.bincount(choice[led], self.effort[led], len(self.cities)).astype("float64")

    def pins_fit(self) -> bool:
        """Tell whether all pins fit into the capacities."""
        return bool((self.loads(self.pinned) <= self.capacity + SLACK).all())


def read_problem(
    fit: pd.DataFrame | pd.Series | Mapping[Any, Any],
    *,
    capacity: float | Mapping[Any, float] | pd.Series | pd.DataFrame,
    effort: float | Mapping[Any, float] | pd.Series | pd.DataFrame,
    pins: Pairs,
    vetoes: Pairs,
    floor: float | None,
    wanted: Iterable[Any],
    objective: Objective,
    previous: Pairs,
) -> Problem:
    """Read what a caller hands over; the arguments are those of `leads.propose_leads`.

    Raises:
        InvalidInput: a value is outside its domain.
        UnknownId: a rule names a city or topic that the fit does not have.
        Contradiction: pins, vetoes and capacities exclude each other; every conflict is named.
    """
    if objective not in OBJECTIVES:
        raise InvalidInput(what="objective", value=objective, expected=", ".join(OBJECTIVES))
    if floor is not None and not (is_number(floor) and np.isfinite(floor)):
        raise InvalidInput(what="floor", value=floor, expected="a finite number, or None for no floor")
    given = read_fit(fit)
    table = given.loc[sorted(given.index, key=str), sorted(given.columns, key=str)]
    cities, topics = tuple(table.index), tuple(table.columns)
    fits = table.to_numpy(dtype="float64")
    pin_places, vetoed = locate(pins, cities, topics), np.zeros(fits.shape, dtype=bool)
    for place in locate(vetoes, cities, topics):
        vetoed[place] = True
    problem = Problem(
        cities=cities,
        topics=topics,
        fit=fits,
        able=np.zeros(fits.shape, dtype=bool),
        vetoed=vetoed,
        capacity=read_amounts(capacity, cities, what="capacity", key="city_id"),
        effort=read_amounts(effort, topics, what="effort", key="topic_id"),
        pinned=np.full(len(topics), NOBODY),
        free=np.ones(len(topics), dtype=bool),
        wanted=mark(wanted, cities),
        previous=_previous(previous, cities, topics),
        city_order=tuple(cities.index(city) for city in given.index),
        topic_order=tuple(topics.index(topic) for topic in given.columns),
        floor=floor,
        objective=objective,
    )
    return _pin(replace(problem, able=problem.able_without_pins()), pin_places)


def _previous(previous: Pairs, cities: tuple[Hashable, ...], topics: tuple[Hashable, ...]) -> Ints:
    """Find last time's leads; cities and topics that have left since are passed over."""
    rows, columns = (
        {city: row for row, city in enumerate(cities)},
        {topic: column for column, topic in enumerate(topics)},
    )
    leads = np.full(len(topics), NOBODY)
    for city, topic in read_pairs(previous):
        if city in rows and topic in columns:
            leads[columns[topic]] = rows[city]
    return leads


def _pin(problem: Problem, places: list[tuple[int, int]]) -> Problem:
    conflicts = [*_conflicts_of_pairs(problem, places), *_conflicts_of_capacity(problem, places)]
    if conflicts:
        raise Contradiction(conflicts=Conflicts(conflicts))
    for city, topic in places:
        problem = problem.with_pin(city, topic)
        problem.free[topic] = False
    return problem


def _conflicts_of_pairs(problem: Problem, places: list[tuple[int, int]]) -> Iterable[Conflict]:
    counts = Counter(topic for _city, topic in places)
    for topic in sorted(topic for topic, count in counts.items() if count > 1):
        rivals = ", ".join(str(problem.cities[city]) for city, other in places if other == topic)
        yield Conflict("pinned_twice", {"topic_id": problem.topics[topic], "city_ids": rivals})
    for city, topic in places:
        details = {"city_id": problem.cities[city], "topic_id": problem.topics[topic]}
        if problem.vetoed[city, topic]:
            yield Conflict("pinned_and_vetoed", details)
        elif np.isnan(problem.fit[city, topic]):
            yield Conflict("pinned_but_unable", details)


def _conflicts_of_capacity(problem: Problem, places: list[tuple[int, int]]) -> Iterable[Conflict]:
    loads = np.zeros(len(problem.cities))
    for city, topic in places:
        loads[city] += problem.effort[topic]
    for city, (load, capacity) in enumerate(zip(loads, problem.capacity, strict=True)):
        if load > capacity + SLACK:
            details = {"city_id": problem.cities[city], "load": f"{load:g}", "capacity": f"{capacity:g}"}
            yield Conflict("pins_above_capacity", details)
