"""Occasions to act together: the same product or vendor, contracts that end together, projects that begin together."""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis._wave import in_wave
from maturity.analysis.overlaps.activity import ACTIVE
from maturity.errors import InvalidInput

CONTRACT_MONTHS = 12
START_QUARTERS = 1


class _Event(NamedTuple):
    """A planning field that holds a time, and the statuses whose time counts."""

    field: str
    statuses: tuple[str, ...] | None
    number: Callable[[str], int]


# A contract ends whatever the project's status; a start is ahead only of a planned project or a change of system.
EVENTS = {
    "contract_end": _Event("contract_until", None, lambda month: int(month[:4]) * 12 + int(month[5:])),
    "start": _Event("start_planned", ("geplant", "wechsel"), lambda quarter: int(quarter[:4]) * 4 + int(quarter[6:])),
}


def find_shared_products(planning: pd.DataFrame, products: pd.DataFrame, *, wave_id: str) -> pd.DataFrame:
    """List the products and vendors that two or more cities have in common.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id, product (as written), product_id
            (normalised; missing for a product that the reference does not know).
        products: one row per known product; product_id, name, vendor.
        wave_id: the wave to look at.

    Returns:
        One row per group, most cities first: basis ("product": the same product in a topic; "vendor": products of
        one vendor that are not all the same), name (of product or vendor), topic_ids, city_count, city_ids (joined
        by ";"). A product that the reference does not know counts as the same only if it is written the same.

    Raises:
        MissingColumns: a table lacks one of its columns.

    Source: docs/method.md, "Occasions".
    """
    require_columns(products, "product_id", "name", "vendor")
    rows = in_wave(planning, wave_id, "product", "product_id")
    rows = rows.loc[rows["product"].notna() | rows["product_id"].notna()]
    rows = rows.merge(products[["product_id", "name", "vendor"]], on="product_id", how="left")
    rows = rows.assign(name=rows["name"].fillna(rows["product"].str.strip()))
    rows = rows.assign(key=rows["name"].str.casefold())
    groups = [_group("product", cells) for _, cells in rows.groupby(["topic_id", "key"], sort=True)]
    vendors = [cells for _, cells in rows.groupby("vendor", sort=True) if cells["key"].nunique() > 1]
    groups += [_group("vendor", cells) for cells in vendors]
    table = pd.DataFrame(groups, columns=["basis", "name", "topic_ids", "city_count", "city_ids"])
    table = table.loc[table["city_count"] > 1]
    return table.sort_values(
        ["basis", "city_count", "topic_ids", "name"], ascending=[True, False, True, True], ignore_index=True
    )


def _group(basis: str, cells: pd.DataFrame) -> list[object]:
    cities = sorted(cells["city_id"].unique())
    name = cells["name" if basis == "product" else "vendor"].iloc[0]
    return [basis, name, ";".join(sorted(cells["topic_id"].unique())), len(cities), ";".join(cities)]


def find_windows(
    planning: pd.DataFrame, *, wave_id: str, event: Literal["contract_end", "start"], width: int | None = None
) -> pd.DataFrame:
    """List where two or more cities meet the same moment in a topic: a joint procurement or a joint start.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id, status, and contract_until ("YYYY-MM") or
            start_planned ("YYYY-Qn").
        wave_id: the wave to look at.
        event: "contract_end" of any city that named one, or "start" of a planned project or change of system.
        width: months between the first and the last end of contract (12 if None), or quarters between the first and
            the last start (1 if None: the same or the next quarter).

    Returns:
        One row per topic and window, most cities first: topic_id, first, last (as in planning), city_count,
        city_ids, unknown_count (active cities of the topic that named no time). A window is as large as it can be,
        none lies within another; a city may be in two windows that overlap.

    Raises:
        MissingColumns: planning lacks one of its columns.
        InvalidInput: an unknown event or a negative width.

    Source: docs/method.md, "Occasions".
    """
    if event not in EVENTS:
        raise InvalidInput(what="event", value=event, expected=f"one of {', '.join(EVENTS)}")
    if width is None:
        width = CONTRACT_MONTHS if event == "contract_end" else START_QUARTERS
    if width < 0:
        raise InvalidInput(what="width", value=width, expected="0 or more")
    field, statuses, number = EVENTS[event]
    rows = in_wave(planning, wave_id, "status", field)
    if statuses:
        rows = rows.loc[rows["status"].isin(statuses)]
    found = []
    for topic_id, cells in rows.groupby("topic_id", sort=True):
        timed = cells.dropna(subset=field).sort_values([field, "city_id"])
        unknown = int((cells[field].isna() & cells["status"].isin(ACTIVE)).sum())
        times = [number(text) for text in timed[field]]
        for first, end in _windows(times, width):
            part = timed.iloc[first:end]
            cities = sorted(part["city_id"])
            found.append([topic_id, part[field].iloc[0], part[field].iloc[-1], len(cities), ";".join(cities), unknown])
    table = pd.DataFrame(found, columns=["topic_id", "first", "last", "city_count", "city_ids", "unknown_count"])
    return table.sort_values(["city_count", "first", "topic_id"], ascending=[False, True, True], ignore_index=True)


def _windows(times: Sequence[int], width: int) -> list[tuple[int, int]]:
    """The largest runs of two or more sorted times at most `width` apart, as slices."""
    runs: list[tuple[int, int]] = []
    reached = 0
    for first, time in enumerate(times):
        end = first + sum(1 for other in times[first:] if other - time <= width)
        # A run that ends where an earlier one did lies within it.
        if end > reached and end - first > 1:
            runs.append((first, end))
        reached = max(reached, end)
    return runs
