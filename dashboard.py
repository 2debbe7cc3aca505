"""Entry point of `streamlit run`: starts the server once, then shows the overview at every visit.

Overview: where does the network stand? Levels of all cities in all topics, common gaps, who has answered.
"""

from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from maturity.analysis.overlaps.gaps import common_gaps
from maturity.charts.heatmap import heat_map
from maturity.errors import Contradiction
from maturity.language import _
from web import start
from web.overlaps import activity
from web.server.launch import launch
from web.services import plans, snapshot
from web.shared import filters, frame, messages, trend


class Content(NamedTuple):
    """Everything the page says about one wave, made once per snapshot."""

    answer: str
    grid: go.Figure
    grid_alt: str
    gaps: str
    overlaps: str
    who_answered: str
    change: str
    table: str


def show_overview() -> None:
    """Draw the page."""
    with frame.page("start") as view:
        content = snapshot.remember(_content, wave_id=view.wave_id, is_sample=view.is_sample)
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
            st.header(_("Joint projects"), anchor=False)
            messages.note(_plan_state(view.wave_id))
        with st.expander(_("The same as a table")):
            st.html(content.table)
        if chosen:
            filters.go_to("pages/topics.py", city=chosen[0][0], topic=chosen[0][1])


def _plan_state(wave_id: str) -> str:
    try:
        return start.plan_state(plans.solve(wave_id))
    except Contradiction as error:  # answers of today may break rules of yesterday; the rest of the page stands
        return str(error)


def _content(wave_id: str, is_sample: bool) -> Content:
    topics = snapshot.topics()
    names = topics.set_index("topic_id")["topic_name"]
    scores = snapshot.topic_scores(wave_id)
    cells = scores.assign(topic_name=scores["topic_id"].map(names))
    gaps = common_gaps(scores, wave_id=wave_id, target=snapshot.parameter("target"))
    return Content(
        answer=start.headline(cells),
        grid=heat_map(cells, levels=snapshot.levels(), is_sample=is_sample),
        grid_alt=start.grid_alt(cells),
        gaps=start.gap_list(gaps.head(3), names),
        overlaps=start.overlap_list(activity.overlaps(wave_id).head(3)),
        who_answered=start.who_answered(snapshot.cities(wave_id)),
        change=trend.network_words(wave_id) or _("There is no earlier wave to compare with."),
        table=start.level_table(cells),
    )


if get_script_run_ctx(suppress_warning=True) is None:
    # Imported by the server, once. Streamlit recognises the launcher by this very assignment, without running it.
    app = st.App(__file__, **launch())
    if __name__ == "__main__":
        app.run()
else:
    show_overview()
