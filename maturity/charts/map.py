"""Map: where in the region which level has been reached. Drawn from coordinates alone; nothing is fetched."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.charts.labels import Mark, annotation, place_labels
from maturity.language import _, number
from maturity.rows import rows_of

HEIGHT = 560
LARGEST, SMALLEST = 58.0, 22.0
KM_PER_DEGREE = 111.32
PLOT_HEIGHT = HEIGHT - 32
MARGIN = 0.12
# Degrees: a single city gets some ground around it.
SMALLEST_EXTENT = 0.02
Ring = Sequence[Sequence[float]]


def city_map(
    places: pd.DataFrame, *, levels: Mapping[int, str], boundaries: Mapping[str, Sequence[Ring]], is_sample: bool
) -> go.Figure:
    """Draw every city at its place, its size by population, its colour and number by level.

    Args:
        places: one row per city with a place; city_id, city_name, population (NaN = unknown), lat, lon (degrees), level
            (0-4, NaN = none), score.
        levels: the wording of each level.
        boundaries: rings of (lon, lat) by city id, drawn below the cities where there are any.
        is_sample: whether the answers are invented.
    """
    # One degree of longitude is shorter than one of latitude by this factor; exact enough for a region.
    squeeze = math.cos(math.radians(places["lat"].mean()))
    level_of = dict(zip(places["city_id"], places["level"], strict=True))
    figure = go.Figure([_area(rings, squeeze, level_of.get(city_id)) for city_id, rings in sorted(boundaries.items())])
    figure.add_trace(_cities(places, squeeze, levels))
    x, y = _frame(places, boundaries, squeeze)
    for name in _names(places, squeeze, pixels=PLOT_HEIGHT / (y[1] - y[0])):
        figure.add_annotation(name)
    _scale_bar(figure, places, squeeze)
    figure.update_xaxes(visible=False, range=x, fixedrange=True)
    figure.update_yaxes(visible=False, range=y, fixedrange=True, scaleanchor="x")
    figure.update_layout(margin={"l": 8, "r": 8, "t": 24, "b": 8}, showlegend=False, clickmode="event+select")
    return theme.finish(figure, height=HEIGHT, is_sample=is_sample)


def _area(rings: Sequence[Ring], squeeze: float, level: float | None) -> go.Scatter:
    """A city's area; a hole runs the other way round and so stays empty."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(point[0] * squeeze for point in ring), None]
        y += [*(point[1] for point in ring), None]
    has_level = level is not None and not pd.isna(level)
    fill = theme.LEVEL_COLOURS[int(level)] if has_level and level is not None else theme.PAPER
    return go.Scatter(
        x=x, y=y, mode="lines", line={"color": theme.MUTED, "width": 1}, fill="toself", fillcolor=fill, opacity=0.55,
        hoverinfo="skip",
    )  # fmt: skip


def _cities(places: pd.DataFrame, squeeze: float, levels: Mapping[int, str]) -> go.Scatter:
    rows = rows_of(places)
    known = [None if pd.isna(row.level) else int(row.level) for row in rows]
    return go.Scatter(
        x=[row.lon * squeeze for row in rows], y=[row.lat for row in rows], mode="markers+text",
        marker={
            "size": [_size(places["population"], row.population) for row in rows], "opacity": 1,
            "color": [theme.PAPER if level is None else theme.LEVEL_COLOURS[level] for level in known],
            "line": {"width": 2, "color": [theme.MUTED if level is None else theme.INK for level in known]},
        },
        text=["–" if level is None else str(level) for level in known],
        textfont={"size": 16, "color": [theme.INK if level is None else theme.LEVEL_INK[level] for level in known]},
        customdata=[[row.city_id] for row in rows], hovertext=[describe_place(row, levels) for row in rows],
        hoverinfo="text", selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )  # fmt: skip


def describe_place(row: Any, levels: Mapping[int, str]) -> str:
    """One city in words: also its text alternative."""
    if pd.isna(row.level):
        return f"{row.city_name}: " + _("too few answers or none")
    level = int(row.level)
    wording = f" ({levels[level]})" if levels.get(level) else ""
    points = _("{points} points").format(points=number(row.score, 1))
    return f"{row.city_name}: " + _("level {level}").format(level=level) + f"{wording}, {points}"


def _size(populations: pd.Series, population: float) -> float:
    """The area of the mark follows the population; an unknown one is drawn smallest."""
    largest = populations.max()
    if pd.isna(population) or not largest > 0:
        return SMALLEST
    return max(SMALLEST, LARGEST * math.sqrt(population / largest))


def _names(places: pd.DataFrame, squeeze: float, pixels: float) -> list[Mapping[str, object]]:
    rows = rows_of(places.sort_values(["lat", "lon"]))
    marks = [
        Mark(
            row.city_name, row.lon * squeeze * pixels, row.lat * pixels, _size(places["population"], row.population) / 2
        )
        for row in rows
    ]
    # Names may stand anywhere: the map has room on both sides.
    boxes = place_labels(marks, width=math.inf)
    return [
        annotation(mark, box, x=row.lon * squeeze, y=row.lat, size=15)
        for row, mark, box in zip(rows, marks, boxes, strict=True)
    ]


def _scale_bar(figure: go.Figure, places: pd.DataFrame, squeeze: float) -> None:
    """A bar as long as a round number of kilometres, about a fifth of the map's height."""
    height = max((places["lat"].max() - places["lat"].min()) * KM_PER_DEGREE, 1.0)
    kilometres = 10.0 ** math.floor(math.log10(height / 2))
    x, y = places["lon"].min() * squeeze, places["lat"].max()
    figure.add_shape(
        type="line", x0=x, x1=x + kilometres / KM_PER_DEGREE, y0=y, y1=y, line={"color": theme.INK, "width": 3}
    )
    text = _("{distance} km").format(distance=number(kilometres, 0 if kilometres >= 1 else 1))
    figure.add_annotation(
        x=x, y=y, text=text, showarrow=False, xanchor="left", yanchor="bottom", font={"color": theme.INK}
    )


def _frame(
    places: pd.DataFrame, boundaries: Mapping[str, Sequence[Ring]], squeeze: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What both axes show: all cities and boundaries with an edge around."""
    points = [point for rings in boundaries.values() for ring in rings for point in ring]
    x = [*(places["lon"] * squeeze), *(point[0] * squeeze for point in points)]
    y = [*places["lat"], *(point[1] for point in points)]
    edge = MARGIN * max(max(x) - min(x), max(y) - min(y), SMALLEST_EXTENT)
    return (min(x) - 2 * edge, max(x) + 2 * edge), (min(y) - edge, max(y) + edge)
