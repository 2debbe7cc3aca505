"""Two plans compared: what moved, and what stayed."""

from dataclasses import replace

import pandas as pd

from maturity.analysis.leads.compare import compare_plans
from maturity.analysis.leads.plan import propose_leads
from tests.analysis.leads.test_plan import FIT


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
