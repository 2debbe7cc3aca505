"""Checks: what a table must bring along before an analysis reads it."""

import pandas as pd
import pytest

from maturity.analysis._checks import require_columns
from maturity.errors import MissingColumns


def test_every_missing_column_is_named_in_the_order_asked() -> None:
    with pytest.raises(MissingColumns) as raised:
        require_columns(pd.DataFrame(columns=["topic_id"]), "wave_id", "topic_id", "city_id")

    assert raised.value.details == {"columns": "wave_id, city_id"}


def test_a_table_with_more_columns_than_asked_passes_even_without_rows() -> None:
    require_columns(pd.DataFrame(columns=["city_id", "score"]), "city_id")
