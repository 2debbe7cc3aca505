"""Projects page: what has become of every decided lead, who takes part, what it costs, what comes next."""

import streamlit as st

from maturity.clock import today
from maturity.language import _
from maturity.rights import may
from web.projects import calendar, form, words
from web.services import naming, projects, snapshot
from web.shared import downloads, filters, frame, messages
from web.shared.markup import plain

ICS = "text/calendar"


def _show_one(view: frame.View, known: tuple[projects.Project, ...]) -> None:
    """Show one project, and to whoever may decide, the form to write down how it stands."""
    names = naming.names(view.wave_id)
    topics = {project.topic_id: names.topics[project.topic_id] for project in known}
    topic_id = filters.choice(_("Joint project"), topics, key="project")
    project = next(project for project in known if project.topic_id == topic_id)
    st.html(words.facts(project, names, on=today()))
    st.html(words.cost_table(project, names))
    if may(view.actor, "decide"):
        with st.expander(_("Write down how it stands")):
            form.show_form(view.actor, project, view.wave_id)
    if snapshot.network()["city_key"] == "ags":
        st.expander(_("Legal form: questions to settle")).html(words.checklist(project))


with frame.page("projects") as view:
    known = projects.projects(view.wave_id)
    messages.answer(words.answer(known))
    if form.SAID in st.session_state:
        st.success(plain(st.session_state.pop(form.SAID)))
    if known:
        names = naming.names(view.wave_id)
        st.html(words.listing(known, names, on=today()))
        _show_one(view, known)
        downloads.offer(
            _("Dates as a calendar (ICS)"), lambda: calendar.calendar(known, names, on=today()),
            name=_("projects") + f"-{view.wave_id}.ics", mime=ICS, key="projects_ics",
        )  # fmt: skip
    st.expander(_("What each city wants most, and when")).html(words.focus_areas(view.wave_id))
