"""The reason that everything needs which people record against or beside the program."""

from typing import Any

import streamlit as st

from maturity.language import _

LONGEST_REASON = 500


def ask(*, key: str, place: Any = st) -> str:
    """Ask for a reason in a line and return it; `place` is a column or the page."""
    return str(place.text_input(_("Reason (required)"), key=key, max_chars=LONGEST_REASON)).strip()


def is_given(reason: str) -> bool:
    """Tell whether there is a reason, and say so where it is missing."""
    if not reason:
        st.warning(_("Please give a reason first: it stays in the log."))
    return bool(reason)
