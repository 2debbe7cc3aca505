"""Coverage: what counts as asked, as enough, and how gaps are filled."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.scores.coverage import asked_cells, count_coverage, fill_gaps
from maturity.analysis.scores.tree import build_tree

NONE = np.nan


def test_an_answered_question_was_asked_whatever_else_is_said() -> None:
    points = pd.DataFrame({"E1": [50.0, NONE], "E2": [NONE, NONE]})
    applicable = pd.DataFrame({"E1": [False, False], "E2": [True, False]})

    assert asked_cells(points, applicable).tolist() == [[True, True], [False, False]]
    assert asked_cells(points, None).all()


def test_the_median_is_that_of_the_cities_that_answered() -> None:
    """10, 30, 50: the gap becomes 30; a question nobody answered stays a gap, and so does one that does not apply."""
    points = np.array([[10.0, NONE], [30.0, NONE], [50.0, NONE], [NONE, NONE], [NONE, NONE]])
    asked = np.array([[True, True]] * 4 + [[False, True]])
    filled = fill_gaps(points, asked, "median")

    assert filled[:, 0].tolist() == pytest.approx([10, 30, 50, 30, NONE], nan_ok=True)
    assert np.isnan(filled[:, 1]).all()


@pytest.mark.parametrize(("threshold", "expected"), [(2 / 3, True), (0.6666666667, True), (0.67, False), (0.0, True)])
def test_two_of_three_are_two_thirds(threshold: float, expected: bool) -> None:
    tree = build_tree(["E1", "E2", "E3"], dict.fromkeys(["E1", "E2", "E3"], "eakte"))
    answered = np.array([[True, True, False]])
    *_, scored = count_coverage(tree, answered, np.ones_like(answered), threshold)

    assert scored[0, 0] == expected


def test_nothing_answered_is_never_enough() -> None:
    tree = build_tree(["E1"], {"E1": "eakte"})
    answered, total, scored = count_coverage(tree, np.array([[False]]), np.array([[True]]), 0.0)

    assert (answered.tolist(), total.tolist(), scored.tolist()) == ([[0, 0]], [[1, 1]], [[False, False]])
