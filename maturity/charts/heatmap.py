"""Heat map: levels of all cities in all topics of one wave."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import N_, _, number
from maturity.rows import rows_of

ROW_HEIGHT = 22
MOST_ACROSS = 14
HATCHES = {"too_few": "/", "not_submitted": "x"}


def heat_map(scores: pd.DataFrame, *, levels: Mapping[int, str], is_sample: bool) -> go.Figure:
    """Draw one cell per city and topic: its level as number and colour; hatched where there is none.

    The topics go down and the cities across, unless there are more cities than fit side by side.

    Args:
        scores: one row per city and topic, in the order of both axes; city_id, city_name, topic_id, topic_name,
            status ("scored", "too_few", "not_applicable", "not_submitted"), level, score, answered_count,
            applicable_count.
        levels: the wording of each level, lowest first.
        is_sample: whether the answers are invented.
    """
    is_wide = scores["city_name"].nunique() > MOST_ACROSS
    across, down = ("topic_name", "city_name") if is_wide else ("city_name", "topic_name")
    columns, lines = list(scores[across].unique()), list(scores[down].unique())
    cells = scores.assign(x=scores[across].map(columns.index), y=scores[down].map(lines.index))
    figure = go.Figure(_grid(cells, len(columns), len(lines)))
    for status in HATCHES:
        places = cells.loc[cells["status"] == status]
        if not places.empty:
            figure.add_trace(_hatched(places, status))
    figure.add_trace(_labels(cells, levels))
    look = {"showgrid": False, "zeroline": False, "fixedrange": True, "ticks": "", "tickfont": {"color": theme.INK}}
    figure.update_xaxes(
        side="top", tickvals=list(range(len(columns))), ticktext=columns, ticklabeloverflow="allow", tickangle=-60,
        range=[-0.5, len(columns) - 0.5], **look,
    )  # fmt: skip
    figure.update_yaxes(tickvals=list(range(len(lines))), ticktext=lines, range=[len(lines) - 0.5, -0.5], **look)
    figure.update_layout(margin={"l": 8, "r": 40, "t": 92, "b": 4}, showlegend=False, clickmode="event+select")
    return theme.finish(figure, height=78 + ROW_HEIGHT * len(lines), is_sample=is_sample)


def _grid(cells: pd.DataFrame, columns: int, lines: int) -> go.Heatmap:
    levels = cells.pivot(index="y", columns="x", values="level")
    # Each level's colour fills its whole step: 0-1, 1-2 ... on a scale of 0-5.
    steps = [[edge / 5, colour] for level, colour in enumerate(theme.LEVEL_COLOURS) for edge in (level, level + 1)]
    return go.Heatmap(
        z=[[None if pd.isna(level) else int(level) + 0.5 for level in row] for row in levels.to_numpy()],
        x=list(range(columns)), y=list(range(lines)),
        zmin=0, zmax=5, colorscale=steps, showscale=False, xgap=2, ygap=2, hoverinfo="skip",
    )  # fmt: skip


def _hatched(places: pd.DataFrame, status: str) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for cell in rows_of(places):
        x += [cell.x - 0.47, cell.x + 0.47, cell.x + 0.47, cell.x - 0.47, cell.x - 0.47, None]
        y += [cell.y - 0.46, cell.y - 0.46, cell.y + 0.46, cell.y + 0.46, cell.y - 0.46, None]
    pattern = {"shape": HATCHES[status], "size": 7, "solidity": 0.22, "fgcolor": theme.MUTED, "bgcolor": theme.PAPER}
    return go.Scatter(x=x, y=y, mode="lines", line={"width": 0}, fill="toself", fillpattern=pattern, hoverinfo="skip")


def _labels(cells: pd.DataFrame, levels: Mapping[int, str]) -> go.Scatter:
    """The numbers in the cells; their invisible markers can be clicked and hovered."""
    rows = rows_of(cells)
    colours = [theme.INK if pd.isna(row.level) else theme.LEVEL_INK[int(row.level)] for row in rows]
    return go.Scatter(
        x=cells["x"], y=cells["y"], mode="markers+text",
        marker={"symbol": "square", "size": 21, "opacity": 0},
        text=[cell_text(row.status, row.level) for row in rows], textfont={"size": 13, "color": colours},
        customdata=[[row.city_id, row.topic_id] for row in rows],
        hovertext=[describe_cell(row, levels) for row in rows], hoverinfo="text",
        selected={"marker": {"opacity": 0}}, unselected={"marker": {"opacity": 0}},
    )  # fmt: skip


def cell_text(status: str, level: float | None) -> str:
    """The text in a cell: the level, `nz`, or nothing where it is hatched."""
    if status == "not_applicable":
        return _("n/r")
    return "" if level is None or pd.isna(level) else str(int(level))


WITHOUT_LEVEL = {
    "not_submitted": N_("no answers handed in"),
    "not_applicable": N_("not responsible"),
    "too_few": N_("too few answers"),
}


def describe_cell(row: Any, levels: Mapping[int, str]) -> str:
    """One cell in words, with its denominator."""
    words = [_(WITHOUT_LEVEL[row.status])] if row.status in WITHOUT_LEVEL else _scored_words(row, levels)
    if row.status in ("scored", "too_few"):
        text = _("{answered} of {applicable} questions answered")
        words.append(text.format(answered=int(row.answered_count), applicable=int(row.applicable_count)))
    return f"{row.city_name}, {row.topic_name}: " + ", ".join(words)


def _scored_words(row: Any, levels: Mapping[int, str]) -> list[str]:
    level = int(row.level)
    wording = f" ({levels[level]})" if levels[level] else ""
    return [_("level {level}").format(level=level) + wording, _("{points} points").format(points=number(row.score, 1))]
