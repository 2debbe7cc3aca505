"""Views kept by name: keep one, open one, and say what has changed since: then 52, today 55."""

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maturity.clock import local
from maturity.language import _, current, day, version
from maturity.rights import Actor, may
from web.explore import grid as layout
from web.explore import numbers, words
from web.explore.grid import Column, Grid, Row
from web.services import views
from web.services.pivots import read, write
from web.services.views import Number, SavedView
from web.shared import markup, messages

MOST_SHOWN = 20


def show(actor: Actor, grid: Grid) -> None:
    """Offer to keep the view shown, and list those that were kept."""
    if may(actor, "keep_view"):
        _keep(actor, grid)
    kept = views.all_views()
    if kept:
        st.html(_listing(kept))
    else:
        messages.note(_("No view has been kept yet."))


def _keep(actor: Actor, grid: Grid) -> None:
    with st.form("explore_keep", border=False, clear_on_submit=True):
        name = st.text_input(_("Name of the view"), key="explore_name", max_chars=80)
        if st.form_submit_button(_("Keep this view")):
            views.keep(actor, name, address=write(grid.pivot), numbers=_numbers(grid))
            st.success(_("Kept. Whoever opens it later sees what has changed since."))


def _numbers(grid: Grid) -> dict[Number, float]:
    return {
        _name(grid, row, column): grid.value(row, column)
        for row in grid.rows
        for column in grid.columns
        if not column.is_change and not pd.isna(grid.value(row, column))
    }


def _name(grid: Grid, row: Row, column: Column) -> Number:
    return (*grid.key(row, column, column.wave_id), column.measure_id)


def _listing(kept: list[SavedView]) -> str:
    rows = pd.DataFrame(
        {
            _("View"): [f'<a href="?{escape(_address(view))}" target="_self">{escape(view.name)}</a>' for view in kept],
            _("Kept on"): [day(local(view.at).date()) for view in kept],
            _("Data version"): [version(view.snapshot) for view in kept],
        }
    )
    return markup.html_table(rows, caption=_("Views kept, the newest first"), as_html=[_("View")])


def _address(view: SavedView) -> str:
    return urlencode({"lang": current(), **view.address, "view": str(view.view_id)})


def say_changes(view_id: str, grid: Grid) -> None:
    """Say what has changed since the view in the address was kept; nothing while another choice is shown."""
    view = views.find(view_id)
    if view is None or read(view.address, wave_id=view.address["wave"]) != grid.pivot:
        return
    st.html(_changes(view, grid))


def _changes(view: SavedView, grid: Grid) -> str:
    now = _numbers(grid)
    intro = _("“{name}”, kept on {day} with data version {snapshot}:").format(
        name=view.name, day=day(local(view.at).date()), snapshot=version(view.snapshot)
    )
    changed = [
        key for key in [*view.numbers, *(key for key in now if key not in view.numbers)] if _differ(view, now, key)
    ]
    if not changed:
        return markup.paragraph(f"{intro} {_same()}")
    text = _("{count} numbers have changed.").format(count=len(changed))
    overall = _overall(view, grid)
    return markup.paragraph(" ".join(filter(None, (intro, overall, text)))) + _table(view, grid, changed)


def _same() -> str:
    return _("all numbers are still the same.")


def _differ(view: SavedView, now: dict[Number, float], key: Number) -> bool:
    before, after = view.numbers.get(key), now.get(key)
    return before is None or after is None or round(before, 6) != round(after, 6)


def _overall(view: SavedView, grid: Grid) -> str:
    column = words.main_column(grid)
    if column is None or grid.total is None:
        return ""
    before = view.numbers.get(_name(grid, grid.total, column))
    if before is None:
        return ""
    return _("then {before}, today {now}.").format(
        before=numbers.shown(before, column), now=numbers.shown(grid.value(grid.total, column), column)
    )


def _table(view: SavedView, grid: Grid, changed: list[Number]) -> str:
    places = {_name(grid, row, column): (row, column) for row in grid.rows for column in grid.columns}
    rows = []
    for key in changed[:MOST_SHOWN]:
        if key in places:
            row, column = places[key]
            before = numbers.shown(view.numbers.get(key, float("nan")), column)
            heads = filter(None, (layout.column_name(grid.pivot, column), layout.measure_name(column), column.wave_id))
            now = numbers.shown(grid.value(row, column), column)
            rows.append((layout.row_name(grid.pivot, row), " · ".join(heads), before, now))
    table = pd.DataFrame(rows, columns=[_("Row"), _("Column"), _("Then"), _("Today")])
    return markup.html_table(table, caption=_("What has changed"), numbers=[_("Then"), _("Today")])
