"""Weights: products down the tree, and the benefit of the doubt."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from maturity.analysis.robustness.weights import benefit_of_the_doubt, effective_weights
from maturity.analysis.scores import aggregate
from maturity.errors import InvalidInput
from tests.analysis.strategies import Network, networks

NONE = np.nan


def test_effective_weights_are_shares_multiplied_down_the_tree() -> None:
    """eakte 3 of 4, E1 2 of 3: E1 counts 3/4 x 2/3 = 1/2; K1 1/4 x 1/1."""
    table = effective_weights(
        ["E1", "E2", "K1"], parents={"E1": "eakte", "E2": "eakte", "K1": "karte"}, weights={"eakte": 3, "E1": 2}
    ).set_index("id")

    assert table["effective_weight"].to_dict() == pytest.approx(
        {"E1": 0.5, "E2": 0.25, "K1": 0.25, "eakte": 0.75, "karte": 0.25, "index": 1}
    )
    assert table.loc["E1", "weight"] == pytest.approx(2 / 3)
    assert table.loc["E1", "parent_id"] == "eakte"
    assert table["parent_id"].isna().tolist() == [False] * 5 + [True]


@given(networks(gaps=False))
def test_the_arithmetic_index_is_the_sum_of_points_times_effective_weight(network: Network) -> None:
    effective = effective_weights(
        list(network.parents)[: network.points.shape[1]], parents=network.parents, weights=network.weights
    )
    share = effective.set_index("id")["effective_weight"].reindex(network.points.columns)
    scores = aggregate(network.points, parents=network.parents, weights=network.weights)
    index = scores.loc[scores["node_id"] == "index", "score"]

    assert share.sum() == pytest.approx(1)
    np.testing.assert_allclose(network.points.to_numpy() @ share.to_numpy(), index)


def comparisons(ab: float, ac: float, bc: float) -> pd.DataFrame:
    rows = [[1, ab, ac], [1 / ab, 1, bc], [1 / ac, 1 / bc, 1]]
    return pd.DataFrame(rows, index=list("abc"), columns=list("abc"))


SCORES = pd.DataFrame(
    {"eakte": [80.0, 20.0, 40.0, NONE], "karte": [20.0, 60.0, 30.0, 50.0]}, index=["ett", "bru", "ras", "bad"]
)


def test_the_most_favourable_light_stays_within_its_bounds() -> None:
    """Two topics, weights 0.25 to 1, so 0.25 to 0.75 as they sum to 1. ras likes eakte least of all that hurts: with
    0.5/0.5 it has 35 against 50 of ett; with 0.25/0.75 32.5 against 50 of bru; best where ett and bru meet, at 0.4:
    34 against 44."""
    table = benefit_of_the_doubt(SCORES).set_index("city_id")

    assert table["share_of_best"].tolist() == pytest.approx([1, 1, 34 / 44, NONE], nan_ok=True)
    assert list(table.loc["ras", ["eakte", "karte"]]) == pytest.approx([0.4, 0.6])
    assert table.isna().sum(axis=1).tolist() == [0, 0, 0, 3]


def test_no_grid_of_weights_finds_a_better_light() -> None:
    """All weights in steps of 1 % within the bounds, three topics."""
    scores = pd.DataFrame(np.random.default_rng(3).integers(5, 100, (5, 3)), columns=list("abc")).astype(float)
    grid = np.array(
        [
            (a, b, 1 - a - b)
            for a, b in itertools.product(np.linspace(1 / 6, 2 / 3, 51), repeat=2)
            if a + b < 5 / 6 + 1e-9
        ]
    )
    grid = grid[(grid >= 1 / 6 - 1e-9).all(axis=1) & (grid <= 2 / 3 + 1e-9).all(axis=1)]
    values = scores.to_numpy() @ grid.T
    best = (values / values.max(axis=0)).max(axis=1)
    found = benefit_of_the_doubt(scores)["share_of_best"].to_numpy()

    assert (found >= best - 1e-9).all()
    np.testing.assert_allclose(found, best, atol=0.02)


def test_zeros_and_wrong_bounds() -> None:
    zeros = benefit_of_the_doubt(pd.DataFrame({"eakte": [0.0, 50.0], "karte": [0.0, 50.0]}))

    assert zeros["share_of_best"].tolist() == pytest.approx([0, 1])
    with pytest.raises(InvalidInput):
        benefit_of_the_doubt(SCORES, at_least=1.5)
    with pytest.raises(InvalidInput):
        benefit_of_the_doubt(SCORES - 50)


def test_the_size_of_the_scores_does_not_matter_to_the_most_favourable_light() -> None:
    scores = pd.DataFrame({"eakte": [80.0, 20, 40], "karte": [20.0, 60, 30]})

    pd.testing.assert_frame_equal(benefit_of_the_doubt(scores), benefit_of_the_doubt(scores * 1e-9), rtol=1e-6)
