"""How well each question fits its topic: against the topic's other questions, and alpha where it means something."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from maturity.analysis.robustness.signs import (
    ALPHA_CITIES,
    ALPHA_QUESTIONS,
    check_signs,
    find_alpha,
    find_alpha_without,
)
from maturity.language import _, number
from maturity.rows import rows_of
from web.services import naming, robustness, snapshot
from web.shared import markup


class Fitting(NamedTuple):
    """Why there is no alpha (empty where there is one), and the table question by question."""

    note: str
    table: str


def content(wave_id: str) -> Fitting | None:
    """Make what the page says about questions and topics of a wave; None where there is nothing to compare."""
    given = robustness.inputs(wave_id)
    if not given.is_feasible:
        return None
    tree = snapshot.table("question_tree", wave_id=wave_id)
    topic_of = dict(zip(tree["question_id"], tree["topic_id"], strict=True))
    return fitting(given.survey.points, topic_of=topic_of, topic_names=naming.names(wave_id).topics)


def fitting(points: pd.DataFrame, *, topic_of: Mapping[str, str], topic_names: Mapping[str, str]) -> Fitting:
    """Hold each question against its topic.

    Args:
        points: one row per city, one column per question; 0-100 points, NaN = missing.
        topic_of: topic by question id.
        topic_names: name by topic id.
    """
    signs, alphas = check_signs(points, parents=topic_of), find_alpha(points, parents=topic_of)
    rows = pd.DataFrame(
        {
            _("Question"): signs["question_id"],
            _("Topic"): signs["parent_id"].map(topic_names),
            _("Cities"): [number(count) for count in signs["city_count"]],
            _("Question against the rest"): [_or_unknown(value) for value in signs["correlation"]],
        }
    )
    numbers = list(rows.columns[2:])
    if has_alpha := bool(alphas["alpha"].notna().any()):
        by_topic = {row.topic_id: _alpha_words(row) for row in rows_of(alphas)}
        without = find_alpha_without(points, parents=topic_of)["alpha"]
        rows[_("Alpha of the topic")] = signs["parent_id"].map(by_topic)
        rows[_("Alpha without the question")] = [_or_unknown(value) for value in without]
        numbers = list(rows.columns[2:])
    caption = _(
        "Question against the rest: rank correlation with the mean of the topic’s other questions, -1 to 1. "
        "Below 0 the question runs against its topic. Cities: those that answered it and another one of its topic."
    )
    table = markup.html_table(rows, caption=caption, numbers=numbers)
    return Fitting("" if has_alpha else _why_no_alpha(alphas), table)


def _alpha_words(row: Any) -> str:
    if row.question_count < ALPHA_QUESTIONS:
        return _("too few questions")
    if row.city_count < ALPHA_CITIES:
        return _("too few cities")
    return _or_unknown(row.alpha)


def _why_no_alpha(alphas: pd.DataFrame) -> str:
    """Say what alpha would need and what there is."""
    asked = alphas.loc[alphas["question_count"] >= ALPHA_QUESTIONS, "city_count"]
    return _(
        "Cronbach’s alpha is not shown: below {questions} questions in a topic and {cities} cities that answered all "
        "of them it is chance. Here at most {most} cities answered all questions of such a topic. What can be said is "
        "how each question goes along with the rest of its topic."
    ).format(questions=ALPHA_QUESTIONS, cities=ALPHA_CITIES, most=number(asked.max() if len(asked) else 0))


def _or_unknown(value: float) -> str:
    return _("unknown") if pd.isna(value) else number(round(value, 2) + 0.0, 2)  # no -0,00
