"""Lead scenarios: the same fits seen differently, and what that moves."""

from dataclasses import replace

import pandas as pd

from maturity.analysis.leads.compare import Scenario, compare_plans, compare_stages, plan_scenario
from maturity.analysis.leads.fit import WEIGHTS, reweigh
from maturity.analysis.leads.plan import propose_leads
from tests.analysis.leads.test_plan import FIT
from tests.builders import table

PARTS = table("""
city_id  | topic_id | maturity | willingness | headroom | evidence
Bretten  | DOK      |       80 |          20 |        . |        .
Bruchsal | DOK      |       40 |         100 |        . |        .
Bretten  | EAK      |       50 |          60 |        . |        .
Bruchsal | EAK      |       30 |           . |        . |        .
""")
FITS = reweigh(PARTS.assign(maturity_low=None, maturity_high=None, excluded=""), WEIGHTS)


def test_a_scenario_changes_weights_capacities_pins_and_vetoes() -> None:
    """Usual weights: DOK 57.5 to 62.5. Maturity alone: 80 to 40. With room for one, Bretten has EAK or DOK."""
    usual = plan_scenario(FITS, Scenario("usual"))
    mature = plan_scenario(FITS, Scenario("maturity alone", weights={"maturity": 1}))
    narrow = plan_scenario(FITS, Scenario("narrow", weights={"maturity": 1}, capacities={"Bretten": 1}))
    pinned = plan_scenario(FITS, Scenario("pinned", pins=(("Bretten", "DOK"),)), vetoes=[("Bretten", "EAK")])
    vetoed = plan_scenario(
        FITS, Scenario("vetoed", vetoes=(("Bruchsal", "DOK"),)), capacity={"Bretten": 1, "Bruchsal": 1}
    )

    plans = {"usual": usual, "mature": mature, "narrow": narrow, "pinned": pinned, "vetoed": vetoed}
    assert {name: list(plan.leads["city_id"]) for name, plan in plans.items()} == {
        "usual": ["Bruchsal", "Bretten"],
        "mature": ["Bretten", "Bretten"],
        "narrow": ["Bretten", "Bruchsal"],
        "pinned": ["Bretten", "Bruchsal"],
        "vetoed": ["Bretten", "Bruchsal"],
    }


def test_a_comparison_names_only_what_moved() -> None:
    before = propose_leads(FIT, capacity=1)
    after = propose_leads(FIT, capacity=1, vetoes=[("Bretten", "DOK")])

    moved = compare_plans(before, after)

    assert moved[
        ["topic_id", "change", "lead_before", "lead_after", "fit_before", "fit_after"]
    ].to_numpy().tolist() == [
        ["DOK", "other_lead", "Bretten", "Bühl", 74, 50],
        ["OZG", "other_lead", "Bühl", "Bretten", 20, 40],
    ]
    assert compare_plans(before, before).empty
    assert compare_stages(before, after).to_numpy().tolist() == [
        ["uncovered", 0, 0],
        ["fit", 184, 180],
        ["largest_load", 1, 1],
    ]


def test_topics_that_gain_or_lose_a_lead_or_come_and_go_are_told_apart() -> None:
    before = propose_leads(FIT[["DOK", "EAK"]], capacity=1, vetoes={"EAK": ["Bretten", "Bruchsal"]})
    after = propose_leads(FIT[["EAK", "OZG"]], capacity=1)

    changes = dict(compare_plans(before, after)[["topic_id", "change"]].to_numpy().tolist())
    back = dict(compare_plans(after, before)[["topic_id", "change"]].to_numpy().tolist())

    assert changes == {"DOK": "topic_dropped", "EAK": "now_covered", "OZG": "topic_added"}
    assert back == {"EAK": "now_uncovered", "OZG": "topic_dropped", "DOK": "topic_added"}


def test_another_co_lead_is_a_change_too() -> None:
    before = propose_leads(FIT, capacity=1)
    after = replace(before, co_leads=pd.DataFrame([["DOK", "Bühl", 5.0]], columns=["topic_id", "city_id", "gain"]))

    moved = compare_plans(before, after).iloc[0]

    assert (moved["topic_id"], moved["change"]) == ("DOK", "other_co_lead")
    assert (moved["co_lead_before"], moved["co_lead_after"]) == (None, "Bühl")
