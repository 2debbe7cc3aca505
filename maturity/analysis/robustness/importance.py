"""Importance: what a topic really decides in the index, beside the weight it was given."""

import numpy as np
import pandas as pd

from maturity.analysis.robustness.signs import MIN_PAIRS
from maturity.analysis.robustness.survey import Survey, read_structure
from maturity.analysis.robustness.weights import share_out
from maturity.analysis.scores import aggregate
from maturity.analysis.scores.means import Array

# Deviations this small against 0-100 points are rounding.
FLAT = 1e-9


def find_importance(survey: Survey) -> pd.DataFrame:
    """Compare the weight of each topic with how much of the index's spread it goes along with.

    Args:
        survey: the answers and how they are scored.

    Returns:
        One row per topic, in the order of the tree: topic_id, weight (what it counts in the index, 0-1), city_count
        (cities with both scores), correlation (Pearson, topic with index), importance = its square (0-1: the
        correlation ratio if the index rises evenly with the topic), importance_share (of the sum over the topics).
        NaN with fewer than 3 such cities or where one of the two does not differ.

    Raises:
        As `scores.aggregate`.

    Source: docs/method.md, "Importance of a topic".
    """
    structure = read_structure(survey)
    tree, (_, effective) = structure.tree, share_out(structure.tree, structure.weights)
    scored = aggregate(
        survey.points,
        parents=survey.parents,
        weights=survey.weights,
        min_coverage=survey.min_coverage,
        applicable=survey.applicable,
    )
    wide = scored["score"].to_numpy(dtype=float).reshape(len(survey.points), len(tree.node_ids))
    rows = []
    for place, name in enumerate(tree.node_ids):
        if tree.is_topic[place]:
            both = wide[:, [place, -1]]
            both = both[~np.isnan(both).any(axis=1)]
            rows.append((name, effective[tree.question_count + place], len(both), _correlation(both)))
    table = pd.DataFrame(rows, columns=["topic_id", "weight", "city_count", "correlation"])
    table = table.assign(importance=table["correlation"] ** 2)
    total = table["importance"].sum()
    return table.assign(importance_share=table["importance"] / total if total > 0 else np.nan)


def _correlation(both: Array) -> float:
    if len(both) < MIN_PAIRS or (np.ptp(both, axis=0) <= FLAT).any():
        return float("nan")
    first, second = (both - both.mean(axis=0)).T
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))
