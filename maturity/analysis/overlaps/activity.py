"""Overlaps: who works on what, how mature that is, and how much of it is done several times. Candidates, no verdicts.

A project status is one of ACTIVE or INACTIVE; no status at all is unknown and never counted as "no project".
"""

from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis._wave import in_wave, scored_wave
from maturity.rows import rows_of

ACTIVE = ("geplant", "pilot", "betrieb", "wechsel")
INACTIVE = ("keine", "gestoppt")

# From half of the cities on, a topic is busy; from 50 points on ("being introduced") it is mature.
BUSY_SHARE = 0.5
MATURE_POINTS = 50.0
OVERLAP_COUNT = 2
KINDS = {
    (True, True): "joint_project",
    (True, False): "duplicated_struggling",
    (False, True): "quiet_strength",
    (False, False): "blind",
}


def find_overlaps(
    scores: pd.DataFrame,
    planning: pd.DataFrame,
    *,
    wave_id: str,
    busy_share: float = BUSY_SHARE,
    mature_points: float = MATURE_POINTS,
) -> pd.DataFrame:
    """Say per topic how many cities work on it and in which quadrant of activity and maturity it lies.

    Args:
        scores: one row per member of the network and topic, also of members without answers; city_id, topic_id,
            wave_id, score (0-100 points, NaN = too few answers), applicable_count (0 = not responsible).
        planning: one row per city and topic with a planning answer; city_id, topic_id, wave_id, status.
        wave_id: the wave to look at.
        busy_share: active / known from which a topic is busy (0-1), if at least two cities are active.
        mature_points: median score from which a topic is mature (points).

    Returns:
        One row per topic, most active cities first: topic_id, active_count, planned_count (of them not yet begun),
        known_count (cities with a status), unknown_count (responsible cities without one), active_share =
        active / known (NaN if nothing is known), median_score, scored_count, redundancy = max(0, active - 1),
        kind ("joint_project" busy and mature, "duplicated_struggling" busy and immature, "quiet_strength" mature
        without activity, "blind" neither; missing if either is unknown), is_firm (whether the kind holds whatever
        the unknown cities do), city_ids (the active ones joined by ";").

    Raises:
        MissingColumns: a table lacks one of its columns.
        UnknownWave: scores has no row of this wave.

    Source: docs/method.md, "Overlaps".
    """
    rows = scored_wave(scores, wave_id, "applicable_count").merge(
        in_wave(planning, wave_id, "status"), on=["city_id", "topic_id"], how="left"
    )
    by_topic = rows.groupby("topic_id", sort=True)
    table = pd.DataFrame([_count(str(topic_id), cells) for topic_id, cells in by_topic])
    kinds = [_kind(row, busy_share, mature_points) for row in rows_of(table)]
    table[["kind", "is_firm"]] = pd.DataFrame(kinds, index=table.index)
    return table.sort_values(
        ["active_count", "active_share", "topic_id"], ascending=[False, False, True], ignore_index=True
    )


def _count(topic_id: str, cells: pd.DataFrame) -> dict[str, object]:
    status = cells["status"]
    active, known = status.isin(ACTIVE), status.isin(ACTIVE + INACTIVE)
    # A city that is not responsible and named no project is not waited for.
    unknown = ~known & cells["applicable_count"].ne(0)
    active_count, known_count = int(active.sum()), int(known.sum())
    return {
        "topic_id": topic_id,
        "active_count": active_count,
        "planned_count": int(status.eq("geplant").sum()),
        "known_count": known_count,
        "unknown_count": int(unknown.sum()),
        "active_share": active_count / known_count if known_count else np.nan,
        "median_score": cells["score"].astype(float).median(),
        "scored_count": int(cells["score"].notna().sum()),
        "redundancy": max(0, active_count - 1),
        "city_ids": ";".join(sorted(cells.loc[active, "city_id"])),
    }


def _kind(row: Any, busy_share: float, mature_points: float) -> tuple[str | None, bool]:
    """The quadrant, and whether it stays the same with all unknown cities inactive or all active."""
    active, known, unknown = row.active_count, row.known_count, row.unknown_count
    if not known or pd.isna(row.median_score):
        return None, False
    is_mature = bool(round(row.median_score, 9) >= mature_points)
    is_busy = _is_busy(active, known, busy_share)
    is_firm = all(_is_busy(count, known + unknown, busy_share) == is_busy for count in (active, active + unknown))
    return KINDS[is_busy, is_mature], is_firm


def _is_busy(active: float, known: float, busy_share: float) -> bool:
    return active >= OVERLAP_COUNT and round(active / known, 9) >= busy_share


def sum_effort(planning: pd.DataFrame, *, wave_id: str) -> pd.DataFrame:
    """Add up per topic what the active cities put in, and how much of it one city alone would not need.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id, status, fte_12m (full-time equivalents),
            budget_eur; NaN = unknown.
        wave_id: the wave to look at.

    Returns:
        One row per topic with an active city, largest duplicated budget first: topic_id, active_count, redundancy,
        fte, fte_known_count, fte_duplicated, budget_eur, budget_known_count, budget_duplicated_eur.
        Duplicated = sum - largest, the least that is done more than once if one city's effort is enough for all;
        sums hold the known cities only, NaN if none is known, and nothing known of two cities means no duplication
        can be told (NaN) unless only one city is active (0).

    Raises:
        MissingColumns: planning lacks one of its columns.

    Source: docs/method.md, "Duplicated effort".
    """
    rows = in_wave(planning, wave_id, "status", "fte_12m", "budget_eur")
    rows = rows.loc[rows["status"].isin(ACTIVE)]
    columns = ["topic_id", "active_count", "redundancy"]
    columns += ["fte", "fte_known_count", "fte_duplicated"]
    columns += ["budget_eur", "budget_known_count", "budget_duplicated_eur"]
    topics = [
        [topic_id, len(cells), len(cells) - 1, *_duplicated(cells["fte_12m"]), *_duplicated(cells["budget_eur"])]
        for topic_id, cells in rows.groupby("topic_id", sort=True)
    ]
    table = pd.DataFrame(topics, columns=columns)
    return table.sort_values(
        ["budget_duplicated_eur", "active_count", "topic_id"], ascending=[False, False, True], ignore_index=True
    )


def _duplicated(values: pd.Series) -> tuple[float, int, float]:
    known = values.dropna().astype(float)
    if known.empty:
        return np.nan, 0, 0.0 if len(values) == 1 else np.nan
    duplicated = np.nan if len(known) == 1 < len(values) else known.sum() - known.max()
    return float(known.sum()), len(known), float(duplicated)
