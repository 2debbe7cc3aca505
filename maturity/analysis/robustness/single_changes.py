"""One at a time: one choice is changed, the rest stays, and the ranks are compared. No chance is involved."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from maturity.analysis.robustness.draws import (
    AGGREGATION,
    CODING,
    FACTORS,
    LEFT_OUT,
    MISSING_RULE,
    NORMALISATION,
    WEIGHTS,
    Model,
    Uncertainty,
)
from maturity.analysis.robustness.survey import Structure, Survey, read_structure
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.ranks import rank_rows


def one_at_a_time(
    survey: Survey,
    *,
    uncertainty: Uncertainty | None = None,
) -> pd.DataFrame:
    """Change one choice, leave the rest, and count whose rank changes.

    Args:
        survey, uncertainty: as in `simulate`; answer errors are random and left out here.

    Returns:
        One row per change, in the order of the factors: factor, choice (the coding, mean or rule; the question left
        out; the node whose weight changes), weight_factor (NaN but for weights), changed_count (cities with another
        rank), largest_shift, mean_rank_shift.

    Raises:
        As `simulate`.

    Source: docs/method.md, "One at a time".
    """
    structure = read_structure(survey)
    uncertainty = uncertainty or Uncertainty()
    changes, factors = _weight_changes(structure, uncertainty.weight_spread)
    no_errors = np.zeros((1, *structure.points.shape), dtype=np.int8)
    model = Model(structure, uncertainty, weight_factors=factors, shifts=no_errors)
    rows = list(_single_changes(model, changes))
    choices = np.array([choice for choice, *_ in rows], dtype=np.intp).reshape(len(rows), len(FACTORS))
    own, ranks = rank_rows(model.reference()), rank_rows(model.evaluate(choices)[..., 0])
    shifts = np.abs(ranks - own)
    return pd.DataFrame(
        {
            "factor": [factor for _, factor, *_ in rows],
            "choice": [choice for *_, choice, _ in rows],
            "weight_factor": [factor for *_, factor in rows],
            "changed_count": (shifts > 0).sum(axis=1),
            "largest_shift": np.nan_to_num(shifts).max(axis=1, initial=0),
            "mean_rank_shift": mean_shift(ranks, own),
        }
    )


def _weight_changes(structure: Structure, spread: float) -> tuple[list[tuple[str, float]], Array]:
    """Each topic and dimension with more and with less weight."""
    names = structure.tree.node_ids[:-1] if spread > 0 else ()
    changes = [(name, factor) for name in names for factor in (1 + spread, 1 - spread)]
    factors = np.ones((1 + len(changes), len(structure.weights)))
    for row, (name, factor) in enumerate(changes, start=1):
        factors[row, structure.tree.ids.index(name)] = factor
    return changes, factors


def _single_changes(model: Model, changes: list[tuple[str, float]]) -> Iterator[tuple[list[int], str, object, float]]:
    uncertainty, tree = model.uncertainty, model.structure.tree
    labels: tuple[tuple[int, list[object]], ...] = (
        (CODING, list(uncertainty.codings[1:])),
        (AGGREGATION, list(uncertainty.aggregations[1:])),
        (MISSING_RULE, list(uncertainty.missing[1:])),
        (LEFT_OUT, list(tree.ids[: model.sizes[LEFT_OUT] - 1])),
        (NORMALISATION, list(uncertainty.normalisations[1:])),
    )
    for number, (name, weight_factor) in enumerate(changes, start=1):
        yield _only(WEIGHTS, number), FACTORS[WEIGHTS], name, weight_factor
    for factor, names in labels:
        for number, label in enumerate(names, start=1):
            yield _only(factor, number), FACTORS[factor], label, np.nan


def _only(factor: int, number: int) -> list[int]:
    return [number if position == factor else 0 for position in range(len(FACTORS))]


def mean_shift(ranks: Array, own: Array) -> Array:
    """Mean absolute change of rank per run, over the cities that have a rank in both."""
    shift = np.abs(ranks - own)
    known = ~np.isnan(shift)
    total, count = np.where(known, shift, 0).sum(axis=1), known.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
