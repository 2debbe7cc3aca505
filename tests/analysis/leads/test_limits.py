"""Lead limits: what holds the plan back, and envy."""

from maturity.analysis.leads.limits import find_binding_limits
from maturity.analysis.leads.plan import propose_leads
from tests.analysis.leads.test_plan import FIT


def test_a_used_up_capacity_is_worth_what_one_topic_more_would_gain() -> None:
    """184. Bruchsal with two: 81 + 90 + 40 = 211, 27 more. Bretten with two: 74 + 90 + 40 = 204, 20 more."""
    limits = find_binding_limits(propose_leads(FIT, capacity=1))

    assert limits.to_numpy().tolist() == [["capacity", "Bruchsal", None, 0, 27], ["capacity", "Bretten", None, 0, 20]]


def test_pins_vetoes_and_the_floor_are_listed_with_what_they_cost() -> None:
    """Pin: Bühl 50 instead of Bruchsal 81 for DOK. Veto: 40 instead of Bruchsal's 30. The floor costs nothing."""
    plan = propose_leads(FIT, capacity=9, pins={"DOK": "Bühl"}, vetoes=[("Bretten", "OZG")], floor=25)

    assert find_binding_limits(plan).to_numpy().tolist() == [
        ["pin", "Bühl", "DOK", 0, 31],
        ["veto", "Bretten", "OZG", 0, 10],
    ]


def test_a_limit_that_costs_a_topic_its_lead_stands_first() -> None:
    limits = find_binding_limits(propose_leads(FIT, capacity=9, vetoes={"EAK": ["Bretten", "Bruchsal"]}, floor=45))

    assert limits[["limit", "city_id", "topic_id", "gain_covered"]].to_numpy().tolist() == [
        ["veto", "Bruchsal", "EAK", 1],
        ["veto", "Bretten", "EAK", 1],
        ["floor", "Bretten", "OZG", 1],
        ["floor", "Bruchsal", "OZG", 1],
        ["floor", "Bühl", "OZG", 1],
    ]
