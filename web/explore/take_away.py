"""Take a table away: each kind of file is made when it is asked for."""

import streamlit as st

from maturity.clock import today
from maturity.language import _, current, day
from maturity.reports.exports import FORMATS, Export, Format
from web.explore import table, words
from web.explore.grid import Grid
from web.services import naming, snapshot
from web.shared import downloads


def export_of(grid: Grid, *, is_sample: bool) -> Export:
    """Return the table as it is shown, with what was chosen, the data version and the day."""
    pivot = grid.pivot
    return Export(
        table=table.plain_table(grid),
        title=words.title(pivot),
        notes=(words.remarks(pivot), *origin()),
        is_sample=is_sample,
        kind="line" if "wave" in (pivot.rows, pivot.columns) else "bar",
    )


def origin() -> tuple[str, ...]:
    """Say which data a file was made from, on which day, and what a smaller audience than the network does not see."""
    left_out = () if snapshot.audience() == "network" else (snapshot.remember(snapshot.audience_words, wave_id=None),)
    return (
        *left_out,
        _("Data version {snapshot}").format(snapshot=naming.data_version()),
        _("Made on {day}").format(day=day(today())),
    )


def offer(export: Export, *, name: str, key: str) -> None:
    """Offer a table in every kind of file."""
    with st.popover(_("Download the table")):
        for kind, found in FORMATS.items():
            _offer_one(export, found, name=f"{_prefix(export)}{name}.{found.ending}", key=f"{key}_{kind}")


def _offer_one(export: Export, found: Format, *, name: str, key: str) -> None:
    downloads.offer(_(found.name), lambda: found.write(export), name=name, mime=found.mime, key=key)


def _prefix(export: Export) -> str:
    return ("Beispieldaten_" if current() == "de" else "sample-data_") if export.is_sample else ""
