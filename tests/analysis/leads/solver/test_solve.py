"""Lead solver: the plan is the best there is, by enumeration, by another solver and by the properties it must have."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.prices import price_matrix
from maturity.analysis.leads.solver.milp import solve as solve_by_highs
from maturity.analysis.leads.solver.problem import NOBODY
from tests.analysis.lead_instances import Instance, draw, every_plan, solve_by_cp_sat, worth

SEEDS = st.integers(0, 10**6)
OBJECTIVES = ("total", "max_min", "spread")


def leads_of(plan: Plan) -> dict[str, str | None]:
    return dict(zip(plan.leads["topic_id"], plan.leads["city_id"], strict=True))


def covered_and_fit(plan: Plan) -> tuple[int, float]:
    return int(plan.leads["city_id"].notna().sum()), plan.total_fit


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("plain", [True, False])
def test_the_plan_is_the_best_of_all_plans_one_by_one(objective: str, plain: bool) -> None:
    """Every permitted plan is written down and measured; the proposal is the best one in all objectives and ties."""
    for seed in range(40):
        instance = draw(seed, plain=plain, objective=objective)

        best = max(worth(instance, plan) for plan in every_plan(instance))

        assert best == worth(instance, leads_of(instance.solve())), seed


@pytest.mark.slow
def test_four_hundred_random_plans_equal_those_of_another_solver() -> None:
    for seed in range(400):
        instance = draw(seed, cities=8, topics=12, plain=seed % 2 == 0)
        plan = instance.solve(at_least_one=False)

        assert solve_by_cp_sat(instance) == covered_and_fit(plan), seed
        assert plan.is_proven


@pytest.mark.parametrize("objective", ["total", "spread"])
def test_both_ways_to_solve_a_plain_problem_give_the_same_plan(objective: str) -> None:
    for seed in range(60):
        plan = draw(seed, cities=6, topics=8, plain=True, objective=objective).solve()

        choice, is_proven = solve_by_highs(plan.problem, seconds=60)

        assert choice.tolist() == plan.choice.tolist(), seed
        assert is_proven


def test_coverage_comes_before_fit_even_where_every_fit_is_negative() -> None:
    instance = draw(1, cities=6, topics=8, plain=True)
    negative = Instance(-instance.fit.abs() - 1, dict.fromkeys(instance.capacity, 9), instance.effort)

    assert negative.fit.notna().any().sum() == covered_and_fit(negative.solve())[0]


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, plain=st.booleans())
def test_pins_hold_vetoes_hold_and_nobody_is_overloaded(seed: int, plain: bool) -> None:
    instance = draw(seed, plain=plain)
    plan = instance.solve()

    leads = leads_of(plan)
    assert all(leads[topic_id] == city_id for city_id, topic_id in instance.pins)
    assert not any(leads[topic_id] == city_id for city_id, topic_id in instance.vetoes)
    assert (plan.loads["load"] <= plan.loads["capacity"]).all()


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, plain=st.booleans(), objective=st.sampled_from(OBJECTIVES))
def test_a_veto_on_a_pair_that_does_not_lead_changes_nothing(seed: int, plain: bool, objective: str) -> None:
    instance = draw(seed, plain=plain, objective=objective)
    before = leads_of(instance.solve())
    others = [(city, topic) for topic in before for city in instance.fit.index if before[topic] != city]
    vetoes = instance.vetoes + [pair for place, pair in enumerate(others) if place % 2 == 0]

    assert before == leads_of(instance.solve(vetoes=vetoes))


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, plain=st.booleans(), data=st.data())
def test_more_capacity_never_makes_the_plan_worse(seed: int, plain: bool, data: st.DataObject) -> None:
    instance = draw(seed, plain=plain)
    city_id = data.draw(st.sampled_from(list(instance.capacity)))
    more = {**instance.capacity, city_id: instance.capacity[city_id] + 1}

    before = covered_and_fit(instance.solve(at_least_one=False))
    after = covered_and_fit(instance.solve(capacity=more, at_least_one=False))

    assert after >= before


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, plain=st.booleans())
def test_a_fairer_plan_never_has_more_total_fit(seed: int, plain: bool) -> None:
    instance = draw(seed, plain=plain)
    total = instance.solve(at_least_one=False).total_fit

    assert instance.solve(objective="max_min", at_least_one=False).total_fit <= total
    assert instance.solve(objective="spread", at_least_one=False).total_fit <= total
    assert instance.solve(at_least_one=True).total_fit <= total


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, plain=st.booleans(), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_the_order_of_the_plan_only(
    seed: int, plain: bool, shuffle: Random
) -> None:
    instance = draw(seed, plain=plain)
    cities, topics = list(instance.fit.index), list(instance.fit.columns)
    shuffle.shuffle(cities)
    shuffle.shuffle(topics)
    shuffled = Instance(
        instance.fit.loc[cities, topics], instance.capacity, instance.effort, instance.pins, instance.vetoes
    ).solve(at_least_one=instance.at_least_one)

    assert leads_of(instance.solve()) == leads_of(shuffled)
    assert topics == list(shuffled.leads["topic_id"])
    assert cities == list(shuffled.loads["city_id"])


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("plain", [True, False])
def test_a_price_is_the_loss_of_the_best_plan_with_that_lead(objective: str, plain: bool) -> None:
    """Each pair's price against the best of all enumerated plans that contain the pair."""
    for seed in range(12):
        instance = draw(seed, cities=3, topics=4, plain=plain, objective=objective)
        plan = instance.solve()
        plans = [(worth(instance, each), each) for each in every_plan(instance)]
        best = max(values for values, _plan in plans)
        for row in price_matrix(plan).to_dict("records"):
            forced = max(values for values, each in plans if each[row["topic_id"]] == row["city_id"])
            lost = [round(a - b, 6) if a != b else 0.0 for a, b in zip(best, forced, strict=True)]
            assert lost[0] == row["price_uncovered"], seed
            assert lost[3] == pytest.approx(row["price_fit"]), seed
            assert tuple(lost[:4]) >= (0, 0, 0, 0)
            assert not row["is_lead"] or lost[:4] == [0, 0, 0, 0]


def test_pairs_without_a_price_are_in_no_permitted_plan() -> None:
    for seed in range(12):
        instance = draw(seed, cities=3, topics=4, plain=True)
        priced = {(row["city_id"], row["topic_id"]) for row in price_matrix(instance.solve()).to_dict("records")}
        possible = {(city, topic) for plan in every_plan(instance) for topic, city in plan.items() if city is not None}

        assert possible == priced, seed


def test_fits_too_far_apart_for_exact_sums_go_to_the_other_solver() -> None:
    """1e12 and 1 cannot be added exactly with all objectives in one number; the plan is right all the same."""
    instance = Instance(draw(2, plain=True).fit * 1e12 + 1, {"c0": 9, "c1": 9, "c2": 9, "c3": 9}, {})
    capacity = {city_id: 9 for city_id in instance.fit.index}

    plan = instance.solve(capacity=capacity, effort=1)

    assert plan.total_fit == pytest.approx(instance.fit.max().sum())
    assert (plan.choice == NOBODY).sum() == instance.fit.isna().all().sum()
