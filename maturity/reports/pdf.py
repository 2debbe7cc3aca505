"""PDF by typst: tagged (PDF/UA-1), our own fonts only, A4.

Texts reach typst as JSON data, never as source, so nothing that a person wrote is run.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from maturity.language import _, current
from maturity.reports.outline import Document
from maturity.reports.palette import LEVEL_COLOURS, LEVEL_INK
from maturity.reports.sheets import MADE_AT
from maturity.reports.texts import readable, typeable

TEMPLATES = Path(__file__).parent / "typst"
FONTS = Path(__file__).parent / "fonts"


def document_pdf(document: Document) -> bytes:
    """Set a document as PDF. Where the fonts lack a character, `�` stands for it."""
    shown = readable(document)
    try:
        return _render(shown)
    except typst.TypstError as error:
        if "could not be displayed with font" not in str(error):
            raise
        return _render(typeable(shown))


def _render(document: Document) -> bytes:
    blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in document.blocks]
    shared = {
        "language": current(),
        "page": _("Page {page} of {pages}"),
        "colours": LEVEL_COLOURS,
        "inks": LEVEL_INK,
    }
    pdf: bytes = typst.compile(
        TEMPLATES / "document.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        font_paths=[FONTS],
        sys_inputs={"data": json.dumps({**shared, **asdict(document), "blocks": blocks}, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=MADE_AT,
    )
    return pdf
