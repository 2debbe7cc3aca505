"""Transfer graph: arrows from the city that can show something to the city that can learn it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.language import _, number
from maturity.rows import rows_of

HEIGHT = 470
STEPS = 24
WIDEST, NARROWEST = 7.0, 1.5
# The curve ends before the city's mark, so that the arrow's head stays visible.
END = 0.93


def transfer_graph(pairs: pd.DataFrame, cities: Mapping[str, str], *, focus: str, is_sample: bool) -> go.Figure:
    """Draw the cities on a circle and an arrow per pair, the wider the more there is to learn.

    Args:
        pairs: one row per arrow; teacher_id, learner_id, transfer (points, above 0).
        cities: id -> name, in the order around the circle; all of the pairs.
        focus: the city whose arrows stand out; both its lessons and what it can show.
        is_sample: whether the answers are invented.
    """
    places = _places(list(cities))
    largest = pairs["transfer"].max() if len(pairs) else 1.0
    rows = sorted(rows_of(pairs), key=lambda row: focus in (row.teacher_id, row.learner_id))
    figure = go.Figure([_arrow(row, places, cities, largest, focus) for row in rows])
    figure.add_trace(_cities(places, cities, focus))
    for city_id, (x, y) in places.items():
        figure.add_annotation(_name(cities[city_id], x, y, is_focus=city_id == focus))
    figure.update_xaxes(visible=False, range=[-1.6, 1.6], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-1.22, 1.22], fixedrange=True, scaleanchor="x")
    figure.update_layout(margin={"l": 8, "r": 8, "t": 24, "b": 8}, showlegend=False, clickmode="event+select")
    return theme.finish(figure, height=HEIGHT, is_sample=is_sample)


def _places(city_ids: Sequence[str]) -> dict[str, tuple[float, float]]:
    """The first city on top, the others clockwise."""
    angles = [math.pi / 2 - 2 * math.pi * number / len(city_ids) for number in range(len(city_ids))]
    return {city_id: (math.cos(angle), math.sin(angle)) for city_id, angle in zip(city_ids, angles, strict=True)}


def _arrow(
    row: Any, places: Mapping[str, tuple[float, float]], cities: Mapping[str, str], largest: float, focus: str
) -> go.Scatter:
    is_bright = focus in (row.teacher_id, row.learner_id)
    colour = theme.ACCENT if row.learner_id == focus else theme.WARNING if is_bright else "#b9c4d0"
    width = NARROWEST + (WIDEST - NARROWEST) * row.transfer / largest
    x, y = _curve(places[row.teacher_id], places[row.learner_id])
    text = _("{learner} could learn {points} points from {teacher}").format(
        teacher=cities[row.teacher_id], learner=cities[row.learner_id], points=number(row.transfer, 1)
    )
    head = 9 + 1.5 * width
    return go.Scatter(
        x=x, y=y, mode="lines+markers", line={"color": colour, "width": width}, opacity=1 if is_bright else 0.75,
        marker={
            "symbol": "arrow", "angleref": "previous", "color": colour, "size": [0] * (len(x) - 1) + [head],
            "opacity": 1, "line": {"width": 0},
        },
        hovertext=text, hoverinfo="text",
    )  # fmt: skip


def _curve(start: tuple[float, float], end: tuple[float, float]) -> tuple[list[float], list[float]]:
    """A curve bent towards the middle and to one side: two arrows between the same cities lie beside each other."""
    side = 0.12
    bend = (
        0.25 * (start[0] + end[0]) + side * (end[1] - start[1]),
        0.25 * (start[1] + end[1]) - side * (end[0] - start[0]),
    )
    shares = [END * step / STEPS for step in range(1, STEPS + 1)]
    x, y = (
        [(1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * bend[axis] + t**2 * end[axis] for t in shares]
        for axis in (0, 1)
    )
    return x, y


def _cities(places: Mapping[str, tuple[float, float]], cities: Mapping[str, str], focus: str) -> go.Scatter:
    colours = [theme.ACCENT if city_id == focus else theme.INK for city_id in places]
    return go.Scatter(
        x=[x for x, _y in places.values()], y=[y for _x, y in places.values()], mode="markers",
        marker={"size": [20 if city_id == focus else 14 for city_id in places], "color": colours, "opacity": 1},
        customdata=[[city_id] for city_id in places],
        hovertext=[cities[city_id] for city_id in places], hoverinfo="text", unselected={"marker": {"opacity": 1}},
    )  # fmt: skip


def _name(name: str, x: float, y: float, *, is_focus: bool) -> Mapping[str, object]:
    anchor = "center" if abs(x) < 0.2 else "left" if x > 0 else "right"
    return {
        "x": 1.08 * x, "y": 1.12 * y, "text": f"<b>{name}</b>" if is_focus else name, "xanchor": anchor,
        "showarrow": False, "font": {"size": 15, "color": theme.ACCENT if is_focus else theme.INK},
    }  # fmt: skip
