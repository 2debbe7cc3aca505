"""What to show: measures, rows, columns, groups, waves and filters; all of it stands in the address."""

import streamlit as st

from maturity.language import _
from maturity.measures import ALL, FIELDS, FILTERS, measures
from web.services import pivot_names, pivots
from web.services.pivots import FILTER_PREFIX, Pivot
from web.shared import filters
from web.shared.markup import plain

SORT_NAMES = ("order", "high", "low")
# Chosen most often, so they stand open; the others are one click away.
FIRST_FILTERS = ("topic", "city", "county")


def choose(wave_id: str) -> Pivot:
    """Offer every choice of a pivot and return it."""
    shape = st.container(key="stack_explore_shape").columns(4, gap="small")
    with shape[0]:
        filters.several(_("Numbers"), {key: found.name for key, found in measures().items()}, key="measure",
                        placeholder=measures()["score"].name)  # fmt: skip
    with shape[1]:
        rows = filters.choice(_("Rows"), _fields(), key="rows", default="topic")
    with shape[2]:
        columns = filters.choice(_("Columns"), {ALL: _("none"), **_fields(without=(rows,))}, key="columns")
    with shape[3]:
        _choose_waves(wave_id)
    first = st.container(key="stack_explore_filters").columns(4, gap="small", vertical_alignment="bottom")
    for place, field in zip(first, FIRST_FILTERS, strict=False):
        with place:
            _filter(field)
    with first[3], st.popover(plain(_more_label()), width="stretch"):
        _choose_more(rows, columns)
    return pivots.read(st.query_params.to_dict(), wave_id=wave_id)


def _fields(without: tuple[str, ...] = ()) -> dict[str, str]:
    return {field: _(name) for field, name in FIELDS.items() if field not in without}


def _choose_waves(wave_id: str) -> None:
    """Offer the earlier waves to stand beside the wave in view; the one before by default."""
    alike = pivots.comparable_waves(wave_id)
    others = [wave for wave in alike if wave < wave_id]
    options = {"": _("no other wave"), **{wave: _("with {wave}").format(wave=wave) for wave in reversed(others)}}
    if len(others) > 1:
        options[",".join(others)] = _("with all earlier waves")
    filters.choice(_("Compare"), options, key="with", default=others[-1] if others else "")


def _filter(field: str) -> None:
    if names := pivot_names.names(field):  # a network may have no groups of its own
        filters.several(pivot_names.field_name(field), names, key=f"{FILTER_PREFIX}{field}")


def _more_label() -> str:
    others = [field for field in FILTERS if field not in FIRST_FILTERS]
    chosen = sum(bool(st.query_params.get(f"{FILTER_PREFIX}{field}")) for field in others)
    return _("More filters and order") + (f" ({chosen})" if chosen else "")


def _choose_more(rows: str, columns: str) -> None:
    filters.choice(_("Groups"), {ALL: _("none"), **_fields(without=(rows, columns))}, key="group")
    names = {"order": _("as in the survey"), "high": _("highest first"), "low": _("lowest first")}
    filters.choice(_("Order of the rows"), {sort: names[sort] for sort in SORT_NAMES}, key="sort")
    alike = {"1": _("only like with like: questions asked in each wave"), "0": _("all answers of each wave")}
    filters.choice(_("What is compared between waves"), alike, key="alike")
    for field in FILTERS:
        if field not in FIRST_FILTERS:
            _filter(field)
