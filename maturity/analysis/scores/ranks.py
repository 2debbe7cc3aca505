"""Ranks: competition ranks on rounded scores, rank ranges from bounds, and pairs whose order nothing can turn."""

from typing import TypeVar

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers, require_columns
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput

Scores = TypeVar("Scores", pd.Series, pd.DataFrame)


def rank(scores: Scores, *, digits: int = 9) -> Scores:
    """Rank scores, 1 is the highest; equal ones share a rank and the next ranks are skipped (1, 2, 2, 4).

    Args:
        scores: one score per city, or one column of scores per topic; NaN = no score.
        digits: decimals to round to first, so that the noise of summing never separates equal scores.

    Returns:
        The ranks in the shape of the scores; NaN where there is no score.

    Raises:
        InvalidInput: a score is no number.

    Source: docs/method.md, "Ranks".
    """
    if isinstance(scores, pd.Series):
        ranks = rank_rows(as_numbers(scores.to_frame(), "scores").T, digits)[0]
        return pd.Series(ranks, index=scores.index, name=scores.name)
    columns = rank_rows(as_numbers(scores, "scores").T, digits).T
    return pd.DataFrame(columns, index=scores.index, columns=scores.columns)


def rank_rows(scores: Array, digits: int = 9) -> Array:
    """Rank along the last axis, as `rank` does; every row on its own."""
    known = ~np.isnan(scores)
    # A missing score goes to the very end, where it moves nobody else's rank. (scipy.stats takes a second to import.)
    keys = -np.where(known, np.round(scores, digits), -np.inf)
    order = np.argsort(keys, axis=-1)
    ordered = np.take_along_axis(keys, order, axis=-1)
    places = np.broadcast_to(np.arange(1.0, keys.shape[-1] + 1), keys.shape).copy()
    places[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0  # as the one before
    ranks = np.empty(keys.shape)
    np.put_along_axis(ranks, order, np.maximum.accumulate(places, axis=-1), axis=-1)
    return np.where(known, ranks, np.nan)


def rank_ranges(scores: pd.DataFrame, *, digits: int = 9) -> pd.DataFrame:
    """Find the best and the worst rank that the unanswered questions still allow.

    Args:
        scores: one row per city, with score_low and score_high (0-100 points, NaN = no bounds).
        digits: decimals to round to first.

    Returns:
        The same rows with rank_best = 1 + cities whose low exceeds this city's high, and
        rank_worst = 1 + other cities whose high exceeds this city's low; NaN without bounds.

    Raises:
        MissingColumns: scores lacks one of the two columns.
        InvalidInput: a low is above its high.

    Source: docs/method.md, "Rank range".
    """
    require_columns(scores, "score_low", "score_high")
    low, high = np.round(as_numbers(scores[["score_low", "score_high"]], "score bounds"), digits).T
    if (turned := np.flatnonzero(low > high)).size:
        what = f"score_low of {scores['city_id'].iloc[turned[0]] if 'city_id' in scores else scores.index[turned[0]]}"
        raise InvalidInput(what=what, value=low[turned[0]], expected=f"at most score_high ({high[turned[0]]:g})")
    best = 1.0 + (low[None, :] > high[:, None]).sum(axis=1)
    above = high[None, :] > low[:, None]
    np.fill_diagonal(above, False)
    worst = 1.0 + above.sum(axis=1)
    known = ~np.isnan(low)
    return scores.assign(rank_best=np.where(known, best, np.nan), rank_worst=np.where(known, worst, np.nan))


def dominance_pairs(points: pd.DataFrame) -> pd.DataFrame:
    """List the pairs of cities whose order no weight and no coding of the levels can turn around.

    Args:
        points: one row per city, one column per question; NaN = missing. Any monotone values will do.

    Returns:
        One row per pair: city_id, dominated_city_id, question_count. The first is at least as high on every question
        and higher on one; both answered exactly the same questions, at least one. Ordered as the cities are.

    Source: docs/method.md, "Dominance".
    """
    values = as_numbers(points, "points")
    known = ~np.isnan(values)
    rows = []
    for first in range(len(values)):
        comparable = (known == known[first]).all(axis=1) & known[first].any()
        no_lower = (values[first] >= values).sum(axis=1) == known[first].sum()
        higher = (values[first] > values).any(axis=1)
        rows += [(first, int(second)) for second in np.flatnonzero(comparable & no_lower & higher)]
    return pd.DataFrame(
        {
            "city_id": [points.index[first] for first, _ in rows],
            "dominated_city_id": [points.index[second] for _, second in rows],
            "question_count": [int(known[first].sum()) for first, _ in rows],
        }
    )
