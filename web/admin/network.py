"""A network of one's own in place of the example: name, cities, topics, first wave, then the invitations."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from maturity.errors import MaturityError
from maturity.language import N_, _
from maturity.rights import Actor
from web.admin.doing import attempt
from web.admin.waves import DATE_FORMAT
from web.services import own_network
from web.shared import filters, markup, messages, reasons
from web.shared.markup import plain

DRAFT = "admin_network"
STEPS = {
    "name": N_("1 Name"),
    "cities": N_("2 Cities"),
    "topics": N_("3 Topics"),
    "wave": N_("4 First wave"),
    "check": N_("5 Check"),
}
FEW = 60


def show_network(actor: Actor) -> None:
    """Show the step in the address; what was entered stays until the network begins or the draft is dropped."""
    if own_network.has_real_answers():
        messages.answer(_("This network has begun: it has real answers. Change it under “Members” and “Questions”."))
        return
    messages.answer(
        _("Begin your own network in five steps. It takes the place of the example; its invented answers disappear.")
    )
    if DRAFT not in st.session_state:
        st.session_state[DRAFT] = own_network.load_draft(actor)
    draft: dict[str, Any] = st.session_state[DRAFT]
    step = filters.strip(_("Step"), {key: _(name) for key, name in STEPS.items()}, key="step")
    forms = {"name": _ask_name, "cities": _ask_cities, "topics": _ask_topics, "wave": _ask_wave, "check": _check}
    forms[step](actor, draft)
    if draft and st.button(_("Drop what was entered"), key="admin_network_drop"):
        own_network.drop_draft(actor)
        del st.session_state[DRAFT]
        _go("name")


def _next(actor: Actor, draft: dict[str, Any], step: str) -> None:
    own_network.save_draft(actor, draft)
    _go(step)


def _go(step: str) -> None:
    st.query_params["step"] = step
    st.rerun()


def _ask_name(actor: Actor, draft: dict[str, Any]) -> None:
    keys = {"ags": _("official keys of 8 digits (AGS)"), "text": _("keys of our own")}
    with st.form("admin_network_name"):
        name = st.text_input(
            _("Name of the network"), value=draft.get("name", ""), key="admin_network_name_text", max_chars=80
        )
        short = st.text_input(
            _("Short name"), value=draft.get("short_name", ""), key="admin_network_short", max_chars=12
        )
        city_key = filters.pick(
            _("Cities are named by"), keys, key="admin_network_key", start=draft.get("city_key", "ags")
        )
        is_sent = st.form_submit_button(_("Go on to the cities"), type="primary")
    if is_sent:
        draft |= {"name": name.strip(), "short_name": short.strip() or name.strip()[:12], "city_key": city_key}
        _next(actor, draft, "cities")


def _ask_cities(actor: Actor, draft: dict[str, Any]) -> None:
    messages.note(
        _("A table (CSV or XLSX) with the columns city_id and name, and county, population, area_km2, lat and lon "
          "where you have them. Or the list of municipalities of the statistical offices as it is.")
    )  # fmt: skip
    upload = st.file_uploader(_("List of cities"), type=["csv", "xlsx", "txt", "asc"], key="admin_network_file")
    if upload is not None and draft.get("file_id") != upload.file_id:
        try:
            draft |= {
                "list": own_network.read_municipalities(upload.getvalue(), name=upload.name),
                "file_id": upload.file_id,
            }
        except MaturityError as error:
            st.error(markup.plain(str(error)))
            return
    known: pd.DataFrame | None = draft.get("list")
    if known is None:
        return
    names = {row["city_id"]: f"{row['name']} ({row['city_id']})" for row in known.to_dict("records")}
    default = draft.get("city_ids") or (list(names) if len(names) <= FEW else [])
    with st.form("admin_network_cities"):
        chosen = st.multiselect(
            _("Cities of the network"), list(names), default=[one for one in default if one in names],
            format_func=lambda city_id: names[city_id], key="admin_network_chosen", placeholder=_("Choose cities"),
        )  # fmt: skip
        is_sent = st.form_submit_button(_("Go on to the topics"), type="primary")
    if is_sent:
        draft["city_ids"] = chosen
        _next(actor, draft, "topics")


def _ask_topics(actor: Actor, draft: dict[str, Any]) -> None:
    names = own_network.topics()
    with st.form("admin_network_topics"):
        messages.note(_("All topics of the questionnaire are chosen; take out what does not concern you."))
        chosen = st.multiselect(
            _("Topics"), list(names), default=draft.get("topic_ids") or list(names),
            format_func=lambda topic_id: names[topic_id], key="admin_network_topic_ids", placeholder=_("Choose topics"),
        )  # fmt: skip
        is_sent = st.form_submit_button(_("Go on to the first wave"), type="primary")
    if is_sent:
        draft["topic_ids"] = chosen
        _next(actor, draft, "wave")


def _ask_wave(actor: Actor, draft: dict[str, Any]) -> None:
    wave = draft.get("wave", {})
    with st.form("admin_network_wave"):
        left, right = st.columns(2)
        wave_id = left.text_input(
            _("Short name, for example 2027-2"),
            value=wave.get("wave_id", ""),
            key="admin_network_wave_id",
            max_chars=20,
        )
        label = right.text_input(
            _("Name, for example 2nd half of 2027"),
            value=wave.get("label", ""),
            key="admin_network_label",
            max_chars=80,
        )
        first = left.date_input(
            _("First day"), value=_date(wave.get("opens_on")), format=DATE_FORMAT, key="admin_network_first"
        )
        last = right.date_input(
            _("Last day"), value=_date(wave.get("closes_on")), format=DATE_FORMAT, key="admin_network_last"
        )
        is_sent = st.form_submit_button(_("Go on to the check"), type="primary")
    if is_sent:
        days = {"opens_on": first.isoformat() if first else "", "closes_on": last.isoformat() if last else ""}
        draft["wave"] = {"wave_id": wave_id.strip(), "label": label.strip(), **days, "is_sample": "0"}
        _next(actor, draft, "check")


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _check(actor: Actor, draft: dict[str, Any]) -> None:
    missing = [
        _(STEPS[step])
        for step, key in (("name", "name"), ("cities", "city_ids"), ("topics", "topic_ids"), ("wave", "wave"))
        if not draft.get(key)
    ]
    if missing:
        st.warning(plain(_("Still missing: {steps}.").format(steps=", ".join(missing))))
        return
    known = draft["list"].set_index("city_id", drop=False)
    what = own_network.Beginning(
        name=draft["name"],
        short_name=draft["short_name"],
        city_key=draft["city_key"],
        cities=known.loc[draft["city_ids"]].to_dict("records"),
        topic_ids=frozenset(draft["topic_ids"]),
        wave=draft["wave"],
    )
    summary = [
        (_("Name of the network"), what.name),
        (_("Cities"), f"{len(what.cities)}: {', '.join(city['name'] for city in what.cities[:10])}"),
        (_("Topics"), str(len(what.topic_ids))),
        (_("First wave"), f"{what.wave['wave_id']} · {what.wave['label']}"),
    ]
    st.html(markup.facts(summary, caption=_("This network begins:")))
    with st.form("admin_network_begin"):
        reason = reasons.ask(key="admin_network_reason")
        is_sent = st.form_submit_button(_("Begin this network"), type="primary")
    if is_sent:

        def begin() -> None:
            own_network.begin_network(actor, what, reason=reason)
            del st.session_state[DRAFT]

        attempt(
            begin,
            done=_("The network {name} has begun. Invite its digital officers under “Access”.").format(name=what.name),
        )
