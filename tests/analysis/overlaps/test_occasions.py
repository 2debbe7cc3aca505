"""Occasions on the network of four cities of docs/method.md."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.overlaps.occasions import find_shared_products, find_windows
from maturity.errors import InvalidInput
from tests.analysis.four_cities import PLANNING, PRODUCTS, WAVE


def test_the_same_product_is_found_under_different_spellings() -> None:
    shared = find_shared_products(PLANNING, PRODUCTS, wave_id=WAVE)

    assert shared.to_dict("records") == [
        {"basis": "product", "name": "enaio", "topic_ids": "records", "city_count": 3, "city_ids": "aue;bach;cis"}
    ]


def test_different_products_of_one_vendor_are_a_group_of_their_own() -> None:
    products = PRODUCTS.assign(vendor=PRODUCTS["vendor"].replace("GovConnect", "OPTIMAL SYSTEMS"))
    shared = find_shared_products(PLANNING, products, wave_id=WAVE)

    assert shared.iloc[1].to_dict() == {
        "basis": "vendor", "name": "OPTIMAL SYSTEMS", "topic_ids": "payment;records", "city_count": 3,
        "city_ids": "aue;bach;cis",
    }  # fmt: skip


def test_products_that_nobody_knows_are_the_same_only_if_written_the_same() -> None:
    planning = PLANNING.assign(product_id=None, product=PLANNING["product"].replace("enaio ECM", "ENAIO "))
    shared = find_shared_products(planning, PRODUCTS, wave_id=WAVE)

    assert list(shared["city_ids"]) == ["aue;bach;cis"]


def test_contracts_that_end_within_a_year_are_one_window() -> None:
    """records: 2027-12 and 2028-09 are 9 months apart, cis named none; payment: 2027-06 and 2028-06 exactly 12."""
    windows = find_windows(PLANNING, wave_id=WAVE, event="contract_end")

    assert windows.to_dict("records") == [
        {
            "topic_id": "payment", "first": "2027-06", "last": "2028-06", "city_count": 2, "city_ids": "bach;cis",
            "unknown_count": 1,
        },
        {
            "topic_id": "records", "first": "2027-12", "last": "2028-09", "city_count": 2, "city_ids": "aue;bach",
            "unknown_count": 1,
        },
    ]  # fmt: skip
    assert list(find_windows(PLANNING, wave_id=WAVE, event="contract_end", width=11)["topic_id"]) == ["records"]


def test_starts_in_the_same_or_the_next_quarter_could_be_one_start() -> None:
    """records: bach plans 2027-Q1, cis changes its system in 2027-Q2; the other starts stand alone."""
    windows = find_windows(PLANNING, wave_id=WAVE, event="start")

    assert windows.to_dict("records") == [
        {
            "topic_id": "records", "first": "2027-Q1", "last": "2027-Q2", "city_count": 2, "city_ids": "bach;cis",
            "unknown_count": 0,
        }
    ]  # fmt: skip
    assert find_windows(PLANNING, wave_id=WAVE, event="start", width=0).empty


def test_the_fourth_quarter_is_followed_by_the_first() -> None:
    planning = PLANNING.replace({"start_planned": {"2027-Q1": "2026-Q4", "2027-Q2": "2027-Q1"}})

    assert len(find_windows(planning, wave_id=WAVE, event="start")) == 1


def test_overlapping_windows_are_both_shown_but_none_inside_another() -> None:
    """January, July, December: within six months July joins January, and December joins July."""
    months = {"2027-12": "2027-01", "2028-09": "2027-07"}
    records = PLANNING[PLANNING["topic_id"] == "records"].replace({"contract_until": months})
    records = records.assign(contract_until=records["contract_until"].fillna("2027-12"))
    windows = find_windows(records, wave_id=WAVE, event="contract_end", width=6)

    assert list(windows["city_ids"]) == ["aue;bach", "bach;cis"]
    assert list(find_windows(records, wave_id=WAVE, event="contract_end", width=11)["city_ids"]) == ["aue;bach;cis"]


def test_a_negative_width_and_an_unknown_event_are_refused() -> None:
    with pytest.raises(InvalidInput):
        find_windows(PLANNING, wave_id=WAVE, event="start", width=-1)
    with pytest.raises(InvalidInput):
        find_windows(PLANNING, wave_id=WAVE, event="end")  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=2, max_size=6), st.integers(0, 6))
def test_two_cities_share_a_window_exactly_if_their_months_are_close_enough(months: list[int], width: int) -> None:
    cities = [f"city{number}" for number in range(len(months))]
    planning = pd.DataFrame(
        {
            "city_id": cities, "topic_id": "records", "wave_id": WAVE, "status": "betrieb",
            "contract_until": [f"2027-{month:02d}" for month in months],
        }
    )  # fmt: skip
    windows = find_windows(planning, wave_id=WAVE, event="contract_end", width=width)
    groups = [set(text.split(";")) for text in windows["city_ids"]]

    for first in range(len(months)):
        for second in range(first):
            is_close = abs(months[first] - months[second]) <= width
            assert any({cities[first], cities[second]} <= group for group in groups) == is_close
    assert not any(one < other for one in groups for other in groups)
