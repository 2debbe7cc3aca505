"""Checks that analysis functions share. They raise a MaturityError that names what is wrong."""

from collections.abc import Mapping

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
        InvalidInput: a cell is no number; the sentence names `what`, its row and its column.
    """
    try:
        return table.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        row, column, cell = next(
            (index, name, cell)
            for name in table.columns
            for index, cell in table[name].items()
            if not (pd.isna(cell) or is_number(cell))
        )
        place = f"{what}: {row}, {column}"
        raise InvalidInput(what=place, value=cell, expected="a number, or empty where unknown") from error


def is_number(value: object) -> bool:
    """Tell whether a value is a number, not a text that looks like one and not a truth value."""
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def require_whole(value: object, what: str, *, least: int) -> None:
    """Raise InvalidInput unless the value is a whole number of at least this size."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise InvalidInput(what=what, value=value, expected=f"a whole number, at least {least}")


def require_share(value: object, what: str) -> None:
    """Raise InvalidInput unless the value is a number of 0-1."""
    if not is_number(value) or not 0 <= value <= 1:  # type: ignore[operator]
        raise InvalidInput(what=what, value=value, expected="a share between 0 and 1")


def by_id(given: object, what: str) -> dict[str, object]:
    """Read what is given by id, as a mapping or a series; ids become texts, None gives nothing.

    Raises:
        InvalidInput: it is something else, or an id occurs twice.
    """
    if given is None:
        return {}
    if isinstance(given, pd.Series):
        if given.index.has_duplicates:
            twice = given.index[given.index.duplicated()][0]
            raise InvalidInput(what=f"{what} of {twice}", value="given twice", expected="one value")
        given = given.to_dict()
    if not isinstance(given, Mapping):
        raise InvalidInput(what=what, value=given, expected="one value by id, as a mapping or a series")
    return {str(name): value for name, value in given.items()}
