"""Answers: who is missing in a wave, a reminder to each, the last day as a calendar entry."""

from datetime import date
from html import escape

import pandas as pd
import streamlit as st

from maturity.language import _
from maturity.rights import Actor
from web.admin.waves import choose_wave
from web.services import administration, chasing, snapshot
from web.shared import markup, messages
from web.shared.downloads import offer

CALENDAR = "text/calendar"


def show_answers(actor: Actor) -> None:
    """Show who is missing and what can be done about it."""
    table = administration.wave_table()
    wave_id = choose_wave(table)
    closes_on = str(table.set_index("wave_id").loc[wave_id, "closes_on"])
    last_day = date.fromisoformat(closes_on) if closes_on else None
    cities, member_count = chasing.missing(actor, wave_id), len(snapshot.cities(wave_id))
    messages.answer(_sentence(wave_id, cities, member_count))
    if cities:
        rows = pd.DataFrame(
            {
                _("City"): [city.city_name for city in cities],
                _("Mailbox named last"): [city.mailbox or markup.DASH for city in cities],
                _("Reminder"): [_link(chasing.mail_link(city, wave_id, last_day=last_day)) for city in cities],
            }
        )
        st.html(markup.html_table(rows, caption=_("Cities without answers."), as_html=[_("Reminder")]))
        with st.expander(_("The reminder’s words")):
            st.text(chasing.reminder(cities[0], wave_id, last_day=last_day))
    if last_day:
        label = _("Last day as a calendar entry (ICS)")
        offer(label, lambda: chasing.calendar(wave_id), name=f"{wave_id}.ics", mime=CALENDAR, key="admin_ics")
    else:
        messages.note(_("The wave has no last day; name one under “Waves” to get a calendar entry."))


def _sentence(wave_id: str, cities: list[chasing.Missing], member_count: int) -> str:
    if not member_count:
        return _("Wave {wave} has no members yet.").format(wave=wave_id)
    if not cities:
        return _("All {count} cities have answered in wave {wave}.").format(count=member_count, wave=wave_id)
    if len(cities) == member_count:
        return _("None of the {count} cities has answered in wave {wave} yet.").format(count=member_count, wave=wave_id)
    return _("{count} of {total} cities are missing in wave {wave}: {names}.").format(
        count=len(cities), total=member_count, wave=wave_id, names=chasing.names(cities)
    )


def _link(address: str) -> str:
    label = _("Write an e-mail")
    return f'<a href="{escape(address)}">{escape(label)}</a>'
