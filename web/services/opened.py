"""What is opened once per server: the reference data and the ledger."""

from pathlib import Path

import streamlit as st

from etl.reference.read import Reference, read_reference
from maturity.ledger import Ledger, open_ledger
from maturity.settings import load


def reference() -> Reference:
    """Return the reference data; read again when one of its files has changed."""
    directory = load().reference
    files = sorted((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in directory.glob("*.*"))
    return _reference(directory, tuple(files))


@st.cache_resource(max_entries=4, show_spinner=False)
def _reference(directory: Path, files: tuple[tuple[str, int, int], ...]) -> Reference:
    return read_reference(directory)


def ledger() -> Ledger:
    """Return the ledger, opened once per server."""
    return _ledger(load().ledger_url)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ledger(url: str) -> Ledger:
    return open_ledger(url)


def version() -> int:
    """Return the number of the ledger's last entry; what was read before another one is out of date."""
    return ledger().version()
