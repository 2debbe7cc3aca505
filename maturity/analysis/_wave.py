"""One wave of the long tables as grids: cities down, topics across, unknown cells NaN or None."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.errors import UnknownWave

Array = npt.NDArray[np.float64]
KEYS = ("city_id", "topic_id", "wave_id")


def in_wave(table: pd.DataFrame, wave_id: str, *columns: str) -> pd.DataFrame:
    """Return the rows of one wave with their city, topic and the columns named; none if the wave has no rows.

    Raises:
        MissingColumns: the table lacks one of them.
    """
    require_columns(table, *KEYS, *columns)
    return table.loc[table["wave_id"] == wave_id, ["city_id", "topic_id", *columns]]


def scored_wave(scores: pd.DataFrame, wave_id: str, *columns: str) -> pd.DataFrame:
    """Return the rows of a wave that must have some.

    Raises:
        MissingColumns: the table lacks a column.
        UnknownWave: scores has no row of this wave.
    """
    rows = in_wave(scores, wave_id, "score", *columns)
    if rows.empty:
        raise UnknownWave(wave_id=wave_id, known=", ".join(sorted(scores["wave_id"].unique())))
    return rows


def score_grid(scores: pd.DataFrame, wave_id: str) -> pd.DataFrame:
    """Return the scores of a wave, one row per city and one column per topic, both ordered by id.

    Raises:
        MissingColumns, UnknownWave: as in scored_wave.
    """
    rows = scored_wave(scores, wave_id)
    return rows.pivot(index="city_id", columns="topic_id", values="score").astype(float).sort_index().sort_index(axis=1)


def numbers_like(grid: pd.DataFrame, rows: pd.DataFrame, column: str) -> Array:
    """Lay a column of numbers out in the cells of a grid; NaN where a city or topic has none."""
    cells = np.full(grid.shape, np.nan)
    down, across, known = _places(grid, rows)
    cells[down, across] = pd.to_numeric(rows[column]).to_numpy(dtype=float, na_value=np.nan)[known]
    return cells


def texts_like(grid: pd.DataFrame, rows: pd.DataFrame, column: str) -> npt.NDArray[np.object_]:
    """Lay a column of texts out in the cells of a grid; empty where a city or topic has none."""
    cells = np.full(grid.shape, "", dtype=object)
    down, across, known = _places(grid, rows)
    cells[down, across] = rows[column].astype(object).where(rows[column].notna(), "").to_numpy()[known]
    return cells


def _places(
    grid: pd.DataFrame, rows: pd.DataFrame
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """Row and column of each row's cell; a city or topic outside the grid is passed over."""
    down, across = (
        grid.index.get_indexer(pd.Index(rows["city_id"])),
        grid.columns.get_indexer(pd.Index(rows["topic_id"])),
    )
    known = (down >= 0) & (across >= 0)
    return down[known], across[known], known
