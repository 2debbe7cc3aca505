"""Tables and fragments as HTML: formatted, readable by screen readers, every text shown as plain text."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

MARKDOWN = re.compile(r"([\\`*_\[\]<$~])")


def plain(text: str) -> str:
    """Return a text that is shown as it is where Streamlit takes Markdown."""
    return MARKDOWN.sub(r"\\\1", text)


def html_table(rows: pd.DataFrame, *, caption: str, numbers: Sequence[str] = ()) -> str:
    """Write a table as HTML.

    Args:
        rows: formatted texts; the column names are the headings, in the reader's language.
        caption: what the table shows.
        numbers: the columns aligned as numbers.
    """
    head = "".join(f'<th scope="col"{_css(name, numbers)}>{escape(name)}</th>' for name in rows.columns)
    body = "".join(f"<tr>{_cells(list(rows.columns), row, numbers)}</tr>" for row in rows.to_numpy().tolist())
    return (
        f'<div class="dk-scroll"><table class="dk"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _css(name: str, numbers: Sequence[str]) -> str:
    return ' class="dk-number"' if name in numbers else ""


def _cells(names: Sequence[str], row: Sequence[Any], numbers: Sequence[str]) -> str:
    return "".join(_cell(names[i], value, numbers, is_first=i == 0) for i, value in enumerate(row))


def _cell(name: str, value: Any, numbers: Sequence[str], *, is_first: bool) -> str:
    text = escape("" if value is None or pd.isna(value) else str(value))
    if is_first:
        return f'<th scope="row"{_css(name, numbers)}>{text}</th>'
    return f"<td{_css(name, numbers)}>{text}</td>"


def show(rows: pd.DataFrame, *, caption: str, numbers: Sequence[str] = ()) -> None:
    """Show a table of formatted texts on the page."""
    st.html(html_table(rows, caption=caption, numbers=numbers))


def note(text: str) -> str:
    """A small remark."""
    return f'<p class="dk-note">{escape(text)}</p>'


def listing(items: Iterable[tuple[str, str]]) -> str:
    """A list of points: a heading as plain text, and HTML below it."""
    points = "".join(f"<li><strong>{escape(head)}</strong>{body}</li>" for head, body in items)
    return f'<ol class="dk-points">{points}</ol>'
