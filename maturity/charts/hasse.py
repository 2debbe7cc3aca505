"""Hasse diagram: who is surely ahead of whom; a line leads down to who follows, no line means no sure order."""

from collections.abc import Iterator, Mapping

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import _
from maturity.rows import rows_of

ROW_HEIGHT = 76
LEAST_HEIGHT = 260


def hasse_diagram(steps: pd.DataFrame, cities: Mapping[str, str], *, is_sample: bool) -> go.Figure:
    """Draw the order as layers, nobody above whom anybody is surely ahead on top.

    Args:
        steps: one row per pair with nobody between; city_id (ahead), next_city_id.
        cities: id -> name of all cities, also of those without a line.
        is_sample: whether the answers are invented.
    """
    layers = _layers(steps, list(cities))
    places = dict(_places(layers))
    figure = go.Figure(_lines(steps, places))
    figure.add_trace(
        go.Scatter(
            x=[x for x, _y in places.values()], y=[y for _x, y in places.values()],
            text=[cities[city_id] for city_id in places], mode="markers+text", textposition="middle right",
            marker={"size": 13, "color": theme.ACCENT, "line": {"width": 2, "color": theme.PAPER}},
            hovertemplate="%{text}<extra></extra>", showlegend=False,
        )
    )  # fmt: skip
    widest = max(len(layer) for layer in layers)
    figure.update_xaxes(visible=False, range=[-0.3, widest], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-len(layers) + 0.5, 0.5], fixedrange=True)
    figure.update_layout(margin={"l": 8, "r": 8, "t": 28, "b": 8})
    return theme.finish(figure, height=max(LEAST_HEIGHT, ROW_HEIGHT * len(layers)), is_sample=is_sample)


def _layers(steps: pd.DataFrame, city_ids: list[str]) -> list[list[str]]:
    """Put each city one layer below the lowest of those ahead of it."""
    ahead: dict[str, list[str]] = {city_id: [] for city_id in city_ids}
    for row in rows_of(steps):
        ahead[row.next_city_id].append(row.city_id)
    depth: dict[str, int] = {}
    while len(depth) < len(ahead):
        for city_id, before in ahead.items():
            if city_id not in depth and all(other in depth for other in before):
                depth[city_id] = 1 + max((depth[other] for other in before), default=-1)
    return [[city_id for city_id in city_ids if depth[city_id] == layer] for layer in range(max(depth.values()) + 1)]


def _places(layers: list[list[str]]) -> Iterator[tuple[str, tuple[float, float]]]:
    widest = max(len(layer) for layer in layers)
    for number, layer in enumerate(layers):
        for place, city_id in enumerate(layer):
            yield city_id, ((place + 0.5) * widest / len(layer) - 0.5, float(-number))


def _lines(steps: pd.DataFrame, places: Mapping[str, tuple[float, float]]) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for row in rows_of(steps):
        (x_from, y_from), (x_to, y_to) = places[row.city_id], places[row.next_city_id]
        x, y = [*x, x_from, x_to, None], [*y, y_from, y_to, None]
    return go.Scatter(
        x=x, y=y, mode="lines", line={"width": 1.5, "color": theme.MUTED}, hoverinfo="skip", showlegend=False
    )


def describe_order(steps: pd.DataFrame, cities: Mapping[str, str]) -> str:
    """The diagram in words: whom each city is surely ahead of next."""
    text, parts = _("{city} before {others}"), []
    for city_id, group in steps.groupby("city_id", sort=False):
        others = ", ".join(cities[other] for other in group["next_city_id"])
        parts.append(text.format(city=cities[str(city_id)], others=others))
    return "; ".join(parts)
