"""A change made on this page: tried, its faults said in words, its success said after the page was drawn anew."""

from collections.abc import Callable

import streamlit as st

from maturity.errors import MaturityError, ReferenceInvalid
from maturity.language import _
from web.shared import markup

DONE = "admin_done"
MOST_FAULTS = 20


def show_done() -> None:
    """Say what the last click did."""
    text = st.session_state.pop(DONE, "")
    if text:
        st.success(markup.plain(text))


def attempt(change: Callable[[], None], *, done: str) -> None:
    """Make a change; draw the page anew with `done`, or say what stands against it."""
    try:
        change()
    except ReferenceInvalid as error:
        st.error(_("Nothing was changed: the reference data would have faults."))
        st.html(markup.bullets(list(error.details["faults"])[:MOST_FAULTS]))  # type: ignore[call-overload]
    except MaturityError as error:
        st.error(markup.plain(str(error)))
    else:
        st.session_state[DONE] = done
        st.rerun()
