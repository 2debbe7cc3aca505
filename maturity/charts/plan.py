"""Load of each city against its capacity, as bars."""

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import _, number
from maturity.rows import rows_of

ROW_HEIGHT = 26


def load_bars(loads: pd.DataFrame, *, is_sample: bool) -> go.Figure:
    """Draw one bar per city: what it carries, inside what it can carry.

    Args:
        loads: one row per city, in the order of the axis; city_name, load, capacity.
        is_sample: whether the answers are invented.
    """
    names = list(loads["city_name"])
    figure = go.Figure(
        [
            go.Bar(
                y=names, x=loads["capacity"], orientation="h", width=0.78, hoverinfo="skip",
                marker={"color": theme.PAPER, "line": {"color": theme.MUTED, "width": 1.2}},
            ),
            go.Bar(
                y=names, x=loads["load"], orientation="h", width=0.6, hoverinfo="skip",
                marker={"color": theme.LEVEL_COLOURS[3]},
            ),
        ]
    )  # fmt: skip
    for row in rows_of(loads):
        figure.add_annotation(
            x=max(row.load, row.capacity), y=row.city_name, text=load_words(row.load, row.capacity),
            showarrow=False, xanchor="left", xshift=6, font={"size": 13, "color": theme.INK},
        )  # fmt: skip
    most = max(1.0, float(loads[["load", "capacity"]].to_numpy().max(initial=1.0)))
    figure.update_xaxes(range=[0, most * 1.35], showgrid=False, zeroline=False, showticklabels=False, fixedrange=True)
    figure.update_yaxes(autorange="reversed", fixedrange=True, ticks="")
    figure.update_layout(barmode="overlay", showlegend=False, margin={"l": 8, "r": 8, "t": 26, "b": 4})
    return theme.finish(figure, height=40 + ROW_HEIGHT * len(names), is_sample=is_sample)


def load_words(load: float, capacity: float) -> str:
    """Write a load with what it is out of: `2 von 3`."""
    return _("{load} of {capacity}").format(load=_short(load), capacity=_short(capacity))


def _short(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
