"""Transfer page: the topic first, then who can help us, who could learn how much from whom, and how they did it."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web.services import naming, snapshot
from web.shared import filters, frame, markup, messages
from web.transfer import cities, practices, topic


def _show_topic(view: frame.View, city_id: str, topic_id: str) -> None:
    about = snapshot.remember(
        topic.content, wave_id=view.wave_id, city_id=city_id, topic_id=topic_id,
        with_mailbox=may(view.actor, "read_contacts"),
    )  # fmt: skip
    messages.answer(about.answer)
    st.header(_("Who to ask"), anchor=False)
    st.html(about.teachers)


def _show_all(texts: cities.Content) -> None:
    messages.answer(texts.answer)
    st.header(_("Who to ask first"), anchor=False)
    st.html(texts.learning_set)


with frame.page("transfer") as view:
    names = naming.names(view.wave_id)
    about, ours = st.columns(2)
    with about:
        topic_id = filters.choice(_("Topic"), {"": _("all topics"), **names.topics}, key="topic", default="")
    with ours:
        city_id = filters.city(snapshot.cities(view.wave_id), label=_("Our city"))
    texts = snapshot.remember(cities.content, wave_id=view.wave_id, city_id=city_id, topic_id=topic_id)
    words, picture = st.container(key="stack_transfer").columns([1, 2.1], gap="medium")
    with words:
        if topic_id:
            _show_topic(view, city_id, topic_id)
        else:
            _show_all(texts)
    with picture:
        st.header(_("Who can learn from whom"), anchor=False)
        st.html(texts.matrix)
    if not topic_id:
        st.expander(_("All cities to learn from")).html(texts.pairs)
    st.expander(markup.plain(_("What {city} can show").format(city=names.cities[city_id]))).html(texts.offers)
    st.expander(_("Pairs that both gain")).html(texts.partners)
    st.expander(markup.plain(_("Cities most like {city}").format(city=names.cities[city_id]))).html(texts.alike)
    with st.expander(_("Examples from practice"), expanded=bool(topic_id)):
        practices.show_library(view.wave_id, topic_id, with_mailbox=may(view.actor, "read_contacts"))
