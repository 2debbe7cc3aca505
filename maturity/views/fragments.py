"""Pieces of a page as HTML, built once per snapshot: formatting hundreds of numbers costs more than all the rest."""

from collections.abc import Iterable
from html import escape


def note(text: str) -> str:
    """A small remark."""
    return f'<p class="dk-note">{escape(text)}</p>'


def listing(items: Iterable[tuple[str, str]]) -> str:
    """A list of points: a heading as plain text, and HTML below it."""
    points = "".join(f"<li><strong>{escape(head)}</strong>{body}</li>" for head, body in items)
    return f'<ol class="dk-points">{points}</ol>'
