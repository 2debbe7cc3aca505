"""Who comes in: invitation, passkey, own city, lock, all by keyboard; and every page's address from cold."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from maturity.language import _
from maturity.ledger import open_ledger
from maturity.ledger.access.invitations import accept
from maturity.ledger.access.proofs import password_proof
from maturity.ledger.refusals import read_refusals
from maturity.settings import PROJECT
from tests.browser.waiting import wait_for_run
from tests.served import Served, serve_with_sign_in
from web.shared.menu import MENU

BUEHL, RASTATT = "08216007", "08216043"
WAVE = "2026-1"
GOOD = "Regen auf dem Rathausdach"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A server with sign-in, and the link for its first coordinator."""
    with serve_with_sign_in(tmp_path_factory.mktemp("network")) as served:
        yield served


@pytest.fixture
def devices(browser: Browser) -> Iterator[list[BrowserContext]]:
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


def _device(browser: Browser, devices: list[BrowserContext]) -> Page:
    """A person's own browser with a passkey built in."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 720})
    devices.append(context)
    page = context.new_page()
    page.set_default_timeout(30_000)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def _press(page: Page, target: Locator) -> None:
    """Go to something with the tabulator, as who has no mouse does, and press Enter."""
    expect(target).to_be_visible()
    for _step in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{target} cannot be reached by keyboard")


def _console(served: Served, *arguments: str) -> str:
    """Run a command on the server's console."""
    data = served.log.parent / "data"
    environment = {**os.environ, "DIGITALKOMPASS_DATA": str(data), "DIGITALKOMPASS_PUBLIC_URL": served.url}
    command = [sys.executable, "-m", "etl", "accounts", *arguments]
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _accept(page: Page, link: str) -> None:
    page.goto(link)
    _press(page, page.get_by_role("button", name="Passkey einrichten"))
    expect(page.get_by_role("link", name="Abmelden")).to_be_visible()


def _hand_over(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chooser:
        _press(page, page.locator("[data-testid=stFileUploader] button").first)
    chooser.value.set_files({"name": name, "mimeType": "text/csv", "buffer": content})
    expect(page.get_by_text(name).first).to_be_visible()
    wait_for_run(page)


def _sample(city_id: str) -> bytes:
    return (PROJECT / "data" / "sample" / WAVE / f"{city_id}.csv").read_bytes()


def test_from_the_invitation_to_the_lock_by_keyboard(
    browser: Browser, devices: list[BrowserContext], closed: tuple[Served, str]
) -> None:
    """Bühl's E-Akte is 1, 2, 1, 1 of 4: 5 / 16 = 31.25 points; with a 4 in place of the 2: 7 / 16 = 43.75 points."""
    served, first_link = closed
    coordinator, officer, mayor = (_device(browser, devices) for _person in range(3))

    _accept(coordinator, first_link)
    _accept(officer, _console(served, "invite", "Digitalbüro Bühl", "--role", "officer", "--city", "Bühl"))
    expect(officer.get_by_text("Digitalbüro Bühl")).to_be_visible()

    # The address asks for Rastatt; the account decides.
    officer.goto(f"{served.url}/upload?upload_wave={WAVE}&city={RASTATT}")
    wait_for_run(officer)
    expect(officer.get_by_text("Bisher eingereicht: Bühl")).to_be_visible()
    _hand_over(officer, "buehl.csv", _sample(BUEHL).replace(b"Schriftgutordnung;2;", b"Schriftgutordnung;4;"))
    _press(officer, officer.get_by_role("button", name="Verbindlich einreichen"))
    expect(officer.get_by_text("Angenommen. Ihre Antworten sind dauerhaft gespeichert.")).to_be_visible()

    officer.goto(f"{served.url}/upload?upload_wave={WAVE}")
    wait_for_run(officer)
    _hand_over(officer, "rastatt.csv", _sample(RASTATT))
    expect(officer.get_by_role("row").filter(has_text="F17").first).to_be_visible()
    expect(officer.get_by_role("button", name="Verbindlich einreichen")).to_have_count(0)
    ledger = open_ledger(f"sqlite:///{served.log.parent / 'data' / 'ledger.sqlite'}")
    assert {(one.actor, one.action) for one in read_refusals(ledger.database)} == {("Digitalbüro Bühl", "submit")}

    _accept(mayor, _console(served, "invite", "Rathaus Bühl", "--role", "member"))
    mayor.goto(f"{served.url}/topics?wave={WAVE}&topic=eakte")
    wait_for_run(mayor)
    expect(mayor.get_by_text("43,8").first).to_be_attached()
    mayor.goto(f"{served.url}/upload?upload_wave={WAVE}")
    wait_for_run(mayor)
    expect(mayor.get_by_text("Hier reicht das Digitalbüro jeder Stadt die Angaben ein.")).to_be_visible()
    expect(mayor.get_by_test_id("stFileUploader")).to_have_count(0)

    # Locked while the tab is open: the next key leads to the sign-in page, and the passkey opens nothing.
    assert "gesperrt" in _console(served, "lock", "Digitalbüro Bühl", "--reason", "Gerät verloren")
    _press(officer, officer.get_by_role("link", name="Themen"))
    expect(officer.get_by_role("heading", name="Anmelden")).to_be_visible()
    expect(officer.get_by_role("alert")).to_contain_text("abgelaufen")
    _press(officer, officer.get_by_role("button", name="Mit Passkey anmelden"))
    expect(officer.get_by_role("alert")).to_contain_text("Dieses Konto ist gesperrt")

    # Signing out, and in again with the passkey.
    coordinator.bring_to_front()
    _press(coordinator, coordinator.get_by_role("link", name="Abmelden"))
    _press(coordinator, coordinator.get_by_role("button", name="Mit Passkey anmelden"))
    expect(coordinator.get_by_role("link", name="Abmelden")).to_be_visible()


def test_every_address_leads_to_sign_in_and_then_to_its_page(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A fresh server, no session, each page by its address alone."""
    with serve_with_sign_in(tmp_path_factory.mktemp("cold")) as (served, link):
        ledger = open_ledger(f"sqlite:///{served.log.parent / 'data' / 'ledger.sqlite'}")
        accept(ledger, link.rpartition("/")[2], password_proof("Koordinierungsstelle", GOOD))
        for entry in MENU.values():
            place = "/" if entry.file == "dashboard.py" else f"/{Path(entry.file).stem}"
            page.context.clear_cookies()
            page.goto(f"{served.url}{place}?wave={WAVE}")
            expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
            page.get_by_text("Mit Passwort anmelden").click()
            page.get_by_label("Name des Kontos").fill("Koordinierungsstelle")
            page.get_by_label("Passwort", exact=True).fill(GOOD)
            page.keyboard.press("Enter")

            expect(page).to_have_url(re.compile(rf"{re.escape(served.url + place)}\?.*wave={WAVE}"))
            expect(page.get_by_role("heading", name=_(entry.question), level=1)).to_be_visible()
