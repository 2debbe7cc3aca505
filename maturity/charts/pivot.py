"""Pivots as figures: bars for what adds up, dots for scores, a heat map for two fields, slopes for two waves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from maturity.charts import theme

ROW_HEIGHT = 28
MOST_SLOPES = 8


@dataclass(frozen=True)
class Lines:
    """What a figure shows: names down, columns across, one value where they meet (NaN = none) and its text.

    Args:
        unit: points, level, share, count or agreement; decides axis and kind.
    """

    names: Sequence[str]
    columns: Sequence[str]
    values: Sequence[Sequence[float]]
    texts: Sequence[Sequence[str]]
    unit: str
    title: str


RANGES = {"points": (0.0, 100.0), "level": (0.0, 4.0), "share": (0.0, 1.0), "agreement": (-1.0, 1.0)}


def pivot_figure(lines: Lines, *, are_waves: bool, adds_up: bool, is_sample: bool) -> go.Figure:
    """Draw the figure that fits.

    Args:
        lines: the numbers; a single column, one per wave, or one per id of a field.
        are_waves: whether the columns are waves.
        adds_up: whether the measure is a sum, whose length may be compared.
        is_sample: whether invented answers went into it.
    """
    if len(lines.columns) > 1 and not are_waves:
        figure, height = _heat_map(lines), 130 + ROW_HEIGHT * len(lines.names)
    elif len(lines.columns) == 2 and 1 < len(lines.names) <= MOST_SLOPES:
        figure, height = _slopes(lines), 420
    else:
        figure, height = (_bars if adds_up else _dots)(lines), 80 + ROW_HEIGHT * len(lines.names)
    return theme.finish(figure, height=max(height, 220), is_sample=is_sample)


def _axis(lines: Lines) -> dict[str, object]:
    low, high = RANGES.get(lines.unit, (0.0, None))
    if high is None:
        return {"rangemode": "tozero"}
    room = 0.08 * (high - low)
    return {"range": [low - room / 4, high + room], "tickformat": ".0%" if lines.unit == "share" else None}


def _finish_rows(figure: go.Figure, lines: Lines) -> go.Figure:
    ink = {"color": theme.INK, "size": 13}
    figure.update_yaxes(
        tickvals=list(range(len(lines.names))), ticktext=list(lines.names), range=[len(lines.names) - 0.4, -0.6],
        fixedrange=True, gridcolor=theme.GRID, zeroline=False, tickfont=ink,
    )  # fmt: skip
    figure.update_xaxes(
        fixedrange=True, gridcolor=theme.GRID, zeroline=False, tickfont=ink,
        title={"text": lines.title, "font": {"color": theme.INK}}, **_axis(lines),
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 24, "t": 44, "b": 48}, legend=theme.LEGEND_ABOVE)
    return figure


def _bars(lines: Lines) -> go.Figure:
    figure = go.Figure()
    for place, column in enumerate(lines.columns):
        last = place == len(lines.columns) - 1
        figure.add_trace(
            go.Bar(
                x=[row[place] for row in lines.values], y=list(range(len(lines.names))), orientation="h", name=column,
                marker={"color": theme.ACCENT if last else theme.LEVEL_COLOURS[2]},
                text=[row[place] for row in lines.texts], textposition="outside", cliponaxis=False, hoverinfo="skip",
            )
        )  # fmt: skip
    figure.update_layout(barmode="group", showlegend=len(lines.columns) > 1)
    return _finish_rows(figure, lines)


def _dots(lines: Lines) -> go.Figure:
    """One line per row; earlier waves as open dots, the newest filled and with its number."""
    figure = go.Figure()
    for place, column in enumerate(lines.columns):
        last = place == len(lines.columns) - 1
        fill = theme.ACCENT if last else theme.PAPER
        hover = [f"{name}, {column}: {row[place]}" for name, row in zip(lines.names, lines.texts, strict=True)]
        figure.add_trace(
            go.Scatter(
                x=[row[place] for row in lines.values], y=list(range(len(lines.names))), name=column,
                mode="markers+text" if last else "markers", 
                marker={"size": 13 if last else 11, "color": fill, "line": {"width": 2, "color": theme.ACCENT}},
                text=["  " + row[place] for row in lines.texts], textposition="middle right", textfont={"size": 13},
                hovertext=hover, hoverinfo="text", cliponaxis=False,
            )
        )  # fmt: skip
    figure.update_layout(showlegend=len(lines.columns) > 1)
    return _finish_rows(figure, lines)


def _slopes(lines: Lines) -> go.Figure:
    figure = go.Figure()
    for name, values, texts in zip(lines.names, lines.values, lines.texts, strict=True):
        if np.isnan(values).any():
            continue
        figure.add_trace(
            go.Scatter(
                x=list(lines.columns), y=list(values), mode="lines+markers+text",
                line={"color": theme.ACCENT if values[1] >= values[0] else theme.WARNING, "width": 2},
                marker={"size": 10}, text=[texts[0], f"{texts[1]}  {name}"], textfont={"size": 13, "color": theme.INK},
                textposition=["middle left", "middle right"], hoverinfo="skip", cliponaxis=False,
            )
        )  # fmt: skip
    ink = {"color": theme.INK, "size": 14}
    figure.update_xaxes(range=[-0.3, 2.4], fixedrange=True, tickfont=ink, showgrid=False)
    figure.update_yaxes(
        fixedrange=True, gridcolor=theme.GRID, zeroline=False, tickfont=ink, title={"text": lines.title}
    )
    figure.update_layout(margin={"l": 8, "r": 24, "t": 44, "b": 32}, showlegend=False)
    return figure


def _heat_map(lines: Lines) -> go.Figure:
    z = np.array(lines.values, dtype=float)
    low, high = RANGES.get(lines.unit, (0.0, float(np.nanmax(z)) if np.isfinite(z).any() else 1.0))
    steps = [[place / (len(theme.LEVEL_COLOURS) - 1), colour] for place, colour in enumerate(theme.LEVEL_COLOURS)]
    figure = go.Figure(
        go.Heatmap(
            z=[[None if np.isnan(value) else value for value in row] for row in z],
            x=list(range(len(lines.columns))), y=list(range(len(lines.names))), zmin=low, zmax=high or 1.0,
            colorscale=steps, showscale=False, xgap=2, ygap=2, hoverinfo="skip",
        )
    )  # fmt: skip
    dark = (z - low) / ((high - low) or 1.0) > 0.68
    for y, row in enumerate(lines.texts):
        for x, text in enumerate(row):
            colour = theme.PAPER if dark[y, x] else theme.INK
            figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": 12, "color": colour})
    ink = {"color": theme.INK, "size": 13}
    figure.update_xaxes(
        side="top", tickvals=list(range(len(lines.columns))), ticktext=list(lines.columns), tickangle=-35,
        fixedrange=True, showgrid=False, zeroline=False, tickfont=ink,
    )  # fmt: skip
    figure.update_yaxes(
        tickvals=list(range(len(lines.names))), ticktext=list(lines.names), range=[len(lines.names) - 0.5, -0.5],
        fixedrange=True, showgrid=False, zeroline=False, tickfont=ink,
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 24, "t": 96, "b": 8}, showlegend=False)
    return figure
