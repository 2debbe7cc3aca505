"""Sentences and marks that pages share."""

from collections.abc import Mapping
from html import escape
from typing import NoReturn

import streamlit as st

from maturity.charts import theme
from maturity.language import _
from web.shared import markup


def stop_empty() -> NoReturn:
    """Say that no wave has answers yet and what to do, then end the page."""
    st.info(_("No city has handed in answers yet. The first file can be handed in on the page “Survey”."))
    st.header(_("In three steps to a first evaluation"), anchor=False)
    first_steps()
    st.stop()


def first_steps() -> None:
    """Lead who comes for the first time from the questionnaire to the own city's page."""
    steps: tuple[tuple[str, str, dict[str, str], str], ...] = (
        (
            _("Get the questionnaire"),
            "upload",
            {"part": "file"},
            _("as an Excel file, with the last answers filled in"),
        ),
        (_("Hand it in"), "upload", {"part": "file"}, _("it is checked first; stored only when you confirm")),
        (_("Look at your city"), "cities", {}, _("strengths, gaps and whom to ask; the overview shows all cities")),
    )
    items = "".join(
        f"<li>{markup.link(name, page, **address)}: {escape(remark)}</li>" for name, page, address, remark in steps
    )
    online = markup.link(_("Or answer online"), "upload", part="form")
    st.html(f'<ol class="dk-steps">{items}</ol><p>{online}.</p>')


def sample_mark() -> None:
    """Mark the page as made from invented answers."""
    text = _("Sample data: invented answers, no statement about the cities")
    st.html(f'<p class="dk-sample">{escape(text)}</p>')


def answer(text: str) -> None:
    """Show the sentence that answers the page's question, above everything else."""
    st.html(f'<p class="dk-answer">{escape(text)}</p>')


def note(text: str) -> None:
    """Show a small remark."""
    st.html(markup.note(text))


def level_legend(levels: Mapping[int, str]) -> None:
    """Show what the levels' numbers and colours mean, and the hatching."""
    items = "".join(
        f'<li><span class="dk-swatch" style="background:{theme.LEVEL_COLOURS[level]};color:{theme.LEVEL_INK[level]}">'
        f"{level}</span>{escape(name)}</li>"
        for level, name in levels.items()
    )
    without = {"dk-hatched": _("too few answers"), "dk-crossed": _("nothing handed in")}
    items += "".join(
        f'<li><span class="dk-swatch {css}">&nbsp;</span>{escape(name)}</li>' for css, name in without.items()
    )
    st.html(f'<ul class="dk-legend">{items}</ul>')
