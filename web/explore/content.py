"""Everything the page Analyse says about one pivot, made once per snapshot; its links are added per address."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from maturity.measures import measure
from web.explore import follow, numbers, picture, table, words
from web.explore.grid import Column, Grid, Row, lay_out
from web.services.pivots import Pivot, write
from web.shared import markup

# A table of no more columns leaves room for the figure beside it.
MOST_BESIDE = 3


class Content(NamedTuple):
    """A pivot with its words, its figure and the small pictures of its rows."""

    grid: Grid
    answer: str
    title: str
    remarks: str
    courses: Mapping[Row, str]
    figure: go.Figure | None
    figure_alt: str


def content(pivot: Pivot, is_sample: bool) -> Content:
    """Compute a pivot and everything that is said about it."""
    grid = lay_out(pivot)
    figure = picture.figure(grid, is_sample=is_sample)
    return Content(
        grid=grid,
        answer=words.answer(grid),
        title=words.title(pivot),
        remarks=words.remarks(pivot),
        courses=_courses(grid),
        figure=figure,
        figure_alt=picture.alt(grid) if figure is not None else "",
    )


def _courses(grid: Grid) -> dict[Row, str]:
    waves, values = picture.course_values(grid)
    column = Column(None, "", grid.pivot.measures[0])
    return {
        row: table.course(
            of_row,
            "; ".join(f"{wave}: {numbers.shown(value, column)}" for wave, value in zip(waves, of_row, strict=True)),
        )
        for row, of_row in values.items()
    }


def table_html(shown: Content, language: str) -> str:
    """Write the table; each number's link holds the whole view, so that it stays the same when defaults change."""
    base = {"lang": language, **write(shown.grid.pivot)}

    def link(row: Row, column: Column) -> str:
        return "?" + urlencode({**base, **pick(shown.grid, row, column)}) + follow.ANCHOR

    # By its class a picture of the chart finds what was chosen.
    return f'<div class="dk-view">{markup.note(shown.remarks)}</div>' + table.pivot_table(
        shown.grid, caption=shown.title, link=link, courses=shown.courses
    )


def pick(grid: Grid, row: Row, column: Column) -> dict[str, str]:
    """The address parameters that name one number."""
    group_id, row_id, column_id, wave_id = grid.key(row, column, column.wave_id)
    ids = {"at_group": group_id, "at_row": row_id, "at_column": column_id, "at_wave": wave_id}
    return {name: id_ for name, id_ in ids.items() if id_ is not None}


def places(shown: Content) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return where table and figure stand: side by side if the table is narrow, else below each other."""
    if shown.figure is not None and len(shown.grid.columns) <= MOST_BESIDE:
        left, right = st.container(key="stack_explore").columns([1, 1], gap="medium")
        return left, right
    return st.container(), st.container()


def definitions(pivot: Pivot) -> str:
    """Write what each measure shown means."""
    return markup.listing((measure(id_).name, markup.paragraph(measure(id_).definition)) for id_ in pivot.measures)
