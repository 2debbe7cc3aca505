"""Every page with its main states, in both languages: no violation that axe-core can find, and no page too long."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.waiting import wait_for_run
from tests.served import Served

# Three screens of 720 px: what is longer is not read.
LONGEST = 2160
# Everything that an address can open is open: what is folded away is judged too.
STATES = (
    "",
    "topics?topic=eakte",
    "topics?topic=sensorik&wave=2026-1&city=08216007",
    "cities?city=08215007",
    "cities?city=08216007",
    "map?topic=eakte",
    "overlaps",
    "overlaps?overlaps_view=together",
    "overlaps?overlaps_view=gaps",
    "transfer",
    "transfer?topic=epayment",
    "leads?leads_rules=true&leads_trial=true&leads_choices=true&leads_scenarios=true",
    "funding?funding_edit=true&funding_release=true&funding_import=true",
    "meeting",
    "explore",
    "explore?rows=city&columns=dimension",
    "upload",
    "upload?part=form",
    "method",
    "method?method=weights",
    "method?method=numbers",
    "method?method=formulas",
    "admin",
    *(f"admin?task={task}" for task in ("members", "answers", "people", "questions", "numbers", "products", "log")),
    "admin?task=network",
)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_page_violates_a_rule(page: Page, server: Served, lang: str) -> None:
    found, heights = {}, {}
    for state in STATES:
        page.goto(f"{server.url}/{state}{'&' if '?' in state else '?'}lang={lang}")
        wait_for_run(page)
        expect(page.locator("h1").first).to_be_visible()
        heights[state] = page.get_by_test_id("stMainBlockContainer").evaluate("block => block.scrollHeight")
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        if faults := violations(page):
            found[state] = faults

    assert found == {}
    assert {state: height for state, height in heights.items() if "?" not in state and height > LONGEST} == {}
    page.evaluate("document.querySelector('h1').after(document.createElement('img'))")
    assert [fault.split(":")[0] for fault in violations(page)] == ["image-alt"], "the judge is awake"
