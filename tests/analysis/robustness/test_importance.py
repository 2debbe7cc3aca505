"""Importance: how much of the index's spread a topic goes along with, beside its weight."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.robustness import Survey, find_importance

PARENTS = {"E1": "eakte", "K1": "karte"}


def test_equal_weights_need_not_be_equal_importance() -> None:
    """eakte 0, 50, 100 and karte 40, 60, 50: the index 20, 55, 75. Deviations of eakte -50, 0, 50, of karte -10, 10,
    0, of the index -30, 5, 25: squared correlations 2750^2 / (5000 x 1550) and 350^2 / (200 x 1550)."""
    points = pd.DataFrame({"E1": [0.0, 50, 100], "K1": [40.0, 60, 50]}, index=["a", "b", "c"])
    found = find_importance(Survey(points, PARENTS))

    assert found["weight"].tolist() == [0.5, 0.5]
    assert found["importance"].tolist() == pytest.approx([2750**2 / (5000 * 1550), 350**2 / (200 * 1550)])
    assert found["importance_share"].sum() == pytest.approx(1)


def test_what_does_not_differ_or_too_few_cities_have_has_no_importance() -> None:
    points = pd.DataFrame({"E1": [0.0, 50, 100, 20], "K1": [50.0, 50, 50, 50]})
    found = find_importance(Survey(points, PARENTS)).set_index("topic_id")

    assert found.loc["eakte", "importance"] == pytest.approx(1)
    assert found["importance"].isna().tolist() == [False, True]
    assert found["importance_share"].tolist() == pytest.approx([1, np.nan], nan_ok=True)
    assert find_importance(Survey(points[:2], PARENTS))["importance"].isna().all()
