"""A pivot's table as HTML: headings that screen readers know, every number a link to what it is made of."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import groupby

import pandas as pd

from maturity.language import _
from maturity.measures import ALL, measure
from web.explore import grid as layout
from web.explore import numbers
from web.explore.grid import Column, Grid, Row
from web.services import pivot_names
from web.shared import markup

# More rows than this are in the download, not on the page.
MOST_ROWS = 200
Link = Callable[[Row, Column], str]
ROW_CSS = {"cell": "", "subtotal": ' class="dk-sum"', "total": ' class="dk-sum dk-total"'}


def pivot_table(grid: Grid, *, caption: str, link: Link | None, courses: Mapping[Row, str] | None = None) -> str:
    """Write a pivot as a table.

    Args:
        grid: the pivot.
        caption: what it shows.
        link: the address behind a number, '' for none; None for a table without links.
        courses: a small picture of each row over the waves, as HTML.
    """
    levels = list(_headings(grid))
    first, course_name = escape(pivot_names.field_name(grid.pivot.rows)), escape(_("Course"))
    rows = f'rowspan="{len(levels)}"' if len(levels) > 1 else ""
    corner = f'<th scope="col" {rows}>{first}</th>'
    course = f'<th scope="col" {rows}>{course_name}</th>' if courses else ""
    lines = ["".join(level) for level in levels]
    lines[0] = corner + lines[0] + course
    body = "".join(_line(grid, row, link, courses) for row in grid.rows[:MOST_ROWS])
    return markup.frame_table(escape(caption), lines, body, css="dk dk-pivot") + _rest(grid)


def _rest(grid: Grid) -> str:
    left = len(grid.rows) - MOST_ROWS
    return markup.note(_("{count} more rows are in the download.").format(count=left)) if left > 0 else ""


def heading_texts(grid: Grid) -> list[tuple[str, str, str]]:
    """What heads each column: its id's name, its measure, its wave or `Change`."""
    return [
        (
            layout.column_name(grid.pivot, column),
            layout.measure_name(column),
            _("Change") if column.is_change else _wave(grid, column),
        )
        for column in grid.columns
    ]


def _wave(grid: Grid, column: Column) -> str:
    return "" if "wave" in (grid.pivot.rows, grid.pivot.group_by) else column.wave_id


def _headings(grid: Grid) -> Iterator[list[str]]:
    """The lines of headings: only those that tell columns apart, equal neighbours in one cell."""
    texts = heading_texts(grid)
    told = [place for place in range(3) if len({text[place] for text in texts}) > 1] or [1]
    for place in told:
        scope = "col" if place == told[-1] else "colgroup"
        runs = [(key, len(list(run))) for key, run in groupby(texts, key=lambda text: text[: place + 1])]
        yield [f'<th scope="{scope}" class="dk-number"{_span(width)}>{escape(key[-1])}</th>' for key, width in runs]


def _span(width: int) -> str:
    return f' colspan="{width}"' if width > 1 else ""


def _line(grid: Grid, row: Row, link: Link | None, courses: Mapping[Row, str] | None) -> str:
    name = escape(layout.row_name(grid.pivot, row))
    cells = "".join(_cell(grid, row, column, link) for column in grid.columns)
    course = f"<td>{courses.get(row, '')}</td>" if courses else ""
    return f'<tr{ROW_CSS[row.kind]}><th scope="row">{name}</th>{cells}{course}</tr>'


def _cell(grid: Grid, row: Row, column: Column, link: Link | None) -> str:
    text = escape(numbers.shown(grid.value(row, column), column))
    cell = grid.cell(row, column)
    target = link(row, column) if link is not None and cell is not None and not column.is_change else ""
    text = f'<a href="{escape(target)}" target="_self">{text}</a>' if target else text
    base = numbers.base(cell, column, is_one_city=grid.is_one_city(row, column))
    small = f' <span class="dk-base">({escape(base)})</span>' if base else ""
    return f'<td class="dk-number">{text}{small}</td>'


def plain_table(grid: Grid) -> pd.DataFrame:
    """The same rows and columns with their numbers, for downloads: headings in one line, NaN where unknown."""
    columns: dict[str, list[object]] = {}
    if grid.pivot.group_by != ALL:
        columns[pivot_names.field_name(grid.pivot.group_by)] = [_group(grid, row) for row in grid.rows]
    columns[pivot_names.field_name(grid.pivot.rows)] = [
        "" if row.kind == "subtotal" else layout.row_name(grid.pivot, row) for row in grid.rows
    ]
    for column, texts in zip(grid.columns, heading_texts(grid), strict=True):
        name = " · ".join(text for text in texts if text)
        columns[name] = [_plain(grid.value(row, column), column) for row in grid.rows]
    return pd.DataFrame(columns)


def _group(grid: Grid, row: Row) -> str:
    return "" if row.group_id is None else layout.row_name(grid.pivot, Row("subtotal", row.group_id, None))


def _plain(value: float, column: Column) -> float:
    """The number as shown: rounded to the same decimals, a share as a share."""
    unit = measure(column.measure_id).unit
    return round(value, 4 if unit == "share" else 1 if unit == "points" or column.is_change else 2)


def course(values: list[float], words: str) -> str:
    """Draw a row's values over the waves as a small line; the words say the same."""
    known = [(place, value) for place, value in enumerate(values) if not pd.isna(value)]
    if len(known) < 2:
        return ""
    low, high = min(value for _place, value in known), max(value for _place, value in known)
    span = (high - low) or 1.0
    step = 56 / max(len(values) - 1, 1)
    points = [(4 + place * step, 18 - 14 * (value - low) / span if high > low else 11.0) for place, value in known]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="dk-course" width="64" height="22" viewBox="0 0 64 22" role="img" aria-label="{escape(words)}">'
        f'<polyline points="{path}" fill="none" stroke="#57606a" stroke-width="1.5"></polyline>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="#00519e"></circle></svg>'
    )
