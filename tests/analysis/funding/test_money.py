"""Money: rate, cap and minimum of the programme; the own part against what each city would bear."""

import pytest

from maturity.analysis.funding.money import Budget, plan_budget, share_own_part
from maturity.analysis.funding.programmes import Programme
from maturity.analysis.leads.cost_shares import CostShares, find_cost_shares
from tests.analysis.funding.small_network import PROGRAMMES, programme

BUDGETS: dict[str, float | None] = {"A": 40_000, "B": 60_000, "C": 100_000}


def _costs(budgets: dict[str, float | None]) -> CostShares | None:
    paying = {city: budget for city, budget in budgets.items() if budget}
    return find_cost_shares(paying, reuse_share=0.5) if paying else None


def _plan(asked: Programme, budgets: dict[str, float | None]) -> Budget:
    return plan_budget(asked, budgets, _costs(budgets))


def test_the_grant_is_the_rate_up_to_the_cap_and_the_cities_bear_the_rest() -> None:
    """120,000 x 65 % = 78,000; with a cap of 60,000 the cities bear half."""
    free = _plan(PROGRAMMES[0], BUDGETS)
    capped = _plan(programme(rate="65", cap_eur="60000"), BUDGETS)

    assert (free.cost, free.grant, free.own, free.is_capped) == (120_000, 78_000, 42_000, False)
    assert free.own_percent == pytest.approx(35)
    assert (capped.grant, capped.own_percent, capped.is_capped) == (60_000, 50, True)


def test_the_own_share_asked_for_limits_the_grant_and_a_small_project_is_too_small() -> None:
    asked = _plan(programme(rate="90", own_share_min="20", min_eur="150000"), BUDGETS)

    assert (asked.grant, asked.own_percent) == (96_000, 20)
    assert asked.is_too_small
    assert _plan(PROGRAMMES[0], BUDGETS).is_too_small is False


def test_what_is_unknown_stays_unknown_and_is_named() -> None:
    part = _plan(PROGRAMMES[0], {"A": 40_000, "B": None})
    nothing = _plan(PROGRAMMES[0], {"A": None})
    no_rate = _plan(programme(), BUDGETS)

    assert (part.cost, part.without) == (40_000, ("B",))
    assert (nothing.cost, nothing.grant, nothing.is_too_small) == (None, None, None)
    assert (no_rate.cost, no_rate.grant, no_rate.own_percent) == (120_000, None, None)


def test_each_city_bears_the_own_part_of_its_share_and_says_whether_it_would() -> None:
    """35 % of 40,000 is 14,000. A would bear 40 %, B 20 %, C did not say."""
    budget = _plan(PROGRAMMES[0], BUDGETS)
    costs = _costs(BUDGETS)
    assert costs is not None

    rows = share_own_part(budget, costs, {"A": 40, "B": 20, "C": None})

    equal = rows.loc[rows["key"] == "equal"]
    assert equal["own_eur"].tolist() == pytest.approx([14_000, 14_000, 14_000])
    assert equal["verdict"].tolist() == ["yes", "no", "unknown"]
