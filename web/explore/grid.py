"""The grid of a pivot: which rows and columns, in which order, and what stands where they meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from maturity.measures import ALL, measure
from maturity.rows import rows_of
from web.services import pivot_names
from web.services.pivots import Pivot, cells

Kind = Literal["cell", "subtotal", "total"]
# How a key names a field that is summed up.
SUMMED = None
Key = tuple[str | None, str | None, str | None, str]


class Row(NamedTuple):
    """A row of the grid; ids are None where they are summed up."""

    kind: Kind
    group_id: str | None
    row_id: str | None


class Column(NamedTuple):
    """A column of the grid: one measure in one wave, or (`is_change`) its change between the two waves."""

    column_id: str | None
    wave_id: str
    measure_id: str
    is_change: bool = False


@dataclass(frozen=True, eq=False)
class Grid:
    """A pivot laid out. `found` holds the computed cells by group, row, column and wave."""

    pivot: Pivot
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    found: Mapping[Key, Any]

    def cell(self, row: Row, column: Column) -> Any | None:
        """The computed cell, with every measure; None where nothing was asked."""
        return self.found.get(self.key(row, column, column.wave_id))

    def value(self, row: Row, column: Column) -> float:
        """The number that stands here, NaN where there is none."""
        now = self._measured(row, column, column.wave_id)
        return now - self._measured(row, column, self.pivot.waves[0]) if column.is_change else now

    def _measured(self, row: Row, column: Column, wave_id: str) -> float:
        cell = self.found.get(self.key(row, column, wave_id))
        value = None if cell is None else getattr(cell, column.measure_id)
        return float("nan") if pd.isna(value) else float(value)

    def key(self, row: Row, column: Column, wave_id: str) -> Key:
        """What names the cell; where the columns are the waves, the wave is the column."""
        if "wave" in (self.pivot.rows, self.pivot.group_by):
            wave_id = str(row.row_id if self.pivot.rows == "wave" else row.group_id)
        column_id = wave_id if self.pivot.columns == "wave" else column.column_id
        return row.group_id, row.row_id, column_id, wave_id

    def is_one_city(self, row: Row, column: Column) -> bool:
        """Whether the cell stands for a single city."""
        axes = zip(
            (self.pivot.group_by, self.pivot.rows, self.pivot.columns), (*row[1:], column.column_id), strict=True
        )
        return any(field == "city" and id_ is not SUMMED for field, id_ in axes)

    @property
    def total(self) -> Row | None:
        """The row over everything, if there is one."""
        return next((row for row in self.rows if row.kind == "total"), None)

    @property
    def inner(self) -> list[Row]:
        """The rows that are no subtotal and no total."""
        return [row for row in self.rows if row.kind == "cell"]


def lay_out(pivot: Pivot) -> Grid:
    """Compute a pivot and put its rows and columns in order."""
    found: dict[Key, Any] = {_key(cell): cell for cell in rows_of(cells(pivot))}
    columns = tuple(_columns(pivot, found))
    unsorted = Grid(pivot, (), columns, found)
    return Grid(pivot, tuple(_rows(unsorted)), columns, found)


def _key(cell: Any) -> Key:
    return (
        SUMMED if cell.is_all_groups else cell.group_id,
        SUMMED if cell.is_all_rows else cell.row_id,
        SUMMED if cell.is_all_columns else cell.column_id,
        cell.wave_id,
    )


def _columns(pivot: Pivot, found: Mapping[Key, Any]) -> list[Column]:
    """Each column with its waves and measures; the last one is the total of the row."""
    if pivot.columns == "wave":
        return [column for wave in pivot.waves for column in _measured(pivot, wave, (wave,))] + _changes(pivot, None)
    ids = _in_order(pivot.columns, {key[2] for key in found})
    return [column for id_ in [*ids, SUMMED] for column in _measured(pivot, id_, pivot.waves) + _changes(pivot, id_)]


def _measured(pivot: Pivot, column_id: str | None, waves: tuple[str, ...]) -> list[Column]:
    shown = waves if pivot.splits_waves or pivot.columns == "wave" else waves[-1:]
    return [Column(column_id, wave, measure_id) for measure_id in pivot.measures for wave in shown]


def _changes(pivot: Pivot, column_id: str | None) -> list[Column]:
    if not pivot.shows_change:
        return []
    return [Column(column_id, pivot.waves[-1], measure_id, is_change=True) for measure_id in pivot.measures]


def _in_order(field: str, ids: set[str | None]) -> list[str]:
    """The ids that are there, as the reference orders them; an id that it does not know comes last."""
    if field == ALL:
        return []
    known = pivot_names.names(field)
    present = {id_ for id_ in ids if id_ is not SUMMED}
    return [id_ for id_ in known if id_ in present] + sorted(present - known.keys())


def _rows(grid: Grid) -> list[Row]:
    pivot, keys = grid.pivot, set(grid.found)
    if pivot.group_by == ALL:
        return _sorted(grid, SUMMED, {key[1] for key in keys}, kind="total")
    rows = []
    for group_id in _in_order(pivot.group_by, {key[0] for key in keys}):
        rows += _sorted(grid, group_id, {key[1] for key in keys if key[0] == group_id}, kind="subtotal")
    has_total = any(key[0] is SUMMED for key in keys)
    return [*rows, Row("total", SUMMED, SUMMED)] if has_total else rows


def _sorted(grid: Grid, group_id: str | None, ids: set[str | None], *, kind: Kind) -> list[Row]:
    """The rows of one group, its sum below them."""
    rows = [Row("cell", group_id, id_) for id_ in _in_order(grid.pivot.rows, ids)]
    if grid.pivot.sort != "order" and grid.columns:
        column = next(column for column in reversed(grid.columns) if not column.is_change)
        sign = -1 if grid.pivot.sort == "high" else 1
        # Rows without a value come last; equal ones keep the reference's order.
        rows.sort(key=lambda row: _last_if_missing(sign * grid.value(row, column)))
    return [*rows, Row(kind, group_id, SUMMED)] if SUMMED in ids else rows


def _last_if_missing(value: float) -> tuple[bool, float]:
    return pd.isna(value), 0.0 if pd.isna(value) else value


# Words


def row_name(pivot: Pivot, row: Row) -> str:
    """What a row is called."""
    if row.kind == "cell":
        return _name(pivot.rows, row.row_id)
    return _name(pivot.group_by, row.group_id) if row.kind == "subtotal" else pivot_names.names(ALL)[""]


def _name(field: str, id_: str | None) -> str:
    return pivot_names.names(field).get(str(id_), str(id_))


def column_name(pivot: Pivot, column: Column) -> str:
    """What a column stands for besides its measure and wave; '' where it is the only one."""
    if pivot.columns in (ALL, "wave"):
        return ""
    return pivot_names.names(ALL)[""] if column.column_id is SUMMED else _name(pivot.columns, column.column_id)


def measure_name(column: Column) -> str:
    """The measure of a column."""
    return measure(column.measure_id).name
