"""Topics page: how far is who with one topic, down to each answer and its place in the file."""

import streamlit as st

from maturity.language import _
from web import topics
from web.services import snapshot
from web.shared import filters, frame, messages, trend

with frame.page("topics") as view:
    topic_id = filters.topic(snapshot.topics())
    content = snapshot.remember(topics.content, wave_id=view.wave_id, topic_id=topic_id, is_sample=view.is_sample)
    messages.answer(content.answer)
    frame.chart(content.dots, alt=content.dots_alt, key="topics_dots")
    if content.open_answers:
        messages.note(content.open_answers)
    with st.expander(_("The same as a table")):
        st.html(content.table)
        messages.note(content.agreement)
    messages.note(content.firmness)

    st.header(_("Since the wave before"), anchor=False)
    trend.show(
        content.changes,
        otherwise=_("There is no earlier wave of this kind with answers on this topic to compare with."),
    )
    with st.expander(_("All answers of all cities")):
        st.html(content.board)

    st.header(_("Follow an answer to its file"), anchor=False)
    city_id = filters.city(snapshot.cities(view.wave_id))
    sources = snapshot.remember(topics.sources, wave_id=view.wave_id, topic_id=topic_id, city_id=city_id)
    if sources:
        st.html(sources)
    else:
        messages.note(_("This city has not handed in answers in this wave."))
