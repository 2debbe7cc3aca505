"""Method page of the leads: it prints the numbers that the code computes."""

from pathlib import Path

import pytest

from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.prices import find_runners_up, price_matrix
from tests.analysis.leads.test_plan import FIT

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def page() -> str:
    return " ".join((DOCS / "method.md").read_text(encoding="utf-8").split())


def test_the_example_plans_have_the_printed_totals(page: str) -> None:
    one, two = propose_leads(FIT, capacity=1), propose_leads(FIT, capacity=2)
    fair = propose_leads(FIT, capacity=1, objective="max_min")

    assert f"74 + 90 + 20 = {one.total_fit:g}" in page
    assert f"81 + 90 + 40 = {two.total_fit:g}" in page
    assert f"the smallest fit is 40 instead of 20, the total {fair.total_fit:g}" in page


def test_the_example_prices_are_printed(page: str) -> None:
    plan = propose_leads(FIT, capacity=1)
    prices = price_matrix(plan)
    cost = {(row["city_id"], row["topic_id"]): f"{row['price_fit']:g}" for row in prices.to_dict("records")}
    row = find_runners_up(plan, prices).to_dict("records")[0]

    assert f"50 + 90 + 40 = 180, so it costs {cost['Bühl', 'DOK']};" in page
    assert f"81 + 60 + 20 = 161, so it costs {cost['Bruchsal', 'DOK']}." in page
    assert f"local margin {row['local_margin']:g}) but is needed for {row['needed_for']}" in page
    assert f"which would go to {row['next_id']} with {row['next_fit']:g}" in page
