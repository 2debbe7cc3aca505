"""Scores: worked sums, a second computation in plain Python, and the properties that must always hold."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.scores import MISSING, aggregate, level, rank, score_topics
from maturity.analysis.scores.coverage import Missing
from maturity.analysis.scores.means import Method
from maturity.errors import InvalidInput, MissingColumns, OutsideScale, UnknownId
from tests.analysis.strategies import LEVELS, Network, networks

NONE = np.nan
REAL = Path(__file__).parents[4] / "shared" / "real" / "odm2023"
PARENTS = {"E1": "eakte", "E2": "eakte", "E3": "eakte", "K1": "karte"}
# Ettlingen left out E3; Bruchsal answered one of three and has no score there.
POINTS = pd.DataFrame(
    {"E1": [25.0, 50.0, 0.0], "E2": [50.0, NONE, 100.0], "E3": [NONE, NONE, 50.0], "K1": [100.0, 75.0, 0.0]},
    index=["ett", "bru", "ras"],
)


def scores_of(network: Network, **options: Any) -> pd.DataFrame:
    return aggregate(network.points, parents=network.parents, weights=network.weights, **options)


def row_of(table: pd.DataFrame, city_id: str, node_id: str) -> dict[str, float]:
    found = table[(table["city_id"] == city_id) & (table["node_id"] == node_id)]
    return {str(name): value for name, value in found.iloc[0].items()}


def test_a_topic_is_the_mean_of_what_is_answered_with_coverage_and_bounds() -> None:
    """ett: (25 + 50) / 2 = 37.5, two of three answered; gap lowest (25 + 50 + 0) / 3 = 25, highest 175 / 3 = 58.3."""
    row = row_of(aggregate(POINTS, parents=PARENTS), "ett", "eakte")

    assert (row["score"], row["score_low"], row["level"]) == (37.5, 25, 1)
    assert row["score_high"] == pytest.approx(58.3333, abs=1e-4)
    assert (row["coverage"], row["answered_count"], row["applicable_count"]) == (2 / 3, 2, 3)


def test_the_index_is_the_mean_of_topics_not_of_questions() -> None:
    """ett: (37.5 + 100) / 2 = 68.75, although eakte has three questions and karte one."""
    assert row_of(aggregate(POINTS, parents=PARENTS), "ett", "index")["score"] == 68.75


def test_a_topic_answered_only_where_nothing_counts_has_no_score_and_is_not_counted_above() -> None:
    """ett answered E1 and E2 of three, which is enough; both weigh 0. Of two topics only karte has a score."""
    table = aggregate(POINTS, parents=PARENTS, weights={"E1": 0, "E2": 0})

    assert math.isnan(row_of(table, "ett", "eakte")["score"])
    assert row_of(table, "ett", "index")["answered_count"] == 1
    assert row_of(table, "ett", "index")["applicable_count"] == 2


def test_weights_count_within_their_parent() -> None:
    """E1 double: (2 x 25 + 50) / 3 = 33.3; eakte three times karte: (3 x 33.3 + 100) / 4 = 50."""
    table = aggregate(POINTS, parents=PARENTS, weights={"E1": 2, "eakte": 3})

    assert row_of(table, "ett", "eakte")["score"] == pytest.approx(100 / 3)
    assert row_of(table, "ett", "index")["score"] == pytest.approx(50)


def test_below_the_threshold_there_is_no_score_but_bounds() -> None:
    """bru answered one of three (1/3 < 2/3), so one topic of two counts, and the index has no score either."""
    table = aggregate(POINTS, parents=PARENTS)
    topic, index = row_of(table, "bru", "eakte"), row_of(table, "bru", "index")

    assert math.isnan(topic["score"])
    assert pd.isna(topic["level"])
    assert (topic["score_low"], topic["score_high"]) == pytest.approx((50 / 3, 250 / 3))
    assert math.isnan(index["score"])
    assert (index["coverage"], index["answered_count"], index["applicable_count"]) == (0.5, 1, 2)


def test_thresholds_may_differ_by_node() -> None:
    """With a third enough for eakte only, bru scores 50 there and (50 + 75) / 2 = 62.5 in the index."""
    table = aggregate(POINTS, parents=PARENTS, min_coverage={"eakte": 1 / 3})

    assert row_of(table, "bru", "index")["score"] == 62.5


def test_what_is_not_a_citys_responsibility_leaves_the_denominator() -> None:
    """bru: with E2 and E3 not applicable, one of one is answered: score 50 without bounds."""
    applicable = POINTS.notna() | pd.DataFrame(False, index=POINTS.index, columns=POINTS.columns)
    row = row_of(aggregate(POINTS, parents=PARENTS, applicable=applicable), "bru", "eakte")

    assert (row["score"], row["score_low"], row["score_high"], row["coverage"]) == (50, 50, 50, 1)


def test_a_topic_that_does_not_apply_at_all_is_no_gap() -> None:
    applicable = pd.DataFrame(True, index=POINTS.index, columns=POINTS.columns)
    applicable.loc["ett", ["E1", "E2", "E3"]] = False
    points = POINTS.where(applicable)
    table = aggregate(points, parents=PARENTS, applicable=applicable)

    assert math.isnan(row_of(table, "ett", "eakte")["coverage"])
    assert math.isnan(row_of(table, "ett", "eakte")["score_low"])
    assert row_of(table, "ett", "index")["score"] == 100
    assert row_of(table, "ett", "index")["coverage"] == 1


@pytest.mark.parametrize(
    ("missing", "expected"), [("available", 37.5), ("low", 25), ("high", 175 / 3), ("median", 125 / 3)]
)
def test_gaps_are_filled_by_the_rule_asked_for(missing: Missing, expected: float) -> None:
    """ett lacks E3: 0, 100, or the median of the cities that answered it, here 50 of ras alone."""
    table = aggregate(POINTS, parents=PARENTS, missing=missing)

    assert row_of(table, "ett", "eakte")["score"] == pytest.approx(expected)


def test_the_mean_may_differ_by_node() -> None:
    """karte 100 and eakte 37.5: the root of 100 x 38.125 is 61.745; (61.745 - 1) / 0.99 = 61.359."""
    table = aggregate(POINTS, parents=PARENTS, method={"index": "geometric"})

    assert row_of(table, "ett", "eakte")["score"] == 37.5
    assert row_of(table, "ett", "index")["score"] == pytest.approx(61.359, abs=1e-3)


def test_the_index_bounds_hold_a_score_that_leaves_a_topic_out() -> None:
    """Two topics of 100, a third with one of two answered lowest: index 100, but the third can at most be 50."""
    points = pd.DataFrame({"A1": [100.0], "B1": [100.0], "C1": [0.0], "C2": [NONE]}, index=["ett"])
    row = row_of(aggregate(points, parents={"A1": "a", "B1": "b", "C1": "c", "C2": "c"}), "ett", "index")

    assert (row["score"], row["score_high"]) == (100, 100)
    assert row["score_low"] == pytest.approx(200 / 3)


def test_levels_are_quarters_of_the_scale() -> None:
    """100 / 25 = 4; 74.9999999999 is 75 after rounding to 9 decimals, so level 3."""
    scores = pd.Series([0, 24.9, 25, 74.9999999999, 100, NONE])

    expected = pd.Series([0, 0, 1, 3, 4, pd.NA], dtype="Int64")
    pd.testing.assert_series_equal(expected, level(scores))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"points": POINTS + 1}, OutsideScale),
        ({"points": POINTS.assign(E9=1.0)}, UnknownId),
        ({"weights": {"E1": -1}}, InvalidInput),
        ({"method": "borda"}, InvalidInput),
        ({"missing": "mean"}, InvalidInput),
        ({"applicable": POINTS.notna().iloc[:2]}, InvalidInput),
    ],
)
def test_input_outside_its_domain_is_refused(change: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        aggregate(**{"points": POINTS, "parents": PARENTS, **change})


# A second computation, city by city in plain Python


def plain_index(answers: dict[str, float], network: Network) -> tuple[float, float, float]:
    """Score, low and high of the index for one city: arithmetic, available answers, thresholds of two thirds."""
    parents, open_ids = {}, list(answers)
    while open_ids:
        child = open_ids.pop(0)
        parents[child] = network.parents.get(child, "index")
        open_ids += [parents[child]] * (parents[child] != "index" and parents[child] not in parents)

    def below(node: str) -> list[str]:
        return list(dict.fromkeys(child for child, parent in parents.items() if parent == node))

    def mean(pairs: list[tuple[float, float]]) -> float:
        known = [(value, weight) for value, weight in pairs if not math.isnan(value)]
        total = sum(weight for _, weight in known)
        return sum(value * weight for value, weight in known) / total if total else math.nan

    def enough(part: float, whole: float) -> bool:
        return part > 0 and 3 * part >= 2 * whole

    def topic(node: str, filling: float) -> tuple[float, float, float]:
        """Value, part and whole; topics count themselves, higher nodes their topics."""
        rows = []
        for child in below(node):
            value, part, whole = (answers[child], 0.0, 0.0) if child in answers else topic(child, filling)
            if child in answers:
                part, whole = float(not math.isnan(value)), 1.0
                value = filling if math.isnan(value) else value
            rows.append((value, part, whole, network.weights.get(child, 1.0)))
        part, whole = sum(row[1] for row in rows), sum(row[2] for row in rows)
        value = mean([(value, weight) for value, _, _, weight in rows])
        is_topic = all(child in answers for child in below(node))
        scored = enough(part, whole)
        if math.isnan(filling) and not scored:
            value = math.nan
        return (value, float(scored), 1.0) if is_topic else (value, part, whole)

    score, low, high = (topic("index", filling)[0] for filling in (math.nan, 0.0, 100.0))
    return score, min(low, score) if score == score else low, max(high, score) if score == score else high


@given(networks())
def test_the_index_equals_its_plain_sum(network: Network) -> None:
    table = scores_of(network)
    for city_id, row in network.points.iterrows():
        answers = {str(name): float(value) for name, value in row.items()}
        found = row_of(table, str(city_id), "index")

        assert (found["score"], found["score_low"], found["score_high"]) == pytest.approx(
            plain_index(answers, network), nan_ok=True
        )


def test_a_fill_rule_fills_a_topic_without_any_answer_too() -> None:
    """Nothing of topic a is answered: filled lowest it counts 0 where no coverage is asked for: (0 + 100 + 100) / 3."""
    points = pd.DataFrame({"A1": [NONE], "B1": [100.0], "C1": [100.0]}, index=["ett"])
    parents = {"A1": "a", "B1": "b", "C1": "c"}
    filled = {
        rule: row_of(aggregate(points, parents=parents, missing=rule, min_coverage=0), "ett", "index")["score"]
        for rule in MISSING
    }

    assert filled["low"] == pytest.approx(200 / 3)
    assert (filled["available"], filled["high"], filled["median"]) == (100, 100, 100)
    assert math.isnan(row_of(aggregate(points, parents=parents, missing="low"), "ett", "a")["score"])


# Properties

METHODS: tuple[Method, ...] = ("arithmetic", "geometric", "harmonic", 0.5)
methods = st.sampled_from(METHODS)


@given(networks(), methods, st.sampled_from([0.1, 7.0]))
def test_scaling_all_weights_of_a_parent_changes_nothing(network: Network, method: Method, factor: float) -> None:
    scaled = {name: weight * factor if name.startswith("Q") else weight for name, weight in network.weights.items()}
    table = aggregate(network.points, parents=network.parents, weights=scaled, method=method)

    pd.testing.assert_frame_equal(scores_of(network, method=method), table)


@given(networks(), methods, st.randoms(use_true_random=False))
def test_permuting_cities_or_questions_permutes_results_only(network: Network, method: Method, random: Any) -> None:
    cities, questions = list(network.points.index), list(network.points.columns)
    random.shuffle(cities)
    random.shuffle(questions)
    shuffled = Network(network.points.loc[cities, questions], network.parents, network.weights)
    order = ["city_id", "node_id"]

    pd.testing.assert_frame_equal(
        scores_of(network, method=method).sort_values(order, ignore_index=True),
        scores_of(shuffled, method=method).sort_values(order, ignore_index=True),
    )


@given(networks(), methods, st.sampled_from(MISSING[:3]), st.data())
def test_raising_an_answer_never_lowers_that_citys_score_or_worsens_its_rank(
    network: Network, method: Method, missing: Missing, data: st.DataObject
) -> None:
    city = data.draw(st.integers(0, len(network.points) - 1))
    question = data.draw(st.integers(0, network.points.shape[1] - 1))
    cells = network.points.to_numpy(copy=True)
    cells[city, question] = np.minimum(cells[city, question] + 25, 100)
    raised = pd.DataFrame(cells, index=network.points.index, columns=network.points.columns)
    before = scores_of(network, method=method, missing=missing)
    after = scores_of(Network(raised, network.parents, network.weights), method=method, missing=missing)
    same_city = before["city_id"] == network.points.index[city]

    assert not (after["score"] < before["score"] - 1e-9)[same_city].any()
    pd.testing.assert_frame_equal(before[~same_city], after[~same_city])
    ranks = [rank(table.pivot(index="city_id", columns="node_id", values="score")) for table in (before, after)]
    assert not (ranks[1] > ranks[0]).loc[network.points.index[city]].any()


@given(networks(), methods, st.sampled_from(MISSING[:3]), st.lists(st.sampled_from(LEVELS), min_size=5, max_size=5))
def test_a_city_that_joins_changes_nobodys_score(
    network: Network, method: Method, missing: Missing, answers: list[float]
) -> None:
    joined = network.points.copy()
    joined.loc["new"] = answers[: joined.shape[1]]
    table = scores_of(Network(joined, network.parents, network.weights), method=method, missing=missing)

    pd.testing.assert_frame_equal(scores_of(network, method=method, missing=missing), table[table["city_id"] != "new"])


@given(networks(), methods)
def test_identical_cities_get_identical_rows(network: Network, method: Method) -> None:
    twins = pd.concat([network.points, network.points.rename(index="twin-{}".format)])
    table = scores_of(Network(twins, network.parents, network.weights), method=method).drop(columns="city_id")
    half = len(table) // 2

    pd.testing.assert_frame_equal(table.iloc[:half], table.iloc[half:].reset_index(drop=True))


@given(networks())
def test_the_geometric_index_never_exceeds_the_arithmetic(network: Network) -> None:
    arithmetic, geometric = (scores_of(network, method={"index": name}) for name in ("arithmetic", "geometric"))

    assert not (geometric["score"] > arithmetic["score"] + 1e-9).any()


@given(networks(), methods, st.sampled_from(MISSING))
def test_every_score_lies_within_its_bounds_and_those_within_the_scale(
    network: Network, method: Method, missing: Missing
) -> None:
    table = scores_of(network, method=method, missing=missing)

    assert not (table["score"] < table["score_low"]).any()
    assert not (table["score"] > table["score_high"]).any()
    assert table["score_low"].min() >= -1e-9
    assert table["score_high"].max() <= 100 + 1e-9


@given(networks(gaps=False), methods)
def test_full_coverage_makes_the_bounds_meet(network: Network, method: Method) -> None:
    table = scores_of(network, method=method)

    assert (table["coverage"] == 1).all()
    np.testing.assert_allclose(table["score_low"], table["score"])
    np.testing.assert_allclose(table["score_high"], table["score"])


@given(networks(), st.sampled_from(LEVELS), methods)
def test_all_answers_at_one_level_score_exactly_that_level(network: Network, points: float, method: Method) -> None:
    flat = Network(network.points * 0 + points, network.parents, network.weights)
    table = scores_of(flat, method=method).dropna(subset="score")

    np.testing.assert_allclose(table["score"], points, atol=1e-9)
    assert set(table["level"]) <= {points / 25}


# Long tables

QUESTIONS = pd.DataFrame(
    {
        "question_id": ["E1", "E2", "E3", "K1"],
        "topic_id": ["eakte", "eakte", "eakte", "karte"],
        "core": [1, 0, 0, 1],
        "weight": [2.0, 1.0, 1.0, 1.0],
    }
)


def long_answers(*rows: tuple[str, str, str | None, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["city_id", "question_id", "kind", "answer_points"])
    return table.assign(wave_id="2026-1")


def test_a_long_table_of_answers_becomes_topic_scores() -> None:
    """ett: E1 double, E2 kA, E3 nz: 2 x 75 / 2 = 75, one of two answered is below 2/3, low 150 / 3, high 250 / 3."""
    answers = long_answers(
        ("ett", "E1", "level", 75), ("ett", "E2", "kA", NONE), ("ett", "E3", "nz", NONE), ("ett", "K1", "level", 25)
    )
    eakte, karte = score_topics(answers, QUESTIONS).to_dict("records")

    assert (eakte["topic_id"], eakte["form"], eakte["coverage"], eakte["applicable_count"]) == ("eakte", "full", 0.5, 2)
    assert math.isnan(eakte["score"])
    assert (eakte["score_low"], eakte["score_high"]) == pytest.approx((50, 250 / 3))
    assert (karte["score"], karte["level"]) == (25, 1)
    assert score_topics(answers, QUESTIONS, min_coverage=0.5).loc[0, "score"] == 75


def test_a_city_that_answered_only_core_questions_is_measured_by_those() -> None:
    """bru left E2 and E3 blank: short form, one of one. ras says kA to E2: full form, one of three."""
    answers = long_answers(
        ("bru", "E1", "level", 50), ("bru", "E2", None, NONE), ("bru", "E3", None, NONE), ("bru", "K1", "level", 0),
        ("ras", "E1", "level", 50), ("ras", "E2", "kA", NONE), ("ras", "E3", None, NONE), ("ras", "K1", "level", 0),
    )  # fmt: skip
    table = score_topics(answers, QUESTIONS).set_index(["city_id", "topic_id"])

    assert table.loc[("bru", "eakte"), "form"] == "core"
    assert table.loc[("bru", "eakte"), "coverage"] == 1
    assert table.loc[("ras", "eakte"), "form"] == "full"
    assert table.loc[("ras", "eakte"), "coverage"] == pytest.approx(1 / 3)


def test_no_answers_give_no_rows_and_missing_columns_are_named() -> None:
    assert score_topics(long_answers(), QUESTIONS).empty
    with pytest.raises(MissingColumns):
        score_topics(long_answers(), QUESTIONS.drop(columns="core"))


# Published figures


@pytest.mark.skipif(not REAL.exists(), reason="the public survey of 2023 is not beside the project")
def test_topic_points_times_their_weight_sum_to_the_published_totals() -> None:
    """Per country: sum over topics of score / 100 x points of the topic's questions = published total, all 35."""
    questions = pd.read_csv(REAL / "reference" / "questions.csv", sep=";", dtype={"question_id": str})
    answers = read_real_points(questions)
    scores = score_topics(answers, questions, missing="low", min_coverage=0)
    weights = questions.groupby("topic_id")["weight"].sum()
    totals = (scores["score"] / 100 * scores["topic_id"].map(weights)).groupby(scores["city_id"]).sum()
    published = pd.read_csv(REAL / "expected_totals.csv", sep=";").set_index("city_id")["published_total"]

    assert len(totals) == 35
    pd.testing.assert_series_equal(published.astype(float), totals, check_names=False)


def read_real_points(questions: pd.DataFrame) -> pd.DataFrame:
    """The score column of the published files, as 0-100 points of each question's maximum."""
    maximum = questions.set_index("question_id")["scale_max"]
    parts = []
    for path in sorted((REAL / "responses").glob("*.csv")):
        table = pd.read_csv(path, sep=";", dtype=str, keep_default_na=False, usecols=["ID", "Score"])
        known = table[table["ID"].isin(maximum.index)].drop_duplicates("ID")
        scores = pd.to_numeric(known["Score"], errors="coerce")
        points = scores.to_numpy() / maximum.loc[known["ID"]].to_numpy() * 100
        parts.append(pd.DataFrame({"city_id": path.name[:2], "question_id": known["ID"], "answer_points": points}))
    return pd.concat(parts, ignore_index=True).assign(wave_id="2023", kind="level")
