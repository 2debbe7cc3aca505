"""Overlaps page in three views: what doubled work costs, what to begin and buy together, where nobody can help."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web.overlaps import activity, gaps, together
from web.services import plans, snapshot
from web.shared import filters, frame, markup, messages


def _show_doubled(view: frame.View) -> None:
    """Who does the same, how mature it is, and what it costs beside the largest single effort."""
    usual = round(100 * snapshot.parameter("reuse_share", view.wave_id))
    share = int(st.query_params.get("overlaps_reuse", usual)) if _is_percent("overlaps_reuse") else usual
    texts = snapshot.remember(activity.content, wave_id=view.wave_id)
    leads = plans.decided_leads(view.wave_id) if may(view.actor, "read_network") else ()
    sentence, table = snapshot.remember(together.money, wave_id=view.wave_id, reuse_percent=share, leads=leads)
    messages.answer(sentence)
    st.html(markup.paragraph(texts.answer))
    _show_quadrants(view, texts)
    label = _("Reusing costs, per cent of the own budget")
    st.slider(label, 0, 100, usual, step=5, key="overlaps_reuse", bind="query-params")
    messages.note(texts.effort)
    messages.note(
        _(
            "Why {share} per cent: assumed, not measured. Specification, procurement and training material are reused; "
            "licences, set-up, data and training on site remain."
        ).format(share=usual)
    )
    st.expander(_("Euros per topic")).html(table)


def _is_percent(key: str) -> bool:
    asked = st.query_params.get(key, "")
    return asked.isascii() and asked.isdigit() and int(asked) <= 100


def _show_quadrants(view: frame.View, texts: activity.Content) -> None:
    figure = snapshot.remember(activity.quadrant_figure, wave_id=view.wave_id, is_sample=view.is_sample)
    if figure is None:
        messages.note(_("Without answers about projects, activity cannot be set against maturity."))
        return
    picture, words = st.container(key="stack_overlaps").columns([2.3, 1], gap="medium")
    with picture:
        chosen = frame.chart(figure, alt=texts.quadrant_alt, key="overlaps_quadrant", select=True)
    words.html(texts.kinds)
    st.expander(_("The same as a table")).html(texts.table)
    if chosen:
        filters.go_to("pages/topics.py", topic=chosen[0][0])


def _show_together(view: frame.View) -> None:
    """Starts, contracts and products that fall together."""
    texts = snapshot.remember(together.content, wave_id=view.wave_id)
    messages.answer(texts.answer)
    st.header(_("Begin together"), anchor=False)
    st.html(texts.starts)
    st.header(_("Buy together"), anchor=False)
    months = st.slider(_("Contracts that end within, months"), 1, 36, 12, key="overlaps_months", bind="query-params")
    st.html(snapshot.remember(together.contracts_html, wave_id=view.wave_id, months=months))
    st.expander(_("Products and vendors in common")).html(texts.products)


def _show_gaps(view: frame.View) -> None:
    """Topics in which nobody or only one city can show something, and what hinders the cities."""
    texts = snapshot.remember(gaps.content, wave_id=view.wave_id)
    messages.answer(texts.answer)
    st.html(texts.scarce)
    st.expander(_("All topics")).html(texts.supply)
    st.expander(_("How many cities have reached which level")).html(texts.coverage)
    st.header(_("Common challenges and needs"), anchor=False)
    st.html(texts.challenges)
    st.expander(_("Support needed")).html(texts.support)
    st.expander(_("Challenges per topic")).html(texts.topic_challenges)


with frame.page("overlaps") as view:
    views = {"doubled": _("Doubled work"), "together": _("Begin and buy together"), "gaps": _("Gaps")}
    chosen = filters.strip(_("View"), views, key="overlaps_view")
    {"doubled": _show_doubled, "together": _show_together, "gaps": _show_gaps}[chosen](view)
