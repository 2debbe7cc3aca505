"""Lead fairness: variants and their price."""

import numpy as np
import pytest

from maturity.analysis.leads.fairness import fair_variants, price_of_fairness, trace_leading_cities
from maturity.analysis.leads.plan import propose_leads
from tests.analysis.lead_instances import draw, every_plan, worth
from tests.analysis.leads.test_plan import FIT


def test_each_variant_says_what_it_gives_the_weakest_and_what_it_costs() -> None:
    """211 in total with two leading cities and a smallest fit of 40; 184 with three, 27 less."""
    prices = price_of_fairness(fair_variants(propose_leads(FIT))).set_index("variant")

    assert prices["total_fit"].to_dict() == {"total": 211, "max_min": 211, "spread": 184, "each_city": 184}
    assert prices["minimum_fit"].to_dict() == {"total": 40, "max_min": 40, "spread": 20, "each_city": 20}
    assert prices["leading_count"].to_dict() == {"total": 2, "max_min": 2, "spread": 3, "each_city": 3}
    assert prices["price_fit"].to_dict() == {"total": 0, "max_min": 0, "spread": 27, "each_city": 27}


def test_the_trace_shows_what_each_further_leading_city_costs() -> None:
    assert trace_leading_cities(propose_leads(FIT)).to_numpy().tolist() == [[2, 211, 0], [3, 184, 27]]


def test_each_step_of_the_trace_is_the_best_of_all_plans() -> None:
    for seed in range(10):
        instance = draw(seed, cities=3, topics=4)
        plan = instance.solve(at_least_one=False)
        plans = [(worth(instance, each), each) for each in every_plan(instance)]
        covered = max(values[0] for values, _plan in plans)
        for row in trace_leading_cities(plan).to_dict("records"):
            enough = [
                values[3]
                for values, each in plans
                if values[0] == covered and len(set(each.values()) - {None}) >= row["leading_count"]
            ]
            assert max(enough) == pytest.approx(row["total_fit"]), seed


def test_no_topics_cost_nothing() -> None:
    plan = propose_leads(FIT.iloc[:, :0])

    assert np.isclose(price_of_fairness(fair_variants(plan))["price_fit"], 0).all()
    assert trace_leading_cities(plan).to_numpy().tolist() == [[0, 0, 0]]
