"""What the page Analyse says: its answer in a sentence, what was chosen, what the numbers rest on."""

import pandas as pd

from maturity.language import _
from maturity.measures import ALL, measure
from web.explore import grid as layout
from web.explore import numbers
from web.explore.grid import Column, Grid, Row
from web.services import naming, pivot_names
from web.services.pivots import Pivot

MOST_NAMES = 3


def answer(grid: Grid) -> str:
    """Say the total of the newest wave, its change, and which row is highest and lowest."""
    column = main_column(grid)
    if column is None or not grid.rows:
        return _("Nothing was asked that fits this choice. Please choose fewer filters.")
    parts = [_overall(grid, column), _extremes(grid, column)]
    return " ".join(part for part in parts if part)


def main_column(grid: Grid) -> Column | None:
    """The column that a sentence speaks of: the first measure, over all columns, in the newest wave."""
    of_measure = [column for column in grid.columns if column.measure_id == grid.pivot.measures[0]]
    values = [column for column in of_measure if not column.is_change and column.wave_id == grid.pivot.waves[-1]]
    return values[-1] if values else None


def _overall(grid: Grid, column: Column) -> str:
    if grid.total is None:
        return ""
    value = numbers.shown(grid.value(grid.total, column), column)
    text = _("{measure} {wave}: {value} over all that was chosen").format(
        measure=measure(column.measure_id).name, wave=column.wave_id, value=value
    )
    change = column._replace(is_change=True)
    if grid.pivot.shows_change and not pd.isna(grid.value(grid.total, change)):
        text += ", " + _("{change} since {wave}").format(
            change=numbers.shown(grid.value(grid.total, change), change), wave=grid.pivot.waves[0]
        )
    return text + "."


def _extremes(grid: Grid, column: Column) -> str:
    known = [(grid.value(row, column), row) for row in grid.inner if not pd.isna(grid.value(row, column))]
    if len(known) < 2:
        return ""
    return _("Highest: {high}; lowest: {low}.").format(
        high=_ends(grid, column, known, max(value for value, _row in known)),
        low=_ends(grid, column, known, min(value for value, _row in known)),
    )


def _ends(grid: Grid, column: Column, known: list[tuple[float, Row]], end: float) -> str:
    rows = [layout.row_name(grid.pivot, row) for value, row in known if round(value, 9) == round(end, 9)]
    return f"{naming.listed(rows, most=MOST_NAMES)} ({numbers.shown(end, column)})"


def title(pivot: Pivot) -> str:
    """Name what is shown: measures, rows, columns and groups."""
    measures = naming.listed([measure(measure_id).name for measure_id in pivot.measures])
    fields = [field for field in (pivot.rows, pivot.columns, pivot.group_by) if field != ALL]
    by = naming.listed([pivot_names.field_name(field) for field in fields])
    return _("{measures} by {fields}").format(measures=measures, fields=by) if by else measures


def selection(pivot: Pivot) -> str:
    """Say waves and filters in words."""
    waves = naming.listed(list(pivot.waves))
    parts = [(_("Waves {waves}") if len(pivot.waves) > 1 else _("Wave {waves}")).format(waves=waves)]
    for field, ids in pivot.filters:
        known = pivot_names.names(field)
        chosen = naming.listed([known.get(id_, id_) for id_ in ids], most=MOST_NAMES)
        parts.append(f"{pivot_names.field_name(field)}: {chosen}")
    if len(pivot.waves) > 1 and pivot.is_alike:
        parts.append(_("only questions that a city was asked in each of these waves"))
    return " · ".join(parts)


def remarks(pivot: Pivot) -> str:
    """Say what was chosen, what stands in brackets and where totals come from."""
    text = f"{selection(pivot)}."
    if any(measure_id in numbers.CITY_MEANS for measure_id in pivot.measures):
        text += " " + _("In brackets: cities that the number rests on.")
    return text + " " + _("Totals are computed from the answers, never from the cells.")
