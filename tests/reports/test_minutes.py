"""The minutes: what a council reads in DOCX and PDF."""

import io
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from maturity import language
from maturity.reports.meeting import Resolution
from maturity.reports.minutes import minutes, minutes_docx, minutes_pdf
from maturity.reports.outline import Heading
from tests.reports.meetings import EMPTY, MEETING, SAMPLE


def _docx_text(content: bytes) -> str:
    document: Any = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def _pdf_text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    # A line may end anywhere and words may be divided.
    return " ".join(page.extract_text() for page in pages).replace("\u00ad", "").replace("\n", " ")


def _flat(text: str) -> str:
    """Without spaces and hyphens: a line of a PDF ends where it likes."""
    return "".join(text.split()).replace("-", "")


SENTENCES = (
    "Protokoll der Netzwerksitzung",
    "Regional.Digital, 23.11.2026",
    "Anwesend (2 von 3)",
    "TOP 1: Wo stehen wir?",
    "TOP 5: Offene Punkte und nächste Sitzung",
    "zu wenig Angaben",
    "Bruchsal übernimmt die Federführung für das Thema „E-Akte“.",
    "Wie vorgeschlagen beschlossen. Ko-Federführung: Bretten. Die Nachnutzung wird angeboten: Bühl.",
    "Abweichend vom Vorschlag übernimmt Bretten statt Bühl die Federführung.",
    "umstritten (61\u00a0%)",
    "Der Schulträger wird gehört.",
    "Anlagen",
    "Grundlage: Antworten der Welle 2026-2, Datenstand Nr. 17.",
    "18.01.2027",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_docx_and_pdf_say_the_same(sentence: str) -> None:
    assert sentence in _docx_text(_docx())
    assert _flat(sentence) in _flat(_pdf_text(_pdf()))


@cache
def _docx() -> bytes:
    return minutes_docx(MEETING)


@cache
def _pdf() -> bytes:
    return minutes_pdf(MEETING)


def test_what_a_council_needs_is_said_or_left_to_be_filled_in() -> None:
    """Begin and end are known of a closed meeting; place, chair, minute-taker, votes and signatures are lines."""
    text = _docx_text(minutes_docx(replace(MEETING, begins="23.11.2026, 14:05 Uhr", ends="23.11.2026, 15:40 Uhr")))

    for known in ("23.11.2026, 14:05 Uhr", "23.11.2026, 15:40 Uhr", "Sitzungsleitung", "Schriftführung", "Ort"):
        assert known in text
    assert text.count("Abstimmung:") == len(MEETING.decisions)
    assert text.count("Ort, Datum, Unterschrift") == 2


def test_each_decision_has_its_number_under_the_fourth_item() -> None:
    headings = [block.text for block in minutes(MEETING).blocks if isinstance(block, Heading) and block.level == 2]

    assert headings == ["4.1 E-Akte", "4.2 E-Payment", "4.3 Digitale Schule", "4.4 Sensorik"]


def test_the_pdf_is_tagged_german_and_numbers_its_pages() -> None:
    reader = PdfReader(io.BytesIO(_pdf()))
    catalogue: Any = reader.trailer["/Root"]

    assert catalogue["/Lang"] == "de"
    assert catalogue["/MarkInfo"]["/Marked"] == True  # noqa: E712  (a PDF object, not a bool)
    assert reader.metadata is not None
    assert reader.metadata.title == "Protokoll der Netzwerksitzung"
    assert f"Seite1von{len(reader.pages)}" in _flat(reader.pages[0].extract_text())


def test_the_docx_has_headings_a4_german_and_page_fields() -> None:
    document: Any = docx.Document(io.BytesIO(_docx()))
    parts = zipfile.ZipFile(io.BytesIO(_docx()))
    footer = next(parts.read(name).decode() for name in parts.namelist() if "footer" in name and name.endswith(".xml"))

    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"][:2] == [
        "Tagesordnung",
        "TOP 1: Wo stehen wir?",
    ]
    assert (document.sections[0].page_width.mm, document.sections[0].page_height.mm) == pytest.approx((210, 297), abs=1)
    assert 'w:val="de-DE"' in parts.read("word/styles.xml").decode()
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer
    assert "<w:tblHeader" in parts.read("word/document.xml").decode()


def test_minutes_from_sample_data_say_so_in_the_text_itself() -> None:
    """The header of a page is not read aloud, so the sentence stands in the body as well."""
    notice = "Beispieldaten: Alle Antworten und Beschlüsse sind frei erfunden."

    assert notice in _docx_text(minutes_docx(SAMPLE))
    assert _flat(notice) in _flat(_pdf_text(minutes_pdf(SAMPLE)))
    assert "Beispieldaten" not in _docx_text(_docx())


def test_a_meeting_without_anything_is_honest_about_it() -> None:
    text = _docx_text(minutes_docx(EMPTY))

    for sentence in (
        "Noch hat kein Thema genug Angaben.",
        "Es wurde keine gemeinsame Lücke gefunden.",
        "Es wurde nichts beschlossen.",
        "Es gibt keine offenen Punkte.",
        "Nächste Sitzung: noch offen",
    ):
        assert sentence in text
    assert minutes_pdf(EMPTY).startswith(b"%PDF")


def test_what_people_typed_is_text_never_source() -> None:
    """Typst marks, XML marks and characters that the fonts or XML lack neither run nor stop the minutes."""
    typed = '#read("document.typ") *x* $y$ <w:p> & 😀 \x00\u202e漢'
    meeting = replace(MEETING, decisions=(Resolution("E-Akte", "deferred", "Bühl", reason=typed),))

    assert '#read("document.typ") *x* $y$ <w:p> & 😀 \ufffd\ufffd漢' in _docx_text(minutes_docx(meeting))
    assert _flat('#read("document.typ") *x* $y$ <w:p> & \ufffd') in _flat(_pdf_text(minutes_pdf(meeting)))


def test_english_readers_get_english_minutes() -> None:
    language.use("en")
    content = minutes_pdf(MEETING)
    catalogue: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]

    assert "Minutes of the network meeting" in _docx_text(minutes_docx(MEETING))
    assert catalogue["/Lang"] == "en"


def test_the_same_meeting_gives_the_same_pdf() -> None:
    assert minutes_pdf(MEETING) == _pdf()
