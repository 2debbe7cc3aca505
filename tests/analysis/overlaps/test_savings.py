"""Savings on the network of four cities of docs/method.md."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.overlaps.savings import estimate_savings
from maturity.errors import InvalidInput
from tests.analysis.four_cities import PLANNING, WAVE


def test_the_lead_pays_in_full_and_the_others_a_share() -> None:
    """records ahead: bach 30,000 and cis 20,000; aue is in operation. 30,000 + half of 20,000 = 40,000."""
    savings = estimate_savings(PLANNING, wave_id=WAVE, reuse_share=0.5)

    assert savings.to_dict("records") == [
        {
            "topic_id": "records", "city_count": 2, "lead_id": "bach", "alone_eur": 50000.0, "together_eur": 40000.0,
            "saved_eur": 10000.0, "known_count": 2, "unknown_city_ids": "",
        }
    ]  # fmt: skip


def test_a_chosen_lead_takes_part_even_if_it_is_in_operation() -> None:
    """aue leads records: 40,000 + half of 30,000 and 20,000 = 65,000 instead of 90,000."""
    savings = estimate_savings(PLANNING, wave_id=WAVE, reuse_share=0.5, leads={"records": "aue"})

    row = savings.iloc[0]
    assert (row["lead_id"], row["alone_eur"], row["together_eur"], row["saved_eur"]) == ("aue", 9e4, 6.5e4, 2.5e4)


def test_a_topic_with_one_city_ahead_saves_nothing_and_has_no_row() -> None:
    assert "payment" not in set(estimate_savings(PLANNING, wave_id=WAVE)["topic_id"])


def test_an_unknown_budget_is_named_and_counts_nowhere() -> None:
    planning = PLANNING.assign(budget_eur=PLANNING["budget_eur"].mask(PLANNING["city_id"] == "cis"))
    row = estimate_savings(planning, wave_id=WAVE).iloc[0]

    assert row[["alone_eur", "saved_eur", "known_count", "unknown_city_ids"]].to_list() == [30000.0, 0.0, 1, "cis"]


def test_without_any_budget_there_is_no_figure() -> None:
    row = estimate_savings(PLANNING.assign(budget_eur=np.nan), wave_id=WAVE).iloc[0]

    assert row[["alone_eur", "together_eur", "saved_eur"]].isna().all()
    assert row["unknown_city_ids"] == "bach;cis"


def test_a_share_outside_0_to_1_is_refused() -> None:
    with pytest.raises(InvalidInput):
        estimate_savings(PLANNING, wave_id=WAVE, reuse_share=1.1)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1))
def test_nobody_pays_more_together_and_reuse_for_nothing_saves_most(reuse_share: float) -> None:
    row = estimate_savings(PLANNING, wave_id=WAVE, reuse_share=reuse_share).iloc[0]

    assert 0 <= row["saved_eur"] <= 20000.0
    assert row["saved_eur"] == pytest.approx((1 - reuse_share) * 20000.0)
