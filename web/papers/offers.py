"""The papers as downloads on the pages where one looks for them; each is made after the click."""

from collections.abc import Callable

import streamlit as st

from maturity.language import _
from maturity.reports.outline import Document
from web.papers.city_sheet import city_sheet
from web.papers.council_paper import council_paper
from web.papers.hand_out import hand_out
from web.papers.invitation import invitation
from web.papers.network_report import network_report
from web.papers.project_sheet import decided_topics, project_sheet
from web.services import naming
from web.shared import downloads, filters
from web.shared.frame import View


def offer_city_papers(view: View, city_id: str) -> None:
    """Offer the papers of a city: sheet, hand-out, council paper to edit and to paste."""
    of_city = view.wave_id, city_id, view.is_sample
    name = naming.names(view.wave_id).cities[city_id], view.wave_id
    places = st.columns(4)
    with places[0]:
        _pdf(_("City sheet (PDF)"), lambda: city_sheet(*of_city), _("city-sheet"), *name)
    with places[1]:
        _pdf(_("Hand-out (PDF)"), lambda: hand_out(*of_city), _("hand-out"), *name)
    with places[2]:
        _docx(_("Council paper (Word)"), lambda: council_paper(*of_city), _("council-paper"), *name)
    with places[3]:
        _html(_("Council paper (HTML)"), lambda: council_paper(*of_city), _("council-paper"), *name)


def offer_network_report(view: View) -> None:
    """Offer the report about all cities."""
    make = network_report
    _pdf(_("Network report (PDF)"), lambda: make(view.wave_id, view.is_sample), _("network-report"), view.wave_id)


def offer_project_sheet(view: View) -> None:
    """Offer the sheet of a topic with a decided lead; nothing while none is decided."""
    topics = decided_topics(view.wave_id)
    if not topics:
        return
    what, paper = st.columns([2, 1], vertical_alignment="bottom")
    with what:
        topic_id = filters.pick(_("Project sheet of"), topics, key="project_sheet_topic")
    with paper:
        _docx(
            _("Project sheet (Word)"), lambda: project_sheet(view.wave_id, topic_id, view.is_sample),
            _("project-sheet"), topics[topic_id], view.wave_id,
        )  # fmt: skip


def offer_invitation(view: View) -> None:
    """Offer the invitation to the meeting about the wave in view."""
    _docx(_("Invitation (Word)"), lambda: invitation(view.wave_id, view.is_sample), _("invitation"), view.wave_id)


# The libraries of each format load when somebody asks for one, not with the page.


def _pdf(label: str, make: Callable[[], Document], *parts: str) -> None:
    def made() -> bytes:
        from maturity.reports.pdf import document_pdf

        return document_pdf(make())

    _offer(label, made, "pdf", downloads.PDF, parts)


def _docx(label: str, make: Callable[[], Document], *parts: str) -> None:
    def made() -> bytes:
        from maturity.reports.docx import document_docx

        return document_docx(make())

    _offer(label, made, "docx", downloads.DOCX, parts)


def _html(label: str, make: Callable[[], Document], *parts: str) -> None:
    def made() -> bytes:
        from maturity.reports.html import document_html

        return document_html(make())

    _offer(label, made, "html", downloads.HTML, parts)


def _offer(label: str, make: Callable[[], bytes], ending: str, mime: str, parts: tuple[str, ...]) -> None:
    name = "-".join(part.lower().replace(" ", "-") for part in parts)
    downloads.offer(label, make, name=f"{name}.{ending}", mime=mime, key=f"paper_{parts[0]}_{ending}")
