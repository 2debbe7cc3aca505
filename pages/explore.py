"""Analyse: every measure by any fields, from totals down to the file's row; saved, shared, taken away."""

import streamlit as st

from maturity.language import _, current
from maturity.rights import may
from web.explore import content, controls, follow, potential, saved, sql, take_away, tokens
from web.services import snapshot
from web.shared import frame, messages

with frame.page("explore") as view:
    answer, is_member = st.container(), may(view.actor, "read_network")
    pivot = controls.choose(view.wave_id)
    shown = snapshot.remember(content.content, pivot=pivot, is_sample=view.is_sample)
    with answer:
        messages.answer(shown.answer)
        if is_member:
            saved.say_changes(st.query_params.get("view", ""), shown.grid)
    # Views kept hold numbers of the whole network.
    inside = [_("Views kept"), "SQL"] if is_member else []
    tabs = st.tabs([_("Numbers"), _("Show potential"), *inside])
    with tabs[0]:
        table, figure = content.places(shown)
        table.html(content.table_html(shown, current()))
        if shown.figure is not None:
            with figure:
                frame.chart(shown.figure, alt=shown.figure_alt, key="explore_figure")
        take_away.offer(take_away.export_of(shown.grid, is_sample=view.is_sample), name="analyse", key="explore_file")
        follow.show(pivot, st.query_params.to_dict())
        with st.expander(_("What the numbers mean")):
            st.html(content.definitions(pivot))
        tokens.show(shown.grid)
    with tabs[1]:
        potential.show(pivot)
    if is_member:
        with tabs[2]:
            saved.show(view.actor, shown.grid)
        with tabs[3]:
            sql.show(view.actor, is_sample=view.is_sample)
