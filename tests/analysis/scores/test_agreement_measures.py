"""Agreement: worked by hand, against printed values, and computed again in plain Python."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.scores.agreement_measures import MEASURES, agreement, count_levels
from maturity.errors import InvalidInput

counts_of_levels = st.lists(st.integers(0, 6), min_size=3, max_size=6).filter(any)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # All equal: no distance anywhere.
        ([0, 0, 6, 0, 0], [1, 0]),
        # Two ends: every cut splits 1/2.
        ([3, 0, 0, 0, 3], [-1, 1]),
        # Uniform over four, cuts at 1/4, 2/4, 3/4: Leik 2/3 x (1/4 + 1/2 + 1/4).
        ([1, 1, 1, 1], [0, 2 / 3]),
        # Two neighbours of three (pattern 110): U = 1 (one triple 110), times 1 - 1/2; cuts at 1/2 and 1.
        ([2, 2, 0], [0.5, 0.5]),
        # Layer 101 (2 of 3 answers) has A -1, layer 001 has 1: (-2 + 1)/3. Cuts at 1/3 twice: 2/2 x (1/3 + 1/3).
        ([1, 0, 2], [-1 / 3, 2 / 3]),
    ],
)
def test_hand_worked_distributions(counts: list[float], expected: list[float]) -> None:
    """In the order of MEASURES: van der Eijk, Leik."""
    assert list(agreement(counts).values()) == pytest.approx(expected, abs=1e-6)


def test_layers_are_weighted_by_their_share_of_the_answers() -> None:
    """1, 3, 1: layer one 111 (3 of 5 answers) has A 0, layer two 010 (2 of 5) has A 1; 3/5 x 0 + 2/5 x 1 = 0.4."""
    assert agreement([1, 3, 1])["van_der_eijk"] == pytest.approx(0.4)


def test_the_printed_example_of_the_r_package_agrmt() -> None:
    """agrmt 1.42.12 prints A 0.6113333 and Leik 0.287 for these counts."""
    found = agreement([30, 40, 210, 130, 530, 50, 10])

    assert found["van_der_eijk"] == pytest.approx(0.6113333, abs=5e-8)
    assert found["leik"] == pytest.approx(0.287, abs=5e-4)


def plain_van_der_eijk(counts: list[int]) -> float:
    """Layers and triples counted one by one."""
    categories, left, total = len(counts), list(counts), 0.0
    while any(left):
        filled = [int(count > 0) for count in left]
        height = min(count for count in left if count)
        triples = [tuple(triple) for triple in itertools.combinations(filled, 3)]
        joined, split = triples.count((1, 1, 0)) + triples.count((0, 1, 1)), triples.count((1, 0, 1))
        unimodal = 1.0
        if joined + split:
            unimodal = ((categories - 2) * joined - (categories - 1) * split) / ((categories - 2) * (joined + split))
        total += height * sum(filled) * unimodal * (1 - (sum(filled) - 1) / (categories - 1))
        left = [count - height * mark for count, mark in zip(left, filled, strict=True)]
    return total / sum(counts)


def plain_leik(counts: list[int]) -> float:
    total, gaps = sum(counts), len(counts) - 1
    reached = [sum(counts[: cut + 1]) / total for cut in range(gaps)]
    return 2 / gaps * sum(min(share, 1 - share) for share in reached)


@given(counts_of_levels)
def test_every_measure_equals_its_plain_count(counts: list[int]) -> None:
    expected = {"van_der_eijk": plain_van_der_eijk(counts), "leik": plain_leik(counts)}

    assert agreement(counts) == pytest.approx(expected, abs=1e-9)


@given(counts_of_levels)
def test_turning_the_scale_around_changes_nothing(counts: list[int]) -> None:
    assert agreement(counts) == pytest.approx(agreement(counts[::-1]), abs=1e-9)


def test_two_categories_have_no_a_and_no_answers_no_measure() -> None:
    assert math.isnan(agreement([2, 3])["van_der_eijk"])
    assert agreement([2, 2])["leik"] == 1
    assert all(math.isnan(value) for value in agreement([0, 0, 0]).values())
    assert list(agreement([1, 0, 0])) == list(MEASURES)


def test_answers_are_counted_per_level_without_the_missing() -> None:
    answers = pd.Series([3, 3, 0, float("nan"), 4])
    counts = count_levels(answers, levels=range(5))

    assert counts.tolist() == [1, 0, 0, 2, 1]
    assert agreement(counts) == agreement({"keine": 1, "geplant": 0, "Einführung": 0, "Betrieb": 2, "optimiert": 1})
    with pytest.raises(InvalidInput):
        count_levels(answers, levels=range(4))


@pytest.mark.parametrize("counts", [[3], [1, -1, 2], [1, float("nan"), 2], [[1, 2], [3, 4]]])
def test_what_is_no_distribution_is_refused(counts: list[float]) -> None:
    with pytest.raises(InvalidInput):
        agreement(counts)
