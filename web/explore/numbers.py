"""A measure's value as a reader sees it: decimals by unit, a dash where it is unknown, with its denominator."""

from typing import Any

import pandas as pd

from maturity.charts.trend import signed
from maturity.language import _, number, percent
from maturity.measures import measure
from web.explore.grid import Column
from web.shared.markup import DASH

DIGITS = {"points": 1, "level": 0, "count": 0, "agreement": 2}
CITY_MEANS = ("score", "level", "agreement")


def shown(value: float, column: Column) -> str:
    """Write a value; a change with its sign."""
    unit = measure(column.measure_id).unit
    if pd.isna(value):
        return DASH
    if unit == "share":
        return _("{points} pp").format(points=signed(100 * value)) if column.is_change else percent(value)
    if column.is_change:
        return signed(value)
    return number(value, DIGITS[unit])


def base(cell: Any | None, column: Column, *, is_one_city: bool) -> str:
    """Write what a value rests on: how many cities, or `31/40` for coverage; '' where it adds up or is one city's."""
    if cell is None or column.is_change:
        return ""
    if column.measure_id == "coverage":
        return f"{cell.covered_count}/{cell.coverable_count}"
    return str(cell.scored_city_count) if column.measure_id in CITY_MEANS and not is_one_city else ""
