"""The map of three made-up places."""

import math

import pytest

from maturity.charts import theme
from maturity.charts.map import city_map
from tests.builders import table

PLACES = table(
    """
    city_id | city_name | population | lat  | lon | level | score
    a       | Aue       | 40000      | 49.0 | 8.0 | 3     | 80
    b       | Bach      | 10000      | 49.1 | 8.2 | .     | .
    c       | Cis       | .          | 48.9 | 8.1 | 0     | 10
    """
)
LEVELS = dict.fromkeys(range(5), "")


def test_distances_are_true_in_both_directions() -> None:
    """At 49 degrees one degree of longitude is cos 49 = 0.656 of one of latitude; the axes share one scale."""
    figure = city_map(PLACES, levels=LEVELS, boundaries={}, is_sample=False)
    x = figure.data[-1].x

    assert x[1] - x[0] == pytest.approx(0.2 * math.cos(math.radians(49.0)))
    assert figure.layout.yaxis.scaleanchor == "x"


def test_the_area_of_a_mark_follows_the_population() -> None:
    """40,000 and 10,000: twice the diameter; unknown is drawn smallest."""
    sizes = city_map(PLACES, levels=LEVELS, boundaries={}, is_sample=False).data[-1].marker.size

    assert sizes[0] / sizes[1] == pytest.approx(2.0)
    assert sizes[2] == 22


def test_the_level_is_a_number_and_a_colour_and_none_is_neither() -> None:
    drawn = city_map(PLACES, levels=LEVELS, boundaries={}, is_sample=True).data[-1]

    assert list(drawn.text) == ["3", "–", "0"]
    assert list(drawn.marker.color) == [theme.LEVEL_COLOURS[3], theme.PAPER, theme.LEVEL_COLOURS[0]]
    assert drawn.hovertext[1] == "Bach: zu wenig Angaben oder keine"


def test_a_boundary_is_filled_with_the_colour_of_its_citys_level() -> None:
    ring = [(8.0, 49.0), (8.1, 49.0), (8.1, 49.1), (8.0, 49.0)]
    figure = city_map(PLACES, levels=LEVELS, boundaries={"a": [ring], "elsewhere": [ring]}, is_sample=False)

    assert [trace.fillcolor for trace in figure.data[:-1]] == [theme.LEVEL_COLOURS[3], theme.PAPER]


def test_one_city_alone_can_be_drawn() -> None:
    figure = city_map(PLACES.iloc[:1], levels=LEVELS, boundaries={}, is_sample=False)

    low, high = figure.layout.yaxis.range
    assert low < 49.0 < high
