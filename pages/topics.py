"""Topics page: how far is who with one topic, down to each answer and its place in the file."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from maturity.charts.dots import city_dots
from maturity.language import _
from web import topics
from web.services import naming, robustness, snapshot
from web.shared import filters, frame, markup, messages, trend


class Content(NamedTuple):
    """Everything the page says about one topic in one wave, made once per snapshot."""

    answer: str
    dots: go.Figure
    dots_alt: str
    firmness: str
    table: str
    changes: trend.Section | None
    board: str


def _scores(wave_id: str, topic_id: str) -> pd.DataFrame:
    """The topic's scores, highest first; equal ones and those without a score by name."""
    scores = snapshot.topic_scores(wave_id)
    scores = scores.loc[scores["topic_id"] == topic_id]
    return scores.sort_values(["score", "city_name"], ascending=[False, True], na_position="last", ignore_index=True)


def _content(wave_id: str, topic_id: str, is_sample: bool) -> Content:
    scores = _scores(wave_id, topic_id)
    target = snapshot.parameter("target")
    answers = snapshot.table("topic_answers", wave_id=wave_id, topic_id=topic_id)
    return Content(
        answer=topics.headline(scores, target=target),
        dots=city_dots(scores, target=target, is_sample=is_sample),
        dots_alt=topics.dots_alt(scores),
        firmness=_firmness(scores, wave_id, topic_id),
        table=topics.score_table(scores),
        changes=trend.section(trend.of_topic(wave_id, topic_id), heading=_("City"), is_sample=is_sample),
        board=topics.answer_board(snapshot.table("topic_options", topic_id=topic_id), answers),
    )


def _firmness(scores: pd.DataFrame, wave_id: str, topic_id: str) -> str:
    order = topics.firmness(robustness.simulation(wave_id, topic_id), naming.names(wave_id).cities)
    agreement = topics.agreement_words(scores, min_answers=int(snapshot.parameter("agreement_min_answers")))
    return markup.note(order) + markup.note(agreement)


def _sources(wave_id: str, topic_id: str, city_id: str) -> str:
    answers = snapshot.table("topic_answers", wave_id=wave_id, topic_id=topic_id)
    of_city = answers.loc[answers["city_id"] == city_id]
    return "" if of_city.empty else topics.source_table(of_city)


with frame.page("topics") as view:
    topic_id = filters.topic(snapshot.topics())
    content = snapshot.remember(_content, wave_id=view.wave_id, topic_id=topic_id, is_sample=view.is_sample)
    messages.answer(content.answer)
    frame.chart(content.dots, alt=content.dots_alt, key="topics_dots")
    st.html(content.firmness)
    with st.expander(_("The same as a table")):
        st.html(content.table)

    st.header(_("Since the wave before"), anchor=False)
    trend.show(
        content.changes,
        key="topics_changes",
        otherwise=_("There is no earlier wave of this kind with answers on this topic to compare with."),
    )

    st.header(_("All answers"), anchor=False)
    st.html(content.board)

    st.header(_("Follow an answer to its file"), anchor=False)
    city_id = filters.city(snapshot.cities(view.wave_id))
    sources = snapshot.remember(_sources, wave_id=view.wave_id, topic_id=topic_id, city_id=city_id)
    if sources:
        st.html(sources)
    else:
        messages.note(_("This city has not handed in answers in this wave."))
