"""A whole meeting by keyboard and mouse: three decisions, a veto, a deferral, and the documents that come out."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pptx import Presentation
from pypdf import PdfReader

from maturity.settings import PROJECT
from tests.browser.waiting import choose, wait_for_run
from tests.served import Served, serve


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: what the meeting decides must not show in the tests of other pages."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("meeting")) as served:
        yield served


def show(page: Page, served: Served, step: str) -> None:
    """Turn to a step by its address."""
    page.goto(f"{served.url}/meeting?step={step}")
    wait_for_run(page)


def press(page: Page, key: str) -> None:
    """Press a key as a clicker does, once the page stands still."""
    wait_for_run(page)
    page.keyboard.press(key)


def decide(page: Page, choice: str, reason: str, label: str, *, city: str = "") -> None:
    """Choose a way to decide and, where nobody is preselected, the city; give the reason, send it."""
    page.get_by_text(choice, exact=True).click()
    wait_for_run(page)
    if city:
        choose(page, page.get_by_role("combobox", name="Welche Stadt führt stattdessen?"), city)
        wait_for_run(page)
    page.get_by_label("Begründung (Pflicht)").fill(reason)
    page.get_by_role("button", name=label).click()


def fetch(page: Page, label: str, folder: Path) -> bytes:
    """Download one of the documents."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file.read_bytes()


def slide_text(content: bytes) -> str:
    """All text of a presentation, tables included."""
    words = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
            if shape.has_table:
                words += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(words)


def document_text(content: bytes) -> str:
    """All text of a Word document, tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_whole_meeting(page: Page, fresh: Served, tmp_path: Path) -> None:
    """Accept E-Akte and E-Posteingang, another city for E-Mobilität, veto Parkraum, defer Digitalstrategie."""
    page.goto(f"{fresh.url}/meeting?wave=2026-2")
    wait_for_run(page)
    page.get_by_role("button", name="Sitzung eröffnen").click()
    expect(page.get_by_role("heading", name="In 2 von 19 Themen")).to_be_visible()

    # The clicker walks through the picture to the first topic; the arrow keys do the same.
    press(page, "PageDown")
    expect(page.get_by_role("heading", name="Größte gemeinsame Lücke")).to_be_visible()
    press(page, "ArrowRight")
    expect(page.get_by_role("heading", name="arbeitet mindestens die Hälfte der Städte nebeneinander")).to_be_visible()
    press(page, "PageUp")
    expect(page.get_by_role("heading", name="Größte gemeinsame Lücke")).to_be_visible()
    press(page, "PageDown")
    expect(page.get_by_text("Schritt 3 von 17").first).to_be_visible()
    press(page, "PageDown")
    expect(page.get_by_role("heading", name="Vorschlag: Bruchsal führt E-Akte")).to_be_visible()
    expect(page).to_have_url(re.compile("step=eakte"))

    for city, topic in (("Bruchsal", "E-Akte"), ("Gaggenau", "E-Posteingang")):
        expect(page.get_by_role("heading", name=f"Vorschlag: {city} führt {topic}")).to_be_visible()
        page.get_by_role("button", name="Annehmen").click()
        expect(page.get_by_role("heading", name=f"✔ Beschlossen: {city} führt {topic}")).to_be_visible()
        press(page, "PageDown")

    show(page, fresh, "emobilitaet")
    expect(page.get_by_role("heading", name="Vorschlag: Rastatt führt E-Mobilität")).to_be_visible()
    decide(
        page, "Andere Stadt", "Gaggenau baut die Ladepunkte.", "Federführung dieser Stadt beschließen", city="Gaggenau"
    )
    expect(page.get_by_role("heading", name="✔ Beschlossen: Gaggenau führt E-Mobilität")).to_be_visible()
    expect(page.get_by_text("E-Mobilität: Gaggenau statt Rastatt")).to_be_visible()

    show(page, fresh, "parkraum")
    decide(page, "Ausschließen", "Kein Personal bis 2028.", "Diese Stadt ausschließen")
    expect(page.get_by_text("Ausgeschlossen: Rastatt führt Parkraummanagement nicht.")).to_be_visible()
    expect(page.get_by_role("heading", name="Offen: Niemand führt Parkraummanagement")).to_be_visible()
    expect(page.get_by_text("Digitale Beteiligung: Rastatt statt Baden-Baden")).to_be_visible()

    show(page, fresh, "strategie")
    decide(page, "Vertagen", "Erst tagt der Gemeinderat.", "Thema vertagen")
    expect(page.get_by_role("heading", name="Vertagt: Digitalstrategie")).to_be_visible()

    # The page is left in the middle and found again where it stood.
    page.goto(f"{fresh.url}/meeting")
    expect(page.get_by_text("Thema 3 von 12: E-Payment").first).to_be_visible()

    show(page, fresh, "end")
    page.get_by_label("Weitere offene Punkte, je Zeile einer").fill("Bretten klärt die Kosten.")
    page.get_by_label("Nächste Sitzung").fill("18.01.2027 in Bretten")
    page.get_by_role("button", name="Ins Protokoll übernehmen").click()
    expect(page.get_by_text("Die Dokumente enthalten jetzt diese Angaben.")).to_be_visible()
    wait_for_run(page)
    _check_documents(page, tmp_path)


def _check_documents(page: Page, folder: Path) -> None:
    minutes = document_text(fetch(page, "Protokoll (Word)", folder))
    pdf = PdfReader(io.BytesIO(fetch(page, "Protokoll (PDF)", folder)))
    slides = slide_text(fetch(page, "Folien (PowerPoint)", folder))
    plan = fetch(page, "Vorhabenplan (Excel)", folder)

    printed = " ".join(" ".join(leaf.extract_text() for leaf in pdf.pages).split())
    for text in (minutes, printed, slides):
        assert "Beispieldaten" in text
        assert "3 Federführungen wurden beschlossen" in text
        assert re.search(r"Datenstand\s+Nr\.\s\d+", text)
        for topic in ("E-Akte", "E-Posteingang", "E-Mobilität", "Parkraummanagement", "Digitalstrategie"):
            assert topic in text
        assert "Erst tagt der Gemeinderat." in text
        assert "Bretten klärt die Kosten." in text
        assert "18.01.2027 in Bretten" in text
    for text in (minutes, printed):
        assert "Rastatt wird von der Federführung ausgeschlossen." in text
        assert "Kein Personal bis 2028." in text
        assert "statt Rastatt" in text
    assert plan.startswith(b"PK")


def test_the_type_is_large_enough_for_five_metres(page: Page, fresh: Served) -> None:
    """Headline at least 40 pixels, text at least 24, and the menu leaves the width to the meeting."""
    page.goto(f"{fresh.url}/meeting?wave=2026-2")
    wait_for_run(page)
    if page.get_by_role("button", name="Sitzung eröffnen").is_visible():
        page.get_by_role("button", name="Sitzung eröffnen").click()
        expect(page.get_by_text("Schritt 1 von 17").first).to_be_visible()
    show(page, fresh, "gaps")

    sizes = {
        selector: float(
            page.locator(selector).first.evaluate("element => getComputedStyle(element).fontSize").removesuffix("px")
        )
        for selector in (".stMain h2", ".dk-large li")
    }

    assert sizes[".stMain h2"] >= 40
    assert sizes[".dk-large li"] >= 24
    width = page.get_by_test_id("stMain").evaluate("element => element.getBoundingClientRect().width")
    assert width > 1200
