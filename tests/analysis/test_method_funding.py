"""Method page of funding: it prints what the code computes."""

from datetime import date
from pathlib import Path

import pytest

from maturity.analysis.funding.consortia import propose_consortia
from maturity.analysis.funding.eligibility import RULES, judge_eligibility
from maturity.analysis.funding.money import plan_budget
from maturity.analysis.funding.states import MAX_AGE_DAYS
from maturity.analysis.funding.timeline import BEFORE, plan_back
from maturity.analysis.leads.cost_shares import find_cost_shares
from maturity.rows import rows_of
from tests.analysis.funding.small_network import ABOUT, CITIES, PLANNING, PROGRAMMES, TOPICS, programme
from tests.analysis.funding.test_consortia import PAIRS
from tests.analysis.funding.test_money import BUDGETS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def page() -> str:
    return " ".join((DOCS / "method.md").read_text(encoding="utf-8").split())


def test_the_verdicts_of_the_five_cities_are_printed(page: str) -> None:
    judged = judge_eligibility(PROGRAMMES, CITIES, TOPICS, PLANNING, ABOUT)

    for row in rows_of(judged.loc[judged["programme_id"] == "P"]):
        said = "yes" if row.verdict == "yes" else f"{row.verdict}: {row.no or row.unknown}"
        line = page[page.index(row.city_id) :].split(" | ")
        assert line[2].startswith(said)
    others = {(row.programme_id, row.city_id): row for row in rows_of(judged) if row.topic_id == "akte"}
    assert f"Aheim is unknown ({others['Q', CITIES[0]].unknown})" in page
    assert f"under R it is no: {others['R', CITIES[0]].no}." in page
    assert "Seven rules" in page
    assert len(RULES) == 7


def test_the_example_of_the_consortium_is_printed(page: str) -> None:
    found = propose_consortia(programme(partners_min="2", one_bid="yes"), PAIRS).members

    assert "Netz with A, B and C, led by C." in page
    assert list(found["city_id"]) == ["A", "B", "C"]
    assert set(found["topic_id"]) == {"netz"}
    assert list(found.loc[found["is_lead"], "city_id"]) == ["C"]


def test_the_grant_and_the_dates_are_printed(page: str) -> None:
    budget = plan_budget(
        PROGRAMMES[0], BUDGETS, find_cost_shares({"A": 40_000, "B": 60_000, "C": 100_000}, reuse_share=0.5)
    )
    steps = plan_back(date(2027, 3, 31), today=date(2026, 11, 24), needed=["A"], council_dates={})
    due = dict(zip(steps["step"], steps["due_on"], strict=True))

    assert f"= {budget.grant:,.0f}, own part {budget.own:,.0f} or {budget.own_percent:.0f} %" in page
    assert f"partners by {due['partners']}, council by {due['council']}." in page
    assert f"after {MAX_AGE_DAYS} days it is *stale*" in page
    for step in ("partners", "papers", "council", "sign"):
        assert f" {BEFORE[step]}" in page
