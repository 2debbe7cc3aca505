"""How a change since the wave before is written beside a dot."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import _, number

# Pixels right of the scale that a column of changes takes, whatever the width of the figure.
COLUMN_WIDTH = 84


def add_changes(figure: go.Figure, changes: "pd.Series[str]", *, end: float, since: str) -> None:
    """Write a column of changes into the margin to the right of a scale of points.

    Args:
        figure: lines by name, its x axis in points.
        changes: what to write, by the name of the line.
        end: where the x axis ends (points).
        since: the wave compared with; stands above the column.
    """
    figure.add_trace(
        go.Scatter(
            x=[end] * len(changes), y=list(changes.index), mode="text", name="changes",
            text=[f"\u2002{change}" for change in changes],
            textposition="middle right",
            textfont={"color": theme.INK, "size": 13}, hoverinfo="skip", showlegend=False, cliponaxis=False,
        )
    )  # fmt: skip
    figure.add_annotation(
        x=end, xanchor="left", y=1, yref="paper", yanchor="bottom", text=_("since {wave}").format(wave=since),
        showarrow=False,
        font={"color": theme.MUTED, "size": 13},
    )  # fmt: skip


def change_text(row: Any) -> str:
    """The change in points, an arrow where the level has certainly changed, a dash where nothing can be compared."""
    if pd.isna(row.change):
        return "–"
    text = signed(row.change)
    if pd.isna(row.level_change) or row.level_change == 0:
        return text
    arrow = "▲" if row.level_change > 0 else "▼"
    return f"{text} {arrow}"


def signed(points: float) -> str:
    """A difference with its sign, a real minus sign: `+12,5`, `−3,1`, `0,0`."""
    sign = "" if round(points, 1) == 0 else "+" if points > 0 else "−"
    return sign + number(abs(points), 1)
