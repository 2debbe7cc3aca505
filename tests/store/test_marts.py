"""Scores of the snapshot, recomputed a second way: plain Python against the SQL."""

import math
import shutil
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from maturity.rows import rows_of
from maturity.settings import Settings
from maturity.store import Snapshot, build_snapshot, current_snapshot, query
from tests.builders import table

QUESTIONS = """
question_id | topic_id | core | weight | scale_min | scale_max
A1          | a        | 1    | 1      | 0         | 4
A2          | a        | 0    | 1      | 0         | 4
A3          | a        | 0    | 2      | 4         | 0
B1          | b        | 1    | 1      | 0         | 10
"""
ANSWERS = """
city_id | question_id | code
x       | A1          | 3
x       | A2          | 4
x       | A3          | kA
x       | B1          | 10
y       | A1          | 2
y       | B1          | 5
z       | A1          | nz
z       | A2          | nz
z       | A3          | nz
z       | B1          | kA
"""


def _options() -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for question in rows_of(table(QUESTIONS)):
        low, high = sorted((int(question.scale_min), int(question.scale_max)))
        rows += [_option(question.question_id, str(value), value, "level") for value in range(low, high + 1)]
        rows += [_option(question.question_id, kind, math.nan, kind) for kind in ("kA", "nz")]
    return pd.DataFrame(rows)


def _option(question_id: str, code: str, value: float, kind: str) -> dict[str, Any]:
    return {"question_id": question_id, "code": code, "value": value, "kind": kind, "label_de": code, "label_en": code}


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    questions = table(QUESTIONS).assign(text_de="?", text_en="?", asked_from="", asked_until="")
    answers = table(ANSWERS)
    values = answers.assign(
        submission_id=1, wave_id="w1", item="question", item_id=answers["question_id"], topic_id="",
        number=math.nan, text=answers["code"], row=7, column="Antwort",
    )  # fmt: skip
    cities = table("city_id | city_name\nx | X\ny | Y\nz | Z\nq | Q")
    tables = {
        "ref_network": pd.DataFrame([{"name": "n"}]),
        "ref_cities": cities,
        "ref_memberships": cities[["city_id"]].assign(wave_id="w1"),
        "ref_waves": pd.DataFrame([{"wave_id": "w1", "label": "1", "is_sample": 0, "min_share": 0.5, "position": 0}]),
        "ref_topics": table("topic_id | position | dimension_id | weight\na | 1 | d | 1\nb | 2 | d | 1"),
        "ref_dimensions": table("dimension_id | weight\nd | 1"),
        "ref_weights": table("topic_id | topic_weight | dimension_weight\na | 1 | 1\nb | 1 | 1").assign(wave_id="w1"),
        "ref_questions": questions,
        "ref_options": _options(),
        "ref_parameters": pd.DataFrame(
            [{"wave_id": "w1", "parameter_id": name, "value": 2 / 3} for name in ("coverage_topic", "coverage_index")]
        ),
        "stg_values": values,
    }
    return build_snapshot(tmp_path, tables)


def _topic_row(snapshot: Snapshot, city_id: str, topic_id: str) -> Any:
    rows = query(snapshot, "topic_scores", wave_id="w1")
    return rows_of(rows.loc[(rows["city_id"] == city_id) & (rows["topic_id"] == topic_id)])[0]


def test_a_topic_score_is_the_weighted_mean_of_the_answers_given(snapshot: Snapshot) -> None:
    """City x, topic a: 75 and 100 points, weight 1 each, are 87.5; two of three questions reach the threshold.

    The open question weighs 2 of 4, so the score could be (75 + 100) / 4 = 43.75 up to (75 + 100 + 200) / 4 = 93.75.
    """
    row = _topic_row(snapshot, "x", "a")

    assert (row.score, row.score_low, row.score_high, row.level) == (87.5, 43.75, 93.75, 3)
    assert (row.coverage, row.answered_count, row.applicable_count) == (2 / 3, 2, 3)


def test_a_short_survey_is_measured_by_its_core_questions(snapshot: Snapshot) -> None:
    """City y answered only A1 (level 2 of 4) and B1 (5 of 10): 50 points, one of one question each."""
    row = _topic_row(snapshot, "y", "a")

    assert (row.form, row.score, row.coverage, row.level) == ("core", 50.0, 1.0, 2)


def test_not_responsible_leaves_the_denominator_and_not_stated_stays_in_it(snapshot: Snapshot) -> None:
    """City z: topic a does not concern it at all; topic b was left open, so anything from 0 to 100 is possible."""
    without, unknown = _topic_row(snapshot, "z", "a"), _topic_row(snapshot, "z", "b")

    assert (without.applicable_count, without.status) == (0, "not_applicable")
    assert math.isnan(without.score) and math.isnan(without.coverage)
    assert (unknown.applicable_count, unknown.coverage, unknown.status) == (1, 0.0, "too_few")
    assert (unknown.score_low, unknown.score_high) == (0.0, 100.0)
    assert math.isnan(unknown.score)


def test_a_city_that_handed_nothing_in_is_missing_not_zero(snapshot: Snapshot) -> None:
    row = _topic_row(snapshot, "q", "a")

    assert row.status == "not_submitted"
    assert math.isnan(row.score)


def _mart(snapshot: Snapshot, name: str) -> pd.DataFrame:
    """A table of the snapshot that no page reads as it is."""
    file = snapshot.directory / f"{snapshot.name}.duckdb"
    # The pages' connection holds the file itself in another configuration.
    with duckdb.connect(str(shutil.copy(file, file.with_suffix(".copy")))) as connection:
        found: pd.DataFrame = connection.table(f"mart_{name}").df()
    return found


def _scores_in_plain_python(settings: Settings) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Every topic score again, from the answers' codes alone, with exact fractions."""
    answers = _mart(current_snapshot(settings.snapshots), "answers")
    groups: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in rows_of(answers):
        groups[row.city_id, row.wave_id, row.topic_id].append(row)
    return {key: _score(rows) for key, rows in groups.items()}


def _score(rows: list[Any]) -> dict[str, Any]:
    applicable = [row for row in rows if row.code != "nz"]
    levels = [Fraction(int(row.code)) for row in applicable if isinstance(row.code, str) and row.code.isdigit()]
    if not applicable:
        return {"score": None, "low": None, "high": None, "level": None}
    points = [100 * level / 4 for level in levels]
    open_count = len(applicable) - len(points)
    is_covered = Fraction(len(points), len(applicable)) >= Fraction(2, 3)
    score = sum(points) / len(points) if is_covered else None
    return {
        "score": score,
        "low": sum(points, Fraction(0)) / len(applicable),
        "high": (sum(points, Fraction(0)) + 100 * open_count) / len(applicable),
        "level": None if score is None else min(4, int(score // 25)),
    }


def test_all_sample_scores_agree_with_plain_python(sample: Settings) -> None:
    expected = _scores_in_plain_python(sample)

    snapshot = current_snapshot(sample.snapshots)
    actual = [
        row
        for wave_id in ("2026-1", "2026-2")
        for row in rows_of(query(snapshot, "topic_scores", wave_id=wave_id))
        if row.status != "not_submitted"
    ]

    assert len(actual) == len(expected) == 19 * 17
    for row in actual:
        wanted = expected[row.city_id, row.wave_id, row.topic_id]
        for name, value in (("score", row.score), ("low", row.score_low), ("high", row.score_high)):
            assert math.isnan(value) if wanted[name] is None else value == pytest.approx(float(wanted[name]), abs=1e-9)
        assert pd.isna(row.level) if wanted["level"] is None else row.level == wanted["level"]


def _known(scores: list[float]) -> list[float]:
    return [score for score in scores if not math.isnan(score)]


def _geometric(scores: list[float]) -> float:
    """On 1 + 0.99 y, mapped back."""
    return float((math.prod(1 + 0.99 * score for score in scores) ** (1 / len(scores)) - 1) / 0.99)


def test_dimensions_and_index_agree_with_plain_python(sample: Settings) -> None:
    """Dimension: mean of its topic scores. Index: mean of the dimensions; the geometric index at both levels."""
    snapshot = current_snapshot(sample.snapshots)
    topics = query(snapshot, "topics").set_index("topic_id")["dimension_id"]
    dimensions = _mart(snapshot, "dimension_scores").query("wave_id == '2026-2'")
    index = query(snapshot, "index_scores", wave_id="2026-2").set_index("city_id")
    scores: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows_of(query(snapshot, "topic_scores", wave_id="2026-2")):
        if row.status in ("scored", "too_few"):
            scores[row.city_id, str(topics[row.topic_id])].append(row.score)

    for row in rows_of(dimensions):
        given = [score for score in scores[row.city_id, row.dimension_id] if not math.isnan(score)]
        assert row.coverage == len(given) / len(scores[row.city_id, row.dimension_id])
        assert row.score == pytest.approx(sum(given) / len(given))
    for city_id, rows in dimensions.groupby("city_id"):
        means = [float(score) for score in rows["score"]]
        arithmetic = sum(means) / len(means)
        geometric = _geometric([_geometric(_known(scores[str(city_id), name])) for name in rows["dimension_id"]])
        row = index.loc[city_id]
        assert row["score"] == pytest.approx(arithmetic)
        assert row["geometric_score"] == pytest.approx(geometric)
        assert row["imbalance"] == pytest.approx(arithmetic - geometric)
        assert row["score_low"] <= row["score"] <= row["score_high"]
