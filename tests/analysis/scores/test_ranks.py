"""Ranks: ties, missing scores, ranges from bounds, dominance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.scores.ranks import dominance_pairs, rank, rank_ranges
from maturity.errors import MissingColumns

NONE = np.nan
scores_of_cities = st.lists(st.one_of(st.just(NONE), st.integers(0, 20).map(float)), min_size=1, max_size=12)


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    scores = pd.Series([50.0, 75.0, NONE, 50.0, 10.0], index=["ett", "bru", "ras", "bad", "sta"], name="score")
    ranks = rank(scores)

    expected = pd.Series([2.0, 1.0, NONE, 2.0, 4.0], index=scores.index, name="score")
    pd.testing.assert_series_equal(expected, ranks)


def test_the_noise_of_summing_separates_nobody() -> None:
    """0.1 + 0.2 is not 0.3 in binary; both are rank 1."""
    assert rank(pd.Series([0.1 + 0.2, 0.3])).tolist() == [1, 1]
    assert rank(pd.Series([50.001, 50.002]), digits=2).tolist() == [1, 1]


def test_each_topic_is_ranked_on_its_own() -> None:
    ranks = rank(pd.DataFrame({"eakte": [10.0, 20.0], "karte": [NONE, 5.0]}))

    pd.testing.assert_frame_equal(pd.DataFrame({"eakte": [2.0, 1.0], "karte": [NONE, 1.0]}), ranks)


@given(scores_of_cities)
def test_a_rank_is_one_more_than_the_number_of_better_scores(scores: list[float]) -> None:
    expected = [NONE if np.isnan(own) else 1 + sum(other > own for other in scores) for own in scores]

    assert expected == pytest.approx(rank(pd.Series(scores)).tolist(), nan_ok=True)


def test_the_rank_range_is_what_the_gaps_still_allow() -> None:
    """ett 40-60: only bru (80-80) is surely above, so best 2; ras (30-50) may be above, so worst 3."""
    bounds = pd.DataFrame(
        {
            "city_id": ["ett", "bru", "ras", "bad"],
            "score_low": [40.0, 80.0, 30.0, NONE],
            "score_high": [60.0, 80.0, 50.0, NONE],
        }
    )
    ranges = rank_ranges(bounds)

    assert ranges["rank_best"].tolist() == pytest.approx([2, 1, 2, NONE], nan_ok=True)
    assert ranges["rank_worst"].tolist() == pytest.approx([3, 1, 3, NONE], nan_ok=True)
    with pytest.raises(MissingColumns):
        rank_ranges(bounds.drop(columns="score_low"))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_no_scores_within_the_bounds_leave_the_rank_range(ends: list[tuple[int, int]]) -> None:
    bounds = pd.DataFrame([(min(pair), max(pair)) for pair in ends], columns=["score_low", "score_high"], dtype=float)
    ranges = rank_ranges(bounds)
    grids = np.meshgrid(*[np.linspace(low, high, 3) for low, high in bounds.to_numpy()])
    ranks = rank(pd.DataFrame([grid.ravel() for grid in grids])).T

    assert (ranges["rank_best"] <= ranks.min()).all()
    assert (ranks.max() <= ranges["rank_worst"]).all()


def test_only_a_city_nowhere_lower_dominates() -> None:
    """bru is above ett on E1 and equal on E2; ras is above and below; bad left a gap and cannot be compared."""
    points = pd.DataFrame(
        {"E1": [25.0, 75.0, 0.0, 100.0], "E2": [50.0, 50.0, 100.0, NONE]}, index=["ett", "bru", "ras", "bad"]
    )
    pairs = dominance_pairs(points)

    assert pairs.to_dict("records") == [{"city_id": "bru", "dominated_city_id": "ett", "question_count": 2}]


def test_equal_cities_do_not_dominate_each_other() -> None:
    assert dominance_pairs(pd.DataFrame({"E1": [25.0, 25.0, NONE, NONE]})).empty
