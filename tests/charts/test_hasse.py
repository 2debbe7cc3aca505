"""The Hasse diagram: a city stands below all that are surely ahead of it, a line per direct step."""

import pandas as pd

from maturity.charts.hasse import describe_order, hasse_diagram

CITIES = {"a": "Bretten", "b": "Bruchsal", "c": "Bühl", "d": "Rastatt"}
# a before b before c; d beside them.
STEPS = pd.DataFrame([("a", "b"), ("b", "c")], columns=["city_id", "next_city_id"])


def test_who_is_ahead_stands_higher_and_a_line_leads_down() -> None:
    figure = hasse_diagram(STEPS, CITIES, is_sample=True)
    lines, marks = figure.data
    heights = dict(zip(marks.text, marks.y, strict=True))

    assert heights["Bretten"] > heights["Bruchsal"] > heights["Bühl"]
    assert heights["Rastatt"] == heights["Bretten"], "nobody is surely ahead of it"
    assert list(lines.x).count(None) == 2
    assert figure.layout.title.text == "Beispieldaten"


def test_the_diagram_in_words() -> None:
    assert describe_order(STEPS, CITIES) == "Bretten vor Bruchsal; Bruchsal vor Bühl"


def test_without_any_sure_pair_all_stand_side_by_side() -> None:
    figure = hasse_diagram(STEPS.head(0), CITIES, is_sample=False)

    assert set(figure.data[1].y) == {0.0}
