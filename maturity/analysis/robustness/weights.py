"""Weights: what a question really counts, and ways to agree on weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.tree import build_tree, weight_row
from maturity.errors import InvalidInput

# Saaty's random index by the number of compared items: the mean inconsistency of judgements made by chance.
RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
CONSISTENCY_LIMIT = 0.1


def effective_weights(
    question_ids: Sequence[str],
    *,
    parents: Mapping[str, str] | pd.Series,
    weights: Mapping[str, float] | pd.Series | None = None,
) -> pd.DataFrame:
    """Multiply the shares within each parent down the tree: what each part counts in the index.

    Args:
        question_ids: the questions in use.
        parents: the parent's id by id, as in `scores.aggregate`.
        weights: by id of a question or node, 1 where not given.

    Returns:
        One row per question and node, questions first, "index" last: id, parent_id (missing for the index),
        weight (share within the parent, 0-1), effective_weight (share of the index, 0-1; all questions sum to 1).

    Raises:
        UnknownId, InvalidInput: as `scores.aggregate`.

    Source: docs/method.md, "Effective weights".
    """
    tree = build_tree(question_ids, parents)
    row = weight_row(tree, weights)
    share, effective = np.ones(len(tree.ids)), np.ones(len(tree.ids))
    parent_id: list[str | None] = [None] * len(tree.ids)
    # From the index downwards, so that a parent's own part is known before its children's.
    for node, children in reversed(list(zip(tree.node_ids, tree.children, strict=True))):
        total = row[children].sum()
        share[children] = row[children] / total if total > 0 else 0.0
        effective[children] = share[children] * effective[tree.ids.index(node)]
        for child in children:
            parent_id[child] = node
    return pd.DataFrame({"id": tree.ids, "parent_id": parent_id, "weight": share, "effective_weight": effective})


def budget_weights(allocations: pd.DataFrame) -> pd.Series:
    """Average what several people spread over the items, each usually 100 points.

    Args:
        allocations: one row per person, one column per item; points of 0 or more. Everyone counts the same,
            whatever his points sum to.

    Returns:
        The weight by item, sum 1.

    Raises:
        InvalidInput: points are missing or negative, or someone gave none at all.

    Source: docs/method.md, "Budget allocation".
    """
    given = as_numbers(allocations, "allocations")
    if not (given >= 0).all():
        raise InvalidInput(what="an allocation", value="missing or negative", expected="0 points or more")
    totals = given.sum(axis=1, keepdims=True)
    if not len(given) or (totals == 0).any():
        raise InvalidInput(what="the sum of an allocation", value=0, expected="more than 0 points")
    return pd.Series((given / totals).mean(axis=0), index=allocations.columns)


@dataclass(frozen=True)
class PairwiseWeights:
    """Weights from pairwise comparisons.

    Args:
        weights: by item, sum 1.
        consistency_ratio: 0 = the comparisons do not contradict each other.
        is_consistent: whether the ratio is at most 0.1.
    """

    weights: pd.Series
    consistency_ratio: float
    is_consistent: bool


def pairwise_weights(comparisons: pd.DataFrame) -> PairwiseWeights:
    """Derive weights from a matrix that says how many times as important each item is as each other one (AHP).

    Args:
        comparisons: square, items in the same order on both sides; cell (a, b) = importance of a over b, above 0, and
            the inverse of cell (b, a); 2 to 10 items.

    Returns:
        The weights (principal eigenvector) and how consistent the comparisons are.

    Raises:
        InvalidInput: the matrix is not square, not reciprocal, not positive, or of another size.

    Source: docs/method.md, "Pairwise comparison".
    """
    matrix = as_numbers(comparisons, "comparisons")
    count = len(matrix)
    if matrix.shape != (count, count) or not 2 <= count < len(RANDOM_INDEX):
        raise InvalidInput(what="the comparison matrix", value=matrix.shape, expected="square, 2 to 10 items")
    if not ((matrix > 0).all() and np.allclose(matrix * matrix.T, 1)):
        raise InvalidInput(what="the comparison matrix", value="contradictory", expected="positive and reciprocal")
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    vector = np.abs(vectors[:, principal].real)
    # A consistent matrix has the eigenvalue `count`; rounding may leave it a hair below.
    index = max(0.0, (values[principal].real - count) / (count - 1))
    ratio = index / RANDOM_INDEX[count] if RANDOM_INDEX[count] else 0.0
    weights = pd.Series(vector / vector.sum(), index=comparisons.index)
    return PairwiseWeights(weights, float(ratio), bool(ratio <= CONSISTENCY_LIMIT))


def benefit_of_the_doubt(scores: pd.DataFrame, *, at_least: float = 0.5, at_most: float = 2.0) -> pd.DataFrame:
    """Show each city in its most favourable light: the weights it would choose for itself, within bounds.

    Args:
        scores: one row per city, one column per topic; 0 or more, NaN = no score.
        at_least: lowest weight of a topic, in multiples of the equal weight.
        at_most: highest weight, likewise.

    Returns:
        One row per city: city_id, share_of_best = the city's weighted mean over that of the best city under the same
        weights (1 = nobody is ahead under these weights), then the weight of each topic (sum 1). A city that lacks a
        score is NaN throughout and nobody's measure.

    Raises:
        InvalidInput: a score is negative, or the bounds do not allow weights that sum to 1.

    Source: docs/method.md, "Benefit of the doubt".
    """
    if not 0 <= at_least <= 1 <= at_most:
        raise InvalidInput(what="the bounds", value=(at_least, at_most), expected="around 1, the lower one 0 or more")
    values = as_numbers(scores, "scores")
    complete = ~np.isnan(values).any(axis=1)
    if (values[complete] < 0).any():
        raise InvalidInput(what="a score", value=values[complete].min(), expected="0 or more")
    rows = np.full((len(values), 1 + values.shape[1]), np.nan)
    for city in np.flatnonzero(complete):
        rows[city] = _most_favourable(values[city], values[complete], at_least, at_most)
    table = pd.DataFrame(rows, index=scores.index, columns=["share_of_best", *scores.columns])
    return table.rename_axis("city_id").reset_index()


def _most_favourable(own: Array, all_scores: Array, at_least: float, at_most: float) -> Array:
    """Maximise own @ v with scores @ v <= 1 for all: v is the weights over the best city's weighted mean."""
    if own.max() <= 0:
        return np.concatenate([[0.0], np.full(len(own), 1 / len(own))])
    from scipy.optimize import linprog  # takes half a second to import

    each, equal = np.eye(len(own)), np.full((len(own), len(own)), 1 / len(own))
    solution = linprog(
        -own,
        A_ub=np.vstack([all_scores, at_least * equal - each, each - at_most * equal]),
        b_ub=np.concatenate([np.ones(len(all_scores)), np.zeros(2 * len(own))]),
        method="highs",
    )
    return np.concatenate([[own @ solution.x], solution.x / solution.x.sum()])
