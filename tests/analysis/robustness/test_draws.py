"""Draws: each run is what `normalise` and `aggregate` say for its choices, one run at a time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.robustness.draws import (
    FACTORS,
    Choices,
    Model,
    Uncertainty,
    draw_choices,
    draw_model,
)
from maturity.analysis.robustness.survey import Survey, read_structure
from maturity.analysis.scores import INDEX, aggregate, normalise
from maturity.analysis.scores.coverage import fill_gaps
from maturity.analysis.scores.means import Array, Method
from maturity.errors import InvalidInput, OutsideScale
from tests.analysis.strategies import Network, networks


def plain_run(model: Model, network: Network, choice: Choices) -> Array:
    """The index of one run through the public functions; every answered topic counts."""
    run = dict(zip(FACTORS, choice, strict=True))
    points, tree = network.points, model.structure.tree
    shift = model.shifts[run["answer_error"]].reshape(points.shape)
    moved = (points + 25 * shift).clip(0, 100)
    coding = model.uncertainty.codings[run["coding"]]
    coded = pd.DataFrame({name: code_column(points[name], moved[name], coding) for name in points})
    unmoved = pd.DataFrame({name: code_column(points[name], points[name], coding) for name in points})
    rule = model.uncertainty.missing[run["missing"]]
    coded = coded.fillna(
        pd.DataFrame(
            fill_gaps(unmoved.to_numpy(), points.isna().to_numpy(), rule), columns=points.columns, index=points.index
        )
    )
    # A topic in which a city answered nothing stays out, also where its gaps could be filled.
    names = tree.ids[: tree.question_count]
    for name in names:
        siblings = [other for other in names if network.parents[other] == network.parents[name]]
        coded.loc[points[siblings].isna().all(axis=1), name] = np.nan
    weights = dict(zip(tree.ids, model.weights[run["weights"]], strict=True))
    if run["left_out"]:
        del weights[tree.ids[run["left_out"] - 1]], coded[tree.ids[run["left_out"] - 1]]
    method = model.uncertainty.aggregations[run["aggregation"]]
    methods: dict[str, Method] = {
        node: method for node, is_topic in zip(tree.node_ids, tree.is_topic, strict=True) if not is_topic
    }
    table = aggregate(coded, parents=network.parents, weights=weights, method=methods, min_coverage=0)
    return table.loc[table["node_id"] == INDEX, "score"].to_numpy(dtype=float)


def code_column(given_points: pd.Series, moved: pd.Series, coding: str) -> pd.Series:
    """One question: ridits counted answer by answer, the other codings by `normalise`."""
    if coding != "ridit":
        return normalise(moved.to_frame(), scale_min=0, scale_max=100, coding=coding).iloc[:, 0]  # type: ignore[arg-type]
    known = list(given_points.dropna())
    column = [
        np.nan if np.isnan(value) else 100 * sum((other < value) + (other <= value) for other in known) / 2 / len(known)
        for value in moved
    ]
    return pd.Series(column, index=moved.index, dtype=float)


@settings(max_examples=30)
@given(networks(), st.integers(0, 5))
def test_every_run_is_what_its_choices_say(network: Network, seed: int) -> None:
    structure = read_structure(
        Survey(network.points, parents=network.parents, weights=network.weights, min_coverage=0.0)
    )
    rng = np.random.default_rng(seed)
    model = draw_model(structure, Uncertainty(answer_error=0.3), draws=5, rng=rng)
    choices = draw_choices(model, runs=5, rng=rng)
    found = model.evaluate(choices)[..., 0]

    for run, choice in enumerate(choices):
        np.testing.assert_allclose(found[run], plain_run(model, network, choice), atol=1e-9)


@given(networks())
def test_the_reference_is_the_published_index(network: Network) -> None:
    structure = read_structure(Survey(network.points, parents=network.parents, weights=network.weights))
    model = draw_model(structure, Uncertainty(), draws=1, rng=np.random.default_rng(1))
    scores = aggregate(network.points, parents=network.parents, weights=network.weights)

    np.testing.assert_allclose(model.reference(), scores.loc[scores["node_id"] == INDEX, "score"])


def test_weights_vary_within_the_spread_and_answers_by_one_level() -> None:
    """25 % each way; of 4,000 answers about 5 % go up and 5 % down."""
    points = pd.DataFrame(np.full((20, 2), 50.0), columns=["E1", "E2"])
    structure = read_structure(Survey(points, parents={"E1": "eakte", "E2": "eakte"}))
    model = draw_model(structure, Uncertainty(), draws=100, rng=np.random.default_rng(1))

    assert (model.weights[0] == 1).all()
    assert 0.75 <= model.weights.min() < 0.80
    assert 1.20 < model.weights.max() <= 1.25
    assert not model.shifts[0].any()
    assert 0.04 < (model.shifts[1:] == 1).mean() < 0.06
    assert 0.04 < (model.shifts[1:] == -1).mean() < 0.06


def test_levels_may_differ_by_question() -> None:
    """Yes or no: one level is the whole scale. Five levels: 25 points."""
    steps = Uncertainty(levels={"J1": 2}).steps(["J1", "E1"])

    assert steps.tolist() == [100, 25]


def test_nothing_that_is_switched_off_varies() -> None:
    certain = Uncertainty(0.0, ("equal",), ("arithmetic",), ("available",), leave_one_out=False, answer_error=0.0)
    points = pd.DataFrame({"E1": [50.0, 0.0], "E2": [100.0, np.nan]})
    structure = read_structure(Survey(points, parents={"E1": "eakte", "E2": "eakte"}, min_coverage=0.5))
    rng = np.random.default_rng(1)
    model = draw_model(structure, certain, draws=10, rng=rng)

    assert model.sizes == (1, 1, 1, 1, 1, 1, 1)
    assert (model.evaluate(draw_choices(model, runs=10, rng=rng))[..., 0] == [75, 0]).all()


@pytest.mark.parametrize(
    "wrong", [{"weight_spread": 1.5}, {"answer_error": 0.6}, {"levels": 1}, {"codings": ()}, {"missing": ()}]
)
def test_uncertainty_outside_its_domain_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Uncertainty(**wrong)  # type: ignore[arg-type]


def test_points_outside_the_scale_are_refused() -> None:
    with pytest.raises(OutsideScale):
        read_structure(Survey(pd.DataFrame({"E1": [101.0]}), parents={"E1": "eakte"}))
