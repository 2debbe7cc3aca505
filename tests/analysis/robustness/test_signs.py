"""Checks between questions: rank correlation, sign against the topic, alpha with its conditions."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from maturity.analysis.robustness.signs import check_signs, correlate, find_alpha

NONE = np.nan


def test_rank_correlation_uses_the_cities_that_have_both() -> None:
    """Ranks 1 2 3 4 against 1 2 4 3: 1 - 6 x (0 + 0 + 1 + 1) / (4 x 15) = 0.8; the fifth city lacks one."""
    scores = pd.DataFrame(
        {"eakte": [10, 20, 30, 40, 50.0], "karte": [5, 6, 9, 7, NONE], "ki": [1, NONE, NONE, NONE, 2]}
    )
    found = correlate(scores)

    assert found.loc["eakte", "karte"] == pytest.approx(0.8)
    assert found["ki"].isna().tolist() == [True, True, True]
    assert found.loc["eakte", "karte"] == pytest.approx(spearmanr(scores["eakte"][:4], scores["karte"][:4]).statistic)


def test_a_question_that_runs_against_its_topic_is_flagged() -> None:
    """E3 falls where E1 and E2 rise, and so does the mean of the three."""
    points = pd.DataFrame(
        {"E1": [0, 25, 50, 75.0], "E2": [0, 50, 75, 100.0], "E3": [75, 50, 50, 25.0], "K1": [0, NONE, NONE, 100]}
    )
    found = check_signs(points, parents={"E1": "eakte", "E2": "eakte", "E3": "eakte", "K1": "karte"})

    assert found["is_against"].tolist() == [False, False, True, False]
    assert found["city_count"].tolist() == [4, 4, 4, 2]
    assert found["correlation"].isna().tolist() == [False, False, False, True]


def test_alpha_is_computed_where_it_means_something() -> None:
    """alpha = k/(k - 1) x (1 - sum of variances / variance of the sum); three equal questions give 1."""
    base = np.array([0, 25, 50, 75, 100, 0, 25, 50, 75, 100.0])
    other = np.array([0, 25, 50, 75, 100, 100, 75, 50, 25, 0.0])
    points = pd.DataFrame(
        {"E1": base, "E2": base, "E3": base, "M1": base, "M2": base, "M3": other, "K1": base, "K2": base}
    )
    parents = {name: name[0] for name in ("E1", "E2", "E3", "M1", "M2", "M3", "K1", "K2")}
    found = find_alpha(points, parents=parents).set_index("topic_id")
    total = points[["M1", "M2", "M3"]].sum(axis=1).var()
    expected = 1.5 * (1 - points[["M1", "M2", "M3"]].var().sum() / total)

    assert found.loc["E", "alpha"] == pytest.approx(1)
    assert found.loc["M", "alpha"] == pytest.approx(expected)
    assert found["alpha"].isna().tolist() == [False, False, True]


def test_alpha_needs_ten_complete_cities() -> None:
    points = pd.DataFrame({name: np.linspace(0, 100, 10) for name in ("E1", "E2", "E3")})
    points.loc[0, "E1"] = NONE
    found = find_alpha(points, parents=dict.fromkeys(("E1", "E2", "E3"), "eakte"))

    assert found.loc[0, "city_count"] == 9
    assert found["alpha"].isna().tolist() == [True]
