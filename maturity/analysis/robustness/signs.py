"""Checks between questions that still make sense with few cities: rank correlation, its sign, alpha."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers
from maturity.analysis.scores import aggregate

# Fewer cities or questions make these numbers noise.
MIN_PAIRS = 3
ALPHA_QUESTIONS, ALPHA_CITIES = 3, 10


def correlate(scores: pd.DataFrame) -> pd.DataFrame:
    """Correlate the ranks of every two columns (Spearman), each over the cities that have both.

    Args:
        scores: one row per city, one column per topic or question; NaN = missing.

    Returns:
        Column by column: -1 to 1; NaN with fewer than 3 common cities or where one column is constant.

    Raises:
        InvalidInput: a cell is no number.

    Source: docs/method.md, "Checks between questions".
    """
    numbers = pd.DataFrame(as_numbers(scores, "scores"), index=scores.index, columns=scores.columns)
    return numbers.corr(method="spearman", min_periods=MIN_PAIRS)


def check_signs(points: pd.DataFrame, *, parents: Mapping[str, str] | pd.Series) -> pd.DataFrame:
    """Find questions that run against their own topic: perhaps reversed, perhaps misunderstood.

    Args:
        points: one row per city, one column per question; 0-100 points, NaN = missing.
        parents: topic by question id.

    Returns:
        One row per question, as given: question_id, parent_id, city_count (cities with both), correlation
        (Spearman, question against topic score), is_against (below 0).

    Raises:
        As `scores.aggregate`.

    Source: docs/method.md, "Checks between questions".
    """
    above = dict(parents)
    scored = aggregate(points, parents=parents)
    topics = scored.pivot(index="city_id", columns="node_id", values="score").reindex(points.index)
    rows = []
    for question_id in points.columns:
        pair = pd.DataFrame({"question": points[question_id], "topic": topics[above[question_id]]}).dropna()
        correlation = correlate(pair).to_numpy()[0, 1]
        rows.append((question_id, above[question_id], len(pair), correlation, bool(correlation < 0)))
    return pd.DataFrame(rows, columns=["question_id", "parent_id", "city_count", "correlation", "is_against"])


def find_alpha(points: pd.DataFrame, *, parents: Mapping[str, str] | pd.Series) -> pd.DataFrame:
    """Compute Cronbach's alpha per topic, only where it means something.

    Args:
        points: one row per city, one column per question; 0-100 points, NaN = missing.
        parents: topic by question id.

    Returns:
        One row per topic, in the order of its first question: topic_id, question_count, city_count (cities that
        answered all of its questions), alpha (at most 1; NaN with fewer than 3 questions or 10 such cities,
        or when no score differs).

    Raises:
        InvalidInput: a cell is no number.

    Source: docs/method.md, "Checks between questions".
    """
    numbers = pd.DataFrame(as_numbers(points, "points"), columns=points.columns)
    topic = pd.Series([dict(parents)[question_id] for question_id in points.columns], index=points.columns)
    rows = []
    for topic_id in topic.unique():
        complete = numbers[topic.index[topic == topic_id]].dropna()
        cities, questions = complete.shape
        enough = questions >= ALPHA_QUESTIONS and cities >= ALPHA_CITIES
        answers = complete.to_numpy()
        total = float(answers.sum(axis=1).var(ddof=1)) if enough else 0.0
        parts = float(answers.var(axis=0, ddof=1).sum()) if enough else 0.0
        alpha = questions / (questions - 1) * (1 - parts / total) if total > 0 else np.nan
        rows.append((topic_id, questions, cities, alpha))
    return pd.DataFrame(rows, columns=["topic_id", "question_count", "city_count", "alpha"])
