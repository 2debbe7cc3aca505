"""Opening a meeting, the topics with a clear proposal, and the end: decisions, open points, documents."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.clock import moment
from maturity.language import _, ngettext
from maturity.reports import meeting_words
from maturity.rights import Actor
from web.leads import words as lead_words
from web.meeting import documents
from web.meeting.decide import SAID, accept_proposal
from web.meeting.picture import big, heading, small
from web.meeting.steps import go
from web.services import naming, plans
from web.services.meetings import MeetingLog, meetings, open_meeting, write_notes
from web.shared import filters, markup
from web.shared.markup import plain

SHOWN_OF_HASH = 12


def show_opening(actor: Actor, wave_id: str) -> None:
    """Ask who is there and open the next meeting."""
    names = naming.names(wave_id)
    with st.form(key="meeting_open", border=False):
        present = st.multiselect(
            _("Who is here?"),
            list(names.cities),
            default=list(names.cities),
            format_func=lambda city: names.cities[city],
        )
        is_opened = st.form_submit_button(_("Open the meeting"), type="primary")
    if is_opened:
        meeting_id = open_meeting(actor, wave_id, present=present)
        st.query_params["meeting"] = meeting_id
        st.query_params.pop("step", None)
        st.rerun()


def show_more(actor: Actor, log: MeetingLog) -> None:
    """Show the topics that are not on the agenda; those with a firm proposal may be accepted together."""
    proposed, names = plans.solve(log.wave_id), naming.names(log.wave_id)
    others = [topic_id for topic_id in proposed.plan.leads["topic_id"] if topic_id not in log.agenda]
    waiting = _firm_and_waiting(proposed, log, others)
    text = ngettext(
        "{count} other topic with a robust proposal", "{count} other topics with a robust proposal", len(waiting)
    )
    heading(text.format(count=len(waiting)) if waiting else _("No other robust proposal is waiting"))
    if others:
        _show_rows(proposed, log, names, [*waiting, *(topic_id for topic_id in others if topic_id not in waiting)])
    if actor.role == "coordinator" and others:
        _show_together(actor, log, proposed, waiting)
        _show_single(names, others)


def _firm_and_waiting(proposed: ProposedPlan, log: MeetingLog, topics: list[str]) -> list[str]:
    """The topics about which nothing was decided and whose proposal is firm: only these may pass without a word."""
    certainty, done = plans.certainty(log.wave_id), {*proposed.decided, *log.decisions}
    return [topic_id for topic_id in topics if topic_id not in done and certainty[topic_id].state == "firm"]


def _show_together(actor: Actor, log: MeetingLog, proposed: ProposedPlan, waiting: list[str]) -> None:
    """Offer to accept the firm proposals at once; a second click confirms."""
    if not waiting:
        return
    text = ngettext("Accept {count} robust proposal", "Accept {count} robust proposals together", len(waiting))
    key = f"meeting_together_{len(proposed.rules.history)}"
    if st.toggle(plain(text.format(count=len(waiting))), key=key):
        small(_("All leads listed above as robust are decided at once; each is recorded on its own."))
        if st.button(_("Yes, the meeting accepts them"), key="meeting_together_accept", type="primary"):
            for topic_id in waiting:
                accept_proposal(actor, log, proposed, topic_id)
            text = ngettext("{count} proposal accepted.", "{count} proposals accepted together.", len(waiting))
            st.session_state[SAID] = text.format(count=len(waiting))
            st.rerun()


def _show_single(names: naming.Names, others: list[str]) -> None:
    """Offer to talk about one topic alone."""
    single, turn = st.container(key="stack_meeting_single").columns([4, 1], vertical_alignment="bottom")
    with single:
        titles = {topic_id: names.topics[topic_id] for topic_id in others}
        topic_id = filters.pick(_("Talk about one of them"), titles, key="meeting_single")
    turn.button(_("Show"), key="meeting_single_show", on_click=go, args=(topic_id,), width="stretch")


def _show_rows(proposed: ProposedPlan, log: MeetingLog, names: naming.Names, topics: list[str]) -> None:
    rows = pd.DataFrame(
        {
            _("Topic"): [names.topics[topic_id] for topic_id in topics],
            _("Lead"): [_city(proposed.lead(topic_id), names) for topic_id in topics],
            _("State"): [_state(proposed, log, names, topic_id) for topic_id in topics],
        }
    )
    markup.show(rows, caption=_("Topics that are not on the agenda; robust proposals first."))


def _city(city_id: str | None, names: naming.Names) -> str:
    return markup.DASH if city_id is None else names.city(city_id)


def _state(proposed: ProposedPlan, log: MeetingLog, names: naming.Names, topic_id: str) -> str:
    decision = log.decisions.get(topic_id)
    if topic_id in proposed.decided:
        return "✔ " + _("decided")
    if decision is not None:
        return _(meeting_words.KINDS[decision.kind])
    firmness = lead_words.firmness(proposed, names, plans.certainty(log.wave_id)[topic_id])
    return _("Proposal: {firmness}").format(firmness=firmness)


def show_end(actor: Actor, log: MeetingLog, *, is_sample: bool) -> None:
    """Show what was decided and what is open, take notes, close the meeting, offer the documents and the next one."""
    report = documents.report_of(log, is_sample=is_sample)
    heading(meeting_words.summary(report) if report.decisions else _("Nothing has been decided yet"))
    if report.decisions:
        rows = [
            (one.topic_name, meeting_words.kind(one), one.lead or markup.DASH, one.co_lead or markup.DASH)
            for one in report.decisions
        ]
        table = pd.DataFrame(rows, columns=[_("Topic"), _("Decision"), _("Lead"), _("Co-lead")])
        markup.show(table, caption=_("Decisions of the meeting {meeting}.").format(meeting=log.meeting_id))
    for point in report.open_points:
        big(_("Open: {point}").format(point=point))
    documents.show_downloads(log, is_sample=is_sample)
    if log.closed_at:
        _say_closed(log)
    elif actor.role == "coordinator":
        _show_notes(actor, log, naming.names(log.wave_id))
        _show_close(actor, log, is_sample=is_sample)
    if actor.role == "coordinator" and log.closed_at:
        with st.expander(_("Open another meeting")):
            show_opening(actor, log.wave_id)
    _show_meetings(log)
    small(_("Every decision is kept with its time and the data version; it can be revised, never erased."))


def _say_closed(log: MeetingLog) -> None:
    text = _(
        "This meeting was closed on {when}. Its papers are made from what was kept then and never change "
        "(fingerprint {fingerprint})."
    )
    when = moment(log.closed_at)
    small(text.format(when=when, fingerprint=log.document_sha256[:SHOWN_OF_HASH]))


def _show_close(actor: Actor, log: MeetingLog, *, is_sample: bool) -> None:
    """Offer to close the meeting; a second click confirms."""
    if st.toggle(_("Close the meeting"), key=f"meeting_close_{log.meeting_id}"):
        small(_("After that nothing more can be decided in this meeting, and its papers stay as they are now."))
        if st.button(_("Yes, close it"), key="meeting_close_now", type="primary"):
            documents.close(actor, log, is_sample=is_sample)
            st.session_state[SAID] = _("The meeting is closed. Its papers stay as they are.")
            st.rerun()


def _show_notes(actor: Actor, log: MeetingLog, names: naming.Names) -> None:
    # A form of its own per state of the notes, so that it always starts from what the ledger holds.
    with st.form(key=f"meeting_notes_{log.meeting_id}", border=False):
        present = st.multiselect(
            _("Who is here?"), list(names.cities), default=[city for city in log.present if city in names.cities],
            format_func=lambda city: names.cities[city],
        )  # fmt: skip
        written = st.text_area(_("Other open points, one per line"), value=log.open_points, max_chars=2000)
        next_meeting = st.text_input(_("Next meeting"), value=log.next_meeting, max_chars=200)
        is_sent = st.form_submit_button(_("Keep for the minutes"), type="primary")
    if is_sent:
        write_notes(actor, replace(log, present=tuple(present), open_points=written, next_meeting=next_meeting))
        st.session_state[SAID] = _("Kept. The documents now hold these notes.")
        st.rerun()


def _show_meetings(log: MeetingLog) -> None:
    """Offer the earlier meetings about this wave."""
    known = {other.meeting_id: other.meeting_id for other in meetings(log.wave_id)}
    if len(known) > 1:
        filters.choice(_("Meeting"), known, key="meeting", default=log.meeting_id)
