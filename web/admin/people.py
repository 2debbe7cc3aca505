"""Access: who is invited, who has an account, and locking one."""

import pandas as pd
import streamlit as st

from maturity.clock import local
from maturity.language import _, day
from maturity.rights import ROLE_NAMES, ROLES, Actor, Role
from web.admin.doing import attempt
from web.services import accounts, naming
from web.shared import filters, markup, messages, reasons

LINK = "admin_link"


def show_people(actor: Actor) -> None:
    """Show accounts and open invitations, and invite."""
    known, invited = accounts.list_accounts(actor), accounts.list_invitations(actor)
    messages.answer(
        _("{accounts} accounts, {invitations} open invitations.").format(accounts=len(known), invitations=len(invited))
    )
    if not accounts.has_sign_in():
        messages.note(
            _("This server runs locally, without sign-in: accounts count once DIGITALKOMPASS_PUBLIC_URL is set.")
        )
    _show_invite_form(actor)
    _show_invitations(actor, invited)
    _show_accounts(actor, known)


def _city(city_id: str | None) -> str:
    return naming.all_cities().get(city_id or "", markup.DASH)


def _show_invite_form(actor: Actor) -> None:
    roles: dict[Role, str] = {role: _(ROLE_NAMES[role]) for role in ROLES}
    with st.form("admin_invite"):
        st.subheader(_("Invite"), anchor=False)
        name_place, role_place, city_place = st.columns([2, 1, 1])
        name = name_place.text_input(
            _("Function, for example Digital office of Bühl"), key="admin_invite_name", max_chars=80
        )
        with role_place:
            role: Role = filters.pick(_("Role"), roles, key="admin_invite_role", start="officer")
        with city_place:
            city = filters.pick(_("City"), {"": _("none")} | naming.all_cities(), key="admin_invite_city")
        messages.note(_("A function, not a person. A digital officer belongs to one city; the other roles need none."))
        is_sent = st.form_submit_button(_("Make an invitation"), type="primary")
    if is_sent:

        def invite() -> None:
            st.session_state[LINK] = accounts.invite(actor, name=name, role=role, city_id=city or None)

        attempt(invite, done=_("Invitation for {name} is made.").format(name=name))
    link = st.session_state.pop(LINK, "")
    if link:
        st.write(_("Send this link. It is shown only now, works once, and for two weeks:"))
        st.code(link, language=None)


def _show_invitations(actor: Actor, invited: list[accounts.Invitation]) -> None:
    if not invited:
        return
    rows = pd.DataFrame(
        {
            _("Function"): [one.name for one in invited],
            _("Role"): [_(ROLE_NAMES[one.role]) for one in invited],
            _("City"): [_city(one.city_id) for one in invited],
            _("Valid until"): [day(local(one.ends_at).date()) for one in invited],
        }
    )
    markup.show(rows, caption=_("Open invitations."))
    with st.expander(_("Take an invitation back")):
        names = {number: f"{one.name} · {_city(one.city_id)}" for number, one in enumerate(invited)}
        number = filters.pick(_("Invitation"), names, key="admin_take_back")
        if st.button(_("Undo"), key="admin_take_back_send"):
            attempt(lambda: accounts.take_back(actor, invited[number]), done=_("The invitation no longer works."))


def _show_accounts(actor: Actor, known: list[accounts.Account]) -> None:
    if not known:
        return
    rows = pd.DataFrame(
        {
            _("Function"): [one.name for one in known],
            _("Role"): [_(ROLE_NAMES[one.role]) for one in known],
            _("City"): [_city(one.city_id) for one in known],
            _("State"): [_("locked") if one.is_locked else _("active") for one in known],
        }
    )
    markup.show(rows, caption=_("Accounts."))
    with st.form("admin_lock"):
        names = {one.account_id: f"{one.name} · {_city(one.city_id)}" for one in known}
        account_id = filters.pick(_("Account"), names, key="admin_account")
        is_locked = next(one.is_locked for one in known if one.account_id == account_id)
        reason = reasons.ask(key="admin_lock_reason")
        lock, unlock = st.columns(2)
        wants_lock = lock.form_submit_button(_("Lock"), disabled=is_locked and len(known) == 1)
        wants_unlock = unlock.form_submit_button(_("Unlock"))
    if wants_lock and reasons.is_given(reason):
        attempt(
            lambda: accounts.lock(actor, account_id, reason=reason),
            done=_("The account is locked; its sessions have ended."),
        )
    if wants_unlock and reasons.is_given(reason):
        attempt(lambda: accounts.unlock(actor, account_id, reason=reason), done=_("The account may sign in again."))
