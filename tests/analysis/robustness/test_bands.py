"""Bands: ahead of, about or behind the network's middle, by the whole range of ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.robustness.bands import find_bands
from maturity.errors import MissingColumns
from tests.builders import table


def test_a_band_holds_both_ranges_and_the_whole_of_it_decides() -> None:
    """Four ranked cities, middle 2.5. a: 1 to 2 is ahead; b: bounds alone 1 to 2, but to 3 in the simulation."""
    ranks = table("""
        city_id | rank_best | rank_worst | rank_p5 | rank_p95
        a       | 1         | 1          | 1       | 2
        b       | 1         | 2          | 2       | 3
        c       | 3         | 4          | 3       | 3
        d       | 3         | 4          | 3       | 4
        e       | .         | .          | .       | .
    """)
    bands = find_bands(ranks)

    assert bands["band"].fillna("").tolist() == ["leading", "on_par", "behind", "behind", ""]
    assert bands["rank_from"].tolist()[:4] == [1, 1, 3, 3]
    assert bands["rank_to"].tolist()[:4] == [2, 3, 4, 4]
    assert bands["ranked_count"].tolist() == [4] * 5


def test_a_lone_city_is_about_the_middle() -> None:
    alone = pd.DataFrame({"city_id": ["a"], "rank_best": 1.0, "rank_worst": 1.0, "rank_p5": 1.0, "rank_p95": 1.0})

    assert find_bands(alone)["band"].tolist() == ["on_par"]


def test_columns_that_lack_are_named() -> None:
    with pytest.raises(MissingColumns, match="rank_p95"):
        find_bands(pd.DataFrame({"city_id": [], "rank_best": [], "rank_worst": [], "rank_p5": []}))


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 8)), min_size=1, max_size=9))
def test_a_wider_range_never_turns_into_a_firmer_statement(ranges: list[tuple[int, int]]) -> None:
    """Widening every range by one rank on both sides leaves a band as it is or makes it "on_par"."""
    best = np.array([first for first, _ in ranges], dtype=float)
    worst = best + [more for _, more in ranges]
    ids = [str(place) for place in range(len(ranges))]
    narrow = pd.DataFrame({"city_id": ids, "rank_best": best, "rank_worst": worst, "rank_p5": best, "rank_p95": worst})
    wide = narrow.assign(rank_p5=best - 1, rank_p95=worst + 1)

    before, after = find_bands(narrow)["band"], find_bands(wide)["band"]

    assert ((after == before) | (after == "on_par")).all()
