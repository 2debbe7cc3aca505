"""Weights: products down the tree, budget allocation, pairwise comparison, benefit of the doubt."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from maturity.analysis.robustness.weights import (
    benefit_of_the_doubt,
    budget_weights,
    effective_weights,
    pairwise_weights,
)
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


def test_everyones_budget_counts_the_same() -> None:
    """50 of 100 and 10 of 50: (0.5 + 0.2) / 2 = 0.35."""
    weights = budget_weights(pd.DataFrame({"eakte": [50, 10], "karte": [50, 40]}))

    assert weights.to_dict() == pytest.approx({"eakte": 0.35, "karte": 0.65})


@pytest.mark.parametrize("points", [[50, -1], [NONE, 50], [0, 0]])
def test_budgets_that_are_none_are_refused(points: list[float]) -> None:
    with pytest.raises(InvalidInput):
        budget_weights(pd.DataFrame([points]))


def comparisons(ab: float, ac: float, bc: float) -> pd.DataFrame:
    rows = [[1, ab, ac], [1 / ab, 1, bc], [1 / ac, 1 / bc, 1]]
    return pd.DataFrame(rows, index=list("abc"), columns=list("abc"))


def test_consistent_comparisons_give_their_own_weights() -> None:
    """a is 2 x b and 6 x c, b is 3 x c: 6 : 3 : 1 of 10."""
    result = pairwise_weights(comparisons(2, 6, 3))

    assert result.weights.to_dict() == pytest.approx({"a": 0.6, "b": 0.3, "c": 0.1})
    assert result.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert result.is_consistent


def test_comparisons_in_a_circle_are_inconsistent() -> None:
    """a over b over c over a, each 3 times: row sums 1 + 3 + 1/3, eigenvalue 13/3, (13/3 - 3)/2 / 0.58 = 1.149."""
    result = pairwise_weights(comparisons(3, 1 / 3, 3))

    assert result.weights.to_dict() == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})
    assert result.consistency_ratio == pytest.approx(1.1494, abs=1e-4)
    assert not result.is_consistent


def test_for_three_items_the_weights_are_the_geometric_means_of_the_rows() -> None:
    """The principal eigenvector of a reciprocal 3 x 3 matrix is known in closed form."""
    matrix = comparisons(5, 2, 1 / 4)
    rows = np.prod(matrix.to_numpy(), axis=1) ** (1 / 3)

    np.testing.assert_allclose(pairwise_weights(matrix).weights, rows / rows.sum())


@pytest.mark.parametrize("matrix", [[[1, 2], [2, 1]], [[1, -2], [-0.5, 1]], [[1, 2, 3], [0.5, 1, 1]], [[1]]])
def test_a_matrix_that_contradicts_itself_is_refused(matrix: list[list[float]]) -> None:
    with pytest.raises(InvalidInput):
        pairwise_weights(pd.DataFrame(matrix))


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
