"""Downloads: each file is made when it is asked for."""

from collections.abc import Callable

import streamlit as st

from maturity import language
from maturity.language import current
from web.services import snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
ANY = "application/octet-stream"


def offer(label: str, make: Callable[[], bytes], *, name: str, mime: str, key: str) -> None:
    """Offer a download; the file is made after the click, in the language the page has now."""
    chosen, reader = current(), snapshot.reader()

    def make_now() -> bytes:
        language.use(chosen)  # asked for outside of the page's run
        snapshot.show_to(reader)
        return make()

    st.download_button(label, make_now, name, mime, key=key, on_click="ignore", width="stretch")
