"""Bundles: the same plans and prices as one solver run after the other, and when there are too many."""

from dataclasses import replace

import numpy as np
import pytest

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.solver import bundles
from maturity.analysis.leads.solver.bundles import BundleModel, list_bundles
from maturity.analysis.leads.solver.problem import NOBODY, Problem
from maturity.analysis.leads.solver.solve import measure, optimise
from tests.analysis.lead_instances import draw


def model_of(problem: Problem) -> BundleModel:
    listed = list_bundles(problem)
    assert listed is not None
    return BundleModel(problem, listed)


def reached(problem: Problem, choice: np.ndarray) -> list[float]:
    """What a plan reaches in the objectives up to the fit; no city above its capacity."""
    assert (problem.loads(choice) <= problem.capacity + 1e-6).all()
    assert (choice[problem.pinned != NOBODY] == problem.pinned[problem.pinned != NOBODY]).all()
    return [value for name, value in measure(problem, choice).items() if name not in ("largest_load", "changes")]


def test_every_set_of_topics_that_a_city_can_carry_is_a_bundle() -> None:
    """a carries 3: t1 (1), t2 (2), t3 (3), t1 + t2; b carries 1: t1."""
    fit = {"a": {"t1": 1.0, "t2": 1.0, "t3": 1.0}, "b": {"t1": 1.0, "t2": 1.0, "t3": 1.0}}
    problem = propose_leads(fit, capacity={"a": 3, "b": 1}, effort={"t1": 1, "t2": 2, "t3": 3}).problem
    listed = list_bundles(problem)

    assert listed is not None
    assert sorted(zip(listed.city.tolist(), listed.holds.astype(int).tolist(), strict=True)) == [
        (0, [0, 0, 1]), (0, [0, 1, 0]), (0, [1, 0, 0]), (0, [1, 1, 0]), (1, [1, 0, 0]),
    ]  # fmt: skip


@pytest.mark.parametrize("objective", ["total", "spread"])
def test_plans_and_prices_equal_those_of_one_run_after_the_other(objective: str) -> None:
    for seed in range(60):
        problem = draw(seed, objective=objective).solve().problem
        if not problem.able.any():
            continue
        model, random = model_of(problem), np.random.default_rng(seed)
        for city, topic in np.argwhere(problem.able):
            forced = problem.with_pin(int(city), int(topic))
            found = model.solve_with(int(city), int(topic))

            assert (found is not None) == forced.pins_fit()
            if found is not None:
                assert found[topic] == city
                expected = reached(problem, optimise(forced, polish=False).choice)
                assert reached(problem, found) == pytest.approx(expected, abs=1e-5)
        for _ in range(5):
            shaken = problem.with_fit(problem.fit + random.normal(0, 2, problem.fit.shape))
            expected = reached(shaken, optimise(shaken, polish=False).choice)

            assert reached(shaken, model.solve(shaken.fit)) == pytest.approx(expected, abs=1e-5)


def test_where_the_linear_programme_is_not_whole_branch_and_bound_completes_it() -> None:
    """Larger problems with tight capacities; some of their programmes split bundles."""
    for seed in range(4):
        random = np.random.default_rng(seed)
        fit = {f"c{c}": {f"t{t:02}": float(random.integers(0, 40)) for t in range(12)} for c in range(6)}
        effort = {f"t{t:02}": int(random.integers(2, 5)) for t in range(12)}
        problem = propose_leads(fit, capacity=6, effort=effort).problem
        model = model_of(problem)
        for _ in range(10):
            shaken = problem.with_fit(problem.fit + random.integers(-3, 4, problem.fit.shape))
            expected = reached(shaken, optimise(shaken, polish=False).choice)

            assert reached(shaken, model.solve(shaken.fit)) == pytest.approx(expected, abs=1e-5)


def test_too_many_bundles_or_topics_are_left_to_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = draw(5).solve().problem
    wide = replace(problem, topics=tuple(range(70)), able=np.ones((len(problem.cities), 70), dtype=bool))

    assert list_bundles(wide) is None
    monkeypatch.setattr(bundles, "MOST_BUNDLES", 1)
    assert list_bundles(problem) is None
