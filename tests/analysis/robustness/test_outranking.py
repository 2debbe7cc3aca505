"""Outranking: shares by hand, the order of Copeland, and no coding that changes it."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.robustness import Survey, find_outranking

NONE = np.nan
PARENTS = {"E1": "eakte", "E2": "eakte", "K1": "karte"}
# eakte and karte count 1/2 each, E1 and E2 1/4 each.
POINTS = pd.DataFrame(
    {"E1": [25.0, 50, 0, NONE], "E2": [50.0, NONE, 100, NONE], "K1": [100.0, 75, 0, NONE]},
    index=["ett", "bru", "ras", "bad"],
)


def test_the_share_of_what_both_answered_decides_and_equal_counts_half() -> None:
    """ett against bru: E1 lost (1/4), K1 won (1/2): 2/3. ett against ras: E1 and K1 won: 3/4. bru against ras: all."""
    found = find_outranking(Survey(POINTS, PARENTS))

    assert list(found.matrix.loc["ett"]) == pytest.approx([NONE, 2 / 3, 3 / 4, NONE], nan_ok=True)
    assert found.matrix.loc["bru", "ras"] == 1
    assert found.cities["copeland"].tolist() == pytest.approx([2, 0, -2, NONE], nan_ok=True)
    assert found.cities["rank"].tolist() == pytest.approx([1, 2, 3, NONE], nan_ok=True)
    equal = find_outranking(Survey(POINTS.iloc[[0, 0]].set_axis(["a", "b"]), PARENTS))
    assert equal.matrix.loc["a", "b"] == 0.5
    assert equal.cities["copeland"].tolist() == [0, 0]


def test_another_monotone_coding_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    points = pd.DataFrame(25.0 * rng.integers(0, 5, (6, 3)), columns=list(PARENTS))
    coded = points.replace({25.0: 1.0, 50.0: 90.0, 75.0: 95.0})

    pd.testing.assert_frame_equal(
        find_outranking(Survey(points, PARENTS)).matrix, find_outranking(Survey(coded, PARENTS)).matrix
    )
