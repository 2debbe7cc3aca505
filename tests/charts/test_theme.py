"""What all figures share."""

import pandas as pd
import plotly.graph_objects as go

from maturity.charts.hasse import hasse_diagram
from maturity.charts.theme import finish, literal

LINK = '<a href="https://example.org">Bretten</a>'


def test_a_name_with_markup_stands_as_it_is_wherever_a_figure_shows_it() -> None:
    figure = go.Figure(
        go.Bar(x=[1], y=[LINK], text=[LINK], hovertext=[LINK], customdata=["<id>"], hovertemplate="%{y}<extra></extra>")
    )
    figure.add_annotation(text=LINK)
    figure.update_xaxes(tickvals=[1], ticktext=[LINK])
    shown, before = literal(figure), figure.to_json()
    (bar,) = shown.data

    texts = [bar.y[0], bar.text[0], bar.hovertext[0], shown.layout.annotations[0].text, shown.layout.xaxis.ticktext[0]]
    assert texts == [LINK.replace("<", "&lt;")] * 5
    assert (bar.hovertemplate, bar.customdata[0]) == ("%{y}<extra></extra>", "<id>")
    assert figure.to_json() == before


def test_every_figure_ends_with_names_as_they_are() -> None:
    figure = finish(go.Figure(go.Bar(x=[1], y=[LINK])), height=200, is_sample=False)

    assert figure.data[0].y[0] == LINK.replace("<", "&lt;")


def test_a_figure_without_markup_is_left_alone() -> None:
    figure = hasse_diagram(pd.DataFrame(columns=["city_id", "next_city_id"]), {"a": "Bühl & Baden"}, is_sample=True)

    assert literal(figure) is figure
