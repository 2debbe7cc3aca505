"""Weights of topics and fields of action, and the way to the other decided numbers."""

import pandas as pd
import streamlit as st

from maturity.language import _, number, text_of
from maturity.rights import Actor
from maturity.rows import rows_of
from web.admin.doing import attempt
from web.services import administration, opened
from web.shared import filters, markup, messages, reasons


def show_numbers(actor: Actor) -> None:
    """Show the weights and let one be changed."""
    reference = opened.reference()
    tables = {"dimensions": reference.dimensions, "topics": reference.topics}
    others = sum(int((table["weight"] != 1).sum()) for table in tables.values())
    messages.answer(
        _("All topics and fields of action weigh the same.")
        if not others
        else _("{count} topics or fields of action have a weight other than 1.").format(count=others)
    )
    names = {
        f"{kind}:{row[0]}": f"{text_of(row, 'name')} ({label})"
        for kind, label in (("dimensions", _("field of action")), ("topics", _("topic")))
        for row in rows_of(tables[kind])
    }
    with st.form("admin_weight"):
        left, right = st.columns([3, 1])
        with left:
            which = filters.pick(_("Topic or field of action"), names, key="admin_weight_which")
        weight = right.text_input(_("New weight"), key="admin_weight_value", max_chars=8, placeholder="1")
        messages.note(
            _("A weight counts within its field of action, for all waves; 0 leaves a topic out of the index.")
        )
        reason = reasons.ask(key="admin_weight_reason")
        is_sent = st.form_submit_button(_("Change weight"), type="primary")
    if is_sent:
        table, _colon, key = which.partition(":")
        attempt(
            lambda: administration.set_weight(actor, table, key, weight, reason=reason),
            done=_("Changed: {name}. All pages now use the new value.").format(name=names[which]),
        )
    with st.expander(_("All weights")):
        rows = pd.DataFrame(
            {
                _("Topic or field of action"): list(names.values()),
                _("Weight"): [number(row.weight, 2) for kind in tables for row in rows_of(tables[kind])],
            }
        )
        markup.show(rows, caption=_("Weights in force."), numbers=[_("Weight")])
    st.page_link(
        "pages/method.py",
        label=_("Change the other numbers on the page “Method”"),
        query_params=filters.shared_address(),
    )
