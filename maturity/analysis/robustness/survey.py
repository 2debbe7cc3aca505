"""The survey whose statements are tested: answers, tree, weights and thresholds, checked once for all runs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import as_numbers
from maturity.analysis.scores.coverage import TWO_THIRDS, asked_cells, count_coverage
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.normalisation import refuse_outside
from maturity.analysis.scores.tree import Tree, build_tree, weight_row


@dataclass(frozen=True, eq=False)
class Survey:
    """The answers of one wave and how they are scored; each field as in `scores.aggregate`.

    Args:
        points: one row per city, one column per question; 0-100 points by goalposts, NaN = missing.
        parents: the parent's id by id of a question or node.
        weights: by id of a question or node, 1 where not given.
        applicable: same shape as points, False = not this city's responsibility; None = all questions apply.
        min_coverage: the share below which a node has no score, for every node or by node id.
    """

    points: pd.DataFrame
    parents: Mapping[str, str] | pd.Series
    weights: Mapping[str, float] | pd.Series | None = None
    applicable: pd.DataFrame | None = None
    min_coverage: float | Mapping[str, float] = TWO_THIRDS


@dataclass(frozen=True, eq=False)
class Structure:
    """What stays the same in every run: who was asked what, how the questions belong together, what counts.

    Args:
        city_ids: the rows, as given.
        tree: of Q questions and N nodes.
        points: (cities, Q), NaN = missing.
        asked: (cities, Q), False = not applicable.
        scored: (cities, N), False = below the coverage threshold, in every run.
        weights: Q + N, before they are varied.
    """

    city_ids: pd.Index
    tree: Tree
    points: Array
    asked: npt.NDArray[np.bool_]
    scored: npt.NDArray[np.bool_]
    weights: Array


def read_structure(survey: Survey) -> Structure:
    """Check a survey and count its coverage, once for all runs.

    Raises:
        OutsideScale, UnknownId, InvalidInput: as `scores.aggregate`.
    """
    points = survey.points
    known = as_numbers(points, "points")
    refuse_outside(known, np.zeros(known.shape[1]), np.full(known.shape[1], 100.0), points)
    tree, asked = build_tree(list(points.columns), survey.parents), asked_cells(points, survey.applicable)
    *_, scored = count_coverage(tree, ~np.isnan(known), asked, survey.min_coverage)
    return Structure(points.index, tree, known, asked, scored, weight_row(tree, survey.weights))
