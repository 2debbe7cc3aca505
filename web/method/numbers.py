"""The numbers in force, each with reason and date, and what was changed so far."""

from datetime import date

import pandas as pd

from etl.publish import SHIPPED_PARAMETERS
from maturity.language import N_, _, day, number, percent, text_of
from maturity.parameters import parse_parameters, parse_value
from maturity.rights import ROLE_NAMES
from maturity.rows import rows_of
from web.services import opened, snapshot
from web.services.parameters import BOUNDS, name_of
from web.shared import markup

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


def _since(text: str) -> str:
    """A day, or the wave named in the reference data."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
