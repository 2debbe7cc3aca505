"""The coordination office edits programmes, looks facts up again, and a second person releases them."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from maturity.analysis.funding.programmes import ANY, FIELDS, UNKNOWN, YES_NO
from maturity.clock import today
from maturity.errors import MaturityError
from maturity.language import _
from maturity.rights import LOCAL_COORDINATOR, Actor
from web.funding import words
from web.services import programmes, snapshot
from web.shared import filters, messages
from web.shared.markup import plain

NEW = ""
SAID = "funding_said"


def say(text: str) -> None:
    """Show a text at the top of the page's next run."""
    st.session_state[SAID] = text


def show_said() -> None:
    """Show what the last run said."""
    if SAID in st.session_state:
        st.success(plain(st.session_state.pop(SAID)))


def ask_office(actor: Actor, *, key: str) -> str:
    """Ask which office acts, where nobody signs in."""
    if actor != LOCAL_COORDINATOR:
        return actor.name
    return st.text_input(_("Your office (a function, no person’s name)"), key=key, max_chars=80)


def attempt(act: Callable[[], object], said: str) -> None:
    """Do something and say so, or say why it cannot be done."""
    try:
        act()
    except MaturityError as error:
        st.error(plain(str(error)))
        return
    say(said)
    st.rerun()


def show_edit(actor: Actor) -> None:
    """Let one fact of a programme be changed, with its evidence."""
    known = programmes.known()
    names = {programme.programme_id: programme.name for programme in known.programmes} | {NEW: _("A new programme")}
    chosen, field_place = st.columns(2)
    with chosen:
        programme_id = filters.pick(
            _("Programme"), names, key="funding_edit_programme", start=st.query_params.get("programme")
        )
    with field_place:
        field = filters.pick(
            _("Fact"), {name: _(programmes.FIELD_NAMES[name]) for name in FIELDS}, key="funding_edit_field"
        )
    is_new = programme_id == NEW
    fact = UNKNOWN if is_new else known.programme(programme_id).facts.get(field, UNKNOWN)
    # A form of its own per fact, so that it always starts from what is recorded.
    with st.form(key=f"funding_edit_{programme_id}_{field}", border=False):
        new_id = st.text_input(_("Short name of the new programme"), max_chars=60) if is_new else programme_id
        value = _ask_value(field, _written(known.facts, programme_id, field))
        quotation = st.text_area(_("Quotation that says so"), value=fact.quotation, max_chars=600)
        source = st.text_input(_("Source (address)"), value=fact.source, max_chars=500)
        checked_on = st.date_input(_("Looked up on"), value=today(), format="DD.MM.YYYY")
        office = ask_office(actor, key=f"funding_edit_office_{programme_id}_{field}")
        if not st.form_submit_button(_("Record the fact"), key="funding_edit_submit"):
            return
    written = {
        "value": value,
        "quotation": quotation.strip(),
        "source": source.strip(),
        "checked_on": checked_on.isoformat() if isinstance(checked_on, date) else "",
    }
    attempt(
        lambda: programmes.edit(actor, new_id, {field: written}, office=office),
        _("Recorded. The programme has to be released again by a second person."),
    )


def _written(facts: pd.DataFrame, programme_id: str, field: str) -> str:
    own = facts.loc[(facts["programme_id"] == programme_id) & (facts["field"] == field), "value"]
    return str(own.iloc[0]) if len(own) else ""


def _ask_value(field: str, written: str) -> str:
    """Ask for a value in the reader's words and return it as it is recorded; empty is unknown."""
    label, kind = _("{fact}; empty = unknown").format(fact=_(programmes.FIELD_NAMES[field])), FIELDS[field].kind
    if kind in ("yes_no", "choice"):
        options = {NEW: "–"} | {code: words.code_words(field, code) for code in YES_NO if kind == "yes_no"}
        options |= {code: words.code_words(field, code) for code in FIELDS[field].choices}
        return filters.pick(label, options, key=f"funding_value_{field}", start=written)
    if field in ("bodies", "topics"):
        codes = [*FIELDS[field].choices] if field == "bodies" else [*snapshot.topics()["topic_id"]]
        now = [code for code in written.split(";") if code in {*codes, ANY}]
        said = st.multiselect(label, [ANY, *codes], default=now, format_func=lambda code: words.code_words(field, code))
        return ";".join(said)
    if kind == "date":
        day = st.date_input(label, value=date.fromisoformat(written) if written else None, format="DD.MM.YYYY")
        return day.isoformat() if isinstance(day, date) else ""
    help_ = _("Beginnings of official municipality keys, such as 08 or 08215;08216; * is nationwide")
    said_text = st.text_input(label, value=written, max_chars=300, help=help_ if field == "region" else None).strip()
    return said_text.replace(",", ".") if kind in ("number", "percent") else said_text


def show_release(actor: Actor) -> None:
    """Let a second person release a programme, or somebody look all facts up again."""
    known, states = programmes.known(), programmes.states().set_index("programme_id")
    names = {programme.programme_id: programme.name for programme in known.programmes}
    if not names:
        messages.note(_("No programme is recorded yet."))
        return
    waiting = [programme_id for programme_id in words.to_check(states.reset_index())["programme_id"]]
    with st.form(key="funding_release", border=False):
        programme_id = filters.pick(
            _("Programme"), names, key="funding_release_programme", start=waiting[0] if waiting else None
        )
        office = ask_office(actor, key="funding_release_office")
        release, again = st.columns(2)
        is_released = release.form_submit_button(_("Release the facts as they stand"), key="funding_release_submit")
        is_again = again.form_submit_button(_("All facts looked up again today"), key="funding_again_submit")
    if is_released:
        text = _("{name} is released.").format(name=names[programme_id])
        attempt(lambda: programmes.release(actor, programme_id, office=office), text)
    if is_again:
        text = _("{name} is looked up again; a second person has to release it.").format(name=names[programme_id])
        attempt(lambda: programmes.confirm_all(actor, programme_id, office=office), text)
