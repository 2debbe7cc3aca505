"""What all figures share: colours that hold for colour-blind readers, type, German numbers, the sample mark."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from maturity.language import _, current
from maturity.reports.palette import LEVEL_COLOURS as LEVEL_COLOURS
from maturity.reports.palette import LEVEL_INK as LEVEL_INK

INK = "#1f2328"
MUTED = "#57606a"
GRID = "#d8dee4"
PAPER = "#ffffff"
ACCENT = "#00519e"
WARNING = "#b35900"

# Above the figure, to the right of the sample mark.
LEGEND_ABOVE = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"}
# Markup of our own, and ids that nobody sees.
NOT_SHOWN = ("hovertemplate", "texttemplate", "customdata")
FONT = "'Fira Sans', 'Source Sans', 'DejaVu Sans', sans-serif"


def finish(figure: go.Figure, *, height: int, is_sample: bool) -> go.Figure:
    """Give a figure the common look; one made from sample data says so inside itself, so that a screenshot keeps it.

    The last step of every figure: names stand in it as they are, see `literal`.

    Args:
        figure: the figure; it may be changed in place.
        height: pixels.
        is_sample: whether invented answers went into it.
    """
    figure.update_layout(
        height=height,
        font={"family": FONT, "size": 14, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        separators=",." if current() == "de" else ".,",
        hoverlabel={"bgcolor": PAPER, "bordercolor": GRID, "font": {"family": FONT, "size": 14, "color": INK}},
        dragmode=False,
    )
    figure.update_xaxes(automargin=True)
    figure.update_yaxes(automargin=True)
    if is_sample:
        place = {"x": 0, "xref": "container", "xanchor": "left", "y": 1, "yref": "container", "yanchor": "top"}
        figure.update_layout(
            title={"text": _("Sample data"), "font": {"size": 13, "color": WARNING}, "pad": {"t": 4}, **place}
        )
    return literal(figure)


def literal(figure: go.Figure) -> go.Figure:
    """Let every text of a figure stand as it is: Plotly takes `<a href=...>` in a name for a link.

    Args:
        figure: read-only; returned itself where no text holds a `<`.
    """
    written = figure.to_dict()
    return go.Figure(_escaped(written)) if any("<" in text for text in _texts(written)) else figure


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in NOT_SHOWN:
                yield from _texts(part)
    elif isinstance(value, list | tuple | np.ndarray):
        for part in value:
            yield from _texts(part)


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("<", "&lt;")
    if isinstance(value, Mapping):
        return {key: part if key in NOT_SHOWN else _escaped(part) for key, part in value.items()}
    return [_escaped(part) for part in value] if isinstance(value, list | tuple | np.ndarray) else value
