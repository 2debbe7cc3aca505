"""Entry point of `streamlit run`: starts the server once, then shows the overview at every visit.

Overview: where does the network stand? Levels of all cities in all topics, common gaps, who has answered.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from maturity.errors import Contradiction
from maturity.language import _
from maturity.rights import may
from web import start
from web.funding import words as funding
from web.papers import offers
from web.server.launch import launch
from web.services import plans, snapshot
from web.shared import filters, frame, messages


def show_overview() -> None:
    """Draw the page."""
    with frame.page("start") as view:
        is_member = may(view.actor, "read_network")
        content = snapshot.remember(start.content, wave_id=view.wave_id, is_sample=view.is_sample)
        messages.answer(content.answer)
        grid, words = st.container(key="stack_start").columns([2.3, 1], gap="medium")
        with grid:
            chosen = frame.chart(content.grid, alt=content.grid_alt, key="start_grid", select=True)
            messages.level_legend(snapshot.levels())
        with words:
            st.header(_("Largest common gaps"), anchor=False)
            st.html(content.gaps)
            st.header(_("Strongest overlaps"), anchor=False)
            st.html(content.overlaps)
            st.header(_("Who has answered"), anchor=False)
            messages.note(content.who_answered)
            messages.note(content.change)
            if is_member:
                st.header(_("Joint projects"), anchor=False)
                messages.note(_plan_state(view.wave_id))
                messages.note(funding.line())
        with st.expander(_("The same as a table")):
            st.html(content.table)
        if is_member:
            if view.is_sample:
                with st.expander(_("In three steps to a first evaluation")):
                    messages.first_steps()
            offers.offer_network_report(view)
        if chosen:
            filters.go_to("pages/topics.py", city=chosen[0][0], topic=chosen[0][1])


def _plan_state(wave_id: str) -> str:
    try:
        return start.plan_state(plans.solve(wave_id))
    except Contradiction as error:  # answers of today may break rules of yesterday; the rest of the page stands
        return str(error)


if get_script_run_ctx(suppress_warning=True) is None:
    # Imported by the server, once. Streamlit recognises the launcher by this very assignment, without running it.
    app = st.App(__file__, **launch())
    if __name__ == "__main__":
        app.run()
else:
    show_overview()
