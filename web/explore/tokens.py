"""For programs: the address of the table shown, and the personal tokens by which a program may ask for it."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from maturity.clock import local
from maturity.errors import MaturityError
from maturity.language import _, day
from maturity.settings import load
from web.explore.grid import Grid
from web.services import accounts, tokens
from web.services.pivots import write
from web.services.tokens import ApiToken
from web.shared import filters, markup, messages

MADE, LONGEST_NAME = "explore_token_made", 80


def show(grid: Grid) -> None:
    """Say how a program reads this table; where there is sign-in, offer tokens."""
    with st.expander(_("Read this table by a program (Excel, R)")):
        messages.note(_("This address answers with the table above, always from the newest data:"))
        st.code(_address(grid), language=None, wrap_lines=True)
        if accounts.has_sign_in():
            _show_tokens()


def _address(grid: Grid) -> str:
    root = (load().public_url or st.context.url or "").split("/explore")[0].rstrip("/")
    return f"{root}/api/v1/cells?{urlencode({**write(grid.pivot), 'format': 'csv'})}"


def _show_tokens() -> None:
    messages.note(
        _(
            "A program shows by a token that it asks for you; it sees what you may see. In Excel choose “Basic” and "
            "enter the token as password, elsewhere send the header “Authorization: Bearer …”."
        )
    )
    made = st.session_state.pop(MADE, "")
    if made:
        messages.note(_("Your token. It is shown only now; it holds for a year or until you revoke it:"))
        st.code(made, language=None)
    own = tokens.list_own()
    if own:
        st.html(_listing(own))
        _offer_revoking(own)
    _offer_making()


def _listing(own: list[ApiToken]) -> str:
    rows = pd.DataFrame(
        {
            _("For what"): [one.name for one in own],
            _("Made on"): [_day(one.created_at) for one in own],
            _("Valid until"): [_day(one.ends_at) for one in own],
            _("Last used"): [_day(one.used_at) if one.used_at else _("never") for one in own],
        }
    )
    return markup.html_table(rows, caption=_("Your tokens"))


def _day(at: str) -> str:
    return day(local(at).date())


def _offer_making() -> None:
    with st.form("explore_token", border=False, clear_on_submit=True):
        name = st.text_input(_("For what is the token?"), key="explore_token_name", max_chars=LONGEST_NAME)
        if not st.form_submit_button(_("Make a token")):
            return
    try:
        st.session_state[MADE] = tokens.create(name)
    except MaturityError as error:
        st.error(markup.plain(str(error)))
        return
    st.rerun()


def _offer_revoking(own: list[ApiToken]) -> None:
    names = {number: f"{one.name} · {_day(one.created_at)}" for number, one in enumerate(own)}
    number = filters.pick(_("Token"), names, key="explore_token_which")
    if st.button(_("Revoke this token"), key="explore_token_revoke"):
        tokens.revoke(own[number])
        st.rerun()
