"""Map page: where in the region which level of a topic has been reached."""

import streamlit as st

from maturity.language import _
from web import map
from web.services import snapshot
from web.shared import filters, frame, messages


def _show_map(view: frame.View, topic_id: str, alt: str) -> None:
    figure = snapshot.remember(map.map_figure, wave_id=view.wave_id, topic_id=topic_id, is_sample=view.is_sample)
    if figure is None:
        return
    chosen = frame.chart(figure, alt=alt, key="map_chart", select=True)
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
    texts = snapshot.remember(map.sections, wave_id=view.wave_id, topic_id=topic_id)
    messages.answer(texts["headline"])
    picture, words = st.columns([1.3, 1], gap="medium")
    with picture:
        _show_map(view, topic_id, texts["map_alt"])
        if texts["missing"]:
            st.html(texts["missing"])
    words.html(texts["table"])
