"""Profile: one city's topics beside the network's median, its own targets, and the change since the wave before."""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.charts.heatmap import WITHOUT_LEVEL
from maturity.charts.trend import COLUMN_WIDTH, add_changes
from maturity.language import _, number
from maturity.rows import rows_of

ROW_HEIGHT = 27
# Where the scale ends (points), and the pixels beside it that words take where there are no points.
END_OF_SCALE, WORDS_WIDTH = 103, 130


def city_profile(
    topics: pd.DataFrame, *, city_name: str, changes: "pd.Series[str]", since: str, is_sample: bool
) -> go.Figure:
    """Draw one line per topic: the city as a dot, its gap to its own target, the network's median as a tick.

    Args:
        topics: one row per topic, top to bottom; topic_name, score (of the city, NaN = none), status as in the heat
            map, network_median, own_target (points, NaN = unknown).
        city_name: whose profile it is.
        changes: the change in words, by topic_name; empty without an earlier wave.
        since: the wave compared with.
        is_sample: whether the answers are invented.
    """
    names = list(topics["topic_name"])
    # A city that has handed in nothing is said so above the figure, not once per topic.
    silent = topics.loc[topics["score"].isna() & (topics["status"] != "not_submitted")]
    figure = go.Figure(
        [
            _gaps(topics.loc[topics["own_target"] > topics["score"]]),
            *_marks_of(topics, city_name),
            _without_score(silent),
        ]
    )
    if not changes.empty:
        changes = changes.drop(list(silent["topic_name"]), errors="ignore")
        add_changes(figure, changes, end=END_OF_SCALE, since=since)
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.4], fixedrange=True,
        gridcolor=theme.GRID, tickfont={"color": theme.INK, "size": 14},
    )  # fmt: skip
    right = WORDS_WIDTH if not silent.empty else COLUMN_WIDTH
    figure.update_xaxes(
        range=[-3, END_OF_SCALE], tickvals=[0, 25, 50, 75, 100], fixedrange=True,
        gridcolor=theme.GRID, zeroline=False, tickfont={"color": theme.INK},
        title={"text": _("Points (0 to 100)"), "font": {"color": theme.INK}},
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": right, "t": 56, "b": 56}, legend={**theme.LEGEND_ABOVE, "y": 1.04})
    return theme.finish(figure, height=120 + ROW_HEIGHT * len(names), is_sample=is_sample)


def _gaps(rows: pd.DataFrame) -> go.Scatter:
    """What is missing to the city's own target, as a bar from its dot."""
    ends = [(row.score, row.own_target, row.topic_name) for row in rows_of(rows)]
    return go.Scatter(
        x=[value for first, last, _name in ends for value in (first, last, None)],
        y=[value for *_ends, topic in ends for value in (topic, topic, None)],
        mode="lines", line={"width": 8, "color": theme.LEVEL_COLOURS[1]}, name=_("missing to its target"),
        hoverinfo="skip",
    )  # fmt: skip


def _marks_of(topics: pd.DataFrame, city_name: str) -> Iterator[go.Scatter]:
    median, target = _("median of the network"), _("own target")
    yield _marks(topics, "network_median", median, symbol="line-ns-open", colour=theme.MUTED)
    yield _marks(topics, "own_target", target, symbol="diamond-open", colour=theme.WARNING)
    yield _marks(topics, "score", city_name, symbol="circle", colour=theme.ACCENT)


def _marks(rows: pd.DataFrame, column: str, name: str, *, symbol: str, colour: str) -> go.Scatter:
    known = rows.dropna(subset=column)
    return go.Scatter(
        x=list(known[column]), y=list(known["topic_name"]), mode="markers", name=name, cliponaxis=False,
        marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2, "color": colour}},
        hovertext=[f"{row.topic_name}, {name}: {number(getattr(row, column), 1)}" for row in rows_of(known)],
        hoverinfo="text",
    )  # fmt: skip


def _without_score(rows: pd.DataFrame) -> go.Scatter:
    """Why there are no points, to the right of the scale, where no mark is."""
    return go.Scatter(
        x=[END_OF_SCALE] * len(rows), y=list(rows["topic_name"]), mode="text", textposition="middle right",
        text=[_(WITHOUT_LEVEL[status]) for status in rows["status"]],
        textfont={"color": theme.MUTED, "size": 13}, hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip
