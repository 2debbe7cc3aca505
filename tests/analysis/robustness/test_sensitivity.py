"""Sensitivity: known models, reproducible bounds, the formulas written out."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.robustness.draws import Uncertainty
from maturity.analysis.robustness.sensitivity import _indices, _saltelli_design, sobol
from maturity.analysis.robustness.survey import Survey
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput, UnknownId

GENERATOR = np.random.default_rng(5)
POINTS = pd.DataFrame(
    GENERATOR.choice([0.0, 25, 50, 75, 100], (6, 4)),
    index=[f"city{n}" for n in range(6)],
    columns=["E1", "E2", "K1", "K2"],
)
PARENTS = {"E1": "eakte", "E2": "eakte", "K1": "karte", "K2": "karte"}
SURVEY = Survey(POINTS, PARENTS)


def test_a_sum_is_explained_by_its_parts() -> None:
    """y = 3a + b: variances 9 and 1 in twelfths, so 90 % and 10 %, and no interaction."""
    outcomes = _saltelli_design(lambda x: 3 * x[0] + x[1], factors=2, samples=1024, rng=np.random.default_rng(1))
    first, total = _indices(outcomes)

    np.testing.assert_allclose(first, [0.9, 0.1], atol=0.02)
    np.testing.assert_allclose(total, [0.9, 0.1], atol=0.02)


def test_a_product_has_an_interaction() -> None:
    """y = (a - 1/2)(b - 1/2): nothing alone, everything together."""
    outcomes = _saltelli_design(
        lambda x: (x[0] - 0.5) * (x[1] - 0.5), factors=2, samples=1024, rng=np.random.default_rng(1)
    )
    first, total = _indices(outcomes)

    np.testing.assert_allclose(first, [0, 0], atol=0.05)
    np.testing.assert_allclose(total, [1, 1], atol=0.05)


def test_total_indices_are_jansens_sum() -> None:
    """ST = mean of (f(A) - f(A with the factor from B))^2 / 2 / variance."""

    def model(x: Array) -> Array:
        return np.asarray(x[0] ** 2 + x[1])

    outcomes = _saltelli_design(model, factors=2, samples=256, rng=np.random.default_rng(2))
    variance = np.var(np.concatenate([outcomes[0], outcomes[1]]))
    expected = [sum((a - b) ** 2 for a, b in zip(outcomes[0], row, strict=True)) / 256 / 2 for row in outcomes[2:]]

    np.testing.assert_allclose(_indices(outcomes)[1], np.array(expected) / variance)


def test_every_factor_that_varies_has_its_row_with_bounds() -> None:
    table = sobol(SURVEY, samples=64)

    assert table["factor"].tolist() == ["weights", "coding", "aggregation", "missing", "left_out", "answer_error"]
    assert (table["total_low"] <= table["total_high"]).all()
    assert (table["total"] >= 0).all()
    # Nothing is missing, so that filling gaps changes nothing.
    assert table.loc[table["factor"] == "missing", ["first_order", "total"]].to_numpy()[0].tolist() == pytest.approx(
        [0, 0], abs=1e-9
    )


def test_the_same_seed_gives_the_same_indices_and_bounds() -> None:
    pd.testing.assert_frame_equal(sobol(SURVEY, samples=32), sobol(SURVEY, samples=32))


def test_a_single_factor_explains_everything_that_happens_to_one_city() -> None:
    only_coding = Uncertainty(
        0.0, aggregations=("arithmetic",), missing=("available",), leave_one_out=False, answer_error=0
    )
    table = sobol(SURVEY, samples=256, uncertainty=only_coding, city_id="city2")

    assert table["factor"].tolist() == ["coding"]
    assert table["total"].isna().all() or table["total"].tolist() == pytest.approx([1], abs=0.2)


def test_where_no_rank_ever_changes_there_is_nothing_to_explain() -> None:
    table = sobol(Survey(POINTS[:1], PARENTS), samples=16)

    assert table[["first_order", "total", "total_low"]].isna().all().all()


def test_wrong_sample_sizes_and_cities_without_rank_are_refused() -> None:
    with pytest.raises(InvalidInput):
        sobol(SURVEY, samples=100)
    with pytest.raises(UnknownId):
        sobol(SURVEY, city_id="nowhere")
