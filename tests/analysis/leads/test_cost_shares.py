"""Cost shares: by hand, Shapley over all orders, the core over all groups."""

from itertools import combinations, permutations

import numpy as np
import pytest

from maturity.analysis.leads.cost_shares import find_cost_shares, shapley_of_minimum
from maturity.errors import InvalidInput

# Together 0.5 x 120 + 0.5 x 20 = 70 instead of 120.
BUDGETS = {"a": 20.0, "b": 40.0, "c": 60.0}


def test_four_keys_share_one_total_and_say_whether_a_group_would_leave() -> None:
    """Equal: 23.33 each; a and b alone would pay 0.5 x 60 + 0.5 x 20 = 40 instead of 46.67. By inhabitants 1 : 2 : 4:
    10, 20, 40; b and c by themselves would pay 0.5 x 100 + 0.5 x 40 = 70. Shapley: half the budget, and half of 60 / 3
    less the shortfalls 40, 20, 0 shared as 20/2 + 20, 20/2, 0: -10, 10, 20."""
    found = find_cost_shares(BUDGETS, inhabitants={"a": 1, "b": 2, "c": 4}, benefits={"a": 0, "b": 1, "c": 0})
    costs = found.shares.pivot(index="key", columns="city_id", values="cost_eur")

    assert (found.total_eur, found.alone_eur) == (70, 120)
    assert costs.sum(axis=1).tolist() == pytest.approx([70] * 4)
    assert list(costs.loc["inhabitants"]) == pytest.approx([10, 20, 40])
    assert list(costs.loc["shapley"]) == pytest.approx([5, 25, 40])
    judged = found.keys.set_index("key")
    assert judged["is_in_core"].to_dict() == {"equal": False, "inhabitants": True, "benefit": False, "shapley": True}
    assert judged.loc["equal", "blocking_city_ids"] == "a;b"
    assert judged.loc["equal", "excess_eur"] == pytest.approx(140 / 3 - 40)


def cost(group: list[float], reuse: float) -> float:
    return reuse * sum(group) + (1 - reuse) * min(group)


def test_shapley_is_the_average_over_all_orders_of_joining() -> None:
    rng = np.random.default_rng(1)
    for count in range(1, 6):
        values = np.asarray(rng.integers(1, 6, count) * 10.0, dtype=float)
        additions = np.zeros(count)
        orders = list(permutations(range(count)))
        for order in orders:
            for place, member in enumerate(order):
                before = min((values[other] for other in order[:place]), default=0.0)
                additions[member] += min(values[other] for other in order[: place + 1]) - before

        assert shapley_of_minimum(values).tolist() == pytest.approx((additions / len(orders)).tolist())


def test_the_worst_group_is_the_worst_of_all_groups() -> None:
    rng = np.random.default_rng(2)
    for _ in range(100):
        count, reuse = int(rng.integers(2, 7)), float(rng.choice([0.0, 0.3, 0.5, 0.9]))
        cities = [f"c{number}" for number in range(count)]
        budgets = dict(zip(cities, rng.integers(1, 20, count) * 5.0, strict=True))
        inhabitants = dict(zip(cities, rng.random(count), strict=True))
        found = find_cost_shares(budgets, reuse_share=reuse, inhabitants=inhabitants)
        excess_of = dict(zip(found.keys["key"], found.keys["excess_eur"], strict=True))
        for key, rows in found.shares.groupby("key"):
            paid = dict(zip(rows["city_id"], rows["cost_eur"], strict=True))
            excess = max(
                sum(paid[city] for city in group) - cost([budgets[city] for city in group], reuse)
                for size in range(1, count + 1)
                for group in combinations(cities, size)
            )

            assert excess_of[str(key)] == pytest.approx(max(excess, 0.0), abs=1e-5)


def test_a_key_without_all_its_numbers_is_left_out_and_an_unknown_budget_refused() -> None:
    found = find_cost_shares(BUDGETS, inhabitants={"a": 1, "b": 2})

    assert found.keys["key"].tolist() == ["equal", "shapley"]
    for budgets in ({}, {"a": 1.0, "b": np.nan}, {"a": 0.0}, {"a": -1.0}):
        with pytest.raises(InvalidInput):
            find_cost_shares(budgets)
    with pytest.raises(InvalidInput):
        find_cost_shares(BUDGETS, benefits={"a": -1, "b": 0, "c": 0})
