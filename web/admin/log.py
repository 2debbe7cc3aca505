"""The log: who did what, when and why; with a filter, and as a file."""

from typing import Any

import pandas as pd
import streamlit as st

from maturity.clock import moment
from maturity.language import N_, _
from maturity.rights import ACTION_NAMES, ROLE_NAMES, Actor
from web.services import accounts, naming
from web.services.history import history
from web.shared import filters, markup, messages
from web.shared.downloads import CSV, offer

SHOWN = 100
KINDS = {
    "submission": N_("answers handed in"),
    "withdrawal": N_("answers withdrawn"),
    "restoration": N_("answers put in force again"),
    "reference": N_("reference data changed"),
    "wave": N_("wave opened or closed"),
    "parameter": N_("number changed"),
    "alias": N_("spelling kept"),
    "decision": N_("decision"),
    "meeting": N_("meeting"),
    "project": N_("project"),
    "consent": N_("what cities said in a meeting"),
    "pin": N_("lead given"),
    "veto": N_("lead refused"),
    "account": N_("account"),
    "view": N_("view kept"),
    "erasure": N_("file erased"),
    "programme": N_("programme changed"),
    "programme_release": N_("programme released"),
    "programme_import": N_("Förderdatenbank taken in"),
    "programme_look": N_("changes of programmes seen"),
    "backup_restored": N_("backup put back"),
}


def show_log(actor: Actor) -> None:
    """Show the newest entries that meet the filter, and offer them all as a file."""
    entries = history(actor)
    kinds = {"": _("everything")} | {kind: _(KINDS.get(kind, kind)) for kind in sorted(set(entries["kind"]))}
    left, right = st.columns(2)
    with left:
        kind = filters.choice(_("What"), kinds, key="admin_kind")
    words = right.text_input(_("Contains"), key="admin_words", max_chars=80).strip().lower()
    found = entries.loc[[_meets(row, kind, words) for row in entries.to_dict("records")]]
    messages.answer(_("{count} of {total} entries.").format(count=len(found), total=len(entries)))
    newest = found.head(SHOWN)
    rows = pd.DataFrame(
        {
            _("When"): [moment(text) for text in newest["at"]],
            _("Who"): [
                f"{row['actor']} ({_(ROLE_NAMES.get(row['role'], row['role']))})" for row in newest.to_dict("records")
            ],
            _("What"): [kinds[one] for one in newest["kind"]],
            _("Content"): list(newest["what"]),
            _("Reason"): list(newest["reason"]),
        }
    )
    if len(rows):
        markup.show(rows, caption=_("The newest {count} entries.").format(count=len(rows)))
    offer(
        _("All these entries as CSV"),
        lambda: found.to_csv(index=False).encode(),
        name="log.csv",
        mime=CSV,
        key="admin_log",
    )
    _show_refusals(actor)


def _meets(row: dict[Any, Any], kind: str, words: str) -> bool:
    text = f"{row['actor']} {row['what']} {row['reason']}".lower()
    return (not kind or row["kind"] == kind) and words in text


def _show_refusals(actor: Actor) -> None:
    refused = accounts.list_refusals(actor)
    if not refused:
        return
    with st.expander(_("Refused attempts")):
        cities = naming.all_cities()
        # The log may name what this version of the program no longer knows.
        roles, actions = ({str(key): name for key, name in names.items()} for names in (ROLE_NAMES, ACTION_NAMES))
        rows = pd.DataFrame(
            {
                _("When"): [moment(one.at) for one in refused],
                _("Who"): [f"{one.actor} ({_(roles.get(one.role, one.role))})" for one in refused],
                _("Attempt"): [_(actions.get(one.action, one.action)) for one in refused],
                _("City"): [cities.get(one.city_id or "", markup.DASH) for one in refused],
            }
        )
        markup.show(rows, caption=_("The newest first."))
