"""Map page: where in the region which level of a topic has been reached."""

import streamlit as st

from maturity.language import _
from web import map
from web.services import snapshot
from web.shared import filters, frame, messages


def _show_map(content: map.Content, topic_id: str) -> None:
    if content.figure is None:
        return
    chosen = frame.chart(content.figure, alt=content.map_alt, key="map_chart", select=True)
    messages.note(
        _(
            "The number is the level, “–” means too few answers or none. The larger the mark, the more inhabitants. "
            "A click on a city leads to its answers."
        )
    )
    if chosen:
        filters.go_to("pages/topics.py", topic=topic_id, city=chosen[0][0])


with frame.page("map") as view:
    topic_id = filters.topic(snapshot.topics())
    content = snapshot.remember(map.content, wave_id=view.wave_id, topic_id=topic_id, is_sample=view.is_sample)
    messages.answer(content.answer)
    if content.pattern:
        messages.note(content.pattern)
    picture, words = st.columns([1.3, 1], gap="medium")
    with picture:
        _show_map(content, topic_id)
        if content.missing:
            st.html(content.missing)
    words.html(content.table)
