"""What all figures share: colours that hold for colour-blind readers, type, German numbers, the sample mark."""

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
FONT = "'Fira Sans', 'Source Sans', 'DejaVu Sans', sans-serif"


def finish(figure: go.Figure, *, height: int, is_sample: bool) -> go.Figure:
    """Give a figure the common look; one made from sample data says so inside itself, so that a screenshot keeps it.

    Args:
        figure: the figure, changed in place and returned.
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
    return figure
