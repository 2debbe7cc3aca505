"""The profile chart: spread, targets and what is unknown."""

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
    return city_profile(rows, city_name="Bretten", is_sample=is_sample)


def _points(trace: Any) -> list[tuple[Any, Any]]:
    return [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x is not None and not pd.isna(x)]


def test_a_topic_shows_the_city_between_the_lowest_and_the_highest() -> None:
    everyone, _middle, median, target, city, _without = _drawn().data

    assert _points(everyone)[:2] == [(25, "E-Akte"), (100, "E-Akte")]
    assert _points(median) == [(50, "E-Akte"), (20, "E-Payment")]
    assert _points(target) == [(75, "E-Akte"), (50, "KI")]
    assert _points(city) == [(50, "E-Akte")]


def test_the_middle_half_of_three_cities_is_not_drawn() -> None:
    assert {topic for _, topic in _points(_drawn().data[1])} == {"E-Akte"}


def test_a_topic_without_points_says_why_instead_of_zero() -> None:
    without = _drawn().data[-1]

    assert list(zip(without.y, without.text, strict=True)) == [
        ("E-Payment", "zu wenig Angaben"),
        ("KI", "nicht zuständig"),
    ]
    assert min(without.x) > 100


def test_sample_data_is_marked_inside_the_figure() -> None:
    assert _drawn(is_sample=True).layout.title.text == "Beispieldaten"
    assert _drawn().layout.title.text is None
