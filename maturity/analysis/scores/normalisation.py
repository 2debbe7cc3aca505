"""Normalisation: answers on any declared scale become 0-100 points."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from maturity.analysis._checks import as_numbers, by_id, is_number
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput, OutsideScale

Normalisation = Literal["goalposts", "min_max", "z_score", "percentile_rank"]
NORMALISATIONS: tuple[Normalisation, ...] = ("goalposts", "min_max", "z_score", "percentile_rank")
Ties = Literal["middle", "lowest"]
# Every way to normalise by a name of its own: "_sample" divides by n - 1, "_lowest" puts ties at the lowest rank.
VARIANTS: dict[str, tuple[Normalisation, Literal[0, 1], Ties]] = {
    **{method: (method, 0, "middle") for method in NORMALISATIONS},
    "z_score_sample": ("z_score", 1, "middle"),
    "percentile_rank_lowest": ("percentile_rank", 0, "lowest"),
}
Coding = Literal["equal", "convex", "concave", "ridit"]
Ends = float | Mapping[str, float] | pd.Series

# Points are quotients: differences behind this digit are rounding.
DIGITS = 9
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
    ddof: Literal[0, 1] = 0,
    ties: Ties = "middle",
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
        ddof: for "z_score", 0 divides by the number of cities, 1 by one less.
        ties: for "percentile_rank", whether equal answers share the "middle" or the "lowest" of their ranks.

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
    goalposts = 100 * (answers - low) / (high - low) + 0.0
    points = compare(goalposts, method, among=goalposts, ddof=ddof, ties=ties)
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
    one_for_all = not isinstance(ends, Mapping | pd.Series)
    given = {} if one_for_all else by_id(ends, name)
    row = [ends if one_for_all else given.get(str(question_id)) for question_id in values.columns]
    for question_id, end in zip(values.columns, row, strict=True):
        if not (is_number(end) and np.isfinite(end)):  # type: ignore[call-overload]
            raise InvalidInput(what=f"{name} of {question_id}", value=end, expected="a finite number")
    return np.array(row, dtype=float)


def compare(points: Array, method: str, *, among: Array, ddof: int = 0, ties: Ties = "middle") -> Array:
    """Measure points by what others have.

    Args:
        points: goalpost points, questions on the last axis; NaN stays NaN.
        method: one of NORMALISATIONS; "goalposts" leaves the points as they are.
        among: points of all cities (cities, questions): what is compared with.
        ddof, ties: as in `normalise`.
    """
    if method == "goalposts":
        return points
    if method not in NORMALISATIONS:
        raise InvalidInput(what="method", value=method, expected=f"one of {', '.join(NORMALISATIONS)}")
    # Rounded, because the same answer reached by another division must be the same.
    points, among = np.round(points, DIGITS), np.round(among, DIGITS)
    count = (~np.isnan(among)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "min_max":
            low, high = np.fmin.reduce(among, axis=0), np.fmax.reduce(among, axis=0)
            compared = 100 * (points - low) / (high - low)
        elif method == "z_score":
            mean = np.nansum(among, axis=0) / count
            spread = np.round(np.sqrt(np.nansum((among - mean) ** 2, axis=0) / (count - ddof)), DIGITS)
            compared = 50 + 10 * np.round(points - mean, DIGITS) / spread
        else:
            compared = 100 * _places(points, among, ties) / (count - 1)
    # A question on which all agree, or that one city alone answered, tells nobody apart.
    is_flat = np.fmin.reduce(among, axis=0, initial=np.inf) >= np.fmax.reduce(among, axis=0, initial=-np.inf)
    compared = np.where(is_flat, 50.0, np.clip(compared, 0, 100))
    return np.where(np.isnan(points), np.nan, np.round(compared, DIGITS))


def _places(points: Array, among: Array, ties: Ties) -> Array:
    """How many answers lie before each, those at the same level counted half beside the own one, or not at all."""
    below, upto = _counts(points, among)
    return below + np.maximum(upto - below - 1, 0) / 2 if ties == "middle" else below


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
    below, upto = _counts(np.round(points, DIGITS), np.round(among, DIGITS))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(100 * (below + upto) / 2 / (~np.isnan(among)).sum(axis=0))


def _counts(points: Array, among: Array) -> tuple[Array, Array]:
    """How many of the answers lie below each of the points, and how many not above it; NaN where there is no point."""
    below, upto = np.full(points.shape, np.nan), np.full(points.shape, np.nan)
    for question in range(points.shape[-1]):
        observed = np.sort(among[~np.isnan(among[:, question]), question])
        here = points[..., question]
        below[..., question] = np.searchsorted(observed, here, side="left")
        upto[..., question] = np.searchsorted(observed, here, side="right")
    missing = np.isnan(points)
    return np.where(missing, np.nan, below), np.where(missing, np.nan, upto)
