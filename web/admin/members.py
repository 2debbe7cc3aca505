"""Members: which cities take part in a wave, and adding a city to the network."""

import streamlit as st

from maturity.language import _
from maturity.rights import Actor
from web.admin.doing import attempt
from web.admin.waves import choose_wave
from web.services import administration, naming, opened
from web.shared import markup, messages, reasons


def show_members(actor: Actor) -> None:
    """Show the members of a wave and let them be changed."""
    wave_id = choose_wave(administration.wave_table())
    names, now = naming.all_cities(), administration.members(wave_id)
    messages.answer(
        _("{count} of {total} cities of the network take part in wave {wave}.").format(
            count=len(now), total=len(names), wave=wave_id
        )
    )
    with st.form(f"admin_members_{wave_id}_{opened.reference().version}"):
        chosen = st.multiselect(
            _("Members of wave {wave}").format(wave=wave_id),
            list(names),
            default=[city_id for city_id in names if city_id in now],
            format_func=lambda city_id: names[city_id],
            key=f"admin_members_{wave_id}_{opened.reference().version}_chosen",
            placeholder=_("Choose cities"),
        )
        messages.note(
            _("The answers of a city that no longer takes part stay in the log, but do not count in this wave.")
        )
        reason = reasons.ask(key=f"admin_members_reason_{wave_id}")
        is_sent = st.form_submit_button(_("Change members"), type="primary")
    if is_sent:
        attempt(
            lambda: administration.set_members(actor, wave_id, chosen, reason=reason),
            done=_changed(
                wave_id,
                [names[city] for city in chosen if city not in now],
                [names[city] for city in now if city not in chosen],
            ),
        )
    with st.expander(_("Add a city to the network")):
        _show_city_form(actor)


def _changed(wave_id: str, joined: list[str], left: list[str]) -> str:
    parts = [
        _("new: {names}").format(names=naming.listed(sorted(joined))) if joined else "",
        _("no longer: {names}").format(names=naming.listed(sorted(left))) if left else "",
    ]
    return _("Members of wave {wave} changed; {what}.").format(
        wave=wave_id, what=", ".join(part for part in parts if part) or _("none")
    )


def _show_city_form(actor: Actor) -> None:
    with st.form("admin_city", border=False):
        left, right = st.columns(2)
        cells = {
            "city_id": left.text_input(_("Key, for example 08215017"), key="admin_city_id", max_chars=40).strip(),
            "name": right.text_input(_("Name"), key="admin_city_name", max_chars=80).strip(),
            "county": left.text_input(_("County"), key="admin_city_county", max_chars=80).strip(),
            "population": right.text_input(_("Inhabitants"), key="admin_city_population", max_chars=12).strip(),
            "lat": left.text_input(_("Latitude, for example 49.02"), key="admin_city_lat", max_chars=12).strip(),
            "lon": right.text_input(_("Longitude, for example 8.48"), key="admin_city_lon", max_chars=12).strip(),
        }
        reason = reasons.ask(key="admin_city_reason")
        is_sent = st.form_submit_button(_("Add city"))
    if is_sent:
        attempt(
            lambda: administration.add_city(actor, cells, reason=reason),
            done=_("{city} belongs to the network now.").format(city=markup.plain(cells["name"])),
        )
