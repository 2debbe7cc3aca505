"""Weights: what a question really counts, and ways to agree on weights."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.tree import Tree, build_tree, weight_row
from maturity.errors import InvalidInput


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
    share, effective = share_out(tree, weight_row(tree, weights))
    parent_of = {child: node for node, children in zip(tree.node_ids, tree.children, strict=True) for child in children}
    parent_id = [parent_of.get(place) for place in range(len(tree.ids))]
    return pd.DataFrame({"id": tree.ids, "parent_id": parent_id, "weight": share, "effective_weight": effective})


def share_out(tree: Tree, weights: Array) -> tuple[Array, Array]:
    """Return per cell of the tree its share within its parent, and of the index."""
    share, effective = np.ones(len(tree.ids)), np.ones(len(tree.ids))
    # From the index downwards, so that a parent's own part is known before its children's.
    for node, children in reversed(list(enumerate(tree.children, start=tree.question_count))):
        total = weights[children].sum()
        share[children] = weights[children] / total if total > 0 else 0.0
        effective[children] = share[children] * effective[node]
    return share, effective


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

    # On a scale of their own size, so that the solver's tolerance is small against any scores.
    own, all_scores = own / all_scores.max(), all_scores / all_scores.max()
    each, equal = np.eye(len(own)), np.full((len(own), len(own)), 1 / len(own))
    solution = linprog(
        -own,
        A_ub=np.vstack([all_scores, at_least * equal - each, each - at_most * equal]),
        b_ub=np.concatenate([np.ones(len(all_scores)), np.zeros(2 * len(own))]),
        method="highs",
    )
    return np.concatenate([[own @ solution.x], solution.x / solution.x.sum()])
