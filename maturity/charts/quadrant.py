"""Quadrant: every topic by how many cities work on it and how mature it is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.charts.labels import Mark, annotation, place_labels
from maturity.language import N_, _, ngettext, number, percent
from maturity.rows import rows_of

HEIGHT = 470
PLOT_HEIGHT = 380
# What the horizontal axis shows, and how wide that is on a projector beside the words; where a screen is narrower the
# names move closer together.
SHARES = (-0.08, 1.08)
PIXELS_PER_SHARE = 530
KIND_NAMES = {
    "joint_project": N_("many active, well advanced: chance for a joint project"),
    "duplicated_struggling": N_("many active, not yet mature: each on its own?"),
    "quiet_strength": N_("mature, few active"),
    "blind": N_("few active, not yet mature"),
}
# The mark says the same as the colour.
MARKS = {
    "joint_project": ("circle", theme.ACCENT),
    "duplicated_struggling": ("triangle-up", theme.WARNING),
    "quiet_strength": ("square", "#00735c"),
    "blind": ("diamond", theme.MUTED),
}
CORNERS = {
    "joint_project": (1, 1, "right", "top"),
    "duplicated_struggling": (1, 0, "right", "bottom"),
    "quiet_strength": (0, 1, "left", "top"),
    "blind": (0, 0, "left", "bottom"),
}


def quadrant(overlaps: pd.DataFrame, *, busy_share: float, mature_points: float, is_sample: bool) -> go.Figure:
    """Draw one mark per topic: to the right the share of active cities, upwards the median score.

    Args:
        overlaps: one row per topic with a kind; topic_id, topic_name, kind, is_firm, active_share (0-1), active_count,
            known_count, unknown_count, median_score (points), scored_count.
        busy_share, mature_points: where the quadrants meet.
        is_sample: whether the answers are invented.
    """
    low, high = _range(overlaps["median_score"], mature_points)
    figure = go.Figure([_marks(overlaps, kind) for kind in KIND_NAMES if (overlaps["kind"] == kind).any()])
    figure.add_vline(x=busy_share, line={"color": theme.MUTED, "width": 1, "dash": "dot"})
    figure.add_hline(y=mature_points, line={"color": theme.MUTED, "width": 1, "dash": "dot"})
    for kind in KIND_NAMES:
        figure.add_annotation(_corner(kind))
    for label in _labels(overlaps, PLOT_HEIGHT / (high - low)):
        figure.add_annotation(label)
    figure.update_xaxes(
        range=SHARES, tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=[percent(share / 4) for share in range(5)],
        title={"text": _("Share of cities with a project, of those that answered")}, fixedrange=True, zeroline=False,
        gridcolor=theme.GRID,
    )  # fmt: skip
    figure.update_yaxes(
        range=[low, high], title={"text": _("Median of the points")}, fixedrange=True, zeroline=False,
        gridcolor=theme.GRID,
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 8, "t": 30, "b": 50}, showlegend=False, clickmode="event+select")
    return theme.finish(figure, height=HEIGHT, is_sample=is_sample)


def _range(scores: pd.Series, middle: float) -> tuple[float, float]:
    """As much of the scale as is needed, with room for the corners' names."""
    return max(min(scores.min(), middle) - 16, -8), min(max(scores.max(), middle) + 16, 108)


def _marks(overlaps: pd.DataFrame, kind: str) -> go.Scatter:
    rows = overlaps.loc[overlaps["kind"] == kind]
    symbol, colour = MARKS[kind]
    # Open marks: the cities that have said nothing could move the topic to the other side.
    symbols = [symbol if firm else f"{symbol}-open" for firm in rows["is_firm"]]
    return go.Scatter(
        x=rows["active_share"], y=rows["median_score"], mode="markers",
        marker={"symbol": symbols, "size": 14, "color": colour, "line": {"width": 2, "color": colour}},
        customdata=[[topic_id] for topic_id in rows["topic_id"]],
        hovertext=[describe_topic(row) for row in rows_of(rows)], hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )  # fmt: skip


def describe_topic(row: Any) -> str:
    """One topic in words, with its denominators: also its text alternative."""
    active = ngettext(
        "{active} of {known} city is active", "{active} of {known} cities are active", int(row.known_count)
    ).format(active=int(row.active_count), known=int(row.known_count))
    parts = [active]
    if row.unknown_count:
        parts.append(_("{count} unknown").format(count=int(row.unknown_count)))
    median = _("median {points} points of {scored} cities")
    parts.append(median.format(points=number(row.median_score, 1), scored=int(row.scored_count)))
    return f"{row.topic_name}: " + ", ".join(parts)


def _corner(kind: str) -> Mapping[str, object]:
    x, y, xanchor, yanchor = CORNERS[kind]
    font = {"color": MARKS[kind][1], "size": 13}
    return {
        "x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": xanchor, "yanchor": yanchor,
        "text": _(KIND_NAMES[kind]), "showarrow": False, "font": font,
    }  # fmt: skip


def _labels(overlaps: pd.DataFrame, pixels_per_point: float) -> list[Mapping[str, object]]:
    """The topics' names beside their marks, one label where marks lie on each other.

    Those at the right edge, which have the fewest places to choose from, come first.
    """
    places = overlaps.assign(median_score=overlaps["median_score"].round(9)).sort_values("topic_id")
    labels = places.groupby(["active_share", "median_score"], as_index=False).agg({"topic_name": ", ".join})
    rows = rows_of(labels.sort_values(["active_share", "median_score"], ascending=[False, True]))
    marks = [
        Mark(row.topic_name, (row.active_share - SHARES[0]) * PIXELS_PER_SHARE, row.median_score * pixels_per_point, 9)
        for row in rows
    ]
    boxes = place_labels(marks, width=(SHARES[1] - SHARES[0]) * PIXELS_PER_SHARE)
    return [
        annotation(mark, box, x=row.active_share, y=row.median_score, size=13)
        for row, mark, box in zip(rows, marks, boxes, strict=True)
    ]
