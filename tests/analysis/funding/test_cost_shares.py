"""Cost shares: four keys, Shapley against every order of joining, the core against every group."""

import itertools
import random

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.funding.cost_shares import KEYS, joint_cost, shapley_of_minimum, share_costs
from maturity.errors import InvalidInput

# The example of docs/method.md: half of the budget for reusing.
BUDGETS = {"A": 40_000.0, "B": 60_000.0, "C": 100_000.0}


def _shares(table: pd.DataFrame, key: str) -> list[float]:
    return [round(value, 2) for value in table.loc[table["key"] == key, "cost_eur"]]


def test_the_four_keys_share_the_joint_cost() -> None:
    """0.5 x 200,000 + 0.5 x 40,000 = 120,000. Shapley of the minimum: 100/3 less 20/1 + 40/2, 40/2, nothing."""
    table = share_costs(
        BUDGETS, reuse_share=0.5, inhabitants={"A": 10, "B": 20, "C": 30}, benefits={"A": 0, "B": 30, "C": 10}
    )

    assert joint_cost(BUDGETS, reuse_share=0.5) == 120_000
    assert list(dict.fromkeys(table["key"])) == list(KEYS)
    assert _shares(table, "equal") == [40_000, 40_000, 40_000]
    assert _shares(table, "inhabitants") == [20_000, 40_000, 60_000]
    assert _shares(table, "benefit") == [0, 90_000, 30_000]
    assert _shares(table, "shapley") == [16_666.67, 36_666.67, 66_666.67]


def test_a_key_is_in_the_core_if_no_group_would_pay_less_alone() -> None:
    """By benefit B pays 90,000, but alone it would pay 60,000; A and B pay 80,000 if all pay the same, alone 70,000."""
    table = share_costs(
        BUDGETS, reuse_share=0.5, inhabitants={"A": 10, "B": 20, "C": 30}, benefits={"A": 0, "B": 30, "C": 10}
    )

    assert table.groupby("key", sort=False)["in_core"].first().to_dict() == {
        "equal": False, "inhabitants": True, "benefit": False, "shapley": True,
    }  # fmt: skip


def test_a_key_without_its_numbers_is_unknown_and_no_share_is_zero_by_ignorance() -> None:
    table = share_costs(BUDGETS, reuse_share=0.5, inhabitants={"A": 10, "B": 20}, benefits={"A": 0, "B": 0, "C": 0})

    missing = table.loc[table["key"].isin(["inhabitants", "benefit"])]
    assert missing["cost_eur"].isna().all()
    assert missing["in_core"].isna().all()


@pytest.mark.parametrize("seed", range(40))
def test_shapley_is_the_mean_over_every_order_of_joining(seed: int) -> None:
    chance = random.Random(seed)
    budgets = [float(chance.choice([0, 5, 10, 10, 25, 80])) for _city in range(chance.randint(1, 6))]
    orders = list(itertools.permutations(range(len(budgets))))
    sums = np.zeros(len(budgets))
    for order in orders:
        before = 0.0
        for place, city in enumerate(order):
            after = min(budgets[known] for known in order[: place + 1])
            sums[city] += after - before
            before = after

    assert shapley_of_minimum(np.array(budgets)) == pytest.approx(sums / len(orders))


@pytest.mark.parametrize("seed", range(20))
def test_the_core_is_what_looking_at_every_group_says(seed: int) -> None:
    chance = random.Random(seed)
    budgets = {city: float(chance.randint(0, 9) * 1000) for city in "ABCDE"[: chance.randint(1, 5)]}
    reuse = chance.choice([0.0, 0.3, 1.0])
    table = share_costs(budgets, reuse_share=reuse, inhabitants={city: 1.0 + ord(city) for city in budgets})

    for _key, rows in table.dropna().groupby("key"):
        shares = rows.set_index("city_id")["cost_eur"]
        groups = [group for size in range(1, len(budgets) + 1) for group in itertools.combinations(budgets, size)]
        holds = all(shares[list(group)].sum() <= _alone(budgets, group, reuse) + 0.01 for group in groups)
        assert bool(rows["in_core"].iloc[0]) == holds


def _alone(budgets: dict[str, float], group: tuple[str, ...], reuse: float) -> float:
    return joint_cost({city: budgets[city] for city in group}, reuse_share=reuse)


def test_more_cities_than_can_be_looked_at_leave_the_core_unknown() -> None:
    table = share_costs({f"{city:02}": 1000.0 + city for city in range(17)}, reuse_share=0.5)

    assert table.loc[table["key"] == "equal", "in_core"].isna().all()
    assert table.loc[table["key"] == "equal", "cost_eur"].notna().all()


@pytest.mark.parametrize(
    ("budgets", "reuse"), [({}, 0.5), ({"A": -1.0}, 0.5), ({"A": float("nan")}, 0.5), ({"A": 1.0}, 1.5)]
)
def test_numbers_outside_their_domain_are_refused(budgets: dict[str, float], reuse: float) -> None:
    with pytest.raises(InvalidInput):
        share_costs(budgets, reuse_share=reuse)
