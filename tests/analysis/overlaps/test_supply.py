"""Supply and demand on the network of four cities of docs/method.md."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.overlaps.supply import cluster_codes, coverage_curve, judge_supply
from tests.analysis.four_cities import PLANNING, SCORES, WAVE


def test_the_coverage_curve_falls_from_level_to_level() -> None:
    """payment: 25, 25, 75, 100: four reach level 1, two level 2, two level 3, one level 4."""
    curve = coverage_curve(SCORES, wave_id=WAVE)
    payment = curve[curve["topic_id"] == "payment"]

    assert list(payment["reached_count"]) == [4, 2, 2, 1]
    assert list(payment["reached_share"]) == [1.0, 0.5, 0.5, 0.25]
    assert set(curve.loc[curve["topic_id"] == "parking", "scored_count"]) == {3}, "cis has no score there"


def test_blind_spots_come_first_then_single_points_by_need() -> None:
    """records: only aue; bach and cis call it urgent (3), dorn said nothing. payment: bach and cis can teach."""
    supply = judge_supply(SCORES, PLANNING, wave_id=WAVE)

    assert supply.to_dict("records") == [
        {
            "topic_id": topic_id, "supply": kind, "strong_count": strong, "scored_count": scored, "city_ids": city_ids,
            "need_count": need, "need_unknown_count": unknown,
        }
        for topic_id, kind, strong, scored, city_ids, need, unknown in (
            ("sensors", "blind_spot", 0, 3, "", 0, 1),
            ("records", "single_point", 1, 4, "aue", 2, 1),
            ("parking", "single_point", 1, 3, "dorn", 1, 0),
            ("payment", "covered", 2, 4, "bach;cis", 2, 0),
        )
    ]  # fmt: skip


def test_a_topic_without_any_score_is_neither_covered_nor_a_blind_spot() -> None:
    scores = SCORES.assign(score=SCORES["score"].mask(SCORES["topic_id"] == "sensors"))
    supply = judge_supply(scores, PLANNING, wave_id=WAVE)

    assert supply.iloc[-1][["topic_id", "supply", "scored_count"]].fillna("").to_list() == ["sensors", "", 0]


def test_common_challenges_count_cities_of_those_that_named_any() -> None:
    """GELD: aue and cis on records, bach on parking; PERS: aue, bach, dorn. All four named something."""
    clusters = cluster_codes(PLANNING, wave_id=WAVE, field="challenges")

    assert clusters.to_dict("records") == [
        {"code": "GELD", "city_count": 3, "named_count": 4, "city_ids": "aue;bach;cis", "topic_count": 2},
        {"code": "PERS", "city_count": 3, "named_count": 4, "city_ids": "aue;bach;dorn", "topic_count": 2},
    ]


def test_within_a_topic_only_what_two_cities_name_is_a_cluster() -> None:
    clusters = cluster_codes(PLANNING, wave_id=WAVE, field="support", by_topic=True)

    assert clusters.to_dict("records") == [
        {
            "topic_id": "records", "code": "VORLAGE", "city_count": 2, "named_count": 2, "city_ids": "bach;cis",
            "topic_count": 1,
        }
    ]  # fmt: skip


def test_without_planning_answers_there_are_no_clusters() -> None:
    assert cluster_codes(PLANNING.iloc[:0], wave_id=WAVE, field="support").empty
    assert cluster_codes(PLANNING.iloc[:0], wave_id=WAVE, field="support", by_topic=True).empty


@settings(max_examples=50, deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=1, max_size=6))
def test_no_level_is_reached_by_more_cities_than_the_one_below(points: list[float | None]) -> None:
    cities = [f"city{number}" for number in range(len(points))]
    scores = pd.DataFrame({"city_id": cities, "topic_id": "records", "wave_id": WAVE, "score": points}, dtype=object)
    counts = list(coverage_curve(scores.assign(score=scores["score"].astype(float)), wave_id=WAVE)["reached_count"])

    assert counts == sorted(counts, reverse=True)
