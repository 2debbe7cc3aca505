"""Certainty: one word per lead, each by the rule that gives it."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.leads.certainty import find_certainty
from maturity.analysis.leads.fit import PARTS
from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.prices import find_settled, price_matrix
from maturity.analysis.leads.stability import find_stability

FIT = pd.DataFrame(
    {
        "clear": [90.0, 10.0],
        "shaky": [60.0, 55.0],
        "tie": [50.0, 50.0],
        "near": [50.0, 49.9],
        "given": [50.0, 20.0],
        "silent": [90.0, 10.0],
        "thin": [90.0, 10.0],
        "nobody": [np.nan, np.nan],
    },
    index=["a", "b"],
)
PLAN = propose_leads(FIT, capacity=8, pins=[("a", "given")])
PAIRS = pd.MultiIndex.from_product([FIT.index, FIT.columns], names=["city_id", "topic_id"])
FITS = pd.DataFrame(50.0, index=PAIRS, columns=list(PARTS)).reset_index()
FITS.loc[FITS["topic_id"] == "clear", "evidence"] = np.nan
FITS.loc[FITS["topic_id"] == "silent", "willingness"] = np.nan
FITS.loc[FITS["topic_id"] == "thin", ["headroom", "evidence"]] = np.nan


def certainties(shares: dict[str, float], **options: object) -> dict[str, str | None]:
    """The words, where a leads each topic in these shares of ten simulated plans (all of them if not given)."""
    draws = np.repeat(PLAN.problem.fit[None], 10, axis=0)
    for topic_id, share in shares.items():
        topic = PLAN.problem.topics.index(topic_id)
        draws[round(10 * share) :, :, topic] = draws[round(10 * share) :, ::-1, topic]
    stability = find_stability(PLAN, draws)
    found = find_certainty(PLAN, FITS, find_settled(PLAN, price_matrix(PLAN)), stability, **options)  # type: ignore[arg-type]
    return dict(zip(found["topic_id"], found["certainty"], strict=True))


def test_each_rule_gives_its_word() -> None:
    """Two missing parts, or an unknown willingness, and nothing more can be said; one missing part is no obstacle."""
    assert certainties({"shaky": 0.6}) == {
        "clear": "firm",
        "shaky": "narrow",
        "tie": "open",
        "near": "narrow",
        "given": "firm",
        "silent": "unknown",
        "thin": "unknown",
        "nobody": None,
    }


@pytest.mark.parametrize(("share", "word"), [(0.8, "firm"), (0.7, "narrow"), (0.5, "narrow"), (0.4, "open")])
def test_the_share_of_the_simulated_plans_decides(share: float, word: str) -> None:
    assert certainties({"shaky": share})["shaky"] == word


def test_a_lead_that_the_rules_disagree_on_is_at_best_narrow() -> None:
    assert certainties({}, agreed_topics=frozenset({"shaky"}))["clear"] == "narrow"
    assert certainties({}, agreed_topics=frozenset({"clear"}))["clear"] == "firm"


def test_a_given_lead_about_whom_too_little_is_known_stays_unknown() -> None:
    plan = propose_leads(FIT, capacity=8, pins=[("b", "silent")])
    stability = find_stability(plan, plan.problem.fit[None])
    found = find_certainty(plan, FITS, find_settled(plan, price_matrix(plan)), stability).set_index("topic_id")

    assert found.loc["silent", "certainty"] == "unknown"
    assert found.loc["silent", "missing_parts"] == "willingness"
    assert found.loc["clear", "missing_parts"] == "evidence"
