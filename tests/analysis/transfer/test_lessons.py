"""Transfer on the network of four cities of docs/method.md, and a second computation cell by cell."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.transfer import (
    Network,
    choose_teachers,
    find_pairs,
    find_partners,
    find_teachers,
    find_transfers,
    read_network,
)
from maturity.errors import InvalidInput, UnknownId, UnknownWave
from tests.analysis.four_cities import PLANNING, SCORES, WAVE

FOUR = read_network(SCORES, PLANNING, wave_id=WAVE)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Two to five cities, one to four topics, every cell sometimes unknown."""
    cities, topics = draw(st.integers(2, 5)), draw(st.integers(1, 4))
    keys = [(f"c{c}", f"t{t}", WAVE) for c in range(cities) for t in range(topics)]
    table = pd.DataFrame(keys, columns=["city_id", "topic_id", "wave_id"])

    def column(values: list[float]) -> list[float]:
        return [draw(st.sampled_from([*values, np.nan])) for _ in keys]

    scores = table.assign(score=column([0.0, 25.0, 60.0, 75.0, 80.0, 100.0]))
    planning = table.assign(
        priority=column([0.0, 1.0, 2.0, 3.0]), share=column([0.0, 2.0]), product_id=None, assets=None, bp_text=None
    )
    return read_network(scores, planning, wave_id=WAVE, willing_only=draw(st.booleans()))


def gain(network: Network, teacher: int, learner: int, topic: int) -> float:
    """need x difference by the rule of docs/method.md, one cell."""
    ahead = network.score[teacher, topic] - network.score[learner, topic]
    declined = network.willing_only and network.willing[teacher, topic] == 0
    if declined or not (network.score[teacher, topic] >= 75 and ahead >= 25):
        return 0.0
    return float(network.need[learner, topic] * ahead)


def test_what_bach_can_learn_with_the_reasons() -> None:
    """records: 100 - 25 = 75 x priority 3/3; parking: 50 x 2/3 = 33.3; payment: 25 x 1/3 = 8.3, just one level."""
    lessons = find_transfers(FOUR, learner_id="bach")

    assert lessons.iloc[0].to_dict() == {
        "learner_id": "bach", "teacher_id": "aue", "topic_id": "records", "learner_score": 25.0, "teacher_score": 100.0,
        "difference": 75.0, "need": 1.0, "is_need_known": True, "share": 3.0, "product_id": "enaio",
        "assets": "LASTENHEFT", "reasons": "difference;same_product;share;assets;practice", "gain": 75.0,
    }  # fmt: skip
    assert list(zip(lessons["teacher_id"], lessons["topic_id"], lessons["gain"].round(1), strict=True)) == [
        ("aue", "records", 75.0), ("dorn", "parking", 33.3), ("cis", "payment", 8.3),
    ]  # fmt: skip


def test_unknown_need_counts_in_full_and_is_marked() -> None:
    """dorn said nothing about records."""
    lesson = find_transfers(FOUR, learner_id="dorn").iloc[0]

    assert (lesson["topic_id"], lesson["need"], lesson["is_need_known"], lesson["gain"]) == (
        "records", 1.0, False, 100.0,
    )  # fmt: skip


def test_a_city_that_declined_to_share_is_named_as_such_or_left_out() -> None:
    """bach has 75 points on payment but does not want to share."""
    willing = read_network(SCORES, PLANNING, wave_id=WAVE, willing_only=True)

    of_bach = find_transfers(FOUR).query("teacher_id == 'bach'")
    assert set(of_bach["reasons"]) == {"difference;declined"}
    assert "bach" not in set(find_transfers(willing)["teacher_id"])
    assert "bach" not in set(find_pairs(willing)["teacher_id"])


def test_the_best_teachers_of_each_topic_are_those_with_the_most_points_who_did_not_decline() -> None:
    """payment: cis has 100 points but declines now, bach with 75 does not; only cis is ahead of bach."""
    share = PLANNING["city_id"].map({"cis": 0.0, "bach": 1.0})
    planning = PLANNING.assign(share=share)
    best = find_transfers(read_network(SCORES, planning, wave_id=WAVE), top=1)

    assert len(best) == len(best[["learner_id", "topic_id"]].drop_duplicates())
    assert set(best.loc[best["topic_id"] == "payment", "teacher_id"]) == {"bach", "cis"}
    assert best.query("learner_id == 'dorn' and topic_id == 'payment'")["teacher_id"].to_list() == ["bach"]


def test_who_is_strong_in_a_topic_is_listed_whoever_asks() -> None:
    """payment: cis 100; bach 75, but it declined and so comes last."""
    teachers = find_teachers(FOUR, "payment")

    assert teachers.to_dict("records") == [
        {"teacher_id": "cis", "teacher_score": 100.0, "share": 2.0, "assets": "VERTRAG", "has_practice": False},
        {"teacher_id": "bach", "teacher_score": 75.0, "share": 0.0, "assets": "", "has_practice": False},
    ]
    with pytest.raises(UnknownId):
        find_teachers(FOUR, "elsewhere")


def test_the_transfer_of_a_pair_is_the_weighted_mean_over_all_topics() -> None:
    """aue to bach: records 75 of four topics: 75 / 4 = 18.75. dorn to aue: parking 75 x 1/3 / 4 = 6.25."""
    pairs = find_pairs(FOUR)

    of_aue = pairs[pairs["learner_id"] == "aue"]
    assert of_aue.to_dict("records") == [
        {"learner_id": "aue", "teacher_id": "cis", "transfer": 18.75, "topic_count": 1},
        {"learner_id": "aue", "teacher_id": "bach", "transfer": 12.5, "topic_count": 1},
        {"learner_id": "aue", "teacher_id": "dorn", "transfer": 6.25, "topic_count": 1},
    ]
    assert list(find_pairs(FOUR, top=1)["teacher_id"]) == ["cis", "aue", "aue", "aue"]


def test_weights_move_the_transfer() -> None:
    """records with weight 3, the others 1: aue to bach 3 x 75 / 6 = 37.5."""
    pairs = find_pairs(read_network(SCORES, PLANNING, wave_id=WAVE, weights={"records": 3}), top=1)

    assert pairs.loc[pairs["learner_id"] == "bach", "transfer"].item() == 37.5


def test_mutual_pairs_gain_both_ways() -> None:
    """aue, bach: min(18.75, 12.5); pair gain (50 + 75 + 100 + 25) / 4 - max(150 / 4, 175 / 4) = 62.5 - 43.75."""
    partners = find_partners(FOUR)

    assert partners.iloc[0].to_dict() == {
        "city_a": "aue", "city_b": "bach", "a_to_b": 18.75, "b_to_a": 12.5, "mutual": 12.5, "pair_gain": 18.75,
        "shared_topic_count": 4,
    }  # fmt: skip
    assert list(zip(partners["city_a"], partners["city_b"], strict=True)) == [
        ("aue", "bach"), ("aue", "cis"), ("bach", "dorn"), ("aue", "dorn"),
    ]  # fmt: skip
    assert len(find_partners(FOUR, top=2)) == 2


def test_a_learning_set_takes_first_who_adds_most() -> None:
    """bach: aue adds 75 / 4 = 18.75 on records, dorn 8.33 on parking, cis 2.08 on payment; together 29.17."""
    chosen = choose_teachers(FOUR, "bach")

    assert chosen.round(2).to_dict("records") == [
        {"step": 1, "teacher_id": "aue", "added": 18.75, "closed": 18.75, "topic_ids": "records"},
        {"step": 2, "teacher_id": "dorn", "added": 8.33, "closed": 27.08, "topic_ids": "parking"},
        {"step": 3, "teacher_id": "cis", "added": 2.08, "closed": 29.17, "topic_ids": "payment"},
    ]
    assert list(choose_teachers(FOUR, "cis")["teacher_id"]) == ["aue"], "nobody else adds anything"


def test_a_topic_that_a_city_stays_out_of_is_not_proposed_to_it() -> None:
    excluded = frozenset({("bach", "records"), ("bach", "unheard"), ("elsewhere", "records")})
    network = read_network(SCORES, PLANNING, wave_id=WAVE, excluded=excluded)

    assert "records" not in set(find_transfers(network, learner_id="bach")["topic_id"])


def test_on_scores_alone_every_need_is_unknown_and_counts_in_full() -> None:
    lessons = find_transfers(read_network(SCORES, PLANNING.iloc[:0], wave_id=WAVE), learner_id="bach")

    assert list(lessons["gain"]) == [75.0, 50.0, 25.0]
    assert not lessons["is_need_known"].any()
    assert set(lessons["reasons"]) == {"difference"}


def test_unknown_cities_waves_and_impossible_weights_are_refused() -> None:
    with pytest.raises(UnknownId):
        find_transfers(FOUR, learner_id="elsewhere")
    with pytest.raises(UnknownWave):
        read_network(SCORES, PLANNING, wave_id="2030-1")
    with pytest.raises(InvalidInput):
        read_network(SCORES, PLANNING, wave_id=WAVE, weights={"records": -1})


@settings(max_examples=40, deadline=None)
@given(networks())
def test_asking_for_one_city_gives_its_rows_of_the_whole(network: Network) -> None:
    for city_id in network.cities:
        learnt, shown = (f"{role}_id == '{city_id}'" for role in ("learner", "teacher"))
        expected = [find_transfers(network).query(rows) for rows in (learnt, shown)]
        found = [find_transfers(network, learner_id=city_id), find_transfers(network, teacher_id=city_id)]
        for whole, part in zip(expected, found, strict=True):
            pd.testing.assert_frame_equal(whole.reset_index(drop=True), part)
        pairs, partners = find_pairs(network).query(learnt), find_partners(network)
        partners = partners[(partners["city_a"] == city_id) | (partners["city_b"] == city_id)]
        pd.testing.assert_frame_equal(pairs.reset_index(drop=True), find_pairs(network, learner_id=city_id))
        pd.testing.assert_frame_equal(partners.reset_index(drop=True), find_partners(network, city_id=city_id))


@settings(max_examples=60, deadline=None)
@given(networks())
def test_pairs_agree_with_a_sum_over_single_cells(network: Network) -> None:
    size, topics = len(network.cities), range(len(network.topics))
    expected = {
        (network.cities[b], network.cities[a]): sum(gain(network, a, b, t) for t in topics) / len(topics)
        for a in range(size)
        for b in range(size)
    }
    found = find_pairs(network)

    assert {(row["learner_id"], row["teacher_id"]): round(row["transfer"], 9) for row in found.to_dict("records")} == {
        pair: round(value, 9) for pair, value in expected.items() if value > 0
    }
    assert len(find_transfers(network)) == found["topic_count"].sum()


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(1, 3))
def test_a_greedy_learning_set_reaches_the_proven_share_of_the_best_one(network: Network, size: int) -> None:
    """1 - 1/e = 63 % of the best set of the same size, found by trying all."""
    topics, learner = range(len(network.topics)), 0

    def closed(teachers: tuple[int, ...]) -> float:
        return sum(max(gain(network, a, learner, t) for a in teachers) for t in topics) / len(topics)

    best = max(closed(group) for group in combinations(range(len(network.cities)), min(size, len(network.cities))))
    chosen = choose_teachers(network, network.cities[learner], size=size)
    reached = chosen["closed"].max() if len(chosen) else 0.0

    assert reached >= (1 - 1 / np.e) * best - 1e-9
    assert reached <= best + 1e-9
    assert (chosen["added"].diff().dropna() <= 1e-9).all(), "each further teacher adds no more than the one before"


@settings(max_examples=40, deadline=None)
@given(networks())
def test_a_pair_is_never_worse_than_its_better_city(network: Network) -> None:
    partners = find_partners(network)

    assert (partners["pair_gain"] >= -1e-9).all()
    assert (partners["mutual"] <= partners[["a_to_b", "b_to_a"]].min(axis=1) + 1e-9).all()
