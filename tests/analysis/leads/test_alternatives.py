"""Other plans: how many are as good, and the next best, against writing down every plan."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.alternatives import Alternatives, find_alternatives
from maturity.analysis.leads.plan import Plan, propose_leads
from maturity.analysis.leads.prices import price_matrix
from tests.analysis.lead_instances import draw, every_plan, worth
from tests.analysis.leads.test_plan import FIT


def alternatives(plan: Plan, **options: int) -> Alternatives:
    return find_alternatives(plan, price_matrix(plan), **options)


def test_the_second_best_plan_is_the_one_with_the_next_smaller_total() -> None:
    """Best 74 + 90 + 20 = 184; Bühl for DOK and Bretten for OZG: 50 + 90 + 40 = 180."""
    found = alternatives(propose_leads(FIT, capacity=1))

    assert (found.best_count, found.is_complete, found.second_price) == (1, True, 4)
    assert found.second is not None
    assert list(found.second.leads["city_id"]) == ["Bühl", "Bruchsal", "Bretten"]


def test_equal_cities_make_many_plans_and_the_count_stops() -> None:
    """Three equal cities, one topic each: 3 x 2 x 1 plans, and none with another total. Eight each: 8! above 1,000."""
    equal = propose_leads(pd.DataFrame(50.0, index=list("abc"), columns=["t1", "t2", "t3"]), capacity=1)
    many = propose_leads(pd.DataFrame(50.0, index=list("abcdefgh"), columns=[f"t{n}" for n in range(8)]), capacity=1)

    assert (alternatives(equal).best_count, alternatives(equal).second) == (6, None)
    assert np.isnan(alternatives(equal).second_price)
    assert (alternatives(many).best_count, alternatives(many).is_complete) == (1000, False)
    assert (alternatives(equal, most=4).best_count, alternatives(equal, most=4).is_complete) == (4, False)


@pytest.mark.parametrize("objective", ["total", "spread", "max_min"])
@pytest.mark.parametrize("plain", [True, False])
def test_count_and_second_total_equal_those_of_all_plans(objective: str, plain: bool) -> None:
    for seed in range(40):
        instance = draw(seed, cities=3, topics=4, plain=plain, objective=objective)
        plan = instance.solve()
        found = alternatives(plan)
        values = [worth(instance, other)[:4] for other in every_plan(instance)]
        best = max(values)
        totals = [value[3] for value in values if value[:3] == best[:3] and value[3] < best[3]]

        assert found.is_complete
        assert found.best_count == values.count(best)
        if totals:
            assert found.second_price == pytest.approx(best[3] - max(totals))
        else:
            assert found.second is None
