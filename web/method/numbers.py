"""The numbers in force, each with reason and date, and the coordinator's way to change one."""

from datetime import date

import pandas as pd
import streamlit as st

from etl.publish import SHIPPED_PARAMETERS
from maturity.errors import MaturityError
from maturity.language import N_, _, day, number, percent, text_of
from maturity.parameters import parse_parameters, parse_value
from maturity.rights import ROLE_NAMES, Actor
from maturity.rows import rows_of
from web.services import naming, opened, parameters, snapshot
from web.services.parameters import BOUNDS, name_of
from web.shared import filters, markup, reasons
from web.shared.markup import plain

# Kept for the next run of the page: what was changed.
CHANGED = "method_changed"
UNITS = {
    "points": N_("{value} points"),
    "level": N_("level {value}"),
    "factor": N_("{value} times"),
    "days": N_("{value} days"),
    "months": N_("{value} months"),
}


def value_text(value: float, unit: str) -> str:
    """Write a value with its unit: `67 %`, `75 Punkte`."""
    if unit == "share":
        return percent(value)
    plain = number(value, 0 if value == round(value) else 2)
    return _(UNITS[unit]).format(value=plain) if unit in UNITS else plain


def parameter_table(wave_id: str) -> str:
    """Write every number in force in a wave with its reason and since when it holds."""
    known = snapshot.parameters(wave_id)
    order = {parameter_id: place for place, parameter_id in enumerate(BOUNDS)}
    known = known.assign(place=known["parameter_id"].map(order).fillna(len(order)))
    known = known.sort_values(["place", "parameter_id"])
    rows = pd.DataFrame(
        {
            _("Number"): [name_of(parameter_id) for parameter_id in known["parameter_id"]],
            _("Value"): [value_text(row.value, row.unit) for row in rows_of(known)],
            _("Reason"): [text_of(row, "reason") for row in rows_of(known)],
            _("Holds since"): [_since(text) for text in known["since"]],
        }
    )
    caption = _("Numbers that somebody decided. All others on these pages follow from the answers.")
    return markup.html_table(rows, caption=caption, numbers=[_("Value"), _("Holds since")])


def change_table() -> str:
    """Write the changes of the numbers, the newest first; empty if there was none."""
    entries = opened.ledger().entries("parameter")
    units = snapshot.table("parameters").set_index("parameter_id")["unit"]
    before = {
        parameter_id: parameter.value
        for text in (SHIPPED_PARAMETERS.read_text("utf-8"), opened.reference().parameters)
        for parameter_id, parameter in parse_parameters(text).items()
    }
    rows = []
    for entry in entries:
        parameter_id, value = entry.payload["parameter_id"], parse_value(entry.payload["value"])
        unit, old = str(units.get(parameter_id, "")), before.get(parameter_id)
        texts = (markup.DASH if old is None else value_text(old, unit), value_text(value, unit))
        who = f"{entry.actor} ({_(ROLE_NAMES[entry.role])})" if entry.role in ROLE_NAMES else entry.actor
        since = entry.payload.get("wave_id") or _("all waves")
        rows.append([_since(entry.at[:10]), name_of(parameter_id), *texts, since, entry.payload["reason"], who])
        before[parameter_id] = value
    if not rows:
        return ""
    names = [_("Day"), _("Number"), _("Before"), _("Now"), _("Holds from wave"), _("Reason"), _("By")]
    table = pd.DataFrame(rows[::-1], columns=names)
    return markup.html_table(table, caption=_("Changes, the newest first, as the log holds them."))


def show_change_form(actor: Actor, wave_id: str) -> None:
    """Let somebody change a number from a wave on, with a reason; the wave in view is offered first."""
    known = list(snapshot.table("parameters")["parameter_id"])
    ordered = [*(id_ for id_ in BOUNDS if id_ in known), *(id_ for id_ in known if id_ not in BOUNDS)]
    with st.form("method_change", clear_on_submit=False):
        which, value, start = st.columns([3, 1, 1.4])
        with which:
            ids = {id_: name_of(id_) for id_ in ordered}
            parameter_id = filters.pick(_("Number"), ids, key="method_parameter")
        text = value.text_input(_("New value"), key="method_value", max_chars=20, placeholder="0,75")
        with start:
            waves = naming.of_waves(snapshot.waves())
            first = wave_id or parameters.default_wave()
            since = filters.pick(_("Holds from wave"), waves, key="method_since", start=first)
        reason = reasons.ask(key="method_reason")
        is_sent = st.form_submit_button(_("Change and publish"), key="method_send")
    if not is_sent:
        return
    try:
        parameters.change(actor, parameter_id, text=text, reason=reason, wave_id=since)
    except MaturityError as error:
        st.error(plain(str(error)))
        return
    st.session_state[CHANGED] = _("Changed: {name}. All pages use the new value from wave {wave} on.").format(
        name=name_of(parameter_id), wave=since
    )
    st.rerun()


def _since(text: str) -> str:
    """A day, or the wave named in the reference data."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
