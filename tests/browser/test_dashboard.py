"""The way of a mayor through a fresh server: deep link, heat map, another wave, a topic, a single answer."""

import re

from playwright.sync_api import Page, expect

from tests.browser.waiting import choose, wait_for_run
from tests.served import Served


def test_from_a_deep_link_to_a_single_answer(page: Page, server: Served) -> None:
    """Bruchsal, E-Akte: level 3 in the first wave, 4 in the second; the first answer stands in row 7 of its file."""
    page.goto(f"{server.url}/topics?topic=eakte&wave=2026-1&city=08215009")
    wait_for_run(page)
    expect(page.get_by_text("Am weitesten: Bruchsal.")).to_be_visible()

    page.get_by_role("link", name="Überblick").click()
    expect(page.get_by_role("heading", name="Wo stehen wir?")).to_be_visible()
    wait_for_run(page)
    expect(page.get_by_text("9 von 9 Städten haben geantwortet.")).to_be_visible()
    page.get_by_text("Dasselbe als Tabelle").click()
    row = page.get_by_role("row", name="E-Akte")
    expect(row.get_by_role("cell").nth(2)).to_have_text("3")

    choose(page, page.get_by_role("combobox", name="Welle"), "2026-2")
    expect(page.get_by_text("8 von 9 Städten haben geantwortet.")).to_be_visible()
    expect(row.get_by_role("cell").nth(2)).to_have_text("4")
    expect(page).to_have_url(re.compile(r"wave=2026-2"))

    # The cell itself leads to the topic and the city.
    page.locator("g.textpoint text", has_text="4").first.click(force=True)
    expect(page.get_by_role("heading", name="Wie weit ist wer bei diesem Thema?")).to_be_visible()
    wait_for_run(page)
    expect(page.get_by_role("cell", name="08215009.csv, Zeile 7", exact=False)).to_be_visible()
    expect(page.get_by_role("cell", name="über 80 %, Papier nur noch Ausnahme", exact=False).first).to_be_visible()


def test_every_chart_has_a_text_alternative(page: Page, server: Served) -> None:
    for address in ("/", "/topics"):
        page.goto(server.url + address)
        wait_for_run(page)
        expect(page.get_by_role("figure", name=re.compile("Städten in 19 Themen|Punkte je Stadt"))).to_be_visible()


def test_the_longest_word_widens_no_page(page: Page, server: Served) -> None:
    """300 letters without a blank in every heading, sentence, list and table cell."""
    page.goto(f"{server.url}/topics?wave=2026-2&topic=eakte")
    wait_for_run(page)
    page.locator(".stMain table.dk td").first.wait_for(state="attached")
    page.evaluate("""() => document.querySelectorAll('.stMain :is(h1, h2, p, li, table.dk td, table.dk th)').forEach(
        element => { if (!element.closest('button')) element.textContent = 'Wort'.repeat(75) })""")

    widths = page.evaluate("""() => [document.documentElement, document.querySelector('.stMain')].map(
        element => element.scrollWidth - element.clientWidth)""")
    assert widths == [0, 0]
