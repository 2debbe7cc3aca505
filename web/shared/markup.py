"""The only writer of tables and fragments as HTML: readable by screen readers, every text shown as plain text."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maturity.language import _, current, number

# What stands in a table where a value is missing; it is never zero.
DASH = "–"
# Signs of Markdown; a colon only where it may begin `:smile:`, the others only where a line begins with them.
MARKDOWN = re.compile(r"([\\`*_\[\]<$~]|:(?=[\w+/-]+:)|^[#>])", re.MULTILINE)


def plain(text: str) -> str:
    """Return a text that is shown as it is where Streamlit takes Markdown."""
    return MARKDOWN.sub(r"\\\1", text)


def or_dash(value: Any, digits: int = 0) -> str:
    """Write a number with this many decimals, or a dash where it is missing."""
    return DASH if pd.isna(value) else number(value, digits)


def span(first: str, last: str) -> str:
    """Write a range; where both ends are the same, that alone."""
    return first if first == last else _("{first} to {last}").format(first=first, last=last)


# Tables


def html_table(
    rows: pd.DataFrame,
    *,
    caption: str,
    numbers: Sequence[str] = (),
    as_html: Sequence[str] = (),
    is_tight: bool = False,
) -> str:
    """Write a table as HTML; the first column heads its row.

    Args:
        rows: formatted texts; the column names are the headings, in the reader's language.
        caption: what the table shows.
        numbers: the columns aligned as numbers.
        as_html: the columns whose cells are HTML already.
        is_tight: whether the rows stand close, for a table that is read as a whole.
    """
    names = list(rows.columns)
    css = ['class="dk-number"' if name in numbers else "" for name in names]
    head = "".join(_cell("th", escape(name), f'scope="col" {css[i]}') for i, name in enumerate(names))
    body = ""
    for row in rows.to_numpy().tolist():
        cells = [_row_cell(row[i], css[i], is_first=i == 0, is_html=name in as_html) for i, name in enumerate(names)]
        body += f"<tr>{''.join(cells)}</tr>"
    return frame_table(escape(caption), [head], body, css="dk dk-tight" if is_tight else "dk")


def _row_cell(value: Any, css: str, *, is_first: bool, is_html: bool) -> str:
    text = "" if value is None or pd.isna(value) else str(value)
    text = text if is_html else escape(text)
    return _cell("th", text, f'scope="row" {css}') if is_first else _cell("td", text, css)


def _cell(tag: str, html: str, attributes: str = "") -> str:
    attributes = attributes.strip()
    return f"<{tag} {attributes}>{html}</{tag}>" if attributes else f"<{tag}>{html}</{tag}>"


def frame_table(caption: str, heads: Sequence[str], body: str, *, css: str = "dk") -> str:
    """Put cells that are HTML already into the one frame of a table.

    Args:
        caption: what the table shows, as HTML.
        heads: the cells of each line of headings; none for a table without.
        body: the rows.
        css: classes of the table.
    """
    head = "".join(f"<tr>{line}</tr>" for line in heads)
    head = f"<thead>{head}</thead>" if head else ""
    return (
        f'<div class="dk-scroll"><table class="{css}"><caption>{caption}</caption>'
        f"{head}<tbody>{body}</tbody></table></div>"
    )


def show(rows: pd.DataFrame, *, caption: str, numbers: Sequence[str] = ()) -> None:
    """Show a table of formatted texts on the page."""
    st.html(html_table(rows, caption=caption, numbers=numbers))


def facts(rows: Iterable[tuple[str, str]], *, caption: str) -> str:
    """Write names and what stands for each, one below the other."""
    body = "".join(
        f"<tr>{_row_cell(name, '', is_first=True, is_html=False)}<td>{escape(text)}</td></tr>" for name, text in rows
    )
    return frame_table(escape(caption), [], body)


def board(columns: Iterable[tuple[str, str, str]], *, title: str, remark: str = "") -> str:
    """Write a table of one row, where each column stands for one of several answers.

    Args:
        columns: of each the heading, a line below it, and what stands there as HTML.
        title: what is asked.
        remark: stands behind it.
    """
    known = list(columns)
    head = "".join(
        _cell("th", f'{escape(name)}<span class="dk-anchor">{escape(below)}</span>', 'scope="col"')
        for name, below, _html in known
    )
    body = f"<tr>{''.join(f'<td>{html}</td>' for _name, _below, html in known)}</tr>"
    return frame_table(f"<strong>{escape(title)}</strong>{escape(remark)}", [head], body, css="dk dk-board")


# Fragments


def note(text: str) -> str:
    """A small remark."""
    return f'<p class="dk-note">{escape(text)}</p>'


def paragraph(text: str) -> str:
    """A sentence."""
    return f"<p>{escape(text)}</p>"


def tags(texts: Iterable[str]) -> str:
    """Short texts side by side, each in a frame of its own."""
    return "".join(f'<span class="dk-city">{escape(text)}</span>' for text in texts)


def bullets(items: Iterable[str], *, css: str = "") -> str:
    """A list of plain texts."""
    points = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="{css}">{points}</ul>' if css else f"<ul>{points}</ul>"


def link(text: str, page: str, **address: str) -> str:
    """A link to a page of the menu with these filters, in the reader's language."""
    target = f"{page}?{urlencode({'lang': current(), **address})}"
    return f'<a href="{escape(target)}" target="_self">{escape(text)}</a>'


def unfold(summary: str, html: str) -> str:
    """HTML that unfolds below its question."""
    return f'<details class="dk-unfold"><summary>{escape(summary)}</summary>{html}</details>'


def listing(items: Iterable[tuple[str, str]]) -> str:
    """A list of points: a heading as plain text, and HTML below it."""
    points = "".join(f"<li><strong>{escape(head)}</strong>{body}</li>" for head, body in items)
    return f'<ol class="dk-points">{points}</ol>'
