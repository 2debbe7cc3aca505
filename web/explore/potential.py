"""Show potential: one city against those chosen, by topic or question."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from maturity.analysis.scores import LEVEL_WIDTH
from maturity.analysis.transfer.potential import find_potential
from maturity.language import _, number
from maturity.rows import rows_of
from web.explore.grid import lay_out
from web.services import naming, pivot_names, snapshot
from web.services.pivots import Pivot
from web.shared import filters, markup, messages

MOST_NAMES = 4


def show(pivot: Pivot) -> None:
    """Offer the city and show what the others chosen have that it has not."""
    wave_id = pivot.waves[-1]
    city_id = filters.city(snapshot.cities(wave_id), label=_("City that looks for potential"))
    rows = snapshot.remember(_rows, pivot=_by_city(pivot, city_id), city_id=city_id)
    field = pivot_names.names(_field(pivot))
    city = pivot_names.names("city")[city_id]
    if rows is None:
        messages.note(_("{city} has no answers in this choice.").format(city=city))
        return
    if rows.empty:
        messages.note(_("Nothing that one of the others has running is missing in {city}.").format(city=city))
        return
    widest = [field.get(row.row_id, row.row_id) for row in rows_of(rows.head(3))]
    text = _("{city} can take over from others in {count} places, the widest: {names}.")
    st.html(markup.paragraph(text.format(city=city, count=len(rows), names=naming.listed(widest))))
    st.html(_table(rows, _field(pivot), city))


def _field(pivot: Pivot) -> str:
    return "question" if pivot.rows == "question" else "topic"


def _by_city(pivot: Pivot, city_id: str) -> Pivot:
    """The newest wave by city; where cities are chosen, those and the city itself."""
    chosen = dict(pivot.filters)
    if "city" in chosen:
        chosen["city"] = tuple(dict.fromkeys([*chosen["city"], city_id]))
    return replace(
        pivot, measures=("score",), rows=_field(pivot), columns="city", group_by="all", waves=pivot.waves[-1:],
        filters=tuple(chosen.items()), sort="order",
    )  # fmt: skip


def _rows(pivot: Pivot, city_id: str) -> pd.DataFrame | None:
    grid = lay_out(pivot)
    columns = [column for column in grid.columns if column.column_id is not None]
    if city_id not in [column.column_id for column in columns]:
        return None
    scores = pd.DataFrame(
        {column.column_id: [grid.value(row, column) for row in grid.inner] for column in columns},
        index=[row.row_id for row in grid.inner],
    )
    strong_level = snapshot.parameter("strong_level", pivot.waves[-1])
    return find_potential(scores, city_id, strong_points=LEVEL_WIDTH * strong_level)


def _table(rows: pd.DataFrame, field: str, city: str) -> str:
    names, cities = pivot_names.names(field), pivot_names.names("city")
    table = pd.DataFrame(
        {
            pivot_names.field_name(field): [names.get(row.row_id, row.row_id) for row in rows_of(rows)],
            city: [number(row.own_points, 1) for row in rows_of(rows)],
            _("Furthest"): [number(row.best_points, 1) for row in rows_of(rows)],
            _("Difference"): [number(row.potential, 1) for row in rows_of(rows)],
            _("Who has it running"): [
                naming.listed([cities.get(id_, id_) for id_ in row.city_ids.split(";")], most=MOST_NAMES)
                for row in rows_of(rows)
            ],
        }
    )
    caption = _("What others have running and {city} has not, in points").format(city=city)
    return markup.html_table(table, caption=caption, numbers=[city, _("Furthest"), _("Difference")])
