"""Every page with its main states, in both languages: no violation that axe-core can find, and no page too long."""

import json

import pytest
from playwright.sync_api import Page

from tests.browser.axe import STATES, open_state, violations
from tests.served import Served
from web.server.accessibility import RECORD

# Three screens of 720 px: what is longer is not read.
LONGEST = 2160


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_page_violates_a_rule(page: Page, server: Served, lang: str) -> None:
    found, heights = {}, {}
    for state in STATES:
        heights[state] = open_state(page, server.url, state, lang=lang)
        if faults := violations(page):
            found[state] = faults

    assert found == {}
    assert {state: height for state, height in heights.items() if "?" not in state and height > LONGEST} == {}
    page.evaluate("document.querySelector('h1').after(document.createElement('img'))")
    assert [fault.split(":")[0] for fault in violations(page)] == ["image-alt"], "the judge is awake"


@pytest.mark.parametrize(
    ("lang", "title"), [("de", "Erklärung zur Barrierefreiheit"), ("en", "Accessibility statement")]
)
def test_the_statement_is_linked_says_what_was_found_and_obeys_the_rules_itself(
    page: Page, server: Served, lang: str, title: str
) -> None:
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    assert (record["views"], record["violations"]) == (2 * len(STATES), 0), "python docs/make_accessibility.py"

    open_state(page, server.url, "", lang=lang)
    page.get_by_role("link", name=title).click()

    assert page.get_by_role("heading", level=1, name=title).is_visible()
    assert str(record["views"]) in page.get_by_role("main").inner_text()
    assert violations(page) == []
