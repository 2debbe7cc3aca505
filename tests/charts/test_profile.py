"""The profile chart: gaps, targets, changes and what is unknown."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts.profile import city_profile
from tests.builders import table

TOPICS = """
topic_name | score | network_low | network_q1 | network_median | network_q3 | network_high | network_count | own_target
E-Akte     | 50    | 25          | 40         | 50             | 70         | 100          | 8             | 75
E-Payment  | .     | 0           | 10         | 20             | 30         | 40           | 3             | .
KI         | .     | .           | .          | .              | .          | .            | 0             | 50
"""


def _drawn(is_sample: bool = False) -> go.Figure:
    rows = table(TOPICS).assign(status=["scored", "too_few", "not_applicable"])
    changes = pd.Series({"E-Akte": "+6,3 ▲", "E-Payment": "–"})
    return city_profile(rows, city_name="Bretten", changes=changes, since="2026-1", is_sample=is_sample)


def _points(trace: Any) -> list[tuple[Any, Any]]:
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None and not pd.isna(x)]


def test_a_topic_shows_the_city_its_gap_the_median_and_the_target() -> None:
    gap, median, target, city, _without, changes = _drawn().data

    assert _points(gap) == [(50, "E-Akte"), (75, "E-Akte")]
    assert _points(median) == [(50, "E-Akte"), (20, "E-Payment")]
    assert _points(target) == [(75, "E-Akte"), (50, "KI")]
    assert _points(city) == [(50, "E-Akte")]
    assert (list(changes.y), changes.text[0].strip()) == (["E-Akte"], "+6,3 ▲")


def test_a_topic_without_points_says_why_instead_of_zero() -> None:
    without = _drawn().data[4]

    assert list(zip(without.y, without.text, strict=True)) == [
        ("E-Payment", "zu wenig Angaben"),
        ("KI", "nicht zuständig"),
    ]
    assert min(without.x) > 100


def test_sample_data_is_marked_inside_the_figure() -> None:
    assert _drawn(is_sample=True).layout.title.text == "Beispieldaten"
    assert _drawn().layout.title.text is None
