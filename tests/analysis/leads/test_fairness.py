"""Lead fairness: variants and their price."""

import numpy as np

from maturity.analysis.leads.fairness import fair_variants, price_of_fairness
from maturity.analysis.leads.plan import propose_leads
from tests.analysis.leads.test_plan import FIT


def test_each_variant_says_what_it_gives_the_weakest_and_what_it_costs() -> None:
    """211 in total with two leading cities and a smallest fit of 40; 184 with three, 27 less."""
    prices = price_of_fairness(fair_variants(propose_leads(FIT))).set_index("variant")

    assert prices["total_fit"].to_dict() == {"total": 211, "max_min": 211, "spread": 184, "each_city": 184}
    assert prices["minimum_fit"].to_dict() == {"total": 40, "max_min": 40, "spread": 20, "each_city": 20}
    assert prices["leading_count"].to_dict() == {"total": 2, "max_min": 2, "spread": 3, "each_city": 3}
    assert prices["price_fit"].to_dict() == {"total": 0, "max_min": 0, "spread": 27, "each_city": 27}


def test_no_topics_cost_nothing() -> None:
    plan = propose_leads(FIT.iloc[:, :0])

    assert np.isclose(price_of_fairness(fair_variants(plan))["price_fit"], 0).all()
