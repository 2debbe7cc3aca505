"""What is opened once per server: the reference data and the ledger."""

import streamlit as st

from etl.opening import open_network, published_mark
from etl.reference.read import Reference
from etl.reference.versions import reference_in_force
from maturity.errors import LedgerBroken, LedgerLost, LedgerNewer, LedgerUnreadable, LedgerUnwritable, MaturityError
from maturity.ledger import Ledger
from maturity.settings import load


def reference() -> Reference:
    """Return the reference data in force."""
    return reference_in_force(ledger(), load())


def ledger() -> Ledger:
    """Return the ledger, opened once per server."""
    return _ledger(load().ledger_url)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ledger(url: str) -> Ledger:
    return open_network(load())


def alarm() -> MaturityError | None:
    """Return what is wrong with the ledger: lost, cut off, replaced, damaged, out of reach; None: all is well.

    Asked for on every page: the answers shown stay, but nobody shall take a broken ledger for a whole one.
    """
    try:
        published = published_mark(load())
        if published is not None:
            ledger().require_published(published)
    except (LedgerBroken, LedgerLost, LedgerNewer, LedgerUnreadable, LedgerUnwritable) as error:
        return error
    return None


def version() -> int:
    """Return the number of the ledger's last entry; what was read before another one is out of date."""
    return ledger().version()
