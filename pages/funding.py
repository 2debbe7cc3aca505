"""Funding page: what the cities can apply for together, what is missing for it, and who would pay what."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from maturity.rows import rows_of
from web.funding import application, edit, imports, tables, words
from web.funding.content import Content, content
from web.services import funding, programmes, snapshot
from web.shared import filters, frame, messages


def _show_programmes(said: Content) -> None:
    messages.answer(said.answer)
    if said.remark:
        messages.note(said.remark)
    if said.ahead:
        st.html(said.ahead)
    if said.waiting:
        st.header(_("What to check next"), anchor=False)
        st.html(said.waiting)
    if said.closed:
        st.expander(_("Closed programmes")).html(said.closed)


def _show_changes(view: frame.View, changes: str) -> None:
    if not changes:
        return
    st.header(_("What changed since the last look"), anchor=False)
    st.html(changes)
    if may(view.actor, "manage_programmes") and st.button(_("Note as seen"), key="funding_seen"):
        programmes.note_look(view.actor)
        st.rerun()


def _show_one(view: frame.View) -> None:
    """Show one programme: how it stands, who may apply, and if it is an offer, the application."""
    states = programmes.states()
    if states.empty:
        return
    st.header(_("One programme"), anchor=False)
    names = dict(zip(states["programme_id"], states["programme_name"], strict=True))
    programme_id = filters.choice(_("Programme"), names, key="programme")
    programme = programmes.known().programme(programme_id)
    row = next(row for row in rows_of(states) if row.programme_id == programme_id)
    messages.note(words.headline(programme, row))
    if view.wave_id and row.state != "closed":
        _show_eligible(view, programme_id)
    if view.wave_id and row.is_offer:
        leads = words.leads_sentence(programme, view.wave_id)
        if leads:
            messages.note(leads)
        st.header(_("Apply together"), anchor=False)
        application.show_application(view, programme)
    st.expander(_("Every fact with its evidence")).html(tables.evidence_table(programme))


def _show_eligible(view: frame.View, programme_id: str) -> None:
    judged = funding.eligibility(view.wave_id)
    own = judged.loc[judged["programme_id"] == programme_id]
    topics = snapshot.topics().loc[lambda rows: rows["topic_id"].isin(own["topic_id"])]
    names = dict(zip(topics["topic_id"], topics["topic_name"], strict=True))
    if not names:
        messages.note(_("The programme’s topics are unknown: ask the sponsor for them."))
        return
    able = own.loc[own["verdict"] == "yes", "topic_id"].value_counts()
    topic_id = filters.choice(_("Topic"), names, key="funding_topic", default=able.index[0] if len(able) else None)
    st.html(tables.eligibility_table(own.loc[own["topic_id"] == topic_id], view.wave_id))


def _show_office(view: frame.View) -> None:
    """Offer the coordination office to edit, release and take in."""
    if not may(view.actor, "manage_programmes"):
        return
    st.header(_("For the coordination office"), anchor=False)
    for label, key, show in (
        (_("Edit a programme"), "funding_edit", edit.show_edit),
        (_("Release a programme, or look it up again"), "funding_release_panel", edit.show_release),
        (_("Take in the Förderdatenbank"), "funding_import", imports.show_import),
    ):
        with filters.panel(label, key=key) as panel:
            if panel.open:
                show(view.actor)


with frame.page("funding", needs_answers=False) as view:
    edit.show_said()
    said = content(view.wave_id)
    _show_programmes(said)
    _show_changes(view, said.changes)
    _show_one(view)
    _show_office(view)
