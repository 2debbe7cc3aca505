"""Scores: from answers over topics and dimensions to the index, with coverage and bounds."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers, require_columns
from maturity.analysis.scores.coverage import (
    TWO_THIRDS,
    Missing,
    asked_cells,
    count_coverage,
    fill_gaps,
    for_nodes,
)
from maturity.analysis.scores.means import Method
from maturity.analysis.scores.normalisation import refuse_outside
from maturity.analysis.scores.tree import INDEX, build_tree, parents_of, roll_up, weight_row

LEVEL_WIDTH, TOP_LEVEL = 25, 4
ARITHMETIC: Method = "arithmetic"
SCORE_COLUMNS = ("score", "score_low", "score_high", "coverage", "answered_count", "applicable_count")


def aggregate(
    points: pd.DataFrame,
    *,
    parents: Mapping[str, str] | pd.Series,
    weights: Mapping[str, float] | pd.Series | None = None,
    method: Method | Mapping[str, Method] = "arithmetic",
    missing: Missing = "available",
    min_coverage: float | Mapping[str, float] = TWO_THIRDS,
    applicable: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Average points up the tree, with coverage and with bounds for what is not answered.

    Args:
        points: one row per city, one column per question; 0-100 points, NaN = missing.
        parents: the parent's id by id: question to topic and, for deeper trees, topic to dimension and so on.
            Whatever has no parent stands directly below "index".
        weights: by id of a question or node, 0 or more, 1 where not given; only their ratio within a parent counts.
        method: the mean of every node, or by node id ("arithmetic" for the others): arithmetic, geometric, harmonic,
            or a number, the exponent of the generalised mean.
        missing: "available" averages what is answered; "low", "high", "median" fill a gap with 0, 100 or the median
            of the cities that answered the question.
        min_coverage: the share below which a node has no score, for every node or by node id (2/3 for the others).
        applicable: same shape as points, False = not this city's responsibility; by default all questions apply.

    Returns:
        One row per city and node, cities as given, children before parents, "index" last: city_id, node_id,
        score (NaN = below min_coverage), score_low, score_high (every gap filled lowest, highest; widened to hold
        the score), coverage, answered_count, applicable_count (questions for a topic, topics with a score above),
        level.

    Raises:
        OutsideScale: points lie outside 0-100.
        UnknownId: a question has no parent, or a weight, mean or threshold belongs to no question and no node.
        InvalidInput: a cell is no number, a weight is negative, all weights below a node are 0, a threshold is no
            share, the tree has a loop, an unknown method.

    Source: docs/method.md, "Scores".
    """
    known = as_numbers(points, "points")
    refuse_outside(known, np.zeros(known.shape[1]), np.full(known.shape[1], 100.0), points)
    tree = build_tree(list(points.columns), parents)
    asked = asked_cells(points, applicable)
    filled = fill_gaps(known, asked, missing)
    row, methods = weight_row(tree, weights), for_nodes(tree, method, ARITHMETIC, "method")
    has_value = ~np.isnan(filled) & (row[: tree.question_count] > 0)  # what weighs nothing makes no score
    answered, total, scored = count_coverage(tree, ~np.isnan(known), asked, min_coverage, has_value)
    score = roll_up(tree, filled, row, methods, scored)
    low = roll_up(tree, fill_gaps(known, asked, "low"), row, methods)
    high = roll_up(tree, fill_gaps(known, asked, "high"), row, methods)
    table = pd.DataFrame(
        {
            "city_id": np.repeat(points.index.to_numpy(), len(tree.node_ids)),
            "node_id": np.tile(np.array(tree.node_ids, dtype=object), len(points)),
            "score": score.ravel(),
            # A topic below the threshold is left out of the index but is within its bounds: hold both.
            "score_low": np.fmin(low, score).ravel(),
            "score_high": np.fmax(high, score).ravel(),
            "coverage": np.divide(answered, total, out=np.full(total.shape, np.nan), where=total > 0).ravel(),
            "answered_count": answered.ravel(),
            "applicable_count": total.ravel(),
        }
    )
    return table.assign(level=level(table["score"]))


def score_topics(
    answers: pd.DataFrame, questions: pd.DataFrame, *, min_coverage: float = TWO_THIRDS, missing: Missing = "available"
) -> pd.DataFrame:
    """Score every topic of every city and wave from the long table of answers.

    Args:
        answers: city_id, wave_id, question_id, kind ("level", "kA", "nz" or missing), answer_points (0-100 or NaN).
        questions: question_id, topic_id, core (0/1), weight.
        min_coverage: answered / applicable questions, below which a topic has no score.
        missing: as in `aggregate`.

    Returns:
        One row per city, wave and topic: city_id, wave_id, topic_id, score, score_low, score_high, coverage,
        answered_count, applicable_count, level, form. A city that answered nothing but core questions has the form
        "core" and is measured by those alone; "nz" leaves the denominator. Ordered by wave, city and topic.

    Raises:
        MissingColumns: a table lacks one of its columns.

    Source: docs/method.md, "Scores".
    """
    require_columns(answers, "city_id", "wave_id", "question_id", "kind", "answer_points")
    require_columns(questions, "question_id", "topic_id", "core", "weight")
    parts = [
        _score_form(rows, questions, min_coverage, missing)
        for _, rows in keep_form(answers, questions).groupby(["wave_id", "form"])
    ]
    columns = ["city_id", "wave_id", "topic_id", *SCORE_COLUMNS, "level", "form"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts)[columns].sort_values(["wave_id", "city_id", "topic_id"], ignore_index=True)


def keep_form(answers: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """Add the columns core and form, and drop what a city with the short form was not asked.

    A city that answered nothing but core questions in a wave, not even with "kA", took the short form.
    """
    table = answers.merge(questions[["question_id", "core"]], on="question_id")
    beyond = (table["core"].eq(0) & table["kind"].notna()).groupby([table["city_id"], table["wave_id"]])
    is_full = beyond.transform("any")
    return table.assign(form=np.where(is_full, "full", "core"))[is_full | table["core"].eq(1)]


def _score_form(rows: pd.DataFrame, questions: pd.DataFrame, min_coverage: float, missing: Missing) -> pd.DataFrame:
    """Score the cities of one wave that took the same form."""
    wave_id, form = rows[["wave_id", "form"]].iloc[0]
    asked = questions[questions["core"].eq(1)] if form == "core" else questions
    # A topic whose questions on this form all weigh nothing has no score.
    asked = asked[asked.groupby("topic_id")["weight"].transform("sum") > 0]
    order = {"index": "city_id", "columns": "question_id"}
    points = rows.pivot(**order, values="answer_points").reindex(columns=asked["question_id"])
    applicable = rows.pivot(**order, values="kind").reindex(columns=asked["question_id"]) != "nz"
    scored = aggregate(
        points,
        parents=parents_of(asked),
        weights=asked.set_index("question_id")["weight"],
        missing=missing,
        min_coverage=min_coverage,
        applicable=applicable,
    )
    topics = scored[scored["node_id"] != INDEX].rename(columns={"node_id": "topic_id"})
    return topics.assign(wave_id=wave_id, form=form)


def level(scores: pd.Series) -> pd.Series:
    """Return the level of each score: floor(score / 25), at most 4; NA without a score.

    Scores are rounded to 9 decimals first, so that 75 reached by another order of summing is still level 3.
    """
    steps = scores.astype(float).round(9).floordiv(LEVEL_WIDTH).clip(upper=TOP_LEVEL)
    return steps.astype("Int64")
