"""Rule panel: each rule against every plan, one by one."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.plan import Plan, propose_leads
from maturity.analysis.leads.rule_panel import RULES, RulePanel, find_rule_panel
from maturity.analysis.leads.stability import find_stability
from tests.analysis.lead_instances import Instance, draw, every_plan
from tests.analysis.leads.test_plan import FIT


def panel_of(plan: Plan) -> RulePanel:
    return find_rule_panel(plan, find_stability(plan, plan.problem.fit[None]))


def test_each_rule_has_its_own_idea_of_the_best() -> None:
    """One lead each. Total: 74 + 90 + 20 = 184. Leximin: Bühl DOK 50, Bruchsal EAK 90, Bretten OZG 40: 40 is the best
    worst. Product: 51 x 91 x 41 = 190,281 above 75 x 91 x 21 = 143,325. Rank-maximal: Bretten is first for OZG and
    Bruchsal for EAK, two firsts; the total has one first (EAK)."""
    leads = panel_of(propose_leads(FIT, capacity=1)).leads.set_index("topic_id")

    assert list(leads["total"]) == ["Bretten", "Bruchsal", "Bühl"]
    for rule in ("leximin", "product", "rank_maximal"):
        assert list(leads[rule]) == ["Bühl", "Bruchsal", "Bretten"]
    assert list(leads["consensus"]) == ["Bretten", "Bruchsal", "Bühl"]
    assert list(leads["is_agreed"]) == [False, True, False]


def worths(instance: Instance, plan: dict[str, Any]) -> dict[str, tuple[float, ...]]:
    """What a plan is worth by each rule that needs no simulation, coverage first."""
    led = {topic: city for topic, city in plan.items() if city is not None}
    fits = [instance.fit_of(city, topic) for topic, city in led.items()]
    pinned = {topic: city for city, topic in instance.pins}
    ranks = []
    for topic, city in led.items():
        able = [other for other in instance.fit.index if instance.may_lead(other, topic)]
        able = [pinned[topic]] if topic in pinned else able
        ranks.append(sum(instance.fit_of(other, topic) > instance.fit_of(city, topic) for other in able))
    counts = [ranks.count(rank) for rank in range(len(instance.fit))]
    return {
        "total": (len(led), sum(fits)),
        "leximin": (len(led), *sorted(fits)),
        "product": (len(led), round(float(np.sum(np.log1p(np.maximum(fits, 0.0)))), 9)),
        "rank_maximal": (len(led), *counts, sum(fits)),
    }


@pytest.mark.parametrize("plain", [True, False])
def test_each_rule_finds_the_best_of_all_plans(plain: bool) -> None:
    for seed in range(40):
        instance = draw(seed, cities=3, topics=4, plain=plain)
        panel = panel_of(instance.solve(at_least_one=()))
        values = [worths(instance, plan) for plan in every_plan(instance)]
        for rule in RULES[:4]:
            leads = panel.plans[rule].leads
            own = dict(zip(leads["topic_id"], leads["city_id"], strict=True))

            assert worths(instance, own)[rule] == pytest.approx(max(value[rule] for value in values), abs=1e-5)


def test_the_order_of_rows_and_columns_changes_no_lead() -> None:
    fit = pd.DataFrame(np.random.default_rng(1).integers(0, 3, (4, 5)) * 25.0, index=list("abcd"))
    fit.columns = [f"t{number}" for number in range(5)]
    first = panel_of(propose_leads(fit)).leads.set_index("topic_id")
    turned = panel_of(propose_leads(fit.iloc[::-1, ::-1])).leads.set_index("topic_id")

    pd.testing.assert_frame_equal(first, turned.loc[first.index])


def test_what_the_time_does_not_suffice_for_is_said_and_nothing_breaks() -> None:
    random = np.random.default_rng(2)
    fit = pd.DataFrame(random.uniform(0, 100, (6, 12)), index=list("abcdef"), columns=[f"t{n:02}" for n in range(12)])
    effort = dict(zip(fit.columns, random.integers(1, 4, 12).tolist(), strict=True))
    plan = propose_leads(fit, capacity=4, effort=effort)
    stability = find_stability(plan, plan.problem.fit[None])

    hurried = find_rule_panel(plan, stability, seconds=0.0)

    assert "total" in hurried.unproven
    assert set(hurried.leads.columns) >= set(RULES)
    assert find_rule_panel(plan, stability).unproven == ()
