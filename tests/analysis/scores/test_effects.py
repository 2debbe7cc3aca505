"""What a file does to the topic scores: computed before it is taken in, and equal to the snapshot made from it."""

import math
from typing import Any

import pandas as pd
import pytest

from maturity import store
from maturity.analysis.scores.effects import score_effects
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.builders import table
from web.services import survey
from web.services.survey import FileChoices

QUESTIONS = table(
    """
    question_id | topic_id | core | weight | scale_min | scale_max
    A1          | a        | 1    | 1      | 0         | 4
    A2          | a        | 0    | 3      | 0         | 4
    B1          | b        | 1    | 1      | 5         | 1
    """
)
OPTIONS = pd.DataFrame(
    [
        ("A1", "4", 4.0, "level"),
        ("A1", "0", 0.0, "level"),
        ("A2", "2", 2.0, "level"),
        ("A2", "kA", math.nan, "kA"),
        ("B1", "1", 1.0, "level"),
        ("B1", "5", 5.0, "level"),
    ],
    columns=["question_id", "code", "value", "kind"],
)


def _values(**codes: str) -> pd.DataFrame:
    rows = [("x", "w", "question", key[0].lower(), key, code) for key, code in codes.items()]
    return pd.DataFrame(rows, columns=["city_id", "wave_id", "item", "topic_id", "item_id", "code"], dtype="str")


def _effects(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    return score_effects(before, after, questions=QUESTIONS, options=OPTIONS, min_coverage=2 / 3)


def test_points_and_levels_before_and_after() -> None:
    """Topic a: A1 0 and A2 2 with weight 3 are (0 + 3 x 50) / 4 = 37.5; with A1 4 it is (100 + 150) / 4 = 62.5."""
    effects = _effects(_values(A1="0", A2="2", B1="1"), _values(A1="4", A2="2", B1="1"))

    assert effects.to_dict("records") == [
        {
            "city_id": "x",
            "wave_id": "w",
            "topic_id": "a",
            "score_before": 37.5,
            "score_after": 62.5,
            "level_before": 1,
            "level_after": 2,
        }
    ]


def test_a_score_that_is_lost_is_an_effect_too() -> None:
    """With A2 not stated one of two questions is answered: 1/2 is below 2/3, so topic a has no score any more."""
    effects = _effects(_values(A1="0", A2="2"), _values(A1="0", A2="kA"))

    assert list(effects["topic_id"]) == ["a"]
    assert math.isnan(effects["score_after"].iloc[0])


def test_the_first_answers_have_no_before() -> None:
    """B1 is reversed: 1 of 5..1 is the best, 100 points. Topic a is not answered and does not change."""
    effects = _effects(_values(), _values(B1="1"))

    assert effects["topic_id"].tolist() == ["b"]
    assert effects["score_before"].isna().all()
    assert effects["score_after"].tolist() == [100.0]


def test_the_same_answers_change_nothing() -> None:
    assert _effects(_values(A1="4", A2="2"), _values(A1="4", A2="2")).empty
    assert _effects(_values(), _values()).empty


@pytest.mark.parametrize("name", ["08215009", "08216015", "08211000"])
def test_what_is_foretold_is_what_the_snapshot_shows(sample: Settings, name: str) -> None:
    """The answers of wave 2026-1 handed in again for 2026-2: Python foretells, SQL computes, both agree."""
    content = (sample.sample / "2026-1" / f"{name}.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    before = _scores(sample, name)

    checked = survey.check(LOCAL_COORDINATOR, content, name="x.csv", decisions=FileChoices())
    survey.submit(LOCAL_COORDINATOR, checked, content=content, existing="replace")

    after = _scores(sample, name)
    changed = {topic_id for topic_id in after if not _is_same(before.get(topic_id), after[topic_id])}
    foretold = checked.effects.set_index("topic_id")
    assert set(foretold.index) == changed
    assert changed
    for topic_id in changed:
        assert _is_same(foretold.loc[topic_id, "score_before"], before.get(topic_id))
        assert _is_same(foretold.loc[topic_id, "score_after"], after[topic_id])


def _scores(settings: Settings, city_id: str) -> dict[str, float]:
    scores = store.query(store.current_snapshot(settings.snapshots), "topic_scores", wave_id="2026-2")
    own = scores.loc[scores["city_id"] == city_id]
    return dict(zip(own["topic_id"], own["score"], strict=True))


def _is_same(left: Any, right: Any) -> bool:
    a, b = (math.nan if value is None else float(value) for value in (left, right))
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, abs_tol=1e-9)
