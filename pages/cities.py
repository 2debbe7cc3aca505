"""City page: where does our city stand, topic by topic, beside the network, its own targets and the wave before?"""

import streamlit as st

from maturity.language import _
from maturity.rights import may
from web import cities
from web.papers import offers
from web.services import snapshot
from web.shared import filters, frame, markup, messages, trend
from web.transfer import cities as transfer

with frame.page("cities") as view:
    city_id = filters.city(snapshot.cities(view.wave_id))
    content = snapshot.remember(cities.content, wave_id=view.wave_id, city_id=city_id, is_sample=view.is_sample)
    messages.answer(content.answer)
    picture, words = st.container(key="stack_cities").columns([2.1, 1], gap="medium")
    with picture:
        frame.chart(content.profile, alt=content.profile_alt, key="cities_profile")
        if content.targets:
            st.html(content.targets)
        with st.expander(_("The same as a table")):
            st.html(content.table)
    with words:
        st.header(_("Strengths"), anchor=False)
        st.html(content.strengths)
        st.header(_("Place in the network"), anchor=False)
        st.html(content.place)

    st.header(_("Since the wave before"), anchor=False)
    trend.show(
        content.changes,
        otherwise=_("There is no earlier wave of this kind with answers of this city to compare with."),
    )
    st.header(_("Who to ask first?"), anchor=False)
    learned = snapshot.remember(transfer.content, wave_id=view.wave_id, city_id=city_id, topic_id="")
    messages.note(learned.answer)
    st.html(learned.learning_set)
    with st.expander(markup.plain(_("What {city} can show").format(city=content.city_name))):
        st.html(learned.offers)
    if may(view.actor, "read_network"):
        st.header(markup.plain(_("Papers of {city}").format(city=content.city_name)), anchor=False)
        offers.offer_city_papers(view, city_id)
