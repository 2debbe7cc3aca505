"""Checks that analysis functions share. They raise a MaturityError that names what is wrong."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.errors import InvalidInput, MissingColumns


def require_columns(table: pd.DataFrame, *columns: str) -> None:
    """Raise MissingColumns, naming all that the table lacks, unless it has every one of the columns."""
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise MissingColumns(columns=", ".join(missing))


def as_numbers(table: pd.DataFrame, what: str) -> npt.NDArray[np.float64]:
    """Return the table's cells as floats, every kind of missing value as NaN.

    Raises:
        InvalidInput: a cell is no number; `what` names the table in the sentence.
    """
    try:
        return table.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InvalidInput(what=what, value=error, expected="numbers, or empty where unknown") from error
