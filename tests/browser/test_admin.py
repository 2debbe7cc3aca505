"""The coordination office runs a wave and begins a network: all on screen, no file edited."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from maturity.settings import PROJECT
from tests.browser.waiting import choose, wait_for_run
from tests.served import Served, serve

REASON = "Begründung (Pflicht)"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this module's own: its reference data change."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("network")) as served:
        yield served


def _task(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name, exact=True)).first.click()
    wait_for_run(page)


def _send(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    wait_for_run(page)


def _give_reason(page: Page, text: str) -> None:
    """Fill the one reason that is in view; forms in folded parts have their own."""
    page.get_by_label(REASON).locator("visible=true").first.fill(text)


def test_a_coordinator_runs_a_wave(page: Page, own_server: Served) -> None:
    """Open 2027-1, add Waghäusel, add a question, invite an officer, see who is missing, close."""
    page.goto(own_server.url)
    wait_for_run(page)
    page.get_by_role("link", name="Verwaltung").click()
    wait_for_run(page)

    _send(page, "Welle 2027-1 öffnen")
    expect(page.get_by_text("Welle 2027-1 ist jetzt offen.")).to_be_visible()
    expect(page.get_by_text("Welle 2027-1 ist offen: 0 von 9 Städten haben geantwortet.")).to_be_visible()

    _task(page, "Mitglieder")
    choose(page, page.get_by_role("combobox", name="Mitglieder der Welle 2027-1"), "Waghäusel")
    page.keyboard.press("Escape")
    _give_reason(page, "Beitritt zum 1. Januar 2027")
    _send(page, "Mitglieder ändern")
    expect(page.get_by_text("Die Mitglieder der Welle 2027-1 sind geändert; neu: Waghäusel.")).to_be_visible()

    _task(page, "Fragen")
    page.get_by_label("Kennung der Frage, zum Beispiel EAK09").fill("EAK09")
    page.get_by_label("Frage auf Deutsch").fill("Ersetzendes Scannen")
    page.get_by_label("Stufen, je Zeile eine, die niedrigste zuerst").fill("nein\nin Teilen\nüberall")
    _send(page, "Ansehen und prüfen")
    expect(page.get_by_text("Die Prüfung der Referenzdaten findet keinen Fehler.")).to_be_visible()
    _give_reason(page, "Wunsch aus der Sitzung")
    _send(page, "Frage aufnehmen")
    expect(page.get_by_text("Die Frage EAK09 wird ab Welle 2027-1 gestellt.")).to_be_visible()

    _task(page, "Zugänge")
    page.get_by_label("Funktion, zum Beispiel Digitalbüro Bühl").fill("Digitalbüro Waghäusel")
    choose(page, page.get_by_role("combobox", name="Stadt"), "Waghäusel")
    _send(page, "Einladung erstellen")
    expect(page.get_by_text("/invitation/")).to_be_visible()

    _task(page, "Fehlende Antworten")
    expect(page.get_by_text("Noch keine der 10 Städte hat in Welle 2027-1 geantwortet.")).to_be_visible()
    letter = page.get_by_role("row", name="Waghäusel").get_by_role("link").get_attribute("href") or ""
    assert "Antworten der Stadt Waghäusel für Welle 2027-1" in unquote(letter)
    with page.expect_download() as started:
        page.get_by_role("button", name="Letzter Tag als Kalendereintrag (ICS)").click()
    assert b"DTSTART;VALUE=DATE:20270430" in started.value.path().read_bytes()

    _task(page, "Wellen")
    _send(page, "Welle 2027-1 schließen")
    expect(page.get_by_text("Welle 2027-1 ist jetzt geschlossen.")).to_be_visible()

    _task(page, "Verlauf")
    for said in ("Die Erhebung beginnt.", "Beitritt zum 1. Januar 2027", "Wunsch aus der Sitzung"):
        expect(page.get_by_role("cell", name=said)).to_be_visible()


def test_a_network_of_ones_own_begins_on_screen(page: Page, own_server: Served) -> None:
    """Two cities from a table, two topics, a first wave; the example and its invented answers are gone."""
    page.goto(f"{own_server.url}/admin?task=network")
    wait_for_run(page)
    page.get_by_label("Name des Netzwerks").fill("Nordkreis Digital")
    page.get_by_label("Kurzname").fill("ND")
    choose(page, page.get_by_role("combobox", name="Städte haben"), "eigene Schlüssel")
    _send(page, "Weiter zu den Städten")

    table = "city_id;name;Einwohner\nnord;Nordstadt;12.000\nsued;Südstadt;8.000\n".encode()
    page.locator("input[type=file]").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": table})
    expect(page.get_by_text("Nordstadt (nord)")).to_be_visible()
    wait_for_run(page)
    _send(page, "Weiter zu den Themen")
    _send(page, "Weiter zur ersten Welle")
    page.get_by_label("Kurzname, zum Beispiel 2027-2").fill("2027")
    page.get_by_label("Name, zum Beispiel 2. Halbjahr 2027").fill("Jahr 2027")
    _send(page, "Weiter zur Prüfung")
    expect(page.get_by_role("cell", name="2: Nordstadt, Südstadt")).to_be_visible()
    _give_reason(page, "Gründung")
    _send(page, "Dieses Netzwerk beginnen")

    expect(page.get_by_text("Das Netzwerk Nordkreis Digital hat begonnen.")).to_be_visible()
    page.goto(own_server.url)
    wait_for_run(page)
    expect(page.get_by_text("Noch hat keine Stadt Antworten eingereicht.")).to_be_visible()
    expect(page.get_by_text("Nordkreis Digital")).to_be_visible()


def test_a_network_of_another_language_and_scale_is_walked(page: Page, tmp_path: Path) -> None:
    """The counties in English from the bare address on, by clicks; two of one name stay two."""
    shutil.copytree(PROJECT / "data" / "examples" / "counties", tmp_path / "data")
    with serve(PROJECT / "dashboard.py", tmp_path) as served:
        page.goto(served.url)
        wait_for_run(page)
        expect(page.get_by_role("heading", name="Where do we stand?")).to_be_visible()
        for name, heading in (
            ("Topics", "Who has come how far with this topic?"),
            ("Survey", "Hand in the city’s answers"),
        ):
            page.get_by_role("link", name=name, exact=True).click()
            wait_for_run(page)
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
        page.get_by_role("link", name="Administration").click()
        wait_for_run(page)
        _task(page, "Missing answers")
        expect(page.get_by_text("1 of 6 cities are missing in wave 2025: Öxley.")).to_be_visible()
        expect(page.get_by_role("link", name="Deutsch")).to_have_count(0)
