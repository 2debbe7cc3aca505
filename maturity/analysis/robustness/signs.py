"""Checks between questions that still make sense with few cities: rank correlation, its sign, alpha."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers, by_id
from maturity.errors import UnknownId

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
    """Find questions that run against the rest of their topic: perhaps reversed, perhaps misunderstood.

    Args:
        points: one row per city, one column per question; 0-100 points, NaN = missing.
        parents: topic by question id.

    Returns:
        One row per question, as given: question_id, parent_id, city_count (cities that answered it and another one of
        its topic), correlation (Spearman, the question against the mean of the topic's other questions; NaN without
        others), is_against (below 0).

    Raises:
        InvalidInput: a cell is no number.
        UnknownId: a question has no topic.

    Source: docs/method.md, "Checks between questions".
    """
    numbers = pd.DataFrame(as_numbers(points, "points"), columns=points.columns)
    topic = _topics_of(points, parents)
    rows = []
    for question_id in points.columns:
        siblings = [name for name in points.columns if topic[name] == topic[question_id] and name != question_id]
        # The question itself must not be part of what it is held against, or it agrees with itself.
        pair = pd.DataFrame({"question": numbers[question_id], "rest": numbers[siblings].mean(axis=1)}).dropna()
        correlation = correlate(pair).to_numpy()[0, 1]
        rows.append((question_id, topic[question_id], len(pair), correlation, bool(correlation < 0)))
    return pd.DataFrame(rows, columns=["question_id", "parent_id", "city_count", "correlation", "is_against"])


def _topics_of(points: pd.DataFrame, parents: Mapping[str, str] | pd.Series) -> dict[object, object]:
    above = by_id(parents, "parents")
    for question_id in points.columns:
        if str(question_id) not in above:
            raise UnknownId(value=question_id, concept="question", known=", ".join(above))
    return {question_id: above[str(question_id)] for question_id in points.columns}


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
        UnknownId: a question has no topic.

    Source: docs/method.md, "Checks between questions".
    """
    numbers = pd.DataFrame(as_numbers(points, "points"), columns=points.columns)
    topic = pd.Series(_topics_of(points, parents))
    rows = []
    for topic_id in topic.unique():
        complete = numbers[topic.index[topic == topic_id]].dropna()
        rows.append((topic_id, complete.shape[1], len(complete), _alpha(complete)))
    return pd.DataFrame(rows, columns=["topic_id", "question_count", "city_count", "alpha"])


def find_alpha_without(points: pd.DataFrame, *, parents: Mapping[str, str] | pd.Series) -> pd.DataFrame:
    """Compute Cronbach's alpha of each question's topic without that question ("alpha if deleted").

    Args:
        points, parents: as in `find_alpha`.

    Returns:
        One row per question, as given: question_id, topic_id, alpha (over the cities that answered all questions of
        the topic, so that it compares with `find_alpha`; NaN where fewer than 3 questions or 10 such cities remain,
        or when no score differs).

    Raises: as `find_alpha`.

    Source: docs/method.md, "Checks between questions".
    """
    numbers = pd.DataFrame(as_numbers(points, "points"), columns=points.columns)
    topic = pd.Series(_topics_of(points, parents))
    complete = {topic_id: numbers[topic.index[topic == topic_id]].dropna() for topic_id in topic.unique()}
    rows = [(name, topic[name], _alpha(complete[topic[name]].drop(columns=name))) for name in points.columns]
    return pd.DataFrame(rows, columns=["question_id", "topic_id", "alpha"])


def _alpha(complete: pd.DataFrame) -> float:
    """Alpha of the questions of one topic over cities without a gap; NaN where it would be noise."""
    cities, questions = complete.shape
    if questions < ALPHA_QUESTIONS or cities < ALPHA_CITIES:
        return np.nan
    answers = complete.to_numpy()
    total, parts = float(answers.sum(axis=1).var(ddof=1)), float(answers.var(axis=0, ddof=1).sum())
    return questions / (questions - 1) * (1 - parts / total) if total > 0 else np.nan
