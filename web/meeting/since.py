"""What a meeting begins with: what has become of the decisions before it."""

from collections.abc import Collection

import streamlit as st

from maturity.clock import today
from maturity.language import _
from web.meeting.picture import heading
from web.projects.words import STATE_NAMES, next_step
from web.services import naming, projects
from web.services.meetings import MeetingLog
from web.shared import markup


def show_since(log: MeetingLog) -> None:
    """Show one line per project that was decided before this meeting."""
    heading(_("What has become of the last decisions"))
    st.html(markup.bullets(follow_up(log), css="dk-large"))


def follow_up(log: MeetingLog, *, without: Collection[str] = ()) -> tuple[str, ...]:
    """Say of each project decided before this meeting how it stands and what comes next, `without` certain topics."""
    names = naming.names(log.wave_id)
    before = [
        project
        for project in projects.projects(log.wave_id)
        if project.topic_id in log.projects and project.topic_id not in without and project.meeting_id != log.meeting_id
    ]
    return tuple(_line(project, names) for project in before)


def _line(project: projects.Project, names: naming.Names) -> str:
    said = {
        "topic": names.topics[project.topic_id],
        "city": names.city(project.lead_id),
        "state": _(STATE_NAMES[project.progress.state]),
    }
    if not project.progress.next_step:
        return _("{topic}: {city}, {state}").format(**said)
    text = _("{topic}: {city}, {state}. Next: {step}")
    return text.format(**said, step=next_step(project, on=today()))
