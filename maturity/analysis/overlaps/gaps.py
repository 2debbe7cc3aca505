"""Gaps: where a city trails a reference. Pure: tables in, tables out."""

import pandas as pd

from maturity.analysis._wave import in_wave, scored_wave
from maturity.analysis.scores import LEVEL_WIDTH
from maturity.errors import InvalidInput

TOP_POINTS = 100.0
TOP_PRIORITY = 3


def common_gaps(scores: pd.DataFrame, *, wave_id: str, target: float) -> pd.DataFrame:
    """List how far the cities together are below the target, topic by topic, largest common gap first.

    Args:
        scores: one row per city, topic and wave; city_id, topic_id, wave_id (text), score (0-100 points; NaN = too few
            answers to score).
        wave_id: the wave to look at; waves are never mixed.
        target: points to reach (0-100).

    Returns:
        One row per topic that at least one city below the target has a score in: topic_id, below_count, scored_count,
        mean_gap = mean over the scored cities of max(0, target - score).

    Raises:
        MissingColumns: scores lacks one of the four columns.
        UnknownWave: scores has no row of this wave.

    Source: docs/method.md, "Common gaps".
    """
    rows = _scored(scores, wave_id)
    rows = rows.assign(gap=(target - rows["score"]).clip(lower=0))
    table = rows.groupby("topic_id", as_index=False).agg(
        below_count=("gap", lambda gap: int((gap > 0).sum())), scored_count=("gap", "size"), mean_gap=("gap", "mean")
    )
    table = table.loc[table["below_count"] > 0]
    return table.sort_values(["mean_gap", "below_count", "topic_id"], ascending=[False, False, True], ignore_index=True)


def find_target_gaps(scores: pd.DataFrame, planning: pd.DataFrame, *, wave_id: str, target: float) -> pd.DataFrame:
    """Measure every city's distance to its own target, to the network's, and to the best of the network.

    Args:
        scores: as in common_gaps.
        planning: one row per city and topic; city_id, topic_id, wave_id, target (the own target, level 0-4),
            priority (0-3); NaN = unknown.
        wave_id: the wave to look at.
        target: the network's target (0-100 points).

    Returns:
        One row per city and topic with a score, largest gap first: city_id, topic_id, score, own_target (25 x
        level), own_gap = max(0, own_target - score), target_gap = max(0, target - score), best_points, best_gap =
        best - score, closable_gap = max(0, min(target, best) - score), network_gap = max(0, target - best),
        priority, weighted_gap = priority / 3 x target_gap. What rests on an unknown own target or priority is NaN.
        The target gap is the closable gap plus, below the target, the network's.

    Raises:
        MissingColumns, UnknownWave: as in common_gaps.
        InvalidInput: the target is outside 0-100.

    Source: docs/method.md, "Gaps".
    """
    if not 0 <= target <= TOP_POINTS:
        raise InvalidInput(what="target", value=target, expected="between 0 and 100")
    plans = in_wave(planning, wave_id, "target", "priority").rename(columns={"target": "own_level"})
    rows = _scored(scores, wave_id).merge(plans, on=["city_id", "topic_id"], how="left")
    score, priority = rows["score"], rows["priority"].astype(float)
    best, own = rows.groupby("topic_id")["score"].transform("max"), LEVEL_WIDTH * rows["own_level"].astype(float)
    target_gap = (target - score).clip(lower=0)
    table = pd.DataFrame(
        {
            "city_id": rows["city_id"],
            "topic_id": rows["topic_id"],
            "score": score,
            "own_target": own,
            "own_gap": (own - score).clip(lower=0),
            "target_gap": target_gap,
            "best_points": best,
            "best_gap": best - score,
            "closable_gap": (best.clip(upper=target) - score).clip(lower=0),
            "network_gap": (target - best).clip(lower=0),
            "priority": priority,
            "weighted_gap": priority / TOP_PRIORITY * target_gap,
        }
    )
    return table.sort_values(["target_gap", "city_id", "topic_id"], ascending=[False, True, True], ignore_index=True)


def _scored(scores: pd.DataFrame, wave_id: str) -> pd.DataFrame:
    return scored_wave(scores, wave_id).dropna(subset="score")
