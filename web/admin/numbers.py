"""The decided numbers and the weights: changed with a reason, from a wave on; the waves before keep theirs."""

import pandas as pd
import streamlit as st

from maturity.language import _, number, text_of
from maturity.rights import Actor
from maturity.rows import rows_of
from web.admin.doing import attempt
from web.services import administration, naming, opened, parameters, snapshot
from web.services.parameters import BOUNDS, name_of
from web.shared import filters, markup, messages, reasons


def show_numbers(actor: Actor) -> None:
    """Offer to change a number of the method or a weight."""
    wave_id = parameters.default_wave()
    weighed = administration.weights(wave_id)
    others = int((weighed[["topic_weight", "dimension_weight"]] != 1).any(axis=1).sum())
    messages.answer(
        _("In wave {wave} all topics and fields of action weigh the same.").format(wave=wave_id)
        if not others
        else _("In wave {wave} {count} topics count with a weight other than 1.").format(wave=wave_id, count=others)
    )
    messages.note(_("A change holds from a wave on; the waves before keep their numbers, and so do their minutes."))
    st.subheader(_("Change a number of the method"), anchor=False)
    _show_number_form(actor)
    st.page_link(
        "pages/method.py",
        label=_("All numbers in force and all changes so far: page “Method”"),
        query_params={**filters.shared_address(), "method": "numbers"},
    )
    st.subheader(_("Change a weight"), anchor=False)
    _show_weight_form(actor)
    with st.expander(_("Weights by wave")):
        st.html(_weight_table())


def _choose_first_wave(key: str) -> str:
    waves = naming.of_waves(opened.reference().waves)
    return filters.pick(_("Holds from wave"), waves, key=key, start=parameters.default_wave())


def _show_number_form(actor: Actor) -> None:
    known = list(snapshot.table("parameters")["parameter_id"])
    ids = {id_: name_of(id_) for id_ in [*(id_ for id_ in BOUNDS if id_ in known), *known]}
    with st.form("admin_number"):
        which, value, start = st.columns([3, 1, 1.4])
        with which:
            parameter_id = filters.pick(_("Number"), ids, key="admin_number_which")
        text = value.text_input(_("New value"), key="admin_number_value", max_chars=20, placeholder="0,75")
        with start:
            since = _choose_first_wave("admin_number_since")
        reason = reasons.ask(key="admin_number_reason")
        is_sent = st.form_submit_button(_("Change number"), type="primary")
    if is_sent:
        attempt(
            lambda: parameters.change(actor, parameter_id, text=text, reason=reason, wave_id=since),
            done=_("Changed: {name}. All pages use the new value from wave {wave} on.").format(
                name=ids[parameter_id], wave=since
            ),
        )


def _show_weight_form(actor: Actor) -> None:
    names = _names()
    with st.form("admin_weight"):
        left, right, start = st.columns([3, 1, 1.4])
        with left:
            which = filters.pick(_("Topic or field of action"), names, key="admin_weight_which")
        weight = right.text_input(_("New weight"), key="admin_weight_value", max_chars=8, placeholder="1")
        with start:
            since = _choose_first_wave("admin_weight_since")
        messages.note(_("A weight counts within its field of action; 0 leaves a topic out of the index."))
        reason = reasons.ask(key="admin_weight_reason")
        is_sent = st.form_submit_button(_("Change weight"), type="primary")
    if is_sent:
        kind, _colon, key = which.partition(":")
        attempt(
            lambda: administration.set_weight(actor, kind, key, weight, from_wave=since, reason=reason),
            done=_("Changed: {name}. All pages use the new value from wave {wave} on.").format(
                name=names[which], wave=since
            ),
        )


def _names() -> dict[str, str]:
    """Every field of action and topic by kind and id."""
    reference = opened.reference()
    tables = {"dimension": (reference.dimensions, _("field of action")), "topic": (reference.topics, _("topic"))}
    return {
        f"{kind}:{row[0]}": f"{text_of(row, 'name')} ({label})"
        for kind, (table, label) in tables.items()
        for row in rows_of(table)
    }


def _weight_table() -> str:
    """Write what each field of action and topic weighs in each wave."""
    names, columns = _names(), {}
    for wave_id in opened.reference().waves["wave_id"]:
        known = administration.weights(wave_id).merge(opened.reference().topics[["topic_id", "dimension_id"]])
        of = {f"topic:{row.topic_id}": row.topic_weight for row in rows_of(known)}
        of |= {f"dimension:{row.dimension_id}": row.dimension_weight for row in rows_of(known)}
        columns[wave_id] = [number(of[key], 2) if key in of else markup.DASH for key in names]
    rows = pd.DataFrame({_("Topic or field of action"): list(names.values()), **columns})
    return markup.html_table(rows, caption=_("Weights in force in each wave."), numbers=list(columns))
