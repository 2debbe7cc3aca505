"""Supply and demand: how many cities have something to show in a topic, how many need it, what they lack."""

from typing import Literal

import pandas as pd

from maturity.analysis._wave import in_wave, scored_wave
from maturity.analysis.scores import LEVEL_WIDTH, TOP_LEVEL

# By the number of strong cities: none, one, more.
SUPPLIES = ("blind_spot", "single_point", "covered")


def coverage_curve(scores: pd.DataFrame, *, wave_id: str) -> pd.DataFrame:
    """Count per topic how many cities have reached each level; free of any distance between levels.

    Args:
        scores: one row per city and topic; city_id, topic_id, wave_id, score (0-100 points, NaN = too few answers).
        wave_id: the wave to look at.

    Returns:
        One row per topic with a scored city and level 1-4, by topic and level: topic_id, level, reached_count,
        scored_count, reached_share (0-1).

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: scores has no row of this wave.

    Source: docs/method.md, "Coverage curve".
    """
    rows = scored_wave(scores, wave_id).dropna(subset="score")
    by_topic = rows.assign(score=rows["score"].round(9)).groupby("topic_id", sort=True)["score"]
    table = pd.DataFrame(
        [
            [topic_id, level, int((score >= level * LEVEL_WIDTH).sum()), len(score)]
            for topic_id, score in by_topic
            for level in range(1, TOP_LEVEL + 1)
        ],
        columns=["topic_id", "level", "reached_count", "scored_count"],
    )
    return table.assign(reached_share=table["reached_count"] / table["scored_count"])


def judge_supply(
    scores: pd.DataFrame, planning: pd.DataFrame, *, wave_id: str, strong_level: int = 3, urgent_priority: int = 2
) -> pd.DataFrame:
    """Say per topic whether the network has somebody to learn from, and how many need it.

    Args:
        scores: one row per member and topic; city_id, topic_id, wave_id, score.
        planning: one row per city and topic; city_id, topic_id, wave_id, priority (0-3; NaN = unknown).
        wave_id: the wave to look at.
        strong_level: the level (0-4) from which a city has something to show.
        urgent_priority: the priority from which a city counts as in need.

    Returns:
        One row per topic, blind spots first, then single points, within them the greatest need first: topic_id,
        supply ("blind_spot": no scored city is strong, "single_point": exactly one, "covered": more; missing if
        none is scored), strong_count, scored_count, city_ids (the strong ones, joined by ";"), need_count (scored
        cities below the level that call the topic urgent), need_unknown_count (those that named no priority).

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: scores has no row of this wave.

    Source: docs/method.md, "Blind spots and single points of failure".
    """
    rows = scored_wave(scores, wave_id).merge(
        in_wave(planning, wave_id, "priority"), on=["city_id", "topic_id"], how="left"
    )
    strong = rows["score"].astype(float).round(9).ge(strong_level * LEVEL_WIDTH)
    weak = rows["score"].notna() & ~strong
    rows = rows.assign(
        is_strong=strong,
        needs=weak & rows["priority"].ge(urgent_priority),
        unknown=weak & rows["priority"].isna(),
    )
    table = pd.DataFrame([_supply(str(topic_id), cells) for topic_id, cells in rows.groupby("topic_id", sort=True)])
    order = table["supply"].map({"blind_spot": 0, "single_point": 1, "covered": 2}).fillna(3)
    table = table.assign(order=order).sort_values(
        ["order", "need_count", "topic_id"], ascending=[True, False, True], ignore_index=True
    )
    return table.drop(columns="order")


def _supply(topic_id: str, cells: pd.DataFrame) -> dict[str, object]:
    strong, scored = sorted(cells.loc[cells["is_strong"], "city_id"]), int(cells["score"].notna().sum())
    return {
        "topic_id": topic_id,
        "supply": SUPPLIES[min(len(strong), 2)] if scored else None,
        "strong_count": len(strong),
        "scored_count": scored,
        "city_ids": ";".join(strong),
        "need_count": int(cells["needs"].sum()),
        "need_unknown_count": int(cells["unknown"].sum()),
    }


def cluster_codes(
    planning: pd.DataFrame, *, wave_id: str, field: Literal["challenges", "support"], by_topic: bool = False
) -> pd.DataFrame:
    """Count which challenges or needs for support the cities have in common.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id and the field, its codes joined by ";".
        wave_id: the wave to look at.
        field: "challenges" or "support".
        by_topic: count within each topic and keep what two or more cities name, instead of over all topics.

    Returns:
        One row per code, with by_topic per topic and code, most cities first: (topic_id,) code, city_count,
        named_count (cities that named anything: the denominator; who left the field empty is unknown), city_ids,
        topic_count (topics in which the code is named).

    Raises:
        MissingColumns: planning lacks one of its columns.

    Source: docs/method.md, "Common challenges".
    """
    rows = in_wave(planning, wave_id, field)
    rows = rows.assign(code=rows[field].str.split(";")).explode("code").dropna(subset="code")
    rows = rows.loc[rows["code"] != ""]
    keys = ["topic_id", "code"] if by_topic else ["code"]
    named = dict(rows.groupby("topic_id")["city_id"].nunique()) if by_topic else None
    groups = [
        [
            *key,
            cells["city_id"].nunique(),
            rows["city_id"].nunique() if named is None else named[key[0]],
            ";".join(sorted(cells["city_id"].unique())),
            cells["topic_id"].nunique(),
        ]
        for key, cells in rows.groupby(keys, sort=True)
    ]
    table = pd.DataFrame(groups, columns=[*keys, "city_count", "named_count", "city_ids", "topic_count"])
    if by_topic:
        table = table.loc[table["city_count"] > 1]
    ascending = [False, False, *[True] * len(keys)]
    return table.sort_values(["city_count", "topic_count", *keys], ascending=ascending, ignore_index=True)
