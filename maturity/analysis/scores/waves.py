"""Waves: what changed between two rounds of the survey, like with like at every level."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.scores.aggregate import aggregate, keep_form, level
from maturity.analysis.scores.coverage import TWO_THIRDS
from maturity.analysis.scores.tree import parents_of
from maturity.errors import UnknownWave

COLUMNS = ("city_id", "wave_id", "question_id", "kind", "answer_points")
CHANGES = (
    "city_id", "node_id", "score_from", "score_to", "change", "level_from", "level_to", "level_change", "linked_count",
    "child_count",
)  # fmt: skip


def compare_waves(
    answers: pd.DataFrame,
    questions: pd.DataFrame,
    *,
    wave_from: str,
    wave_to: str,
    topics: pd.DataFrame | None = None,
    min_coverage: float | Mapping[str, float] = TWO_THIRDS,
) -> pd.DataFrame:
    """Compare each city with itself, topic by topic and in the index.

    Args:
        answers: city_id, wave_id, question_id, kind ("level", "kA", "nz" or missing), answer_points (0-100 or NaN).
        questions: question_id, topic_id, core (0/1), weight.
        wave_from: the earlier wave.
        wave_to: the later wave.
        topics: topic_id, dimension_id, if the index is built over dimensions.
        min_coverage: as in `scores.aggregate`.

    Returns:
        One row per city of both waves and per topic, dimension and "index": city_id, node_id, score_from, score_to,
        change (points, NaN where too little links the waves), level_from, level_to, level_change (0 = same level; NA
        = unknown, or not certain because unanswered questions could explain it), linked_count of child_count
        (questions answered in both waves, of those that apply in both; above the topics: topics with a change, of
        those that apply). Scores here are those of the linked questions and may differ from the wave's own.

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: a wave has no rows.

    Source: docs/method.md, "Change between waves".
    """
    require_columns(answers, *COLUMNS)
    require_columns(questions, "question_id", "topic_id", "core", "weight")
    for wave_id in (wave_from, wave_to):
        if not answers["wave_id"].eq(wave_id).any():
            raise UnknownWave(wave_id=wave_id, known=sorted(answers["wave_id"].unique()))
    asked = keep_form(answers, questions)
    kinds, points = ({wave: _wide(asked, wave, name) for wave in (wave_from, wave_to)} for name in COLUMNS[-2:])
    cities = kinds[wave_from].index.intersection(kinds[wave_to].index).sort_values()
    order = [name for name in questions["question_id"] if all(name in kinds[wave] for wave in kinds)]
    if not order:
        return pd.DataFrame(columns=list(CHANGES))
    both = pd.DataFrame(True, index=cities, columns=order)
    for wave in kinds:
        both &= _comparable(asked, wave, kinds[wave]).reindex(index=cities, columns=order)
    given = {wave: points[wave].reindex(index=cities, columns=order) for wave in (wave_from, wave_to)}
    # Answered in both waves: then the same topics have a score in both, and so the dimensions and the index compare
    # the same parts too.
    linked = both & given[wave_from].notna() & given[wave_to].notna()
    scored = [
        aggregate(
            given[wave].where(linked),
            parents=parents_of(questions, topics),
            weights=questions.set_index("question_id")["weight"],
            min_coverage=min_coverage,
            applicable=both,
        )
        for wave in (wave_from, wave_to)
    ]
    return _change(*scored)


def _wide(answers: pd.DataFrame, wave_id: str, value: str) -> pd.DataFrame:
    rows = answers[answers["wave_id"] == wave_id]
    return rows.pivot(index="city_id", columns="question_id", values=value)


def _comparable(asked: pd.DataFrame, wave_id: str, kinds: pd.DataFrame) -> pd.DataFrame:
    """Which question each city was asked in this wave and is responsible for."""
    rows = asked[asked["wave_id"] == wave_id].drop_duplicates("city_id").set_index("city_id")
    is_core = asked.drop_duplicates("question_id").set_index("question_id")["core"].eq(1).reindex(kinds.columns)
    short = rows["form"].eq("core").reindex(kinds.index)
    reached = ~short.to_numpy()[:, None] | is_core.to_numpy()[None, :]
    return (kinds != "nz") & reached


def _change(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "city_id": before["city_id"],
            "node_id": before["node_id"],
            "score_from": before["score"],
            "score_to": after["score"],
            "change": after["score"] - before["score"],
            "level_from": before["level"],
            "level_to": after["level"],
        }
    )
    difference = table["level_to"] - table["level_from"]
    # Certain only if even the lowest reading of one wave is above the highest of the other.
    rises = level(after["score_low"]) > level(before["score_high"])
    falls = level(after["score_high"]) < level(before["score_low"])
    certain = (difference.eq(0) | rises | falls).fillna(False)
    return table.assign(
        level_change=difference.where(certain),
        linked_count=before["answered_count"],
        child_count=before["applicable_count"],
    )


def summarise_network(changes: pd.DataFrame) -> pd.DataFrame:
    """Summarise the changes of all cities per topic and for the index.

    Args:
        changes: as `compare_waves` returns them.

    Returns:
        One row per node_id, in their order: city_count (cities with a score in both waves), mean_from, mean_to,
        mean_change (points, over those cities), risen_count, fallen_count (cities whose level certainly changed).

    Raises:
        MissingColumns: changes lacks one of its columns.
    """
    require_columns(changes, "node_id", "score_from", "score_to", "change", "level_change")
    known = changes.dropna(subset="change")
    grouped = known.groupby("node_id", sort=False)
    table = pd.DataFrame(
        {
            "city_count": grouped.size(),
            "mean_from": grouped["score_from"].mean(),
            "mean_to": grouped["score_to"].mean(),
            "mean_change": grouped["change"].mean(),
            "risen_count": known["level_change"].gt(0).fillna(False).groupby(known["node_id"]).sum(),
            "fallen_count": known["level_change"].lt(0).fillna(False).groupby(known["node_id"]).sum(),
        }
    )
    table = table.reindex(changes["node_id"].unique()).rename_axis("node_id").reset_index()
    counts = ["city_count", "risen_count", "fallen_count"]
    return table.assign(**{name: table[name].fillna(0).astype(np.int64) for name in counts})
