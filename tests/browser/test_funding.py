"""One whole use of the page of funding: import, look up, release, consortium, sketch, calendar."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from maturity.settings import PROJECT
from tests.browser.waiting import choose, wait_for_run
from tests.etl.programmes.exports import small_export
from tests.served import Served, serve

RATHAUS = "Beispielprogramm Digitales Rathaus"
ADDRESS = "fdb-land-baden-wuerttemberg-rathaus"


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: what is recorded here would change what other tests see."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("funding")) as served:
        yield served


def test_from_the_export_to_a_sketch_of_the_application(page: Page, own_server: Served, tmp_path: Path) -> None:
    _take_in(page, own_server.url)
    for fact, value in (("Stand", "offen"), ("Antragsschluss", "31.03.2027"), ("Fördersatz (Prozent)", "65")):
        _record(page, own_server.url, fact, value)
    _release(page, own_server.url)

    page.goto(f"{own_server.url}/funding?wave=2026-2&programme={ADDRESS}")
    wait_for_run(page)
    expect(page.get_by_text(f"Heute ist 1 Programm offen: {RATHAUS} (bis 31.03.2027).")).to_be_visible()
    expect(page.get_by_role("heading", name="Gemeinsam beantragen", exact=True)).to_be_visible()
    expect(page.get_by_role("row", name="Antrag stellen 31.03.2027")).to_be_visible()
    for key, ending, beginning in (("docx", "docx", b"PK"), ("pdf", "pdf", b"%PDF")):
        assert _download(page, f"funding_{key}", tmp_path / f"skizze.{ending}").startswith(beginning)
    events = Calendar.from_ical(_download(page, "funding_ics", tmp_path / "termine.ics")).walk("VEVENT")
    assert f"{RATHAUS}: Antrag stellen" in [str(event["summary"]) for event in events]


def _take_in(page: Page, url: str) -> None:
    page.goto(f"{url}/funding?wave=2026-2&funding_import=true")
    wait_for_run(page)
    expect(page.get_by_text("Heute ist kein Programm offen, das geprüft und freigegeben ist.")).to_be_visible()
    file = {"name": "export.zip", "mimeType": "application/zip", "buffer": small_export()}
    page.locator(".st-key-funding_file input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(
        page.get_by_text("4 Dokumente, davon 4 lesbar, 3 für Kommunen, 2 für dieses Netzwerk zu prüfen.")
    ).to_be_visible()
    page.get_by_role("button", name="Diesen Stand übernehmen").click()
    expect(page.get_by_text("Der Stand ist übernommen.")).to_be_visible()
    wait_for_run(page)
    choose(page, page.locator(".st-key-funding_candidate").get_by_role("combobox"), RATHAUS)
    page.locator(".st-key-funding_adopt_office").get_by_role("textbox").fill("Fachstelle Digitales")
    page.get_by_role("button", name="Als zu prüfendes Programm übernehmen").click()
    expect(page.get_by_text("Der Stand ist unbekannt, bis jemand einen Satz findet")).to_be_visible()


def _record(page: Page, url: str, fact: str, value: str) -> None:
    page.goto(f"{url}/funding?wave=2026-2&funding_edit=true")
    wait_for_run(page)
    choose(page, page.locator(".st-key-funding_edit_programme").get_by_role("combobox"), RATHAUS)
    wait_for_run(page)
    choose(page, page.locator(".st-key-funding_edit_field").get_by_role("combobox"), fact)
    wait_for_run(page)
    _fill(page, fact, value)
    page.get_by_role("textbox", name="Zitat, das dies belegt").fill("Anträge sind möglich.")
    page.get_by_role("textbox", name="Quelle (Adresse)").fill("https://example.org/rathaus")
    page.get_by_role("textbox", name="Ihre Stelle").fill("Fachstelle Digitales")
    page.get_by_role("button", name="Angabe festhalten").click()
    expect(page.get_by_text("Festgehalten. Eine zweite Stelle muss das Programm erneut freigeben.")).to_be_visible()


def _fill(page: Page, fact: str, value: str) -> None:
    if fact == "Stand":
        choose(page, page.locator(".st-key-funding_value_status").get_by_role("combobox"), value)
    elif fact == "Antragsschluss":
        box = page.get_by_role("group", name=f"{fact};")
        box.locator("[data-type=day]").click()
        page.keyboard.type(value.replace(".", ""))
    else:
        page.get_by_role("textbox", name=f"{fact};").fill(value)


def _release(page: Page, url: str) -> None:
    """The office that looked it up is refused, another one is not."""
    page.goto(f"{url}/funding?wave=2026-2&funding_release_panel=true")
    wait_for_run(page)
    choose(page, page.locator(".st-key-funding_release_programme").get_by_role("combobox"), RATHAUS)
    office = page.locator(".st-key-funding_release_office").get_by_role("textbox")
    office.fill("Fachstelle Digitales")
    page.get_by_role("button", name="Angaben so freigeben").click()
    expect(page.get_by_text("eine andere Stelle als die, die geprüft hat")).to_be_visible()
    wait_for_run(page)
    office.fill("Kämmerei")
    page.get_by_role("button", name="Angaben so freigeben").click()
    expect(page.get_by_text(f"{RATHAUS} ist freigegeben.")).to_be_visible()


def _download(page: Page, key: str, target: Path) -> bytes:
    with page.expect_download() as download:
        page.locator(f".st-key-{key}").get_by_role("button").click()
    download.value.save_as(target)
    return target.read_bytes()
