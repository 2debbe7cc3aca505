"""Similarity on the network of four cities of docs/method.md, and on 35 real responses."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.analysis.transfer.similarity import compare_answers, compare_strengths
from maturity.errors import UnknownId, UnknownWave
from tests.analysis.four_cities import ANSWERS, QUESTIONS, SCORES, WAVE


def test_similarity_is_one_minus_the_weighted_distance_over_shared_questions() -> None:
    """aue, bach: (1 x 0 + 1 x 25 + 2 x 0) / (4 x 100) apart = 0.9375 alike; dorn left R1 open: (50 + 0) / 300."""
    pairs = compare_answers(ANSWERS, QUESTIONS, wave_id=WAVE)

    assert pairs.iloc[0].to_dict() == {"city_a": "aue", "city_b": "bach", "similarity": 0.9375, "shared_count": 3}
    assert pairs.round(4).to_dict("records")[1] == {
        "city_a": "cis", "city_b": "dorn", "similarity": 0.8333, "shared_count": 2,
    }  # fmt: skip
    assert list(zip(pairs["city_a"], pairs["city_b"], strict=True))[2:] == [
        ("aue", "cis"), ("bach", "cis"), ("aue", "dorn"), ("bach", "dorn"),
    ]  # fmt: skip


def test_cities_without_a_shared_question_have_no_similarity() -> None:
    of_aue = (ANSWERS["city_id"] == "aue") & (ANSWERS["question_id"] == "R1")
    pair = compare_answers(ANSWERS[of_aue | (ANSWERS["city_id"] == "dorn")], QUESTIONS, wave_id=WAVE).iloc[0]

    assert np.isnan(pair["similarity"])
    assert pair["shared_count"] == 0


def test_strong_topics_in_common_are_compared_where_both_have_a_score() -> None:
    """bach is strong in payment, cis too (its parking is unknown): 1 of 1. aue (records), bach (payment): 0 of 2."""
    pairs = compare_strengths(SCORES, wave_id=WAVE)

    assert pairs.iloc[0].to_dict() == {
        "city_a": "bach", "city_b": "cis", "both_count": 1, "any_count": 1, "jaccard": 1.0, "overlap_coefficient": 1.0,
        "shared_topic_count": 3,
    }  # fmt: skip
    assert pairs.iloc[1].to_dict() == {
        "city_a": "aue", "city_b": "bach", "both_count": 0, "any_count": 2, "jaccard": 0.0, "overlap_coefficient": 0.0,
        "shared_topic_count": 4,
    }  # fmt: skip


def test_the_overlap_coefficient_tells_that_one_set_contains_the_other() -> None:
    """bach strong in payment and parking, cis only in payment of the topics both know: 1 / 2 and 1 / 1."""
    scores = SCORES.assign(score=SCORES["score"].fillna(0).where(SCORES["score"] != 50, 80))
    pairs = compare_strengths(scores, wave_id=WAVE)
    pair = pairs[(pairs["city_a"] == "bach") & (pairs["city_b"] == "dorn")].iloc[0]

    assert (pair["jaccard"], pair["overlap_coefficient"]) == (0.5, 1.0)


def test_asking_for_one_city_gives_its_pairs() -> None:
    both = (compare_answers(ANSWERS, QUESTIONS, wave_id=WAVE), compare_strengths(SCORES, wave_id=WAVE))
    of_cis = (
        compare_answers(ANSWERS, QUESTIONS, wave_id=WAVE, city_id="cis"),
        compare_strengths(SCORES, wave_id=WAVE, city_id="cis"),
    )

    for whole, part in zip(both, of_cis, strict=True):
        expected = whole[(whole["city_a"] == "cis") | (whole["city_b"] == "cis")]
        pd.testing.assert_frame_equal(expected.reset_index(drop=True), part)
    with pytest.raises(UnknownId):
        compare_strengths(SCORES, wave_id=WAVE, city_id="elsewhere")


def test_an_unknown_wave_is_named() -> None:
    with pytest.raises(UnknownWave):
        compare_answers(ANSWERS, QUESTIONS, wave_id="2030-1")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.sampled_from([0.0, 25.0, 100.0, np.nan]), min_size=3, max_size=3), min_size=2, max_size=4))
def test_similarity_lies_between_0_and_1_and_is_1_for_equal_cities(rows: list[list[float]]) -> None:
    rows = [*rows, rows[0]]
    answers = pd.DataFrame(
        [(f"city{n}", WAVE, q, v) for n, row in enumerate(rows) for q, v in zip(("R1", "R2", "P1"), row, strict=True)],
        columns=["city_id", "wave_id", "question_id", "answer_points"],
    )
    pairs = compare_answers(answers, QUESTIONS, wave_id=WAVE)
    twins = pairs[(pairs["city_a"] == "city0") & (pairs["city_b"] == f"city{len(rows) - 1}")].iloc[0]

    assert pairs["similarity"].dropna().between(0, 1).all()
    assert twins["shared_count"] == 0 or twins["similarity"] == 1


def test_similarity_of_the_real_responses_agrees_with_a_second_computation(real_answers: Path) -> None:
    """Plain Python over the same file, pair by pair."""
    questions = pd.read_csv(real_answers / "reference" / "questions.csv", sep=";", dtype={"question_id": str})
    answers = _real_points(real_answers, questions)
    pairs = compare_answers(answers, questions, wave_id="2023")

    assert len(pairs) == 35 * 34 // 2
    points = answers.pivot(index="city_id", columns="question_id", values="answer_points").T.to_dict()
    weight = questions.set_index("question_id")["weight"].to_dict()
    for pair in pairs.sample(60, random_state=1).to_dict("records"):
        one, other = points[pair["city_a"]], points[pair["city_b"]]
        shared = [q for q in one if not (np.isnan(one[q]) or np.isnan(other[q]))]
        apart = sum(weight[q] * abs(one[q] - other[q]) / 100 for q in shared)
        assert pair["shared_count"] == len(shared)
        assert pair["similarity"] == pytest.approx(1 - apart / sum(weight[q] for q in shared))


def _real_points(place: Path, questions: pd.DataFrame) -> pd.DataFrame:
    """Points of each answered question, read off the score that the responses themselves carry."""
    parts = []
    for file in sorted((place / "responses").glob("*.csv")):
        rows = pd.read_csv(file, sep=";", dtype=str, usecols=["ID", "Answer", "Score"]).rename(
            columns={"ID": "question_id"}
        )
        rows = rows.merge(questions, on="question_id").assign(city_id=file.name[:2], wave_id="2023")
        points = 100 * rows["Score"].astype(float) / rows["weight"]
        parts.append(rows.assign(answer_points=points.where(rows["Answer"].notna())))
    return pd.concat(parts)
