"""Normalisation: answers on any declared scale become 0-100 points."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput, OutsideScale

Normalisation = Literal["goalposts", "min_max", "z_score", "percentile_rank"]
Coding = Literal["equal", "convex", "concave", "ridit"]
Ends = float | Mapping[str, float] | pd.Series

EVEN_STEPS = (0.0, 25.0, 50.0, 75.0, 100.0)
# Other monotone values for the five levels; values between two levels are interpolated, so that any scale can be coded.
STEPS: dict[str, tuple[float, ...]] = {
    "equal": EVEN_STEPS,
    "convex": (0.0, 10.0, 30.0, 60.0, 100.0),
    "concave": (0.0, 40.0, 70.0, 90.0, 100.0),
}
CODINGS = (*STEPS, "ridit")


def normalise(
    values: pd.DataFrame,
    *,
    scale_min: Ends,
    scale_max: Ends,
    method: Normalisation = "goalposts",
    coding: Coding = "equal",
) -> pd.DataFrame:
    """Turn answers into points from 0 (worst end of the scale) to 100 (best end).

    Args:
        values: one row per city, one column per question; the answer on the question's scale, NaN = missing.
        scale_min: the worst end, one number for all questions or one by question id.
        scale_max: the best end, likewise. A worst end above the best end makes a reversed question.
        method: "goalposts" measures against the ends of the scale and looks at no other city. The others compare
            with the observed answers, for sensitivity only: "min_max" (worst observed 0, best observed 100),
            "z_score" (50 plus 10 per standard deviation, cut at 0 and 100), "percentile_rank" (lowest rank 0,
            highest 100); a question on which all cities agree then gives everyone 50.
        coding: how far apart the levels are: "equal" steps, "convex", "concave", or "ridit" (share of the
            answers below plus half of those at the level).

    Returns:
        The same rows and columns in points; NaN stays NaN.

    Raises:
        OutsideScale: an answer lies outside its scale; names city, question and value.
        InvalidInput: the two ends of a scale are equal or unknown, a cell is no number, no such method or coding.

    Source: docs/method.md, "Normalisation".
    """
    low, high = _ends(values, scale_min, "scale_min"), _ends(values, scale_max, "scale_max")
    if (equal := low == high).any():
        question_id = values.columns[equal][0]
        raise InvalidInput(what=f"the scale of {question_id}", value=low[equal][0], expected="two different ends")
    answers = as_numbers(values, "values")
    refuse_outside(answers, np.minimum(low, high), np.maximum(low, high), values)
    # Adding 0 turns the -0.0 of a reversed scale into 0.0.
    points = _compare(100 * (answers - low) / (high - low) + 0.0, method)
    return pd.DataFrame(recode(points, coding, among=points), index=values.index, columns=values.columns)


def refuse_outside(answers: Array, low: Array, high: Array, table: pd.DataFrame) -> None:
    """Raise OutsideScale for the first answer below low or above high, naming its row and column in the table."""
    outside = np.argwhere((answers < low) | (answers > high))
    if len(outside):
        row, column = outside[0]
        raise OutsideScale(
            what=f"{table.index[row]}, {table.columns[column]}",
            value=answers[row, column],
            city_id=table.index[row],
            question_id=table.columns[column],
            low=low[column],
            high=high[column],
        )


def _ends(values: pd.DataFrame, ends: Ends, name: str) -> Array:
    """One end per column of values, in their order."""
    if not isinstance(ends, (Mapping, pd.Series)):
        return np.full(values.shape[1], float(ends))
    given = pd.Series(dict(ends), dtype=float).reindex(values.columns)
    if given.isna().any():
        raise InvalidInput(what=f"{name} of {given.index[given.isna()][0]}", value="unknown", expected="a number")
    return given.to_numpy(dtype=float)


def _compare(points: Array, method: Normalisation) -> Array:
    if method == "goalposts":
        return points
    count = (~np.isnan(points)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "min_max":
            low, high = np.fmin.reduce(points, axis=0), np.fmax.reduce(points, axis=0)
            compared = 100 * (points - low) / (high - low)
        elif method == "z_score":
            total = np.nansum(points, axis=0)
            # Rounded, because equal answers may differ from their own mean in the last digit.
            deviation = np.round(points - total / count, 9)
            compared = 50 + 10 * deviation / np.sqrt(np.nansum(deviation**2, axis=0) / count)
        elif method == "percentile_rank":
            from scipy.stats import rankdata  # takes a second to import

            ranks = rankdata(points, axis=0, nan_policy="omit")
            compared = 100 * (ranks - 1) / (count - 1)
            # Ties are ranked at their middle, so that all equal gives 50 here as well, and a single answer too.
            compared = np.where(count == 1, np.nan, compared)
        else:
            raise InvalidInput(
                what="method", value=method, expected="one of goalposts, min_max, z_score, percentile_rank"
            )
    return np.where(np.isnan(points), np.nan, np.clip(np.nan_to_num(compared, nan=50.0), 0, 100))


def recode(points: Array, coding: str, *, among: Array) -> Array:
    """Give the levels other distances.

    Args:
        points: goalpost points, questions on the last axis; NaN stays NaN.
        coding: one of CODINGS.
        among: points of all cities (cities, questions): what "ridit" counts.
    """
    if coding == "equal":
        return points
    if coding in STEPS:
        return np.interp(points, EVEN_STEPS, STEPS[coding])  # np.interp keeps NaN
    if coding == "ridit":
        return _ridit(points, among)
    raise InvalidInput(what="coding", value=coding, expected=f"one of {', '.join(CODINGS)}")


def _ridit(points: Array, among: Array) -> Array:
    coded = np.full(points.shape, np.nan)
    for question in range(points.shape[-1]):
        observed = np.sort(among[~np.isnan(among[:, question]), question])
        here = points[..., question]
        if len(observed):
            below = np.searchsorted(observed, here, side="left")
            upto = np.searchsorted(observed, here, side="right")
            coded[..., question] = 100 * (below + upto) / 2 / len(observed)
    return np.where(np.isnan(points), np.nan, coded)
