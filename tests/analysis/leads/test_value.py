"""Value of a plan: three cities and three topics by hand."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.value import find_value
from maturity.errors import InvalidInput
from tests.builders import table

SCORES = table("""
city_id | topic_id | score
a       | t1       | 80
b       | t1       | 30
c       | t1       | 60
a       | t2       | 20
b       | t2       | 70
c       | t2       | .
""")
PLANNING = table("""
city_id | topic_id | priority | target | budget_eur
a       | t1       |        3 |      4 | 10000
b       | t1       |        3 |      3 | 20000
c       | t1       |        . |      . | .
a       | t2       |        1 |      4 | 8000
b       | t2       |        3 |      4 | 50000
c       | t2       |        2 |      2 | 4000
""")
FOLLOWERS = pd.DataFrame([("t1", "b"), ("t1", "c"), ("t2", "a")], columns=["topic_id", "city_id"])
PLAN = propose_leads(
    pd.DataFrame({"t1": [90.0, 10, 10], "t2": [10.0, 90, 10]}, index=["a", "b", "c"]), capacity={"a": 2, "b": 1, "c": 0}
)


def value(**options: float) -> pd.DataFrame:
    return find_value(PLAN, FOLLOWERS, SCORES, PLANNING, **options).set_index("city_id")


def test_what_others_lead_closes_gaps_and_saves_euros() -> None:
    """b in t1: target 75, lead 80, own 30: min(45, 50) = 45 points, half of 20,000 euros saved. a in t2: 1/3 of min(80,
    50). c in t1: no target, priority unknown: 20 points, no budget known."""
    found = value()

    assert found["benefit_points"].to_dict() == pytest.approx({"a": 50 / 3, "b": 45, "c": 20})
    assert found["benefit_eur"].to_dict() == {"a": 4000, "b": 10000, "c": 0}
    assert found["unknown_budget_topic_ids"].to_dict() == {"a": "", "b": "", "c": "t1"}


def test_what_a_city_leads_burdens_it_and_a_loss_is_named() -> None:
    """a: one lead of two, 15 % of 10,000; b: one of one, 15 % of 50,000 of 10,000 saved. At 25 % b loses 2,500."""
    found = value()

    assert found["burden"].to_dict() == pytest.approx({"a": 0.5, "b": 1, "c": np.nan}, nan_ok=True)
    assert found["net_eur"].to_dict() == {"a": 2500, "b": 2500, "c": 0}
    assert not found["is_losing"].any()
    assert value(lead_overhead=0.25)["is_losing"].to_dict() == {"a": False, "b": True, "c": False}


def test_who_leads_and_gains_nothing_loses() -> None:
    found = find_value(PLAN, FOLLOWERS[:0], SCORES, PLANNING.assign(budget_eur=np.nan)).set_index("city_id")

    assert found["is_losing"].to_dict() == {"a": True, "b": True, "c": False}


def test_shares_outside_0_to_1_are_refused() -> None:
    for options in ({"reuse_share": 1.5}, {"lead_overhead": -0.1}):
        with pytest.raises(InvalidInput):
            value(**options)
