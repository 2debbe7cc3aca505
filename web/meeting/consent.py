"""What each city says about the topic on the projector, entered by the coordination office at the table."""

from collections.abc import Mapping

import streamlit as st

from maturity.language import N_, _, sort_key
from maturity.rights import Actor
from web.meeting.decide import SAID
from web.services import consents, naming
from web.services.consents import ANSWERS, Answer
from web.services.meetings import MeetingLog
from web.services.naming import Names
from web.shared import filters

ANSWER_NAMES: dict[Answer, str] = {
    "lead": N_("leads"),
    "join": N_("takes part"),
    "reuse": N_("reuses"),
    "none": N_("not in"),
}
COLUMNS = 3


def show_consents(actor: Actor, log: MeetingLog, topic_id: str) -> None:
    """Ask for each city that is present what it says, and record what changed."""
    names, known = naming.names(log.wave_id), consents.of_topic(log.wave_id, topic_id)
    present = [city for city in log.present if city in names.cities]
    options: dict[str, str] = {"": _("not said yet")}
    options |= {answer: _(name) for answer, name in ANSWER_NAMES.items()}
    key = f"meeting_consent:{topic_id}:{len(known)}"
    with st.expander(_("What each city says")), st.form(key=key, border=False):
        places = st.columns(COLUMNS)
        said = {}
        for number, city in enumerate(sorted(present, key=lambda city: sort_key(names.city(city)))):
            with places[number % COLUMNS]:
                start = known.get(city, "")
                said[city] = filters.pick(names.city(city), options, key=f"{key}:{city}", start=start)
        is_sent = st.form_submit_button(_("Write down what was said"), type="primary")
    changed = {city: answer for city, answer in said.items() if answer != known.get(city, "")}
    if is_sent and changed:
        consents.record(actor, wave_id=log.wave_id, meeting_id=log.meeting_id, topic_id=topic_id, answers=changed)
        st.session_state[SAID] = _("Written down what the cities said.")
        st.rerun()


def consent_words(said: Mapping[str, Answer], names: Names) -> str:
    """Write who said what: `führt: A; macht mit: B, C`."""
    by_answer = {answer: [names.city(city) for city, found in said.items() if found == answer] for answer in ANSWERS}
    return "; ".join(
        _("{answer}: {cities}").format(answer=_(ANSWER_NAMES[answer]), cities=", ".join(sorted(cities, key=sort_key)))
        for answer, cities in by_answer.items()
        if cities
    )
