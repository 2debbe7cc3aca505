"""What the method page says about the order that holds for every coding of the levels and every weight in a band."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.charts.hasse import describe_order, hasse_diagram
from maturity.language import _, ngettext, number
from maturity.rows import rows_of
from web.services import naming, robustness
from web.shared import markup

# More cities cannot be told apart in the diagram; the table holds all of them.
MOST_DRAWN = 30


class Content(NamedTuple):
    """What the page says about the sure order, made once per snapshot and band."""

    answer: str
    diagram: go.Figure | None
    diagram_alt: str
    table: str


def content(wave_id: str, band_percent: int, is_sample: bool) -> Content | None:
    """Make what the page says; None where there is nothing to compare."""
    found = robustness.sure_order(wave_id, band_percent)
    if found is None:
        return None
    names = naming.names(wave_id).cities
    cities = {city_id: names[city_id] for city_id in sorted(found.ahead.index, key=names.__getitem__)}
    is_readable = len(cities) <= MOST_DRAWN
    return Content(
        answer=order_sentence(found.sure_count, found.pair_count, found.lost_count),
        diagram=hasse_diagram(found.steps, cities, is_sample=is_sample) if is_readable else None,
        diagram_alt=describe_order(found.steps, cities) or _("No pair has a sure order."),
        table=_table(found.cities, robustness.valuable_answers(wave_id, band_percent), cities),
    )


def order_sentence(sure: int, pairs: int, lost: int) -> str:
    """Say how many comparisons hold whatever the weights, and how many the missing answers cost."""
    text = ngettext(
        "{sure} of {pairs} holds whatever the weights; the missing answers cost {lost}.",
        "{sure} of {pairs} hold whatever the weights; the missing answers cost {lost}.",
        pairs,
    )
    return text.format(sure=number(sure), pairs=number(pairs), lost=number(lost))


def _table(ranks: pd.DataFrame, answers: pd.DataFrame, cities: dict[str, str]) -> str:
    asked = {row.city_id: row for row in rows_of(answers)}
    by_id = {row.city_id: row for row in rows_of(ranks)}
    rows = pd.DataFrame(
        {
            _("City"): list(cities.values()),
            _("Surely ahead of"): [number(by_id[city_id].ahead_count) for city_id in cities],
            _("Surely behind"): [number(by_id[city_id].behind_count) for city_id in cities],
            _("Rank surely between"): [
                markup.span(number(by_id[city_id].rank_best), number(by_id[city_id].rank_worst)) for city_id in cities
            ],
            _("Most valuable missing answer"): [valuable_answer(asked.get(city_id)) for city_id in cities],
        }
    )
    caption = _("Missing answers count at their worst; a valuable one would settle most pairs of the city.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:4]))


def valuable_answer(row: object) -> str:
    """Write the question whose answer would settle most pairs, and how many; a dash where none would."""
    if row is None:
        return markup.DASH
    count = int(getattr(row, "added_most", 0))
    text = ngettext("{question}: up to {count} pair more", "{question}: up to {count} pairs more", count)
    return text.format(question=getattr(row, "question_id", ""), count=number(count))
