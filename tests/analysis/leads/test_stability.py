"""Lead stability: shares over many draws, the modal and the consensus plan."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.fit import WEIGHTS, fit_matrix, reweigh
from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.stability import draw_fits, find_stability
from maturity.errors import InvalidInput
from tests.builders import table

PARTS = table("""
city_id  | topic_id | maturity | willingness | headroom | evidence | maturity_low | maturity_high
Bretten  | DOK      |       80 |         100 |        . |       50 |           70 |            90
Bruchsal | DOK      |       70 |           . |       50 |       50 |           70 |            70
Bretten  | EAK      |       40 |          60 |       10 |       20 |           40 |            40
Bruchsal | EAK      |        . |          20 |        . |        . |            . |             .
""")
FITS = reweigh(PARTS.assign(excluded=""), WEIGHTS)
PLAN = propose_leads(fit_matrix(FITS))


def test_shares_states_and_both_plans_follow_from_the_draws() -> None:
    """Of five draws of t1, a wins three and b two; t2 is always b's. Both may lead one topic each at most twice."""
    fit = pd.DataFrame({"t1": [60, 50], "t2": [10, 90], "t3": [50, 50]}, index=["a", "b"])
    plan = propose_leads(fit, capacity=3, pins={"t3": "b"})
    draws = np.repeat(fit.to_numpy(dtype="float64")[None], 5, axis=0)
    draws[3:, 0, 0] = 40

    stability = find_stability(plan, draws)

    assert stability.topics[["topic_id", "share", "state", "first_id", "second_id"]].to_numpy().tolist() == [
        ["t1", 0.6, "contested", "a", "b"],
        ["t2", 1.0, "stable", "b", None],
        ["t3", 1.0, "pinned", "b", None],
    ]
    assert stability.shares.to_numpy().tolist() == [["t1", "a", 0.6], ["t1", "b", 0.4], ["t2", "b", 1], ["t3", "b", 1]]
    assert (list(stability.modal["city_id"]), stability.modal_share) == (["a", "b", "b"], 0.6)
    assert list(stability.consensus["city_id"]) == ["a", "b", "b"]
    assert stability.is_consensus


def test_a_lead_that_seldom_wins_is_open_and_the_consensus_differs() -> None:
    fit = pd.DataFrame({"t1": [60, 50]}, index=["a", "b"])
    draws = np.array([[[60.0], [50]], [[40], [50]], [[40], [50]]])

    stability = find_stability(propose_leads(fit), draws)

    assert stability.topics.loc[0, "state"] == "open"
    assert list(stability.consensus["city_id"]) == ["b"]
    assert not stability.is_consensus


def test_draws_stay_within_what_the_scores_allow() -> None:
    """Without a spread of weights only Bretten's score for DOK moves: (0.5 x 70..90 + 30 + 5) / 0.9 = 77.8..88.9."""
    draws = draw_fits(PLAN, FITS, runs=200, weight_spread=0)

    dok = draws[:, 0, 0]
    assert 70 / 0.9 <= dok.min() < 79
    assert 87 < dok.max() <= 80 / 0.9
    assert np.allclose(draws[:, 0, 1], PLAN.problem.fit[0, 1])
    assert np.allclose(draws[:, 1], PLAN.problem.fit[1])


def test_the_same_seed_gives_the_same_draws_and_weights_move_them() -> None:
    first, second = (draw_fits(PLAN, FITS, runs=20, seed=7) for _time in range(2))

    assert np.array_equal(first, second)
    assert first[:, 0, 1].std() > 0
    assert not np.array_equal(first, draw_fits(PLAN, FITS, runs=20, seed=8))


def test_draws_of_the_wrong_shape_or_size_are_refused() -> None:
    with pytest.raises(InvalidInput):
        draw_fits(PLAN, FITS, runs=0)
    with pytest.raises(InvalidInput):
        draw_fits(PLAN, FITS, weight_spread=2)
    with pytest.raises(InvalidInput):
        find_stability(PLAN, np.full((3, 2, 2), np.nan))
