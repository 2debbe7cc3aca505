"""Analyse: every measure by any fields, from totals down to the file's row; saved, shared, taken away."""

import streamlit as st

from maturity.language import _, current
from web.explore import content, controls, follow
from web.services import snapshot
from web.shared import frame, messages

with frame.page("explore") as view:
    answer = st.container()
    pivot = controls.choose(view.wave_id)
    shown = snapshot.remember(content.content, pivot=pivot, is_sample=view.is_sample)
    with answer:
        messages.answer(shown.answer)
    numbers, figure = content.places(shown)
    numbers.html(content.table_html(shown, current()))
    if shown.figure is not None:
        with figure:
            frame.chart(shown.figure, alt=shown.figure_alt, key="explore_figure")
    follow.show(pivot, st.query_params.to_dict())
    with st.expander(_("What the numbers mean")):
        st.html(content.definitions(pivot))
