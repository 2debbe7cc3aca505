"""Trend: where each line stood in the wave before and where it stands now."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import _, number
from maturity.rows import rows_of

ROW_HEIGHT = 28


def change_dots(changes: pd.DataFrame, *, label_from: str, label_to: str, is_sample: bool) -> go.Figure:
    """Draw one line per city or topic from its earlier score (open dot) to its later one (filled dot).

    Args:
        changes: one row per line, top to bottom; name, score_from, score_to, change (points), level_change (NA = not
            certain). Rows without a change are left out.
        label_from, label_to: names of the two waves.
        is_sample: whether the answers are invented.
    """
    known = changes.dropna(subset="change")
    names, rows = list(known["name"]), rows_of(known)
    figure = go.Figure(
        [
            go.Scatter(
                x=[value for row in rows for value in (row.score_from, row.score_to, None)],
                y=[value for name in names for value in (name, name, None)],
                mode="lines", line={"width": 4, "color": theme.LEVEL_COLOURS[1]}, hoverinfo="skip", showlegend=False,
            ),
            go.Scatter(
                x=list(known["score_from"]), y=names, mode="markers", name=label_from, hoverinfo="skip",
                marker={"size": 12, "color": theme.PAPER, "line": {"width": 2, "color": theme.MUTED}},
            ),
            go.Scatter(
                x=list(known["score_to"]), y=names, mode="markers+text", name=label_to, cliponaxis=False,
                marker={"size": 13, "color": theme.ACCENT, "line": {"width": 2, "color": theme.PAPER}},
                text=["  " + change_text(row) for row in rows],
                textposition=["middle right" if row.change >= 0 else "middle left" for row in rows],
                textfont={"size": 13}, hoverinfo="text",
                hovertext=[
                    f"{row.name}: {number(row.score_from, 1)} → {number(row.score_to, 1)}" for row in rows
                ],
            ),
        ]
    )  # fmt: skip
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.4], fixedrange=True,
        gridcolor=theme.GRID, tickfont={"color": theme.INK, "size": 14},
    )  # fmt: skip
    figure.update_xaxes(
        range=[-12, 116], tickvals=[0, 25, 50, 75, 100], fixedrange=True, gridcolor=theme.GRID, zeroline=False,
        tickfont={"color": theme.INK}, title={"text": _("Points (0 to 100)"), "font": {"color": theme.INK}},
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 8, "t": 40, "b": 56}, legend=theme.LEGEND_ABOVE)
    return theme.finish(figure, height=110 + ROW_HEIGHT * len(names), is_sample=is_sample)


def change_text(row: Any) -> str:
    """The change in points, with an arrow where the level has certainly changed."""
    text = signed(row.change)
    if pd.isna(row.level_change) or row.level_change == 0:
        return text
    arrow = "▲" if row.level_change > 0 else "▼"
    return f"{text} {arrow}"


def signed(points: float) -> str:
    """A difference with its sign, a real minus sign: `+12,5`, `−3,1`, `0,0`."""
    sign = "" if round(points, 1) == 0 else "+" if points > 0 else "−"
    return sign + number(abs(points), 1)
