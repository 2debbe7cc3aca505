"""Waves: which there are, and planning, opening, closing and reopening one."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from maturity.language import _, day
from maturity.rights import Actor
from maturity.rows import rows_of
from maturity.waves import STATE_NAMES, State
from web.admin.doing import attempt
from web.services import administration, naming
from web.shared import filters, markup, messages, reasons
from web.shared.markup import plain

DATE_FORMAT = "DD.MM.YYYY"


def choose_wave(table: pd.DataFrame) -> str:
    """Offer every wave; by default the one in which something is to be done: the last that is not closed."""
    alive = table.loc[table["state"] != "closed", "wave_id"]
    default = str(alive.iloc[-1]) if len(alive) else None
    return filters.choice(_("Wave"), naming.of_waves(table), key="admin_wave", default=default)


def show_waves(actor: Actor) -> None:
    """Show the waves, and what can be done with the one chosen."""
    table = administration.wave_table()
    messages.answer(_sentence(table))
    if len(table):
        markup.show(_shown(table), caption=_("All waves, the oldest first."), numbers=[_("Answered"), _("Questions")])
        wave_id = choose_wave(table)
        _show_state_form(actor, next(row for row in rows_of(table) if row.wave_id == wave_id))
    with st.expander(_("Plan a new wave"), expanded=table.empty):
        _show_plan_form(actor, table)


def _sentence(table: pd.DataFrame) -> str:
    alive = [row for row in rows_of(table) if row.state == "open" and not row.is_sample]
    if not alive:
        return _("No wave is open at the moment, apart from sample waves.")
    texts = [
        _("Wave {wave} is open: {submitted} of {members} cities have answered.").format(
            wave=row.wave_id, submitted=int(row.submitted_count), members=int(row.member_count)
        )
        for row in alive
    ]
    return " ".join(texts)


def _shown(table: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {
            _("Wave"): row.wave_id,
            _("Name"): _("{label} (sample data)").format(label=row.label) if row.is_sample else row.label,
            _("State"): _(STATE_NAMES[row.state]),
            _("First day"): _day(row.opens_on),
            _("Last day"): _day(row.closes_on),
            _("Answered"): _("{count} of {total}").format(count=int(row.submitted_count), total=int(row.member_count)),
            _("Questions"): str(row.question_count),
        }
        for row in rows_of(table)
    ]
    return pd.DataFrame(rows)


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else markup.DASH


# What can be done: in each state the way forward first.
STEPS: dict[State, tuple[State, ...]] = {"planned": ("open",), "open": ("closed",), "closed": ("open",)}


def _show_state_form(actor: Actor, wave: Any) -> None:
    wave_id, state = str(wave.wave_id), wave.state
    labels = {
        ("planned", "open"): (_("Open wave {wave}"), _("The survey begins.")),
        ("open", "closed"): (_("Close wave {wave}"), _("The survey is over.")),
        ("closed", "open"): (_("Open wave {wave} again"), ""),
    }
    with st.form(f"admin_state_{wave_id}_{state}", border=True):
        st.subheader(plain(_("Wave {wave} is {state}").format(wave=wave_id, state=_(STATE_NAMES[state]))), anchor=False)
        messages.note(_("Only an open wave takes answers. What you decide here counts before the dates."))
        (target,) = STEPS[state]
        label, usual = labels[state, target]
        reason = st.text_input(
            _("Reason (required)"),
            value=usual,
            max_chars=reasons.LONGEST_REASON,
            key=f"admin_state_reason_{wave_id}_{state}",
        )
        is_sent = st.form_submit_button(plain(label.format(wave=wave_id)), type="primary")
    if is_sent:
        done = _("Wave {wave} is now {state}.").format(wave=wave_id, state=_(STATE_NAMES[target]))
        attempt(lambda: administration.set_state(actor, wave_id, target, reason=reason), done=done)
    text = _("Change name and dates of wave {wave}")
    with st.expander(plain(text.format(wave=wave_id))), st.form(f"admin_dates_{wave_id}"):
        name = st.text_input(_("Name"), value=wave.label, key=f"admin_label_{wave_id}", max_chars=80)
        first, last = _ask_days(f"admin_{wave_id}", wave.opens_on, wave.closes_on)
        reason = reasons.ask(key=f"admin_dates_reason_{wave_id}")
        is_sent = st.form_submit_button(_("Change"))
    if is_sent:
        attempt(
            lambda: administration.set_dates(actor, wave_id, label=name, opens_on=first, closes_on=last, reason=reason),
            done=_("Changed: wave {wave}.").format(wave=wave_id),
        )


def _ask_days(key: str, opens_on: str = "", closes_on: str = "") -> tuple[date | None, date | None]:
    left, right = st.columns(2)
    first = left.date_input(
        _("First day"), value=date.fromisoformat(opens_on) if opens_on else None, format=DATE_FORMAT, key=f"{key}_first"
    )
    last = right.date_input(
        _("Last day"), value=date.fromisoformat(closes_on) if closes_on else None, format=DATE_FORMAT, key=f"{key}_last"
    )
    return first, last


def _show_plan_form(actor: Actor, table: pd.DataFrame) -> None:
    with st.form("admin_plan", border=False):
        left, right = st.columns(2)
        wave_id = left.text_input(_("Short name, for example 2027-2"), key="admin_plan_id", max_chars=20)
        label = right.text_input(_("Name, for example 2nd half of 2027"), key="admin_plan_label", max_chars=80)
        first, last = _ask_days("admin_plan")
        copies = {"": _("none")} | naming.of_waves(table.iloc[::-1])
        start = str(table["wave_id"].iloc[-1]) if len(table) else ""
        copy_of = filters.pick(_("Members as in"), copies, key="admin_plan_copy", start=start)
        reason = reasons.ask(key="admin_plan_reason")
        is_sent = st.form_submit_button(_("Plan this wave"))
    if is_sent:
        attempt(
            lambda: administration.plan_wave(
                actor, wave_id=wave_id, label=label, opens_on=first, closes_on=last, copy_of=copy_of, reason=reason
            ),
            done=_("Wave {wave} is planned.").format(wave=wave_id),
        )
