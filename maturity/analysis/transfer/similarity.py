"""Similarity of two cities: answer by answer (Gower), and by the topics they are strong in (Jaccard, overlap)."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis._wave import Array, score_grid
from maturity.errors import UnknownId, UnknownWave

STRONG_POINTS = 75.0
FULL_SCALE = 100.0


def compare_answers(
    answers: pd.DataFrame, questions: pd.DataFrame, *, wave_id: str, city_id: str | None = None
) -> pd.DataFrame:
    """Compare every two cities over the questions that both have answered (Gower's coefficient).

    Args:
        answers: one row per city, wave and question; city_id, wave_id, question_id, answer_points (0-100, NaN = none).
        questions: one row per question; question_id, weight.
        wave_id: the wave to compare in.
        city_id: only the pairs with this city.

    Returns:
        One row per pair, city_a before city_b, most alike first: city_a, city_b, similarity = 1 - weighted mean of
        |points a - points b| / 100 (1 = the same answers, 0 = opposite ends everywhere; NaN without a shared
        question), shared_count (questions both have answered: always show it).

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: answers has no row of this wave.
        UnknownId: the city is not among those that answered.

    Source: docs/method.md, "Similarity".
    """
    require_columns(answers, "city_id", "wave_id", "question_id", "answer_points")
    require_columns(questions, "question_id", "weight")
    rows = answers.loc[answers["wave_id"] == wave_id]
    if rows.empty:
        raise UnknownWave(wave_id=wave_id, known=", ".join(sorted(answers["wave_id"].unique())))
    grid = rows.pivot(index="city_id", columns="question_id", values="answer_points").astype(float).sort_index()
    weight = questions.set_index("question_id")["weight"].astype(float).reindex(grid.columns).to_numpy()
    asked = _rows(grid.index, city_id)
    shared, weights, distance = (np.zeros((len(asked), len(grid))) for _ in range(3))
    points = grid.to_numpy()
    # One question at a time: 1,000 cities need 1 million cells, not 1 million times the questions.
    for given, question_weight in zip(points.T, weight, strict=True):
        known = (~np.isnan(given[asked, None]) & ~np.isnan(given)).astype(float)
        shared += known
        weights += question_weight * known
        distance += question_weight * np.nan_to_num(np.abs(given[asked, None] - given))
    apart = _share(distance, FULL_SCALE * weights)
    table = _pairs(grid.index, asked, similarity=1 - apart, shared_count=shared.astype(int))
    return table.sort_values(["similarity", "city_a", "city_b"], ascending=[False, True, True], ignore_index=True)


def compare_strengths(
    scores: pd.DataFrame, *, wave_id: str, strong_points: float = STRONG_POINTS, city_id: str | None = None
) -> pd.DataFrame:
    """Compare every two cities by the sets of topics they are strong in, over the topics both have a score in.

    Args:
        scores: one row per city, topic and wave; city_id, topic_id, wave_id, score (0-100, NaN = too few answers).
        wave_id: the wave to compare in.
        strong_points: points from which a city is strong in a topic.
        city_id: only the pairs with this city.

    Returns:
        One row per pair, city_a before city_b, largest common strength first: city_a, city_b, both_count (topics
        both are strong in), any_count (at least one), jaccard = both / any, overlap_coefficient = both / the
        smaller set (1 = one contains the other), shared_topic_count; NaN where nobody, for the overlap where one
        of them, is strong in anything.

    Raises:
        MissingColumns: scores lacks one of its columns.
        UnknownWave: scores has no row of this wave.
        UnknownId: the city is not in this wave.

    Source: docs/method.md, "Similarity".
    """
    grid = score_grid(scores, wave_id)
    known = grid.notna().to_numpy(dtype=float)
    strong = (grid.round(9) >= strong_points).to_numpy(dtype=float)
    asked = _rows(grid.index, city_id)
    both = strong[asked] @ strong.T
    # Strong topics of the one city that the other has a score in, too.
    own, other = strong[asked] @ known.T, known[asked] @ strong.T
    any_, smaller = own + other - both, np.minimum(own, other)
    table = _pairs(
        grid.index,
        asked,
        both_count=both.astype(int),
        any_count=any_.astype(int),
        jaccard=_share(both, any_),
        overlap_coefficient=_share(both, smaller),
        shared_topic_count=(known[asked] @ known.T).astype(int),
    )
    return table.sort_values(
        ["both_count", "jaccard", "city_a", "city_b"], ascending=[False, False, True, True], ignore_index=True
    )


def _share(part: Array, whole: Array) -> Array:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))


def _rows(city_ids: pd.Index, city_id: str | None) -> npt.NDArray[np.intp]:
    if city_id is None:
        return np.arange(len(city_ids))
    if city_id not in city_ids:
        raise UnknownId(value=city_id, concept="city", known=", ".join(city_ids))
    return np.array([list(city_ids).index(city_id)])


def _pairs(city_ids: pd.Index, asked: npt.NDArray[np.intp], **measures: npt.NDArray[np.generic]) -> pd.DataFrame:
    """Read the pairs off tables of the cities asked for x all: above the diagonal, or all of the one city."""
    if len(asked) == len(city_ids):
        row, other = np.triu_indices(len(city_ids), k=1)
    else:
        other = np.flatnonzero(np.arange(len(city_ids)) != asked[0])
        row = np.zeros_like(other)
    one = asked[row]
    table = {"city_a": city_ids.take(np.minimum(one, other)), "city_b": city_ids.take(np.maximum(one, other))}
    return pd.DataFrame(table | {name: values[row, other] for name, values in measures.items()})
