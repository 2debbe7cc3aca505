"""Money: rate, cap and minimum of the programme; the own part against what each city would bear."""

import pytest

from maturity.analysis.funding.cost_shares import share_costs
from maturity.analysis.funding.money import plan_budget, share_own_part
from tests.analysis.funding.small_network import PROGRAMMES, programme

BUDGETS: dict[str, float | None] = {"A": 40_000, "B": 60_000, "C": 100_000}


def test_the_grant_is_the_rate_up_to_the_cap_and_the_cities_bear_the_rest() -> None:
    """120,000 x 65 % = 78,000; with a cap of 60,000 the cities bear half."""
    free = plan_budget(PROGRAMMES[0], BUDGETS, reuse_share=0.5)
    capped = plan_budget(programme(rate="65", cap_eur="60000"), BUDGETS, reuse_share=0.5)

    assert (free.cost, free.grant, free.own, free.is_capped) == (120_000, 78_000, 42_000, False)
    assert free.own_percent == pytest.approx(35)
    assert (capped.grant, capped.own_percent, capped.is_capped) == (60_000, 50, True)


def test_the_own_share_asked_for_limits_the_grant_and_a_small_project_is_too_small() -> None:
    asked = plan_budget(programme(rate="90", own_share_min="20", min_eur="150000"), BUDGETS, reuse_share=0.5)

    assert (asked.grant, asked.own_percent) == (96_000, 20)
    assert asked.is_too_small
    assert plan_budget(PROGRAMMES[0], BUDGETS, reuse_share=0.5).is_too_small is False


def test_what_is_unknown_stays_unknown_and_is_named() -> None:
    part = plan_budget(PROGRAMMES[0], {"A": 40_000, "B": None}, reuse_share=0.5)
    nothing = plan_budget(PROGRAMMES[0], {"A": None}, reuse_share=0.5)
    no_rate = plan_budget(programme(), BUDGETS, reuse_share=0.5)

    assert (part.cost, part.unknown) == (40_000, ("B",))
    assert (nothing.cost, nothing.grant, nothing.is_too_small) == (None, None, None)
    assert (no_rate.cost, no_rate.grant, no_rate.own_percent) == (120_000, None, None)


def test_each_city_bears_the_own_part_of_its_share_and_says_whether_it_would() -> None:
    """35 % of 40,000 is 14,000. A would bear 40 %, B 20 %, C did not say."""
    budget = plan_budget(PROGRAMMES[0], BUDGETS, reuse_share=0.5)
    shares = share_costs({city: value or 0 for city, value in BUDGETS.items()}, reuse_share=0.5)

    rows = share_own_part(budget, shares, {"A": 40, "B": 20, "C": None})

    equal = rows.loc[rows["key"] == "equal"]
    assert equal["own_eur"].tolist() == pytest.approx([14_000, 14_000, 14_000])
    assert equal["verdict"].tolist() == ["yes", "no", "unknown"]
