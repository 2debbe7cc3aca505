"""Profile: one city's topics against the spread of the network and its own targets."""

import pandas as pd
import plotly.graph_objects as go

from maturity.charts import theme
from maturity.charts.heatmap import WITHOUT_LEVEL
from maturity.language import _, number
from maturity.rows import rows_of

ROW_HEIGHT = 27
# Fewer cities have no middle half worth drawing: then all of them are the spread.
QUARTILES_FROM = 5
# Where the scale ends, and where the figure ends if words stand beside it (points).
RIGHT_OF_SCALE, WITH_WORDS = 103, 140


def city_profile(topics: pd.DataFrame, *, city_name: str, is_sample: bool) -> go.Figure:
    """Draw one line per topic: the network's spread as bars, its median as a tick, the city as a dot.

    Args:
        topics: one row per topic, top to bottom; topic_name, score (of the city, NaN = none), status as in the heat
            map, network_low, network_q1, network_median, network_q3, network_high, network_count (cities with a
            score), own_target (points, NaN = unknown).
        city_name: whose profile it is.
        is_sample: whether the answers are invented.
    """
    names = list(topics["topic_name"])
    spread = topics.dropna(subset="network_low")
    middle = spread.loc[spread["network_count"] >= QUARTILES_FROM]
    # A city that has handed in nothing is said so above the figure, not once per topic.
    silent = topics.loc[topics["score"].isna() & (topics["status"] != "not_submitted")]
    figure = go.Figure(
        [
            _bars(spread, "network_low", "network_high", 8, theme.LEVEL_COLOURS[0], _("all cities")),
            _bars(middle, "network_q1", "network_q3", 14, theme.LEVEL_COLOURS[1], _("middle half of the cities")),
            _marks(spread, "network_median", _("median of the network"), symbol="line-ns-open", colour=theme.MUTED),
            _marks(
                topics.dropna(subset="own_target"), "own_target", _("own target"),
                symbol="diamond-open", colour=theme.WARNING,
            ),
            _marks(topics.dropna(subset="score"), "score", city_name, symbol="circle", colour=theme.ACCENT),
            _without_score(silent),
        ]
    )  # fmt: skip
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.4], fixedrange=True,
        gridcolor=theme.GRID, tickfont={"color": theme.INK, "size": 14},
    )  # fmt: skip
    figure.update_xaxes(
        range=[-3, RIGHT_OF_SCALE if silent.empty else WITH_WORDS], tickvals=[0, 25, 50, 75, 100], fixedrange=True,
        gridcolor=theme.GRID, zeroline=False, tickfont={"color": theme.INK},
        title={"text": _("Points (0 to 100)"), "font": {"color": theme.INK}},
    )  # fmt: skip
    figure.update_layout(margin={"l": 8, "r": 8, "t": 44, "b": 56}, legend=theme.LEGEND_ABOVE)
    return theme.finish(figure, height=120 + ROW_HEIGHT * len(names), is_sample=is_sample)


def _bars(rows: pd.DataFrame, low: str, high: str, width: int, colour: str, name: str) -> go.Scatter:
    ends = [(getattr(row, low), getattr(row, high), row.topic_name) for row in rows_of(rows)]
    return go.Scatter(
        x=[value for first, last, _name in ends for value in (first, last, None)],
        y=[value for *_ends, topic in ends for value in (topic, topic, None)],
        mode="lines", line={"width": width, "color": colour}, name=name, hoverinfo="skip",
    )  # fmt: skip


def _marks(rows: pd.DataFrame, column: str, name: str, *, symbol: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=list(rows[column]), y=list(rows["topic_name"]), mode="markers", name=name, cliponaxis=False,
        marker={"symbol": symbol, "size": 13, "color": colour, "line": {"width": 2, "color": colour}},
        hovertext=[f"{row.topic_name}, {name}: {number(getattr(row, column), 1)}" for row in rows_of(rows)],
        hoverinfo="text",
    )  # fmt: skip


def _without_score(rows: pd.DataFrame) -> go.Scatter:
    """Why there are no points, to the right of the scale, where no bar is."""
    return go.Scatter(
        x=[RIGHT_OF_SCALE] * len(rows), y=list(rows["topic_name"]), mode="text", textposition="middle right",
        text=[_(WITHOUT_LEVEL[status]) for status in rows["status"]],
        textfont={"color": theme.MUTED, "size": 13}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
