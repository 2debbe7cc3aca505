"""One wave of a network laid out for questions of transfer: who is strong where, who needs what, who is willing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._wave import Array, in_wave, numbers_like, score_grid, texts_like
from maturity.errors import InvalidInput, UnknownId

STRONG_POINTS = 75.0
ONE_LEVEL = 25.0
TOP_PRIORITY = 3
Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Network:
    """One wave of a network as grids of cities x topics, and the rules of who may teach. Made by read_network.

    Args:
        cities, topics: the ids of both axes.
        score: points, NaN = too few answers.
        need: 0-1 how much a city wants to move in a topic; 1 where unknown.
        need_known: whether it said so.
        willing: 0-3 willingness to share, NaN = unknown.
        product, assets: product id and codes of what can be shared, "" = unknown.
        practice: whether the city has described a good practice.
        weight: one per topic, adding up to 1.
        strong_points, min_difference: a teacher has at least these points, and these more than the learner.
        willing_only: a city that declined to share does not teach.
    """

    cities: pd.Index
    topics: pd.Index
    score: Array
    need: Array
    need_known: npt.NDArray[np.bool_]
    willing: Array
    product: npt.NDArray[np.object_]
    assets: npt.NDArray[np.object_]
    practice: npt.NDArray[np.bool_]
    weight: Array
    strong_points: float
    min_difference: float
    willing_only: bool

    def city(self, city_id: str) -> int:
        """Return a city's row.

        Raises:
            UnknownId: the city is not in this wave.
        """
        if city_id not in self.cities:
            raise UnknownId(value=city_id, concept="city", known=", ".join(self.cities))
        return list(self.cities).index(city_id)


def read_network(
    scores: pd.DataFrame,
    planning: pd.DataFrame,
    *,
    wave_id: str,
    weights: Mapping[str, float] | None = None,
    excluded: frozenset[tuple[str, str]] = frozenset(),
    strong_points: float = STRONG_POINTS,
    min_difference: float = ONE_LEVEL,
    willing_only: bool = False,
) -> Network:
    """Lay one wave out for the questions below.

    Args:
        scores: one row per member and topic; city_id, topic_id, wave_id, score (0-100 points, NaN = too few answers).
        planning: one row per city and topic with a planning answer; city_id, topic_id, wave_id, priority (0-3), share
            (0-3), product_id, assets (codes joined by ";"), bp_text; missing = unknown.
        wave_id: the wave to look at.
        weights: by topic id, 0 or more, 1 where not given.
        excluded: (city_id, topic_id) a city wants to stay out of: it has no need there.
        strong_points: points from which a city can teach (0-100).
        min_difference: points by which the teacher is ahead at least; keeps noise out.
        willing_only: whether a city that declined to share a topic (share = 0) is left out as its teacher.

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: scores has no row of this wave.
        InvalidInput: a weight is negative, or all are 0.

    Source: docs/method.md, "Transfer".
    """
    grid = score_grid(scores, wave_id)
    plans = in_wave(planning, wave_id, "priority", "share", "product_id", "assets", "bp_text")
    need = numbers_like(grid, plans, "priority") / TOP_PRIORITY
    need_known = ~np.isnan(need)
    need = np.where(need_known, need, 1.0)
    for city_id, topic_id in excluded:
        if city_id in grid.index and topic_id in grid.columns:
            place = grid.index.get_loc(city_id), grid.columns.get_loc(topic_id)
            need[place], need_known[place] = 0.0, True
    return Network(
        cities=grid.index,
        topics=grid.columns,
        score=grid.to_numpy(dtype=float).round(9),
        need=need,
        need_known=need_known,
        willing=numbers_like(grid, plans, "share"),
        product=texts_like(grid, plans, "product_id"),
        assets=texts_like(grid, plans, "assets"),
        practice=texts_like(grid, plans, "bp_text") != "",
        weight=_weights(grid.columns, weights or {}),
        strong_points=strong_points,
        min_difference=min_difference,
        willing_only=willing_only,
    )


def _weights(topics: pd.Index, given: Mapping[str, float]) -> Array:
    weight = np.array([float(given.get(topic_id, 1.0)) for topic_id in topics])
    if (weight < 0).any() or not weight.sum() > 0:
        raise InvalidInput(what="weights", value=weight.min(), expected="0 or more, and not all 0")
    return np.asarray(weight / weight.sum())


class Lesson(NamedTuple):
    """One topic: rows of its possible teachers and learners, and what each learner would gain from each teacher."""

    topic: int
    teachers: Places
    learners: Places
    gain: Array


def find_strong(network: Network, topic: int) -> Places:
    """Rows of the cities that may teach a topic: who declined last, else the most points first."""
    score, has_declined = network.score[:, topic], network.willing[:, topic] == 0
    teachers = np.flatnonzero((score >= network.strong_points) & ~(has_declined & network.willing_only))
    return np.asarray(teachers[np.lexsort((teachers, -score[teachers], has_declined[teachers]))])


def lessons(network: Network, *, learner: int | None = None, teacher: int | None = None) -> Iterator[Lesson]:
    """Per topic need x difference where a teacher is strong and far enough ahead, else 0; teachers best first.

    With a learner or a teacher only its own rows or columns are worked out: that is what a network of many thousand
    cities can afford on a page.
    """
    asked = np.arange(len(network.cities)) if learner is None else np.array([learner])
    for topic, score in enumerate(network.score.T):
        teachers = find_strong(network, topic)
        if teacher is not None:
            teachers = teachers[teachers == teacher]
        learners = asked[(score[asked] <= 100 - network.min_difference) & (network.need[asked, topic] > 0)]
        difference = score[teachers, None] - score[None, learners]
        gain = np.where(difference >= network.min_difference, difference * network.need[learners, topic], 0.0)
        yield Lesson(topic, teachers, learners, gain)
