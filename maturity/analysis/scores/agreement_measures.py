"""Agreement among cities on one question or topic, from the counts of its ordered categories."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import is_number
from maturity.errors import InvalidInput

Counts = npt.NDArray[np.float64]


def agreement(counts: Mapping[object, float] | Sequence[float] | pd.Series | Counts) -> dict[str, float]:
    """Measure how far the answers agree.

    Args:
        counts: number of answers per category, lowest category first; at least two categories.
            `count_levels` makes them from answers.

    Returns:
        van_der_eijk (-1 split in two ends, 0 uniform, 1 all equal; NaN below three categories), leik (0 all equal,
        1 two ends). Both NaN when nobody answered.

    Raises:
        InvalidInput: fewer than two categories, or a count is negative or no number.

    Source: docs/method.md, "Agreement".
    """
    given = list(counts.values()) if isinstance(counts, Mapping) else list(counts)
    if len(given) < 2:
        raise InvalidInput(what="the number of categories", value=len(given), expected="at least 2")
    for count in given:
        if not (is_number(count) and 0 <= count < np.inf):
            raise InvalidInput(what="a count", value=count, expected="a number, 0 or more")
    numbers = np.array(given, dtype=float)
    if numbers.sum() == 0:
        return dict.fromkeys(MEASURES, np.nan)
    return {name: measure(numbers) for name, measure in MEASURES.items()}


def count_levels(answers: pd.Series, *, levels: Sequence[float]) -> pd.Series:
    """Count the answers at each level of the scale; levels nobody chose count 0, missing answers do not count.

    Args:
        answers: one answer per city, on the question's scale; NaN = missing.
        levels: all levels of the scale, lowest first.

    Returns:
        The count by level, in their order.

    Raises:
        InvalidInput: an answer is none of the levels.
    """
    given = answers.dropna()
    if (unknown := given[~given.isin(list(levels))]).size:
        raise InvalidInput(what="an answer", value=unknown.iloc[0], expected=f"one of {', '.join(map(str, levels))}")
    counts: pd.Series = given.value_counts().reindex(list(levels), fill_value=0)
    return counts


def van_der_eijk(counts: Counts) -> float:
    """Peel off layers of equal height; each has an agreement of its own, weighted by its share of the answers."""
    if len(counts) < 3:
        return float("nan")
    left, total = counts.copy(), 0.0
    while left.sum() > 0:
        filled = left > 0
        height = left[filled].min()
        total += height * filled.sum() * _layer(filled)
        left = np.where(filled, left - height, 0.0)
    return float(total / counts.sum())


def _layer(filled: npt.NDArray[np.bool_]) -> float:
    """Agreement of a layer: how unimodal its pattern is, times how few of the categories it fills."""
    categories = len(filled)
    after, before = np.cumsum(filled[::-1])[::-1], np.cumsum(filled)
    gaps = np.flatnonzero(~filled)
    # Triples 101 have the gap in the middle; 110 and 011 have it beside two filled ones.
    split = sum(int(before[gap] * after[gap]) for gap in gaps)
    joined = sum(int(before[gap] * (before[gap] - 1) // 2 + after[gap] * (after[gap] - 1) // 2) for gap in gaps)
    if split + joined == 0:
        unimodality = 1.0
    else:
        unimodality = ((categories - 2) * joined - (categories - 1) * split) / ((categories - 2) * (joined + split))
    return float(unimodality * (1 - (filled.sum() - 1) / (categories - 1)))


def leik(counts: Counts) -> float:
    """Sum the smaller side of every cut through the scale, as a share of the largest possible sum."""
    reached = _reached(counts)
    return float(2 * np.minimum(reached, 1 - reached).sum() / len(reached))


def _reached(counts: Counts) -> Counts:
    """Cumulative shares at every cut between two categories."""
    return np.asarray(np.cumsum(counts)[:-1] / counts.sum())


MEASURES: dict[str, Callable[[Counts], float]] = {
    "van_der_eijk": van_der_eijk,
    "leik": leik,
}
