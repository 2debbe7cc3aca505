"""What no analysis accepts: each wrong value is refused by name, none by an exception of a library."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.stability import draw_fits, find_stability
from maturity.analysis.robustness import Survey, Uncertainty, effective_weights, one_at_a_time, simulate, sobol
from maturity.analysis.scores import aggregate, agreement, normalise, rank_ranges
from maturity.errors import InvalidInput, MaturityError, UnknownId
from tests.analysis.leads.test_plan import FIT

PARENTS = {"E1": "eakte", "K1": "karte"}
POINTS = pd.DataFrame({"E1": [50.0, 100.0], "K1": [0.0, 25.0]}, index=["ett", "bru"])
SURVEY = Survey(POINTS, PARENTS)


@pytest.mark.parametrize(
    "rules",
    [
        {"weights": {"eakta": 2}},
        {"weights": {7: 2}},
        {"method": {"eakta": "geometric"}},
        {"min_coverage": {"eakta": 0.5}},
        {"weights": pd.Series({"eakta": 2})},
    ],
)
def test_a_rule_for_an_id_that_does_not_exist_is_named(rules: dict[str, Any]) -> None:
    with pytest.raises(UnknownId) as raised:
        aggregate(POINTS, parents=PARENTS, **rules)

    assert raised.value.details["value"] in ("eakta", "7")


@pytest.mark.parametrize(
    "rules",
    [
        {"weights": {"E1": None}},
        {"weights": {"E1": "2"}},
        {"weights": "2"},
        {"weights": [1, 2]},
        {"weights": {"eakte": 0, "karte": 0}},
        {"weights": pd.Series([1, 2], index=["E1", "E1"])},
        {"parents": pd.Series(["eakte", "karte", "karte"], index=["E1", "K1", "K1"])},
        {"parents": None},
        {"parents": ["eakte", "karte"]},
        {"method": None},
        {"method": "1"},
        {"method": [1]},
        {"min_coverage": 66},
        {"min_coverage": -1},
        {"min_coverage": np.nan},
        {"min_coverage": {"eakte": 1.5}},
        {"min_coverage": None},
        {"missing": None},
    ],
)
def test_rules_outside_their_domain_are_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(MaturityError):
        aggregate(POINTS, **({"parents": PARENTS} | rules))


def test_weights_without_any_below_a_node_are_named() -> None:
    """They would count 0 in the index, which would then sum to less than 1."""
    with pytest.raises(InvalidInput) as raised:
        effective_weights(["E1", "K1"], parents=PARENTS, weights={"E1": 0})

    assert "eakte" in str(raised.value.details["what"])


def test_a_cell_that_is_no_number_is_named_with_city_and_question() -> None:
    points = POINTS.astype(object)
    points.loc["bru", "K1"] = "drei"
    with pytest.raises(InvalidInput) as raised:
        aggregate(points, parents=PARENTS)

    assert raised.value.details["value"] == "drei"
    assert "bru, K1" in str(raised.value.details["what"])


@pytest.mark.parametrize(
    "ends",
    [
        {"scale_min": None, "scale_max": 4},
        {"scale_min": 0, "scale_max": np.inf},
        {"scale_min": np.nan, "scale_max": 4},
        {"scale_min": {"E1": 0}, "scale_max": 4},
        {"scale_min": "0", "scale_max": 4},
        {"scale_min": 0, "scale_max": 4, "method": None},
        {"scale_min": 0, "scale_max": 4, "coding": None},
    ],
)
def test_a_scale_without_two_finite_ends_is_refused(ends: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        normalise(POINTS / 25, **ends)


@pytest.mark.parametrize(
    "call",
    [
        lambda: simulate(SURVEY, runs=1.5),  # type: ignore[arg-type]
        lambda: simulate(SURVEY, runs=True),
        lambda: simulate(SURVEY, seed=-1),
        lambda: simulate(SURVEY, top=-1),
        lambda: sobol(SURVEY, seed=-1),
        lambda: sobol(SURVEY, samples=2.0),  # type: ignore[arg-type]
        lambda: Uncertainty(weight_spread="0.25"),  # type: ignore[arg-type]
        lambda: Uncertainty(normalisations=()),
        lambda: agreement([1, "2", 3]),  # type: ignore[list-item]
        lambda: agreement([1, np.inf, 3]),
        lambda: rank_ranges(pd.DataFrame({"city_id": ["a"], "score_low": [50.0], "score_high": [40.0]})),
        lambda: one_at_a_time(Survey(pd.DataFrame(), PARENTS)),
        lambda: aggregate(pd.DataFrame(), parents=PARENTS),
    ],
)
def test_numbers_outside_their_domain_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidInput):
        call()


@pytest.mark.parametrize(
    "rules",
    [
        {"effort": {"DOK": np.inf, "EAK": 1, "OZG": 1}},
        {"capacity": np.inf},
        {"capacity": "2"},
        {"floor": np.nan},
        {"floor": "55"},
        {"pins": "ab"},
        {"pins": ["ab"]},
        {"vetoes": [("Bretten", "DOK", "x")]},
        {"fit": pd.Series([1.0, 2.0], index=["Bretten", "Bruchsal"])},
        {"fit": {"Bretten": 1.0}},
        {"fit": FIT.astype(object).replace(74, "gut")},
    ],
)
def test_a_lead_problem_outside_its_domain_is_refused(rules: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        propose_leads(**({"fit": FIT} | rules))


def test_no_simulated_plans_are_no_stability() -> None:
    plan = propose_leads(FIT)
    with pytest.raises(InvalidInput):
        find_stability(plan, np.empty((0, *plan.problem.fit.shape)))
    with pytest.raises(InvalidInput):
        draw_fits(plan, pd.DataFrame(), runs=0)


def test_no_cities_give_no_rows_and_cities_without_an_answer_nothing_to_explain() -> None:
    assert aggregate(POINTS[:0], parents=PARENTS).empty
    assert sobol(Survey(POINTS * np.nan, PARENTS), samples=8)["total"].isna().all()
