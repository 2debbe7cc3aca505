"""Means: several values of 0-100 points become one, in ways that let strong values offset weak ones more or less."""

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from maturity.analysis._checks import is_number
from maturity.errors import InvalidInput

Array = npt.NDArray[np.float64]
Method = Literal["arithmetic", "geometric", "harmonic"] | float

# Means that multiply or divide need positive values: 0-100 points are laid on 1-100, so that no single zero decides.
SLOPE = 0.99


def weighted_mean(values: Array, weights: Array, method: Method = "arithmetic") -> Array:
    """Average the last axis; missing values and those of weight 0 are left out, the other weights rescaled.

    Args:
        values: 0-100 points, NaN = missing; any shape.
        weights: 0 or more, of a shape that broadcasts to that of the values.
        method: a name, or a number: the exponent of the generalised mean (1 arithmetic, 0 geometric, -1 harmonic).

    Returns:
        One value per row of the last axis; NaN where nothing is left to average.

    Raises:
        InvalidInput: there is no such method.

    Source: docs/method.md, "Means".
    """
    rule = _rule(method)
    present = ~np.isnan(values) & (weights > 0)
    shares = np.where(present, weights, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return rule(np.where(present, values, 0.0), shares, shares.sum(axis=-1))


def _rule(method: Method) -> Callable[[Array, Array, Array], Array]:
    if isinstance(method, str):
        if method not in RULES:
            raise InvalidInput(what="method", value=method, expected=f"one of {', '.join(RULES)} or a number")
        return RULES[method]
    if not (is_number(method) and np.isfinite(method)):
        raise InvalidInput(what="method", value=method, expected=f"one of {', '.join(RULES)} or a finite exponent")
    return lambda values, shares, total: _power(values, shares, total, float(method))


def _arithmetic(values: Array, shares: Array, total: Array) -> Array:
    return np.asarray(np.einsum("...i,...i->...", values, shares) / total)


def _power(values: Array, shares: Array, total: Array, exponent: float) -> Array:
    logs = np.log1p(SLOPE * values)
    if exponent == 0:
        return np.asarray(np.expm1(_arithmetic(logs, shares, total)) / SLOPE)
    # As parts of the largest power, so that no exponent overflows and a small one keeps its digits.
    powers = exponent * logs
    largest = np.where(shares > 0, powers, -np.inf).max(axis=-1, initial=-np.inf)
    rest = _arithmetic(np.expm1(np.minimum(powers - largest[..., None], 0.0)), shares, total)
    return np.asarray(np.expm1((largest + np.log1p(rest)) / exponent) / SLOPE)


RULES: dict[str, Callable[[Array, Array, Array], Array]] = {
    "arithmetic": _arithmetic,
    "geometric": lambda values, shares, total: _power(values, shares, total, 0),
    "harmonic": lambda values, shares, total: _power(values, shares, total, -1),
}
