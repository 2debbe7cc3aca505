"""Rows of a table as named tuples. Their fields are known only at run time, so they are typed as Any in one place."""

from typing import Any

import pandas as pd


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return one named tuple per row, its fields named as the columns."""
    return list(table.itertuples(index=False))
