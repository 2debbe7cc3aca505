"""The steps of a meeting: in what order they come, which one the address names, and the bar that moves between them."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from maturity.language import _
from web.services.meetings import MeetingLog

SINCE = "since"
FIRST = ("state", "gaps", "overlaps")
LAST = ("more", "end")


def steps_of(log: MeetingLog) -> list[str]:
    """Return the steps: what became of the last decisions, the picture, the agenda, the other topics, the end.

    A closed meeting has only its end.
    """
    if log.closed_at:
        return [LAST[-1]]
    before = [SINCE] if log.projects else []
    return [*before, *FIRST, *log.agenda, *LAST]


def current_step(log: MeetingLog, topics: Sequence[str]) -> str:
    """Return the step in the address; without one, where an interrupted meeting goes on.

    Args:
        log: the meeting.
        topics: all topics of the wave; each may be opened, also those that are not on the agenda.
    """
    if log.closed_at:
        return LAST[-1]
    asked = st.query_params.get("step", "")
    if asked in steps_of(log) or asked in topics:
        return asked
    if not log.history:
        return steps_of(log)[0]
    return next((topic_id for topic_id in log.agenda if topic_id not in log.decisions), "end")


def neighbours(steps: Sequence[str], step: str) -> tuple[str, str]:
    """Return the steps before and after; a topic that is not on the agenda lies behind the list of other topics."""
    if step not in steps:
        return "more", "more"
    place = steps.index(step)
    return steps[max(place - 1, 0)], steps[min(place + 1, len(steps) - 1)]


def go(step: str) -> None:
    """Turn to a step; for `on_click`."""
    st.query_params["step"] = step


def show_bar(steps: Sequence[str], step: str, *, title: str, place: str) -> None:
    """Show back and on, and between them where the meeting stands.

    The bar at the top listens to the keys of a clicker (page up, page down), the one below to the arrow keys.
    """
    back, on = neighbours(steps, step)
    keys = ("PageUp", "PageDown") if place == "top" else ("Left", "Right")
    left, middle, right = st.container(key=f"meeting_bar_{place}").columns([1, 3, 1], vertical_alignment="center")
    with left:
        st.button(
            _("Back"), key=f"meeting_back_{place}", on_click=go, args=(back,), shortcut=keys[0],
            disabled=step == steps[0], width="stretch",
        )  # fmt: skip
    with middle:
        st.html(f'<p class="dk-where">{escape(title)}</p>')
    with right:
        st.button(
            _("Next"), key=f"meeting_on_{place}", on_click=go, args=(on,), shortcut=keys[1],
            disabled=step == steps[-1], width="stretch",
        )  # fmt: skip


def where(steps: Sequence[str], step: str, log: MeetingLog, topic_names: dict[str, str]) -> str:
    """Say where the meeting stands: `Thema 2 von 9 · E-Payment`."""
    titles = {
        SINCE: _("What has become of the last decisions?"),
        "state": _("Where do we stand?"),
        "gaps": _("Common gaps"),
        "overlaps": _("Overlaps"),
        "more": _("Other topics"),
        "end": _("Decisions and minutes"),
    }
    if step in log.agenda:
        text = _("Topic {number} of {count}: {topic}")
        return text.format(number=log.agenda.index(step) + 1, count=len(log.agenda), topic=topic_names[step])
    if step in titles:
        text = _("Step {number} of {count}: {title}")
        return text.format(number=steps.index(step) + 1, count=len(steps), title=titles[step])
    return _("Other topic: {topic}").format(topic=topic_names[step])
