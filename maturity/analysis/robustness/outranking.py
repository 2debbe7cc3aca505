"""Outranking: who is ahead on more of what was asked, by rank alone; no distance between levels counts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from maturity.analysis.robustness.survey import Survey, read_structure
from maturity.analysis.robustness.weights import share_out
from maturity.analysis.scores.ranks import rank_rows

# Behind this digit two halves of the weight are equal.
DIGITS = 9


@dataclass(frozen=True, eq=False)
class Outranking:
    """Who outranks whom.

    Args:
        matrix: city by city: share of the weight of the questions both answered on which the row's city is higher,
            equal ones counted half (0-1; mirrored cells sum to 1; NaN on the diagonal and without a common answer).
        cities: one row per city, as given: city_id, win_count, loss_count (cities it is ahead of, and behind, on more
            than half of the weight), copeland = wins - losses, rank (1 is the highest; NaN if it can be compared
            with nobody).
    """

    matrix: pd.DataFrame
    cities: pd.DataFrame


def find_outranking(survey: Survey) -> Outranking:
    """Compare every two cities question by question and count the wins of each (Copeland).

    Args:
        survey: the answers; each question counts what it counts in the index. Coverage thresholds do not count.

    Returns:
        The outranking matrix and the Copeland scores. Any monotone coding of the levels gives the same.

    Raises:
        As `scores.aggregate`.

    Source: docs/method.md, "Outranking".
    """
    structure = read_structure(survey)
    _, effective = share_out(structure.tree, structure.weights)
    points, weights = np.round(structure.points, DIGITS), effective[: structure.tree.question_count]
    known = (~np.isnan(points)).astype(float)
    common = (known * weights) @ known.T
    ahead = np.zeros(common.shape)
    for values, weight in zip(points.T, weights, strict=True):
        # A missing answer is neither higher, lower nor equal.
        ahead += weight * ((values[:, None] > values) + (values[:, None] == values) / 2)
    share = np.round(np.divide(ahead, common, out=np.full(common.shape, np.nan), where=common > 0), DIGITS)
    np.fill_diagonal(share, np.nan)
    wins, losses = (share > 0.5).sum(axis=1), (share < 0.5).sum(axis=1)
    copeland = np.where(np.isnan(share).all(axis=1), np.nan, wins - losses)
    names = structure.city_ids
    return Outranking(
        matrix=pd.DataFrame(share, index=names, columns=names),
        cities=pd.DataFrame(
            {
                "city_id": names,
                "win_count": wins,
                "loss_count": losses,
                "copeland": copeland,
                "rank": rank_rows(copeland),
            }
        ),
    )
