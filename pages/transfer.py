"""Transfer page: who can learn what from whom, whom to ask first, and the good practices of the network."""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web.services import naming, snapshot
from web.shared import filters, frame, messages
from web.transfer import cities, practices, topic


def _show_topic(view: frame.View, city_id: str, topic_id: str, texts: cities.Content) -> None:
    with_mailbox = may(view.actor, "read_contacts")
    about = snapshot.remember(
        topic.content, wave_id=view.wave_id, city_id=city_id, topic_id=topic_id, with_mailbox=with_mailbox
    )
    messages.answer(about.answer)
    words, picture = st.columns([1, 1.4], gap="medium")
    with words:
        st.header(_("Whom to ask"), anchor=False)
        st.html(about.teachers)
    with picture:
        _show_graph(view, city_id, topic_id, texts)


def _show_all(view: frame.View, city_id: str, texts: cities.Content) -> None:
    messages.answer(texts.answer)
    words, picture = st.columns([1, 1.4], gap="medium")
    with words:
        st.header(_("Whom to ask first"), anchor=False)
        st.html(texts.learning_set)
        st.expander(_("All cities to learn from")).html(texts.pairs)
    with picture:
        _show_graph(view, city_id, "", texts)


def _show_graph(view: frame.View, city_id: str, topic_id: str, texts: cities.Content) -> None:
    figure = snapshot.remember(
        cities.graph_figure, wave_id=view.wave_id, city_id=city_id, topic_id=topic_id, is_sample=view.is_sample
    )
    if figure is None:
        messages.note(_("No city is far enough ahead of another to show it something."))
        return
    chosen = frame.chart(figure, alt=texts.graph_alt, key="transfer_graph", select=True)
    messages.note(
        _(
            "Arrows lead from who can show something to who can learn it. "
            "Blue: what the chosen city can learn; orange: what it can show."
        )
    )
    if chosen and chosen[0][0] != city_id:
        filters.go_to("pages/transfer.py", city=chosen[0][0])


def _show_network(city_name: str, texts: cities.Content) -> None:
    st.header(_("What {city} can show").format(city=city_name), anchor=False)
    st.html(texts.offers)
    st.header(_("Pairs that both gain"), anchor=False)
    st.html(texts.partners)
    st.header(_("Who stands where {city} stands").format(city=city_name), anchor=False)
    st.html(texts.alike)


with frame.page("transfer") as view:
    names = naming.names(view.wave_id)
    ours, about = st.columns(2)
    with ours:
        city_id = filters.city(snapshot.cities(view.wave_id), label=_("Our city"))
    with about:
        topic_id = filters.choice(_("Topic"), {"": _("all topics"), **names.topics}, key="topic", default="")
    texts = snapshot.remember(cities.content, wave_id=view.wave_id, city_id=city_id, topic_id=topic_id)
    if topic_id:
        _show_topic(view, city_id, topic_id, texts)
    else:
        _show_all(view, city_id, texts)
    _show_network(names.cities[city_id], texts)
    st.header(_("Good practices"), anchor=False)
    practices.show_library(view.wave_id, topic_id, with_mailbox=may(view.actor, "read_contacts"))
