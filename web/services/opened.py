"""What is opened once per server: the reference data and the ledger."""

import streamlit as st

from etl.reference.read import Reference
from etl.reference.versions import reference_in_force
from maturity.ledger import Ledger, open_ledger
from maturity.settings import load


def reference() -> Reference:
    """Return the reference data in force."""
    return reference_in_force(ledger(), load())


def ledger() -> Ledger:
    """Return the ledger, opened once per server."""
    return _ledger(load().ledger_url)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ledger(url: str) -> Ledger:
    return open_ledger(url)


def version() -> int:
    """Return the number of the ledger's last entry; what was read before another one is out of date."""
    return ledger().version()
