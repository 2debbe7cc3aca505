"""Meeting page: full-screen steps from the picture to the decisions, large type, keyboard and clicker."""

from html import escape

import streamlit as st

from maturity.language import _
from web.meeting import end as meeting_end
from web.meeting import picture as meeting_state
from web.meeting import since as meeting_since
from web.meeting import steps as meeting_steps
from web.meeting import topic as meeting_topic
from web.meeting.decide import SAID
from web.papers import offers
from web.services import naming
from web.services.meetings import MeetingLog, meetings
from web.shared import filters, frame

STYLE = f"<style>{(frame.STATIC / 'meeting.css').read_text(encoding='utf-8')}</style>"


def _log_in_view(wave_id: str) -> MeetingLog | None:
    """The meeting in the address, else the newest about this wave."""
    known = {log.meeting_id: log for log in meetings(wave_id)}
    newest = next(reversed(known), "")
    asked = st.query_params.get("meeting", newest)
    if asked not in known and newest:
        filters.say_unknown(_("Meeting"), asked, shown=newest)
    return known.get(asked) or known.get(newest)


def _show_step(view: frame.View, log: MeetingLog, step: str) -> None:
    if step == meeting_steps.SINCE:
        meeting_since.show_since(log)
    elif step == "state":
        meeting_state.show_state(view.wave_id)
    elif step == "gaps":
        meeting_state.show_gaps(view.wave_id)
    elif step == "overlaps":
        meeting_state.show_overlaps(view.wave_id)
    elif step == "more":
        meeting_end.show_more(view.actor, log)
    elif step == "end":
        meeting_end.show_end(view.actor, log, is_sample=view.is_sample)
    else:
        meeting_topic.show_topic(view.actor, log, step)


def _show_meeting(view: frame.View, log: MeetingLog) -> None:
    names = naming.names(view.wave_id)
    step, steps = meeting_steps.current_step(log, list(names.topics)), meeting_steps.steps_of(log)
    asked = st.query_params.get("step", step)
    if asked != step and not log.closed_at:
        filters.say_unknown(_("Step"), asked, shown=meeting_steps.where(steps, step, log, dict(names.topics)))
    where = meeting_steps.where(steps, step, log, dict(names.topics))
    meeting_steps.show_bar(steps, step, title=where, place="top")
    if SAID in st.session_state:
        st.html(f'<p class="dk-said" role="status">{escape(st.session_state.pop(SAID))}</p>')
    _show_step(view, log, step)
    meeting_steps.show_bar(steps, step, title=where, place="bottom")


with frame.page("meeting", has_open_menu=False) as view:
    st.html(STYLE)
    log = _log_in_view(view.wave_id)
    if log is not None:
        _show_meeting(view, log)
    elif view.actor.role == "coordinator":
        meeting_state.heading(_("No meeting about this wave yet"))
        meeting_end.show_opening(view.actor, view.wave_id)
        offers.offer_invitation(view)
    else:
        meeting_state.heading(_("No meeting about this wave yet"))
        meeting_state.big(_("The coordination office opens it."))
