"""Means: each computed again in plain Python, number by number."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.scores.means import RULES, Method, weighted_mean
from maturity.errors import InvalidInput

METHODS: tuple[Method, ...] = ("arithmetic", "geometric", "harmonic", 0.5, -2.0)
values_and_weights = st.lists(
    st.tuples(st.one_of(st.none(), st.floats(0, 100)), st.sampled_from([0.0, 0.5, 1.0, 3.0])), min_size=1, max_size=6
)


def plain_mean(pairs: list[tuple[float, float]], method: Method) -> float:
    """The same in plain Python; pairs of value and weight, all present and above 0."""
    total = sum(weight for _, weight in pairs)
    if method == "arithmetic":
        return sum(value * weight for value, weight in pairs) / total
    exponent = float({"geometric": 0.0, "harmonic": -1.0}.get(str(method), method))
    lifted = [(1 + 0.99 * value, weight) for value, weight in pairs]
    if exponent == 0:
        mean = math.prod(value ** (weight / total) for value, weight in lifted)
    else:
        mean = (sum(weight * value**exponent for value, weight in lifted) / total) ** (1 / exponent)
    return float((mean - 1) / 0.99)


@pytest.mark.parametrize("method", METHODS)
@given(row=values_and_weights)
def test_every_mean_equals_its_plain_sum(method: Method, row: list[tuple[float | None, float]]) -> None:
    values = np.array([np.nan if value is None else value for value, _ in row])
    present = [(value, weight) for value, weight in row if value is not None and weight > 0]
    expected = plain_mean(present, method) if present else math.nan

    assert weighted_mean(values, np.array([weight for _, weight in row]), method) == pytest.approx(
        expected, abs=1e-6, nan_ok=True
    )


def test_the_geometric_mean_of_0_and_100_is_9() -> None:
    """0 and 100 become 1 and 100; the root of 1 x 100 is 10; (10 - 1) / 0.99 = 9.0909."""
    result = weighted_mean(np.array([0.0, 100.0, np.nan]), np.ones(3), "geometric")

    assert result == pytest.approx(9.0909, abs=1e-4)


def test_the_harmonic_mean_of_0_and_100_is_1() -> None:
    """1 and 100: 2 / (1/1 + 1/100) = 1.980198; (1.980198 - 1) / 0.99 = 0.990099."""
    assert weighted_mean(np.array([0.0, 100.0]), np.ones(2), "harmonic") == pytest.approx(0.990099, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("level", [0.0, 25.0, 50.0, 75.0, 100.0])
def test_all_answers_at_one_level_give_its_goalpost_value_under_every_mean(method: Method, level: float) -> None:
    assert weighted_mean(np.full(4, level), np.array([1.0, 2, 3, 0.1]), method) == pytest.approx(level, abs=1e-9)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_means_keep_their_order(values: list[float]) -> None:
    """Harmonic <= geometric <= arithmetic."""
    row, ones = np.array(values), np.ones(len(values))
    ordered = [float(weighted_mean(row, ones, name)) for name in ("harmonic", "geometric", "arithmetic")]

    assert ordered == pytest.approx(sorted(ordered), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_nothing_to_average_gives_no_value(method: Method) -> None:
    assert np.isnan(weighted_mean(np.array([np.nan, 50.0]), np.array([1.0, 0.0]), method))


@pytest.mark.parametrize("method", ["mean", np.nan])
def test_an_unknown_mean_is_refused(method: Method) -> None:
    with pytest.raises(InvalidInput):
        weighted_mean(np.ones(2), np.ones(2), method)


def test_every_name_is_tested() -> None:
    assert set(RULES) <= set(METHODS)


@pytest.mark.parametrize("exponent", [1e6, 1e4, 400.0, 1e-9, 1e-14, -1e-14, -400.0, -1e6])
def test_no_exponent_overflows_or_loses_its_digits(exponent: float) -> None:
    """Towards infinity the mean is the largest value, towards 0 the geometric, towards minus infinity the smallest."""
    values, weights = np.array([10.0, 50.0, 90.0]), np.ones(3)
    limits = {True: 90.0, False: 10.0}
    expected = limits[exponent > 0] if abs(exponent) > 1 else float(weighted_mean(values, weights, "geometric"))

    assert weighted_mean(values, weights, exponent) == pytest.approx(expected, rel=0.02 if abs(exponent) > 1 else 1e-7)
