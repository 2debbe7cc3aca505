"""A digital officer's way: bad file, marked copy, mended file, differences, confirmation, receipt, withdrawal."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from maturity.settings import PROJECT
from tests.browser.waiting import choose, wait_for_run
from tests.served import Served, serve

BRUCHSAL, ETTLINGEN = "08215009", "08215017"
SAMPLE = PROJECT / "data" / "sample" / "2026-2" / f"{BRUCHSAL}.csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this module's own: its answers change."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("network")) as served:
        yield served


def _hand_over(page: Page, name: str, content: bytes, *, mime: str = "text/csv") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": mime, "buffer": content})
    expect(page.get_by_text(name).first).to_be_visible()
    wait_for_run(page)


def _download(page: Page, label: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=label).click()
    return Path(started.value.path()).read_bytes()


def _level_on_overview(page: Page, url: str) -> str:
    """Bruchsal's level in E-Akte, from the overview's table."""
    page.goto(f"{url}/?wave=2026-2")
    wait_for_run(page)
    page.get_by_text("Dasselbe als Tabelle").click()
    cell = page.get_by_role("row", name="E-Akte").get_by_role("cell").nth(2)
    expect(cell).to_be_visible()
    return cell.inner_text()


def test_from_a_bad_file_to_a_receipt_and_back(page: Page, own_server: Served) -> None:
    """Bruchsal's four answers in E-Akte are 4: level 4. The mended file says 1, 2, 4, 4: 11 / 16 = 68.75, level 2."""
    bad = SAMPLE.read_bytes().replace(b"Akte ist;4;", b"Akte ist;7;")
    bad = bad.replace(b"EAK02;Aktenplan und Schriftgutordnung;4", b"EAK02;Aktenplan und Schriftgutordnung;2")
    assert _level_on_overview(page, own_server.url) == "4"

    page.goto(f"{own_server.url}/upload?upload_wave=2026-2&city={BRUCHSAL}")
    wait_for_run(page)
    expect(page.get_by_role("heading", name="Antworten der Stadt einreichen")).to_be_visible()
    _hand_over(page, "bruchsal.csv", bad)
    expect(page.get_by_text("1 Fehler ist zu beheben", exact=False)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="F14")
    expect(row).to_contain_text("Zeile 7, Spalte Antwort")
    expect(row).to_contain_text("„7“ liegt nicht zwischen 0 und 4.")
    expect(page.get_by_role("button", name="Verbindlich einreichen")).to_have_count(0)

    mended = _mend(_download(page, "Markierte Kopie der Datei"))
    assert "F14" in _download(page, "Befunde als Tabelle").decode("utf-8-sig")

    _hand_over(page, "verbessert.xlsx", mended, mime=XLSX)
    expect(page.get_by_text("Die Datei kann angenommen werden", exact=False)).to_be_visible()
    expect(page.get_by_text("2 Antworten ändern sich.")).to_be_visible()
    change = page.get_by_role("row").filter(has_text="EAK02 · Aktenplan und Schriftgutordnung")
    expect(change.last).to_contain_text("42")
    effect = page.get_by_role("row").filter(has_text="100,0 Punkte, Stufe 4")
    expect(effect).to_contain_text("68,8 Punkte, Stufe 2")

    page.get_by_role("button", name="Verbindlich einreichen").click()
    expect(page.get_by_text("Angenommen. Ihre Antworten sind dauerhaft gespeichert.")).to_be_visible()
    wait_for_run(page)
    number = page.get_by_role("row", name="Belegnummer").get_by_role("cell").inner_text()
    assert re.fullmatch(r"R-\d{6}", number)
    receipt = PdfReader(io.BytesIO(_download(page, "Eingangsbeleg als PDF")))
    assert number in receipt.pages[0].extract_text()
    assert "verbessert.xlsx" in receipt.pages[0].extract_text()
    assert _level_on_overview(page, own_server.url) == "2"

    page.goto(f"{own_server.url}/upload?upload_wave=2026-2&city={BRUCHSAL}")
    wait_for_run(page)
    page.get_by_label("Begründung (Pflicht)").fill("falsche Fassung")
    page.get_by_role("button", name="Zurückziehen").click()
    expect(page.get_by_role("row").filter(has_text=number)).to_contain_text("zurückgezogen")
    assert _level_on_overview(page, own_server.url) == "4"


def _mend(copy: bytes) -> bytes:
    """Open the marked copy as a person would, find the marked cell by its sentence, and type the right answer."""
    workbook = load_workbook(io.BytesIO(copy))
    sheet = workbook.worksheets[0]
    heading = {str(cell.value): cell.column for cell in sheet[5]}
    assert "„7“ liegt nicht zwischen 0 und 4." in str(sheet.cell(7, heading["Befund"]).value)
    cell = sheet.cell(7, heading["Antwort"])
    assert cell.value == "7"
    assert cell.fill.fgColor.rgb == "FFF8D7DA"
    cell.value = 1
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_the_survey_can_be_taken_along_as_a_file(page: Page, own_server: Served) -> None:
    """The last answers stand in the workbook and in the CSV: EAK01 of Ettlingen is 4."""
    page.goto(f"{own_server.url}/upload?upload_wave=2026-2&city={ETTLINGEN}")
    wait_for_run(page)

    workbook = load_workbook(io.BytesIO(_download(page, "Fragebogen für Excel")))
    text = _download(page, "Fragebogen als CSV").decode("utf-8-sig")

    rows = {row[0]: row[2] for row in workbook.worksheets[0].iter_rows(values_only=True)}
    assert rows["EAK01"] == 4
    assert re.search(r"^EAK01;[^;]*;4;", text, re.MULTILINE)


def test_the_mark_of_sample_data_follows_the_wave_of_this_page(page: Page, own_server: Served) -> None:
    """2027-1 is a real wave without answers, 2026-2 a sample wave; the other pages' choice of a wave is not shown."""
    page.goto(f"{own_server.url}/upload?upload_wave=2027-1")
    wait_for_run(page)
    mark = page.get_by_text("Beispieldaten: erfundene Antworten", exact=False).filter(visible=True)
    expect(page.get_by_text("0 von 9 Städten haben geantwortet.")).to_be_visible()
    expect(mark).to_have_count(0)

    choose(page, page.get_by_role("combobox", name="Erhebungswelle"), "2026-2")
    expect(page.get_by_text("8 von 9 Städten haben geantwortet.", exact=False)).to_be_visible()
    expect(mark).to_have_count(1)
    expect(page.get_by_role("combobox", name="Welle", exact=True)).to_have_count(0)


def test_unfit_files_are_refused_in_german_and_leave_no_trace(page: Page, own_server: Served) -> None:
    page.goto(f"{own_server.url}/upload?upload_wave=2026-2&city={BRUCHSAL}")
    wait_for_run(page)
    for name, content in {
        "bericht.pdf": b"%PDF-1.7 nichts",
        "leer.csv": b"",
        "muell.csv": bytes(range(256)) * 4096,
    }.items():
        _hand_over(page, name, content)
        expect(page.get_by_text("Die Datei kann noch nicht angenommen werden", exact=False)).to_be_visible()
        expect(page.get_by_role("button", name="Verbindlich einreichen")).to_have_count(0)
        assert "Traceback" not in page.locator("body").inner_text()
