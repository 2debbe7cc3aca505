"""Follow a number: to the cells it is made of, to a cell's answers, to an answer's row in the file handed in."""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maturity.language import _, number, text_of
from maturity.measures import FILTERS
from maturity.rights import may
from maturity.rows import rows_of
from web.explore import table, words
from web.explore.grid import Column, Grid, Row, lay_out
from web.services import accounts, pivot_names, snapshot, survey
from web.services.pivots import Pivot
from web.shared import markup, places

AXES = {"at_group": "group_by", "at_row": "rows", "at_column": "columns"}
# The browser goes there when the page has come: the link stands far above what it opens.
ANCHOR = "#follow"


def show(pivot: Pivot, address: Mapping[str, str]) -> None:
    """Show what the number named in the address is made of, if there is one."""
    wave_id = address.get("at_wave", "")
    if wave_id not in pivot.waves:
        return
    parts = narrowed(pivot, address)
    heading = _("What the number is made of")
    st.html(f'<h2 id="follow">{escape(heading)}</h2>')
    st.html(snapshot.remember(_cells_html, pivot=parts, wave_id=wave_id, address=tuple(address.items())))
    city_id, topic_id = address.get("of_city", ""), address.get("of_topic", "")
    if not city_id or not topic_id:
        return
    answers = answers_of(parts, wave_id, city_id, topic_id)
    st.html(_answer_table(answers, (city_id, topic_id), address))
    chosen = answers.loc[answers["question_id"] == address.get("answer", "")]
    if len(chosen):
        st.html(_source(rows_of(chosen)[0]))


def narrowed(pivot: Pivot, address: Mapping[str, str]) -> Pivot:
    """Return the cells of one number: cities down, topics across, its ids as filters besides those there are."""
    ids = {getattr(pivot, axis): address[name] for name, axis in AXES.items() if name in address}
    filters = {**dict(pivot.filters), **{field: (id_,) for field, id_ in ids.items() if field in FILTERS}}
    return replace(pivot, rows="city", columns="topic", group_by="all", filters=tuple(filters.items()), sort="order")


def _cells_html(pivot: Pivot, wave_id: str, address: tuple[tuple[str, str], ...]) -> str:
    whole = lay_out(pivot)
    columns = tuple(column for column in whole.columns if column.wave_id == wave_id and not column.is_change)
    base = {name: value for name, value in address if name not in ("of_city", "of_topic", "answer")}

    def link(row: Row, column: Column) -> str:
        if row.row_id is None or column.column_id is None:
            return ""
        return "?" + urlencode({**base, "of_city": row.row_id, "of_topic": column.column_id}) + ANCHOR

    grid = Grid(pivot, whole.rows, columns, whole.found)
    caption = _("The number’s cells in {wave}: {title}").format(wave=wave_id, title=words.selection(pivot))
    return table.pivot_table(grid, caption=caption, link=link)


def answers_of(pivot: Pivot, wave_id: str, city_id: str, topic_id: str) -> pd.DataFrame:
    """Return the answers that went into one cell: the rows of `answer_sources` for the questions that count there."""
    filters = {**dict(pivot.filters), "city": (city_id,), "topic": (topic_id,)}
    counted = lay_out(replace(pivot, rows="question", columns="all", filters=tuple(filters.items())))
    asked = {row.row_id for row in counted.rows}
    answers = snapshot.table("answer_sources", city_id=city_id, topic_id=topic_id, wave_id=wave_id)
    return answers.loc[answers["question_id"].isin(asked)]


def _answer_table(answers: pd.DataFrame, cell: tuple[str, str], address: Mapping[str, str]) -> str:
    city, topic = pivot_names.names("city").get(cell[0], cell[0]), pivot_names.names("topic").get(cell[1], cell[1])
    rows = pd.DataFrame(
        {
            _("Question"): [f"{row.question_id} {text_of(row, 'text')}" for row in rows_of(answers)],
            _("Answer"): [places.wording(row) for row in rows_of(answers)],
            _("Points"): [markup.or_dash(points) for points in answers["answer_points"]],
            _("Weight"): [number(weight, 1) for weight in answers["weight"]],
            _("Where"): [_row_link(row, address) for row in rows_of(answers)],
        }
    )
    caption = _("Answers of {city} on {topic}").format(city=city, topic=topic)
    return markup.html_table(rows, caption=caption, numbers=[_("Points"), _("Weight")], as_html=[_("Where")])


def _row_link(row: Any, address: Mapping[str, str]) -> str:
    if pd.isna(row.submission_id):
        return markup.DASH
    target = "?" + urlencode({**address, "answer": row.question_id}) + ANCHOR
    return f'<a href="{escape(target)}" target="_self">{escape(places.place(row))}</a>'


def _source(row: Any) -> str:
    """The row of the file in which an answer stands, cell by cell as it was handed in."""
    is_in_file = not pd.isna(row.submission_id) and not pd.isna(row.source_row)
    actor = accounts.current_actor()
    is_shown = is_in_file and may(actor, "read_answers")
    cells = survey.row_of(actor, int(row.submission_id), int(row.source_row)) if is_shown else {}
    caption = _("{question}: {place}, the row as it was handed in").format(
        question=row.question_id, place=places.place(row)
    )
    return markup.facts(cells.items(), caption=caption)
