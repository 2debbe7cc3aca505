"""Overlaps page: where the cities do the same, where nobody does anything, and what could be done together."""

import streamlit as st

from maturity.language import _
from web.overlaps import activity, together
from web.overlaps.content import Content, content
from web.services import snapshot
from web.shared import filters, frame, messages


def _show_quadrants(view: frame.View, texts: Content) -> None:
    figure = snapshot.remember(activity.quadrant_figure, wave_id=view.wave_id, is_sample=view.is_sample)
    if figure is None:
        messages.note(_("Without answers about projects, activity cannot be set against maturity."))
        return
    picture, words = st.columns([2.3, 1], gap="medium")
    with picture:
        chosen = frame.chart(figure, alt=texts.quadrant_alt, key="overlaps_quadrant", select=True)
    words.html(texts.kinds)
    st.expander(_("The same as a table")).html(texts.overlaps)
    if chosen:
        filters.go_to("pages/topics.py", topic=chosen[0][0])


def _show_gaps(texts: Content) -> None:
    st.header(_("Gaps: who can show it, who needs it"), anchor=False)
    st.html(texts.scarce)
    st.expander(_("All topics")).html(texts.supply)
    st.expander(_("How many cities have reached which level")).html(texts.coverage)


def _show_occasions(wave_id: str, texts: Content) -> None:
    st.header(_("Begin together"), anchor=False)
    st.html(texts.starts)
    st.header(_("Buy together"), anchor=False)
    months = st.slider(_("Contracts that end within, months"), 1, 36, 12, key="overlaps_months", bind="query-params")
    st.html(snapshot.remember(together.contracts_html, wave_id=wave_id, months=months))
    st.html(texts.products)


def _show_needs(texts: Content) -> None:
    st.header(_("Common challenges and needs"), anchor=False)
    st.html(texts.challenges)
    st.html(texts.support)
    st.expander(_("Challenges per topic")).html(texts.topic_challenges)


def _show_money(wave_id: str, texts: Content) -> None:
    st.header(_("What it costs to do it several times"), anchor=False)
    st.html(texts.effort)
    usual = round(100 * snapshot.parameter("reuse_share"))
    label = _("Reusing costs, per cent of the own budget")
    share = st.slider(label, 0, 100, usual, step=5, key="overlaps_reuse", bind="query-params")
    sentence, table = snapshot.remember(together.money, wave_id=wave_id, reuse_percent=share)
    st.html(sentence)
    messages.note(
        _(
            "Why {share} per cent: assumed, not measured. Specification, procurement and training material are reused; "
            "licences, set-up, data and training on site remain."
        ).format(share=usual)
    )
    st.expander(_("Per topic")).html(table)


with frame.page("overlaps") as view:
    texts = snapshot.remember(content, wave_id=view.wave_id)
    messages.answer(texts.answer)
    _show_quadrants(view, texts)
    _show_gaps(texts)
    _show_occasions(view.wave_id, texts)
    _show_needs(texts)
    _show_money(view.wave_id, texts)
