"""Bars of load against capacity."""

from maturity.charts.plan import load_bars, load_words
from tests.builders import table

LOADS = table("""
    city_name | load | capacity
    Bretten   | 1.5  | 2
    Bruchsal  | 0    | 0
    """)


def test_each_city_has_a_bar_inside_its_capacity_and_the_numbers_beside_it() -> None:
    figure = load_bars(LOADS, is_sample=False)

    capacity, load = figure.data
    assert list(capacity.x) == [2, 0]
    assert list(load.x) == [1.5, 0]
    assert [mark.text for mark in figure.layout.annotations] == ["1,5 von 2", "0 von 0"]
    assert figure.layout.title.text is None


def test_a_figure_of_invented_answers_says_so() -> None:
    assert load_bars(LOADS, is_sample=True).layout.title.text == "Beispieldaten"


def test_halves_are_written_with_a_comma_and_whole_loads_without() -> None:
    assert load_words(2.5, 3.0) == "2,5 von 3"
