"""First step of the survey page: the wave's state, the city, and the survey as a file to fill in."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from etl.templates.make import template_csv, template_xlsx
from maturity.language import _, day, number
from maturity.rights import Actor
from maturity.rows import rows_of
from maturity.waves import State
from web.services import naming, opened, snapshot, survey
from web.services import waves as wave_states
from web.shared import filters, markup, messages
from web.shared.downloads import CSV, XLSX, offer

MOST_TAGS = 40


def choose_wave() -> str:
    """Offer every wave of the network, also those without answers; by default the one that takes answers now."""
    labels = naming.of_waves(snapshot.waves())
    in_view = st.query_params.get("wave")
    default = in_view if in_view in labels else wave_states.survey_default()
    return filters.choice(_("Survey wave"), labels, key="upload_wave", default=default)


def choose_city(actor: Actor, wave_id: str) -> str:
    """Offer the members in the wave; to an officer the own city alone, whatever the address names."""
    members = snapshot.cities(wave_id)
    if actor.role == "officer":
        members = members.loc[members["city_id"] == actor.city_id]
    if members.empty:
        messages.note(_("Your city does not take part in this wave."))
        st.stop()
    return filters.city(members)


def show_state(wave_id: str) -> None:
    """Say until when the wave is open, who is missing, and how complete each city's answers are."""
    said = snapshot.remember(_said, wave_id=wave_id)
    messages.answer(said.sentence)
    wave = next(row for row in rows_of(opened.reference().waves) if row.wave_id == wave_id)
    messages.note(state_words(wave, wave_states.states()[wave_id]))
    if said.is_short:
        st.html(said.tags)
    elif said.tags:
        with st.expander(_("Answers per city")):
            st.html(said.tags)


class _Said(NamedTuple):
    """What is said about who has answered, made once per snapshot; no tags while nobody has."""

    sentence: str
    tags: str
    is_short: bool


def _said(wave_id: str) -> _Said:
    members = snapshot.cities(wave_id)
    has_answers = bool(members["has_submitted"].any())
    tags = state_tags(members, snapshot.topic_scores(wave_id)) if has_answers else ""
    return _Said(state_sentence(members), tags, is_short=has_answers and len(members) <= MOST_TAGS)


def state_words(wave: Any, state: State) -> str:
    """Say whether the wave takes answers, and until or from when; `wave` has opens_on, closes_on, is_sample."""
    text = {
        "planned": _("The wave is planned and takes no answers yet."),
        "open": _("The wave is open."),
        "closed": _("The wave is closed and takes no more answers."),
    }[state]
    bound = {"planned": "opens_on", "open": "closes_on", "closed": ""}[state]
    if wave.is_sample or not bound or not getattr(wave, bound):
        return text
    until = _("It opens on {day}.") if state == "planned" else _("Last day: {day}.")
    return f"{text} {until.format(day=day(date.fromisoformat(getattr(wave, bound))))}"


def state_sentence(members: pd.DataFrame) -> str:
    """Say how many members have answered and who is missing; `members` has city_name, has_submitted."""
    missing = list(members.loc[~members["has_submitted"], "city_name"])
    text = _("{submitted} of {members} cities have answered.").format(
        submitted=len(members) - len(missing), members=len(members)
    )
    if missing and len(missing) < len(members):
        text += " " + naming.missing(missing)
    return text


def state_tags(members: pd.DataFrame, scores: pd.DataFrame) -> str:
    """Write for each city how many of the questions that are its business it has answered with a level."""
    counts = scores.groupby("city_id")[["answered_count", "applicable_count"]].sum()
    texts = [f"{row.city_name}: {_answered(row, counts.loc[row.city_id])}" for row in rows_of(members)]
    return f"<p>{markup.tags(texts)}</p>"


def _answered(member: Any, counts: pd.Series) -> str:
    if not member.has_submitted:
        return _("missing")
    text = _("{answered} of {applicable}").format(
        answered=number(counts["answered_count"]), applicable=number(counts["applicable_count"])
    )
    return text + " " + _("(short survey)") if member.form == "core" else text


def show_templates(actor: Actor, *, city_id: str, wave_id: str, is_sample: bool) -> None:
    """Offer the survey of this city and wave as XLSX and CSV, with the last answers filled in."""
    core_only = st.checkbox(_("Core questions only (short survey)"), key="upload_core_only")
    xlsx, text = st.columns(2)
    name = f"digitalkompass-{city_id}-{wave_id}"

    def made(make: Callable[..., bytes]) -> Callable[[], bytes]:
        return lambda: make(
            opened.reference(),
            city_id=city_id,
            wave_id=wave_id,
            answers=survey.last_answers(actor, city_id, wave_id),
            core_only=core_only,
            is_sample=is_sample,
        )

    with xlsx:
        label = _("Questionnaire for Excel (XLSX)")
        offer(label, made(template_xlsx), name=f"{name}.xlsx", mime=XLSX, key="upload_template_xlsx")
    with text:
        label = _("Questionnaire as CSV for German Excel")
        offer(label, made(template_csv), name=f"{name}.csv", mime=CSV, key="upload_template_csv")
    messages.note(_("The last answers of the city are filled in, if there are any."))


def choose_part() -> str:
    """Offer the two ways to answer, kept in the address: `file` or `form`."""
    parts = {"file": _("Hand in a file"), "form": _("Fill in online")}
    return filters.choice(_("How would you like to answer?"), parts, key="part")


def is_sample(wave_id: str) -> bool:
    """Tell whether the wave holds invented answers."""
    return bool(snapshot.waves().set_index("wave_id").loc[wave_id, "is_sample"])
