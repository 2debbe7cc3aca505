"""Potential: exact on a table that fits on a hand."""

import math

import pandas as pd
import pytest

from maturity.analysis.transfer.potential import find_potential
from maturity.errors import UnknownId

SCORES = pd.DataFrame(
    {"a": [20.0, 80.0, math.nan, 50.0], "b": [75.0, 10.0, 90.0, 40.0], "c": [90.0, 20.0, 80.0, math.nan]},
    index=["bauamt", "daten", "eakte", "schule"],
)


def test_only_what_others_have_and_the_city_has_not_is_potential() -> None:
    """bauamt: 90 - 20; daten: a is above; eakte: a is unknown; schule: nobody reaches 75."""
    rows = find_potential(SCORES, "a", strong_points=75)

    assert rows.to_dict("records") == [
        {"row_id": "bauamt", "own_points": 20.0, "best_points": 90.0, "potential": 70.0, "city_ids": "c;b"}
    ]


def test_a_city_that_is_no_column_is_refused() -> None:
    with pytest.raises(UnknownId):
        find_potential(SCORES, "x", strong_points=75)
