"""Halves of the cities by place and size: means a person can redo by hand."""

import pytest

from maturity.analysis.scores.contrasts import find_contrasts
from tests.builders import table

# From south to north the points rise; from west to east they go up and down; the largest city is the last.
PLACES = """
city_id | lat  | lon | population | score
a       | 48.0 | 8.1 | 10         | 20
b       | 48.1 | 8.0 | 40         | 40
c       | 48.2 | 8.3 | 20         | 60
d       | 48.3 | 8.2 | 30         | 80
"""


def test_the_northern_half_is_ahead_by_the_difference_of_the_means() -> None:
    """(60 + 80) / 2 = 70 against (20 + 40) / 2 = 30; east has the same cities; b and d are the large ones: 60 to 40."""
    found = find_contrasts(table(PLACES))

    assert list(found["ahead"]) == ["north", "east", "large"]
    assert list(found["difference"]) == [40, 40, 20]
    assert tuple(found.loc[0, ["ahead_mean", "behind_mean", "city_count"]]) == (70, 30, 2)


def test_the_middle_city_of_an_odd_number_counts_for_no_half() -> None:
    five = table(PLACES + "e | 48.15 | . | . | 99")

    north = find_contrasts(five).set_index("ahead").loc["north"]
    assert (north["ahead_mean"], north["behind_mean"]) == (70, 30)


@pytest.mark.parametrize("unknown", ["score", "lat"])
def test_fewer_than_four_known_cities_are_not_compared(unknown: str) -> None:
    places = table(PLACES)
    places.loc[0, unknown] = float("nan")

    assert "north" not in set(find_contrasts(places)["ahead"])
