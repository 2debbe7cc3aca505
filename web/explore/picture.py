"""The figure that fits a pivot, and its words."""

from dataclasses import replace

import plotly.graph_objects as go

from maturity.charts.pivot import Lines, pivot_figure
from maturity.language import _
from maturity.measures import ALL, measure
from web.explore import grid as layout
from web.explore import numbers
from web.explore.grid import Column, Grid, Row
from web.services import pivots

# More rows or columns than this are no picture.
MOST_LINES, MOST_ACROSS = 60, 30


def figure(grid: Grid, *, is_sample: bool) -> go.Figure | None:
    """Draw the first measure; None where there is nothing to draw or too much."""
    columns = shown_columns(grid)
    rows = grid.inner or list(grid.rows)
    if not columns or not rows or len(rows) > MOST_LINES or len(columns) > MOST_ACROSS:
        return None
    found = measure(grid.pivot.measures[0])
    lines = Lines(
        names=[_full_name(grid, row) for row in rows],
        columns=[layout.column_name(grid.pivot, column) or column.wave_id for column in columns],
        values=[[grid.value(row, column) for column in columns] for row in rows],
        texts=[[numbers.shown(grid.value(row, column), column) for column in columns] for row in rows],
        unit=found.unit,
        title=found.name,
    )
    return pivot_figure(lines, are_waves=_are_waves(grid), adds_up=found.is_additive, is_sample=is_sample)


def _are_waves(grid: Grid) -> bool:
    return grid.pivot.columns in (ALL, "wave")


def shown_columns(grid: Grid) -> list[Column]:
    """The columns drawn: the first measure, without changes; of a field the newest wave, without the sum."""
    own = [column for column in grid.columns if column.measure_id == grid.pivot.measures[0] and not column.is_change]
    if _are_waves(grid):
        return own
    return [column for column in own if column.column_id is not None and column.wave_id == grid.pivot.waves[-1]]


def _full_name(grid: Grid, row: Row) -> str:
    name = layout.row_name(grid.pivot, row)
    if row.kind != "cell" or row.group_id is None:
        return name
    return f"{layout.row_name(grid.pivot, Row('subtotal', row.group_id, None))}: {name}"


def alt(grid: Grid) -> str:
    """The figure in words: every number."""
    columns = shown_columns(grid)
    parts = []
    for row in grid.inner or grid.rows:
        values = [numbers.shown(grid.value(row, column), column) for column in columns]
        parts.append(f"{_full_name(grid, row)}: {', '.join(values)}")
    heads = ", ".join(layout.column_name(grid.pivot, column) or column.wave_id for column in columns)
    text = _("{measure}, {columns}. {list}.")
    return text.format(measure=measure(grid.pivot.measures[0]).name, columns=heads, list="; ".join(parts))


def course_values(grid: Grid) -> tuple[list[str], dict[Row, list[float]]]:
    """Return each row's first measure over all waves of its kind, in all answers of each wave."""
    pivot = grid.pivot
    waves = tuple(pivots.comparable_waves(pivot.waves[-1]))
    # Of two waves the table says all.
    if len(waves) < 3 or "wave" in (pivot.rows, pivot.group_by):
        return [], {}
    over_waves = layout.lay_out(
        replace(pivot, columns="wave", waves=waves, measures=pivot.measures[:1], is_alike=False, sort="order")
    )
    columns = [column for column in over_waves.columns if not column.is_change]
    values = {row: [over_waves.value(row, column) for column in columns] for row in grid.rows}
    return list(waves), values
