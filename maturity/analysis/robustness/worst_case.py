"""The worst case of a comparison: the lowest difference of two scores over all codings and all weights of a band.

A monotone coding of the levels is a mean of steps, each 0 below a threshold and 100 from it on, and a difference of two
scores is linear in the coding and in the weights. So its lowest value lies at one step, with each topic's weight at an
end of the band. Derivation and proof: docs/method.md, "Robust order".
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maturity.analysis.robustness.survey import Structure, Survey, read_structure
from maturity.analysis.robustness.weights import share_out
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

# Differences are sums of shares of 0-1; anything this small is rounding.
ROUNDING = 1e-12
# Points are quotients: the same level reached by another division is the same threshold.
DIGITS = 9
# Pairs are compared in batches of about this many, so that a batch stays in the processor's cache.
BATCH_PAIRS = 30_000


@dataclass(frozen=True, eq=False)
class Topic:
    """Questions with a common parent: their places, what each and all of them count in the index."""

    places: Places
    weights: Array
    weight: float


@dataclass(frozen=True, eq=False)
class Answers:
    """Rows of answers: points (NaN = open) and which questions apply; both (rows, questions)."""

    points: Array
    asked: Flags

    def rows(self, chosen: slice | Places) -> "Answers":
        """Some of the rows."""
        return Answers(self.points[chosen], self.asked[chosen])


def read_within(survey: Survey, weight_band: float) -> Structure:
    """Check a survey and the band of its weights.

    Raises:
        OutsideScale, UnknownId, InvalidInput: as `scores.aggregate`; or the band is not 0 to below 1.
    """
    if not 0 <= weight_band < 1:
        raise InvalidInput(what="weight_band", value=weight_band, expected="0 or more, and below 1")
    return read_structure(survey)


def answers_of(structure: Structure) -> Answers:
    """The answers of a survey."""
    return Answers(np.round(structure.points, DIGITS), structure.asked)


def topics_of(structure: Structure) -> list[Topic]:
    """The parents of questions, as far as they count anything."""
    _, effective = share_out(structure.tree, structure.weights)
    places = [children[children < structure.tree.question_count] for children in structure.tree.children]
    topics = [Topic(own, effective[own], float(effective[own].sum())) for own in places]
    return [topic for topic in topics if topic.weight > 0]


def _thresholds(*points: Array) -> Array:
    """Every value an answer reaches, and the highest, which an open one may reach; between them nothing changes."""
    return np.unique(np.concatenate([*(values[values > 0] for values in points), [100.0]]))


def worst_differences(topics: Iterable[Topic], ahead: Answers, behind: Answers, weight_band: float) -> Array:
    """The lowest difference of each row of `ahead` to each of `behind`, over all codings and weights: (rows, rows).

    In the units of the index, 0-1. What applies to one of two rows alone is left out.
    """
    steps = _thresholds(ahead.points, behind.points)
    batch = max(1, BATCH_PAIRS // max(1, len(behind.points)))
    parts = [
        _worst_of_batch(topics, ahead.rows(slice(start, start + batch)), behind, steps=steps, weight_band=weight_band)
        for start in range(0, len(ahead.points), batch)
    ]
    return np.vstack(parts) if parts else np.zeros((0, len(behind.points)))


def _worst_of_batch(
    topics: Iterable[Topic], ahead: Answers, behind: Answers, *, steps: Array, weight_band: float
) -> Array:
    worst = np.zeros((len(steps), len(ahead.points), len(behind.points)))
    for topic in topics:
        mine, theirs = (rows.asked[:, topic.places].astype(float) for rows in (ahead, behind))
        low, high = np.nan_to_num(ahead.points[:, topic.places]), np.nan_to_num(behind.points[:, topic.places], nan=100)
        common = (mine * topic.weights) @ theirs.T
        rate = np.divide(topic.weight, common, out=np.zeros(common.shape), where=common > 0)
        for total, step in zip(worst, steps, strict=True):
            reached, exceeded = mine * topic.weights * (low >= step), theirs * topic.weights * (high >= step)
            difference = np.hstack([reached, -mine]) @ np.hstack([theirs, exceeded]).T
            difference *= rate
            total += difference
            # Its weight is lowest where the topic speaks for the row, highest where it speaks against it.
            np.abs(difference, out=difference)
            difference *= weight_band
            total -= difference
    return np.asarray(worst.min(axis=0))


def is_ahead(worst: Array, worst_of_other: Array) -> Flags:
    """Never below, and not equal under everything."""
    return np.asarray((worst >= -ROUNDING) & ~(worst_of_other >= -ROUNDING))
