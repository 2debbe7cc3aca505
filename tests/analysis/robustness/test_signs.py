"""Checks between questions: rank correlation, sign against the topic, alpha with its conditions."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from maturity.analysis.robustness.signs import check_signs, correlate, find_alpha, find_alpha_without
from maturity.errors import UnknownId

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
    """E3 falls where E1 and E2 rise; each is held against the mean of the other two."""
    points = pd.DataFrame(
        {"E1": [0, 25, 50, 75.0], "E2": [0, 50, 75, 100.0], "E3": [75, 50, 50, 25.0], "K1": [0, NONE, NONE, 100]}
    )
    found = check_signs(points, parents={"E1": "eakte", "E2": "eakte", "E3": "eakte", "K1": "karte"})

    assert found["is_against"].tolist() == [False, False, True, False]
    assert found["city_count"].tolist() == [4, 4, 4, 0]
    assert found["correlation"].isna().tolist() == [False, False, False, True]


def test_two_opposed_questions_are_both_flagged() -> None:
    """Their mean does not differ, so that neither correlates with the topic; each is the other's opposite."""
    rising = [0.0, 25, 50, 75]
    found = check_signs(pd.DataFrame({"E1": rising, "E2": rising[::-1]}), parents={"E1": "eakte", "E2": "eakte"})

    assert found["correlation"].tolist() == pytest.approx([-1, -1])
    assert found["is_against"].all()


def test_one_reversed_question_of_two_is_seen_nearly_always() -> None:
    """100 networks of 20 cities: E2 is E1 turned around, give or take a level."""
    rng = np.random.default_rng(1)
    flagged = 0
    for _ in range(100):
        level = rng.integers(0, 5, 20)
        other = np.clip(4 - level + rng.integers(-1, 2, 20), 0, 4)
        points = pd.DataFrame({"E1": 25.0 * level, "E2": 25.0 * other})
        flagged += bool(check_signs(points, parents={"E1": "eakte", "E2": "eakte"})["is_against"].any())

    assert flagged >= 99


def test_cities_of_one_name_are_counted_one_by_one_and_an_unknown_question_is_named() -> None:
    points = pd.DataFrame({"E1": [0.0, 50, 100], "E2": [0.0, 25, 75]}, index=["a", "a", "b"])

    assert check_signs(points, parents={"E1": "e", "E2": "e"})["city_count"].tolist() == [3, 3]
    for check in (check_signs, find_alpha):
        with pytest.raises(UnknownId):
            check(points, parents={"E1": "e"})


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


def test_alpha_without_a_question_is_that_of_the_others_over_the_same_cities() -> None:
    """The odd one out lowers alpha: without M4 three equal questions remain, alpha 1; three leave too few."""
    base, other = np.linspace(0, 90, 10), np.array([50.0, 0, 75, 25, 100, 0, 25, 100, 50, 0])
    points = pd.DataFrame({"M1": base, "M2": base, "M3": base, "M4": other, "E1": base, "E2": base, "E3": base})
    points.loc[10] = [0.0, 100, 0, NONE, 0, 100, 0]
    parents = {name: name[0] for name in points.columns}
    found = find_alpha_without(points, parents=parents).set_index("question_id")["alpha"]
    rest = points.loc[:9, ["M2", "M3", "M4"]]

    assert found["M4"] == pytest.approx(1), "the city without M4 is left out here too"
    assert found["M1"] == pytest.approx(1.5 * (1 - rest.var().sum() / rest.sum(axis=1).var()))
    assert found["M4"] > find_alpha(points, parents=parents).set_index("topic_id").loc["M", "alpha"]
    assert found[["E1", "E2", "E3"]].isna().all()
