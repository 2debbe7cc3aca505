"""Lead prices: the cost of another choice, the runner-up, and how settled a topic is."""

from typing import Any

import pandas as pd
import pytest

from maturity.analysis.leads.plan import Plan, propose_leads
from maturity.analysis.leads.prices import find_runners_up, find_settled, price_matrix
from maturity.errors import UnknownId
from tests.analysis.leads.test_plan import FIT


def settled(plan: Plan, **rules: float) -> dict[str, tuple[str, str]]:
    states = find_settled(plan, price_matrix(plan), **rules)
    return {row["topic_id"]: (row["state"], row["rivals"]) for row in states.to_dict("records")}


def test_the_price_is_the_total_that_would_be_lost() -> None:
    """Best 74 + 90 + 20 = 184. Bühl for DOK: 50 + 90 + 40 = 180, so 4. Bruchsal for DOK: 81 + 60 + 20 = 161, so 23."""
    prices = price_matrix(propose_leads(FIT, capacity=1))
    dok = prices.loc[prices["topic_id"] == "DOK"]

    assert list(zip(dok["city_id"], dok["price_fit"], strict=True)) == [("Bretten", 0), ("Bühl", 4), ("Bruchsal", 23)]
    assert list(dok["is_lead"]) == [True, False, False]
    assert ("Bühl", "EAK") not in set(zip(prices["city_id"], prices["topic_id"], strict=True))


def test_a_loss_of_coverage_stands_before_the_loss_of_fit() -> None:
    """Only Bruchsal can lead EAK; with one lead each, Bruchsal for DOK leaves EAK without anybody."""
    plan = propose_leads(FIT, capacity=1, vetoes=[("Bretten", "EAK")])
    prices = price_matrix(plan).set_index(["topic_id", "city_id"])

    assert prices.loc[("DOK", "Bruchsal"), "price_uncovered"] == 1
    assert prices.loc[("DOK", "Bühl"), "price_uncovered"] == 0


def test_the_better_fitting_rival_is_needed_elsewhere() -> None:
    """Bruchsal fits DOK better (81 to 74) but would leave EAK to Bretten, which has 60 there."""
    plan = propose_leads(FIT, capacity=1)
    row = find_runners_up(plan, price_matrix(plan)).iloc[0]

    assert (row["lead_id"], row["runner_up_id"], row["price_fit"]) == ("Bretten", "Bühl", 4)
    assert (row["rival_id"], row["local_margin"]) == ("Bruchsal", -7)
    assert (row["needed_for"], row["next_id"], row["next_fit"]) == ("EAK", "Bretten", 60)


def test_pinned_topics_and_topics_with_one_candidate_have_no_runner_up() -> None:
    plan = propose_leads(FIT, pins={"DOK": "Bühl"}, vetoes=[("Bretten", "EAK")])
    runners_up = find_runners_up(plan, price_matrix(plan))

    assert list(runners_up["topic_id"]) == ["EAK", "OZG"]
    assert list(runners_up["runner_up_id"].isna()) == [True, False]


def test_topics_are_settled_near_open_pinned_or_uncovered() -> None:
    """Fits of 50: t1 a tie, t2 one point apart (2 % of 50 is 1), t3 clear, t4 given, t5 closed to all."""
    fit = pd.DataFrame(
        {"t1": [50, 50], "t2": [50, 49], "t3": [50, 10], "t4": [50, 50], "t5": [None, None]}, index=["a", "b"]
    )
    plan = propose_leads(fit, capacity=9, pins={"t4": "b"})

    assert settled(plan) == {
        "t1": ("open", "a"),
        "t2": ("near_tie", "b"),
        "t3": ("settled", ""),
        "t4": ("pinned", ""),
        "t5": ("uncovered", ""),
    }
    assert settled(plan, tolerance=0)["t2"] == ("settled", "")


@pytest.mark.parametrize("effort", [1, {"DOK": 1, "EAK": 2, "OZG": 1}])
def test_the_prices_of_one_topic_can_be_asked_for_alone(effort: Any) -> None:
    plan = propose_leads(FIT, effort=effort)
    prices = price_matrix(plan)

    alone = price_matrix(plan, topics=["DOK"])

    assert alone.equals(prices.loc[prices["topic_id"] == "DOK"].reset_index(drop=True))
    with pytest.raises(UnknownId):
        price_matrix(plan, topics=["XYZ"])
