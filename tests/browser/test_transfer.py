"""The page of knowledge transfer in a real browser: a mayor's question in two clicks."""

from playwright.sync_api import Page, expect

from tests.browser.waiting import choose, wait_for_run
from tests.served import Served


def test_who_can_help_us_with_epayment_takes_two_clicks(server: Served, page: Page) -> None:
    """One click opens the list of topics, the second chooses; the answer stands on top, the good practice below."""
    page.goto(f"{server.url}/transfer?wave=2026-2&city=08215007")
    wait_for_run(page)

    choose(page, page.locator(".st-key-topic input"), "E-Payment")

    expect(page.locator(".dk-answer")).to_contain_text("Bretten findet Hilfe bei E-Payment in Ettlingen")
    expect(page.get_by_text("31,3 Punkte voraus; Angebot: Hospitation")).to_be_visible()
    page.get_by_role("link", name="Beispiel weiter unten").click()
    expect(page.locator("#praxis-08215017-epayment")).to_be_in_viewport()
    expect(page).to_have_url(f"{server.url}/transfer?wave=2026-2&city=08215007&topic=epayment#praxis-08215017-epayment")


def test_searching_narrows_the_good_practices(server: Served, page: Page) -> None:
    page.goto(f"{server.url}/transfer?wave=2026-2&city=08215007")
    wait_for_run(page)

    page.get_by_text("Praxisbeispiele").click()
    page.locator(".st-key-practice_words input").fill("aktenplan")
    page.keyboard.press("Enter")

    expect(page.get_by_text("1 von 11 Beispielen")).to_be_visible()
