"""What a file does to the topic scores of its cities: points and levels before and after. Pure."""

import pandas as pd

from maturity.analysis.scores.aggregate import score_topics

KEYS = ["city_id", "wave_id", "topic_id"]
COLUMNS = [*KEYS, "score_before", "score_after", "level_before", "level_after"]


def score_effects(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    questions: pd.DataFrame,
    options: pd.DataFrame,
    min_coverage: float,
) -> pd.DataFrame:
    """List the topics whose score or level changes.

    Args:
        before: the values in force, with the ledger's columns; empty for a city that answers for the first time.
        after: the values of the file, of the same cities and waves.
        questions: question_id, topic_id, core, weight, scale_min, scale_max.
        options: question_id, code, value, kind.
        min_coverage: answered / applicable questions, below which a topic has no score.

    Returns:
        One row per city, wave and topic that changes, in the order of `questions`: city_id, wave_id, topic_id,
        score_before, score_after (points, NaN = no score), level_before, level_after.
    """
    scored = [
        score_topics(_answers(values, questions, options), questions, min_coverage=min_coverage)[
            [*KEYS, "score", "level"]
        ]
        for values in (before, after)
    ]
    both = scored[0].merge(scored[1], on=KEYS, how="outer", suffixes=("_before", "_after"))
    old, new = both["score_before"].astype(float).round(9), both["score_after"].astype(float).round(9)
    changed = both.loc[old.fillna(-1) != new.fillna(-1), COLUMNS]
    place = {topic_id: place for place, topic_id in enumerate(questions["topic_id"].drop_duplicates())}
    order = changed.assign(place=changed["topic_id"].map(place)).sort_values(["wave_id", "city_id", "place"])
    return order[COLUMNS].reset_index(drop=True)


def _answers(values: pd.DataFrame, questions: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """One row per question answered, with its kind and its points by goalposts."""
    given = values.loc[values["item"] == "question", ["city_id", "wave_id", "item_id", "code"]]
    given = given.rename(columns={"item_id": "question_id"})
    given = given.merge(options[["question_id", "code", "value", "kind"]], on=["question_id", "code"])
    given = given.merge(questions[["question_id", "scale_min", "scale_max"]], on="question_id")
    span = given["scale_max"] - given["scale_min"]
    return given.assign(answer_points=100.0 * (given["value"] - given["scale_min"]) / span)
