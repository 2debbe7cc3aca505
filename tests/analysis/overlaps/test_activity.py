"""Overlaps on the network of four cities of docs/method.md, and what must hold for any network."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.overlaps.activity import ACTIVE, INACTIVE, find_overlaps, sum_effort
from maturity.errors import MissingColumns, UnknownWave
from tests.analysis.four_cities import PLANNING, SCORES, WAVE


def row_of(table: pd.DataFrame, topic_id: str) -> dict[str, object]:
    found = table[table["topic_id"] == topic_id]
    return {str(name): value for name, value in found.iloc[0].items()}


def test_a_busy_and_mature_topic_is_a_chance_for_a_joint_project() -> None:
    """payment: bach, cis, dorn active, aue unknown: 3 of 3 known; median of 25, 25, 75, 100 = 50."""
    row = row_of(find_overlaps(SCORES, PLANNING, wave_id=WAVE), "payment")

    assert row == {
        "topic_id": "payment", "active_count": 3, "planned_count": 1, "known_count": 3, "unknown_count": 1,
        "active_share": 1.0, "median_score": 50.0, "scored_count": 4, "redundancy": 2, "city_ids": "bach;cis;dorn",
        "kind": "joint_project", "is_firm": True,
    }  # fmt: skip


def test_the_four_topics_lie_in_their_quadrants_most_active_first() -> None:
    """records: median of 0, 25, 50, 100 = 37.5, below 50; sensors: nobody active, median 0."""
    overlaps = find_overlaps(SCORES, PLANNING, wave_id=WAVE)

    assert list(zip(overlaps["topic_id"], overlaps["kind"], strict=True)) == [
        ("payment", "joint_project"),
        ("records", "duplicated_struggling"),
        ("parking", "joint_project"),
        ("sensors", "blind"),
    ]


def test_mature_without_activity_is_a_quiet_strength() -> None:
    overlaps = find_overlaps(SCORES, PLANNING.assign(status="keine"), wave_id=WAVE)

    assert row_of(overlaps, "payment")["kind"] == "quiet_strength"


def test_without_any_planning_answer_the_kind_is_unknown_and_not_no_project() -> None:
    overlaps = find_overlaps(SCORES, PLANNING.iloc[:0], wave_id=WAVE)

    assert overlaps["kind"].isna().all()
    assert overlaps["active_share"].isna().all()
    assert list(overlaps["unknown_count"]) == [4, 4, 4, 3], "dorn is not responsible for sensors"


def test_a_kind_that_the_unknown_cities_could_change_is_not_firm() -> None:
    """parking with dorn unknown: bach of aue, bach known; cis and dorn could make it 3 of 4."""
    planning = PLANNING.assign(status=PLANNING["status"].mask(PLANNING["city_id"] == "dorn"))
    row = row_of(find_overlaps(SCORES, planning, wave_id=WAVE), "parking")

    assert (row["kind"], row["is_firm"]) == ("quiet_strength", False)


def test_duplicated_effort_is_what_remains_beside_the_largest() -> None:
    """records: 40,000 + 30,000 + 20,000 - 40,000 = 50,000; 0.5 + 0.5 + 0.25 - 0.5 = 0.75."""
    row = row_of(sum_effort(PLANNING, wave_id=WAVE), "records")

    assert row == {
        "topic_id": "records", "active_count": 3, "redundancy": 2, "fte": 1.25, "fte_known_count": 3,
        "fte_duplicated": 0.75, "budget_eur": 90000.0, "budget_known_count": 3, "budget_duplicated_eur": 50000.0,
    }  # fmt: skip


def test_one_known_budget_of_several_cities_tells_no_duplication() -> None:
    planning = PLANNING.assign(budget_eur=PLANNING["budget_eur"].where(PLANNING["city_id"] == "cis"))
    row = row_of(sum_effort(planning, wave_id=WAVE), "payment")

    assert (row["budget_eur"], row["budget_known_count"]) == (12000.0, 1)
    assert np.isnan(float(str(row["budget_duplicated_eur"])))


def test_a_missing_column_and_an_unknown_wave_are_named() -> None:
    with pytest.raises(MissingColumns):
        find_overlaps(SCORES, PLANNING.drop(columns="status"), wave_id=WAVE)
    with pytest.raises(UnknownWave):
        find_overlaps(SCORES, PLANNING, wave_id="2030-1")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*ACTIVE, *INACTIVE, None]), min_size=4, max_size=4))
def test_every_responsible_city_is_counted_once(statuses: list[str | None]) -> None:
    planning = pd.DataFrame(
        {"city_id": ["aue", "bach", "cis", "dorn"], "topic_id": "records", "wave_id": WAVE, "status": statuses}
    )
    row = row_of(find_overlaps(SCORES, planning, wave_id=WAVE), "records")

    assert int(str(row["known_count"])) + int(str(row["unknown_count"])) == 4
    assert row["active_count"] == sum(status in ACTIVE for status in statuses)


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(PLANNING))), st.permutations(range(len(SCORES))))
def test_the_order_of_the_rows_changes_nothing(plan: list[int], score: list[int]) -> None:
    expected = find_overlaps(SCORES, PLANNING, wave_id=WAVE)

    pd.testing.assert_frame_equal(expected, find_overlaps(SCORES.iloc[score], PLANNING.iloc[plan], wave_id=WAVE))
