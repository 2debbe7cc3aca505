"""Topics and questions: add one, look at it first, ask one for the last time. An id is never used twice."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from etl.reference.editing import Files
from maturity.language import _, text_of
from maturity.rights import Actor
from maturity.rows import rows_of
from web.admin.doing import attempt
from web.services import administration, naming, opened, snapshot
from web.shared import filters, markup, messages, reasons

LEVELS_PLACEHOLDER = "keine Aktivität\ngeplant\nin Einführung\nim Regelbetrieb\noptimiert und nachnutzbar"


def show_questions(actor: Actor) -> None:
    """Show how many questions each topic has, and the forms."""
    reference = opened.reference()
    topics = snapshot.topics().set_index("topic_id")["topic_name"].to_dict()
    messages.answer(
        _("{questions} questions in {topics} topics.").format(
            questions=len(reference.questions), topics=len(reference.topics)
        )
    )
    with st.expander(_("Add a question"), expanded=True):
        _show_question_form(actor, topics)
    with st.expander(_("Ask a question for the last time")):
        _show_retire_form(actor)
    with st.expander(_("Add a topic")):
        _show_topic_form(actor)
    with st.expander(_("Ask a topic for the last time")):
        _show_retire_topic_form(actor)


def _show_question_form(actor: Actor, topics: dict[Any, str]) -> None:
    waves = naming.of_waves(opened.reference().waves.iloc[::-1])
    with st.form("admin_question", border=False):
        left, right = st.columns(2)
        with left:
            topic_id = filters.pick(_("Topic"), topics, key="admin_question_topic")
        question_id = right.text_input(
            _("Key of the question, for example EAK09"), key="admin_question_id", max_chars=40
        )
        text = st.text_input(_("Question in German"), key="admin_question_text", max_chars=400)
        text_en = st.text_input(_("Question in English (may stay empty)"), key="admin_question_text_en", max_chars=400)
        levels = st.text_area(
            _("Levels, one in each line, the lowest first"),
            key="admin_question_levels",
            placeholder=LEVELS_PLACEHOLDER,
            height=150,
        )
        with left:
            asked_from = filters.pick(_("Asked from wave"), waves, key="admin_question_from")
        is_core = right.checkbox(_("Core question (also in the short survey)"), key="admin_question_core")
        reason = reasons.ask(key="admin_question_reason")
        look, send = st.columns(2)
        wants_look = look.form_submit_button(_("Look at it and check"))
        wants_send = send.form_submit_button(_("Add question"), type="primary")

    def edit(files: Files) -> Files:
        return administration.question_files(
            files,
            question_id=question_id,
            topic_id=topic_id,
            text=text,
            text_en=text_en,
            levels=[line.strip() for line in levels.splitlines() if line.strip()],
            is_core=is_core,
            asked_from=asked_from,
        )

    if wants_look:
        _preview(edit, text, levels)
    if wants_send:
        attempt(
            lambda: administration.change_tables(actor, edit, reason=reason),
            done=_("Question {key} is asked from wave {wave} on.").format(key=question_id, wave=asked_from),
        )


def _preview(edit: Callable[[Files], Files], text: str, levels: str) -> None:
    st.subheader(_("So it is asked"), anchor=False)
    st.html(markup.paragraph(text or markup.DASH))
    lines = [
        f"{number} · {line.strip()}" for number, line in enumerate(line for line in levels.splitlines() if line.strip())
    ]
    unknown = ("kA · " + _("no answer"), "nz · " + _("not our task"))
    st.html(markup.bullets([*lines, *unknown]))
    faults = administration.faults(edit)
    if faults:
        st.warning(_("This stands against it:"))
        st.html(markup.bullets(faults[:10]))
    else:
        st.success(_("The reference check finds no fault."))


def _show_retire_form(actor: Actor) -> None:
    rows = [row for row in rows_of(opened.reference().questions) if not row.asked_until]
    names = {row.question_id: f"{row.question_id} · {text_of(row, 'text')}" for row in rows}
    waves = naming.of_waves(opened.reference().waves.iloc[::-1])
    with st.form("admin_retire", border=False):
        question_id = filters.pick(_("Question"), names, key="admin_retire_question")
        last_wave = filters.pick(_("Asked for the last time in wave"), waves, key="admin_retire_wave")
        messages.note(_("Its answers stay, and its key is never used again."))
        reason = reasons.ask(key="admin_retire_reason")
        is_sent = st.form_submit_button(_("End the question"))
    if is_sent:
        attempt(
            lambda: administration.retire_question(actor, question_id, last_wave=last_wave, reason=reason),
            done=_("Question {key} is asked for the last time in wave {wave}.").format(key=question_id, wave=last_wave),
        )


def _show_retire_topic_form(actor: Actor) -> None:
    asked = {row.topic_id for row in rows_of(opened.reference().questions) if not row.asked_until}
    names = {row.topic_id: text_of(row, "name") for row in rows_of(opened.reference().topics) if row.topic_id in asked}
    waves = naming.of_waves(opened.reference().waves.iloc[::-1])
    with st.form("admin_retire_topic", border=False):
        topic_id = filters.pick(_("Topic"), names, key="admin_retire_topic_which")
        last_wave = filters.pick(_("Asked for the last time in wave"), waves, key="admin_retire_topic_wave")
        messages.note(_("All its questions end with this wave. Its answers stay, and its key is never used again."))
        reason = reasons.ask(key="admin_retire_topic_reason")
        is_sent = st.form_submit_button(_("End the topic"))
    if is_sent:
        attempt(
            lambda: administration.retire_topic(actor, topic_id, last_wave=last_wave, reason=reason),
            done=_("Topic {name} is asked for the last time in wave {wave}.").format(
                name=names[topic_id], wave=last_wave
            ),
        )


def _show_topic_form(actor: Actor) -> None:
    dimensions = {row.dimension_id: text_of(row, "name") for row in rows_of(opened.reference().dimensions)}
    with st.form("admin_topic", border=False):
        left, right = st.columns(2)
        topic_id = left.text_input(_("Key of the topic, for example smartcity"), key="admin_topic_id", max_chars=40)
        with right:
            dimension_id = filters.pick(_("Field of action"), dimensions, key="admin_topic_dimension")
        name = left.text_input(_("Name in German"), key="admin_topic_name", max_chars=80)
        name_en = right.text_input(_("Name in English (may stay empty)"), key="admin_topic_name_en", max_chars=80)
        messages.note(_("A topic is shown once it has a question; it ends with its last question."))
        reason = reasons.ask(key="admin_topic_reason")
        is_sent = st.form_submit_button(_("Add topic"))
    if is_sent:
        attempt(
            lambda: administration.add_topic(
                actor, topic_id=topic_id, dimension_id=dimension_id, name=name, name_en=name_en, reason=reason
            ),
            done=_("Topic {name} is added.").format(name=name),
        )
