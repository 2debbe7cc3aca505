"""Leads: the plan, what it says about itself, and what it refuses."""

import math
from typing import Any

import pandas as pd
import pytest

from maturity.analysis.leads.plan import Plan, propose_co_leads, propose_leads
from maturity.errors import Contradiction, InvalidInput, MissingColumns, UnknownId
from tests.builders import table

FIT = table("""
city_id  | DOK | EAK | OZG
Bretten  |  74 |  60 |  40
Bruchsal |  81 |  90 |  30
Bühl     |  50 |   . |  20
""").set_index("city_id")


def leads_of(plan: Plan) -> list[str | None]:
    return list(plan.leads["city_id"])


def test_a_better_fitting_city_gives_way_where_it_is_needed_more() -> None:
    """With one lead each: 74 + 90 + 20 = 184 is the most; 81 + 60 + 20 = 161, and 50 + 90 + 40 = 180."""
    plan = propose_leads(FIT, capacity=1)

    assert leads_of(plan) == ["Bretten", "Bruchsal", "Bühl"]
    assert plan.total_fit == 184
    assert plan.is_proven


def test_the_plan_holds_every_stage_and_load() -> None:
    """Two leads each: 81 + 90 + 40 = 211, and Bruchsal carries two."""
    plan = propose_leads(FIT)

    assert dict(plan.stages.to_numpy().tolist()) == {"uncovered": 0, "fit": 211, "largest_load": 2}
    assert list(zip(plan.loads["load"], plan.loads["capacity"], strict=True)) == [(1, 2), (2, 2), (0, 2)]


def test_among_equal_plans_the_load_is_spread_and_then_the_first_city_leads_the_first_topic() -> None:
    """Three topics for two cities: two each at most. By id t1 and t2 go to a, t3 to b; the table is in our order."""
    fit = pd.DataFrame(50, index=["b", "a"], columns=["t2", "t1", "t3"])

    assert leads_of(propose_leads(fit, capacity=3)) == ["a", "a", "b"]
    assert leads_of(propose_leads(fit, capacity=3, previous={"t1": "b", "t3": "b", "old": "z"})) == ["a", "b", "b"]


def test_a_previous_plan_decides_only_between_plans_that_are_equally_good() -> None:
    before = propose_leads(FIT, pins=[("Bühl", "DOK"), ("Bretten", "EAK")])

    plan = propose_leads(FIT, capacity=1, previous=before)

    assert leads_of(plan) == ["Bretten", "Bruchsal", "Bühl"]
    assert dict(plan.stages.to_numpy().tolist())["changes"] == 3


def test_the_smallest_fit_can_come_first() -> None:
    """With one each the smallest fit is 20 if OZG is Bühl's, 40 if it is Bretten's; then DOK is Bühl's at 50."""
    plan = propose_leads(FIT, capacity=1, objective="max_min")

    assert leads_of(plan) == ["Bühl", "Bruchsal", "Bretten"]
    assert plan.total_fit == 180


def test_as_many_cities_as_possible_can_lead() -> None:
    """211 with two cities, 184 with three, 81 + 90 + 20 = 191 with Bühl."""
    assert propose_leads(FIT, objective="spread").total_fit == 184
    assert propose_leads(FIT, at_least_one=["Bühl"]).total_fit == 191
    assert propose_leads(FIT, at_least_one=["Bretten"]).total_fit == 211


def test_efforts_count_against_capacities() -> None:
    """EAK takes all that Bruchsal can carry, so DOK goes to Bretten: 74 + 90 and OZG to Bühl."""
    plan = propose_leads(FIT, capacity={"Bretten": 1, "Bruchsal": 2, "Bühl": 1}, effort={"DOK": 1, "EAK": 2, "OZG": 1})

    assert leads_of(plan) == ["Bretten", "Bruchsal", "Bühl"]
    assert list(plan.loads["load"]) == [1, 2, 1]


def test_three_thirds_fill_a_capacity_of_one() -> None:
    fit = pd.DataFrame(50.0, index=["a"], columns=["t1", "t2", "t3", "t4"])

    assert propose_leads(fit, capacity=1, effort=1 / 3).leads["city_id"].count() == 3
    uneven = {"t1": 1 / 3, "t2": 1 / 3, "t3": 1 / 3, "t4": 0.5}
    assert propose_leads(fit, capacity=1, effort=uneven).leads["city_id"].count() == 3


def test_a_topic_without_a_lead_says_why_and_what_would_help() -> None:
    """EAK: one more for Bruchsal. OZG: Bretten's veto, but Bretten is full as well; Bühl is below the floor of 25."""
    plan = propose_leads(
        FIT,
        capacity={"Bretten": 1, "Bruchsal": 1, "Bühl": 0},
        vetoes=[("Bretten", "OZG"), ("Bretten", "EAK"), ("Bruchsal", "OZG")],
        floor=25,
        pins=[("Bruchsal", "DOK")],
    )

    assert _rows(plan.uncovered) == [("EAK", "no_capacity", 1), ("OZG", "nobody_able", 0)]
    assert _rows(plan.remedies) == [
        ("EAK", "capacity", "Bruchsal", 90, 1),
        ("EAK", "lift_veto", "Bretten", 60, 0),
        ("EAK", "add_fit", "Bühl", None, 1),
        ("OZG", "lift_veto", "Bretten", 40, 0),
        ("OZG", "lift_veto", "Bruchsal", 30, 1),
        ("OZG", "lower_floor", "Bühl", 20, 1),
    ]


def test_each_remedy_covers_its_topic() -> None:
    rules: dict[str, Any] = {"capacity": {"Bretten": 1, "Bruchsal": 0, "Bühl": 0}, "vetoes": [("Bretten", "OZG")]}
    plan = propose_leads(FIT, **rules)
    missing = len(plan.uncovered)

    for topic_id, remedy, city_id, _fit, needed in _rows(plan.remedies):
        capacity = {**rules["capacity"], city_id: rules["capacity"][city_id] + needed}
        fit = FIT.astype("float64").copy()
        if remedy == "add_fit":
            fit.loc[city_id, topic_id] = 1.0
        vetoes = [] if remedy == "lift_veto" else rules["vetoes"]
        assert len(propose_leads(fit, capacity=capacity, vetoes=vetoes).uncovered) < missing


def test_a_pin_stands_above_the_floor() -> None:
    assert leads_of(propose_leads(FIT, pins={"OZG": "Bühl"}, floor=30))[2] == "Bühl"


def test_every_conflict_is_named_before_anything_is_solved() -> None:
    with pytest.raises(Contradiction) as raised:
        propose_leads(
            FIT,
            capacity={"Bretten": 1, "Bruchsal": 2, "Bühl": 1},
            pins=[("Bretten", "DOK"), ("Bretten", "OZG"), ("Bruchsal", "DOK"), ("Bühl", "EAK")],
            vetoes=[("Bretten", "OZG")],
        )

    conflicts: Any = raised.value.details["conflicts"]
    assert [conflict.code for conflict in conflicts] == [
        "pinned_twice",
        "pinned_and_vetoed",
        "pinned_but_unable",
        "pins_above_capacity",
    ]
    for part in ("DOK", "Bretten, Bruchsal", "OZG", "Bühl", "EAK"):
        assert part in str(raised.value)


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ({"pins": [("Pforzheim", "DOK")]}, UnknownId),
        ({"vetoes": {"XYZ": "Bretten"}}, UnknownId),
        ({"at_least_one": ["Pforzheim"]}, UnknownId),
        ({"capacity": {"Bretten": 1, "Bruchsal": 1, "Bühl": 1, "Pforzheim": 1}}, UnknownId),
        ({"capacity": {"Bretten": 1}}, InvalidInput),
        ({"capacity": -1}, InvalidInput),
        ({"capacity": math.nan}, InvalidInput),
        ({"effort": "much"}, InvalidInput),
        ({"objective": "best"}, InvalidInput),
        ({"pins": pd.DataFrame({"city": ["Bretten"]})}, MissingColumns),
        ({"capacity": pd.DataFrame({"city_id": ["Bretten"]})}, MissingColumns),
    ],
)
def test_a_rule_outside_its_domain_is_named(rules: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        propose_leads(FIT, **rules)


@pytest.mark.parametrize("value", [math.inf, "good"])
def test_a_fit_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        propose_leads({"a": {"t": value}})


def test_cities_and_topics_appear_once() -> None:
    long = pd.DataFrame({"city_id": ["a", "a"], "topic_id": ["t", "t"], "fit": [1, 2]})
    for twice in (long, pd.DataFrame([[1, 2]], columns=["t", "t"]), pd.DataFrame({"t": [1, 2]}, index=["a", "a"])):
        with pytest.raises(InvalidInput):
            propose_leads(twice)


def test_every_usual_shape_of_a_table_is_taken() -> None:
    long = FIT.reset_index().melt(id_vars="city_id", var_name="topic_id", value_name="fit")
    for fit in (FIT, FIT.to_dict("index"), long, FIT.stack()):
        assert leads_of(propose_leads(fit, capacity=1)) == ["Bretten", "Bruchsal", "Bühl"]
    amounts = pd.DataFrame({"city_id": ["Bretten", "Bruchsal", "Bühl"], "capacity": 1})
    pins = pd.DataFrame({"city_id": ["Bühl", None], "topic_id": ["DOK", "OZG"]})
    for capacity in (amounts, amounts.set_index("city_id")["capacity"]):
        assert leads_of(propose_leads(FIT, capacity=capacity, pins=pins)) == ["Bühl", "Bruchsal", "Bretten"]
    vetoes = {"DOK": ["Bretten", "Bruchsal"]}
    assert leads_of(propose_leads(FIT, capacity=1, vetoes=vetoes)) == ["Bühl", "Bruchsal", "Bretten"]


def test_without_cities_nothing_is_covered_and_without_topics_nothing_is_left() -> None:
    nobody = propose_leads(pd.DataFrame(columns=["DOK"]))

    assert _rows(nobody.uncovered) == [("DOK", "nobody_able", 0)]
    assert propose_leads(pd.DataFrame(index=["Bühl"])).leads.empty
    assert propose_leads({}).leads.empty


def test_co_leads_take_the_capacity_that_the_leads_have_left() -> None:
    """Capacity 2, one lead each, half a topic per co-lead: each city has room for two; Bruchsal adds most to DOK."""
    plan = propose_leads(FIT, capacity={"Bretten": 1.5, "Bruchsal": 1, "Bühl": 2})
    gains = table("""
    city_id  | DOK | EAK | OZG
    Bretten  |   . |   9 |  12
    Bruchsal |  30 |   . |   5
    Bühl     |  10 |   0 |   .
    """).set_index("city_id")

    assert leads_of(plan) == ["Bretten", "Bruchsal", "Bühl"]

    co_led = propose_co_leads(plan, gains)

    assert _rows(co_led.co_leads) == [("DOK", "Bühl", 10), ("OZG", "Bretten", 12)]
    assert list(co_led.loads["load"]) == [1.5, 1, 1.5]
    assert _rows(propose_co_leads(plan, gains, share=0).co_leads) == [
        ("DOK", "Bruchsal", 30),
        ("EAK", "Bretten", 9),
        ("OZG", "Bretten", 12),
    ]
    assert _rows(propose_co_leads(plan, gains, vetoes={"DOK": "Bühl"}).co_leads) == [("OZG", "Bretten", 12)]


def test_co_leads_refuse_unknown_cities_and_a_negative_share() -> None:
    plan = propose_leads(FIT)
    with pytest.raises(UnknownId):
        propose_co_leads(plan, {"Pforzheim": {"DOK": 5}})
    with pytest.raises(InvalidInput):
        propose_co_leads(plan, FIT, share=-1)


def _rows(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.itertuples(index=False)]
