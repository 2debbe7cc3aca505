"""City page: where does our city stand, topic by topic, beside the network, its own targets and the wave before?"""

from typing import NamedTuple

import plotly.graph_objects as go
import streamlit as st

from maturity.charts.profile import city_profile
from maturity.language import _
from web import cities
from web.services import naming, snapshot
from web.shared import filters, frame, messages, trend
from web.transfer import cities as learning


class Content(NamedTuple):
    """Everything the page says about one city in one wave, made once per snapshot."""

    city_name: str
    answer: str
    profile: go.Figure
    profile_alt: str
    table: str
    place: str
    strengths: str
    gaps: str
    changes: trend.Section | None
    learning: str
    teachers: str
    offers: str


def _content(wave_id: str, city_id: str, is_sample: bool) -> Content:
    rows = cities.profile(wave_id, city_id)
    city_name = naming.names(wave_id).cities[city_id]
    transfer = snapshot.remember(learning.sections, wave_id=wave_id, city_id=city_id, topic_id="")
    return Content(
        city_name=city_name,
        answer=cities.headline(rows, city_name=city_name),
        profile=city_profile(rows, city_name=city_name, is_sample=is_sample),
        profile_alt=cities.profile_alt(rows, city_name=city_name),
        table=cities.profile_table(rows),
        place=cities.place(wave_id, city_id, city_name=city_name),
        strengths=cities.strength_list(rows),
        gaps=cities.gap_list(rows),
        changes=trend.section(trend.of_city(wave_id, city_id), heading=_("Topic"), is_sample=is_sample),
        learning=transfer["headline"],
        teachers=transfer["learning_set"],
        offers=transfer["offers"],
    )


with frame.page("cities") as view:
    city_id = filters.city(snapshot.cities(view.wave_id))
    content = snapshot.remember(_content, wave_id=view.wave_id, city_id=city_id, is_sample=view.is_sample)
    messages.answer(content.answer)
    picture, words = st.container(key="stack_cities").columns([2.1, 1], gap="medium")
    with picture:
        frame.chart(content.profile, alt=content.profile_alt, key="cities_profile")
        with st.expander(_("The same as a table")):
            st.html(content.table)
    with words:
        st.header(_("Strengths"), anchor=False)
        st.html(content.strengths)
        st.header(_("Gaps to its own targets"), anchor=False)
        st.html(content.gaps)
        st.header(_("Place in the network"), anchor=False)
        st.html(content.place)

    st.header(_("Since the wave before"), anchor=False)
    trend.show(
        content.changes,
        key="cities_changes",
        otherwise=_("There is no earlier wave of this kind with answers of this city to compare with."),
    )
    st.header(_("Whom to ask first"), anchor=False)
    messages.note(content.learning)
    st.html(content.teachers)
    st.header(_("What {city} can show").format(city=content.city_name), anchor=False)
    st.html(content.offers)
