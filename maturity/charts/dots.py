"""Dots: where all cities stand in one topic, with the bounds of what their open answers could change."""

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.charts.heatmap import WITHOUT_LEVEL
from maturity.charts.trend import COLUMN_WIDTH, add_changes
from maturity.language import _, number
from maturity.rows import rows_of

ROW_HEIGHT = 34
# Beyond 100 points stands the number of a city that has them all.
END_OF_SCALE = 110


def city_dots(
    scores: pd.DataFrame, *, target: float, changes: "pd.Series[str]", since: str, is_sample: bool
) -> go.Figure:
    """Draw one line per city from 0 to 100 points: a dot for its score, a bar for its bounds, its change beside it.

    Args:
        scores: one row per city, top to bottom; city_name, score, score_low, score_high (points; NaN = none), coverage,
            status as in the heat map.
        target: the network's target (points), drawn as a line.
        changes: the change in words, by city_name; empty without an earlier wave.
        since: the wave compared with.
        is_sample: whether the answers are invented.
    """
    figure = go.Figure()
    names = list(scores["city_name"])
    open_rows = scores.loc[scores["coverage"] < 1].dropna(subset="score_low")
    figure.add_trace(_bounds(open_rows))
    scored = scores.dropna(subset="score")
    figure.add_trace(
        go.Scatter(
            x=scored["score"], y=scored["city_name"], mode="markers+text",
            marker={"size": 15, "color": theme.ACCENT, "line": {"width": 2, "color": theme.PAPER}},
            text=["  " + number(score, 1) for score in scored["score"]],
            textposition="middle right", textfont={"size": 13},
            hovertext=[f"{row.city_name}: {number(row.score, 1)}" for row in rows_of(scored)], hoverinfo="text",
            cliponaxis=False,
        )
    )  # fmt: skip
    figure.add_trace(_without_score(scores.loc[scores["score"].isna()]))
    _mark_levels(figure, target)
    if not changes.empty:
        add_changes(figure, changes, end=END_OF_SCALE, since=since)
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.2], fixedrange=True,
        gridcolor=theme.GRID, tickfont={"color": theme.INK, "size": 14},
    )  # fmt: skip
    figure.update_xaxes(
        range=[-2, END_OF_SCALE], tickvals=[0, 25, 50, 75, 100], fixedrange=True, gridcolor=theme.GRID, zeroline=False,
        tickfont={"color": theme.INK}, title={"text": _("Points (0 to 100)"), "font": {"color": theme.INK}},
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 8 if changes.empty else COLUMN_WIDTH, "t": 28, "b": 56}, showlegend=False)
    return theme.finish(figure, height=96 + ROW_HEIGHT * len(names), is_sample=is_sample)


def _bounds(rows: pd.DataFrame) -> go.Scatter:
    x: list[float | None] = []
    y: list[str | None] = []
    texts: list[str | None] = []
    for row in rows_of(rows):
        x += [row.score_low, row.score_high, None]
        y += [row.city_name, row.city_name, None]
        text = _("{city}: between {low} and {high} points, depending on the open answers").format(
            city=row.city_name, low=number(row.score_low), high=number(row.score_high)
        )
        texts += [text, text, None]
    return go.Scatter(
        x=x, y=y, mode="lines", line={"width": 9, "color": theme.LEVEL_COLOURS[1]}, hovertext=texts, hoverinfo="text"
    )


def _without_score(rows: pd.DataFrame) -> go.Scatter:
    words = [_(WITHOUT_LEVEL[status]) for status in rows["status"]]
    return go.Scatter(
        x=[0] * len(rows), y=rows["city_name"], mode="text", text=words, textposition="middle right",
        textfont={"color": theme.MUTED, "size": 13}, hoverinfo="skip",
    )  # fmt: skip


def _mark_levels(figure: go.Figure, target: float) -> None:
    figure.add_vline(x=target, line={"color": theme.WARNING, "width": 2, "dash": "dash"})
    figure.add_annotation(
        x=target, y=1, yref="paper", yanchor="bottom", text=_("target {points}").format(points=number(target)),
        showarrow=False, font={"color": theme.WARNING, "size": 13},
    )  # fmt: skip
