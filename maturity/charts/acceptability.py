"""Rank acceptability: how often each city takes each place when the method is varied."""

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from maturity.charts import theme
from maturity.language import _, percent

ROW_HEIGHT = 30
# A narrower part has no room for its number.
LABELLED_SHARE = 0.06
DARK = 0.65


def rank_bars(shares: pd.DataFrame, *, is_sample: bool) -> go.Figure:
    """Draw one bar per city, cut into parts: the share of the runs in which it has each rank.

    Args:
        shares: one row per city, top to bottom, named by the index; one column per rank (1, 2, ...), share of the runs.
        is_sample: whether the answers are invented.
    """
    names, count = list(shares.index), shares.shape[1]
    figure = go.Figure()
    for rank in range(1, count + 1):
        of_rank = shares.loc[shares[rank] > 0, rank]
        depth = 1 - (rank - 1) / max(1, count - 1)
        colour = sample_colorscale(list(theme.LEVEL_COLOURS), [depth])[0]
        ink = theme.PAPER if depth > DARK else theme.INK
        text = [str(rank) if share >= LABELLED_SHARE else "" for share in of_rank]
        place = _("rank {rank}").format(rank=rank)
        figure.add_trace(
            go.Bar(
                x=list(of_rank), y=list(of_rank.index), orientation="h", text=text, textposition="inside",
                insidetextanchor="middle", textangle=0, textfont={"color": ink, "size": 14},
                marker={"color": colour, "line": {"color": theme.PAPER, "width": 1}},
                hovertext=[f"{name}: {place}, {percent(share)}" for name, share in of_rank.items()], hoverinfo="text",
            )
        )  # fmt: skip
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], fixedrange=True, tickfont={"color": theme.INK, "size": 14}
    )
    figure.update_xaxes(
        range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=[percent(part / 4) for part in range(5)],
        fixedrange=True, gridcolor=theme.GRID, zeroline=False, tickfont={"color": theme.INK},
        title={"text": _("Share of the runs in which the city has this rank"), "font": {"color": theme.INK}},
    )  # fmt: skip
    figure.update_layout(
        barmode="stack", bargap=0.25, showlegend=False, margin={"l": 8, "r": 28, "t": 28, "b": 56},
    )  # fmt: skip
    return theme.finish(figure, height=96 + ROW_HEIGHT * len(names), is_sample=is_sample)
