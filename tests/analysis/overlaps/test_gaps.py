"""Gaps: three cities by hand, the network of four cities of docs/method.md, and how gaps add up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.overlaps.gaps import common_gaps, find_target_gaps
from maturity.errors import InvalidInput, UnknownWave
from tests.analysis.four_cities import PLANNING, SCORES, WAVE


def test_the_largest_common_gap_comes_first() -> None:
    """sensors: (75 + 50 + 75) / 3 = 66.7 points below 75, all three scored cities."""
    gaps = common_gaps(SCORES, wave_id=WAVE, target=75)

    assert gaps.round(1).to_dict("records")[0] == {
        "topic_id": "sensors", "below_count": 3, "scored_count": 3, "mean_gap": 66.7,
    }  # fmt: skip


def test_a_gap_is_measured_against_every_target() -> None:
    """bach on records: 25; own target level 3 = 75; best is aue with 100; priority 3 of 3 counts in full."""
    gaps = find_target_gaps(SCORES, PLANNING, wave_id=WAVE, target=75)
    row = gaps[(gaps["city_id"] == "bach") & (gaps["topic_id"] == "records")].iloc[0]

    assert row.to_dict() == {
        "city_id": "bach", "topic_id": "records", "score": 25.0, "own_target": 75.0, "own_gap": 50.0,
        "target_gap": 50.0, "best_points": 100.0, "best_gap": 75.0, "closable_gap": 50.0, "network_gap": 0.0,
        "priority": 3.0, "weighted_gap": 50.0,
    }  # fmt: skip


def test_where_nobody_reaches_the_target_only_a_part_of_the_gap_is_closable() -> None:
    """sensors: the best has 25; of aue's 75 missing points 25 can be learnt inside, 50 are missing in the network."""
    gaps = find_target_gaps(SCORES, PLANNING, wave_id=WAVE, target=75)
    row = gaps[(gaps["city_id"] == "aue") & (gaps["topic_id"] == "sensors")].iloc[0]

    assert (row["target_gap"], row["closable_gap"], row["network_gap"]) == (75.0, 25.0, 50.0)
    assert row["weighted_gap"] == 0.0, "aue gave it the priority 0"


def test_what_rests_on_an_unknown_answer_stays_unknown() -> None:
    gaps = find_target_gaps(SCORES, PLANNING, wave_id=WAVE, target=75)
    row = gaps[(gaps["city_id"] == "dorn") & (gaps["topic_id"] == "records")].iloc[0]

    assert row[["own_target", "own_gap", "priority", "weighted_gap"]].isna().all()
    assert row["target_gap"] == 75.0


def test_a_target_off_the_scale_and_an_unknown_wave_are_refused() -> None:
    with pytest.raises(InvalidInput):
        find_target_gaps(SCORES, PLANNING, wave_id=WAVE, target=101)
    with pytest.raises(UnknownWave):
        common_gaps(SCORES, wave_id="2030-1", target=75)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=6), st.floats(0, 100))
def test_the_gap_is_what_can_be_learnt_inside_plus_what_the_network_lacks(
    points: list[float | None], target: float
) -> None:
    cities = [f"city{number}" for number in range(len(points))]
    scores = pd.DataFrame({"city_id": cities, "topic_id": "records", "wave_id": WAVE, "score": points})
    scores = scores.assign(score=scores["score"].astype(float))
    gaps = find_target_gaps(scores, PLANNING, wave_id=WAVE, target=target)

    below = gaps[gaps["target_gap"] > 0]
    np.testing.assert_allclose(below["closable_gap"] + below["network_gap"], below["target_gap"], atol=1e-9)
    assert len(gaps) == scores["score"].notna().sum()
