"""A city says "not us" in a real browser: the plan is solved again at once, and the page names what moved."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from maturity.settings import PROJECT
from tests.browser.waiting import choose, wait_for_run
from tests.served import Served, serve

# A second on a quiet machine; a test that measured time would fail on a busy one for no fault of the page.
GENEROUS_MS = 5_000


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: the veto would change what other tests see."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("leads")) as served:
        yield served


def test_a_veto_changes_the_plan_and_names_what_moved(page: Page, own_server: Served) -> None:
    """Bruchsal leads the e-file; without it Ettlingen does. Taken back, Bruchsal leads it again."""
    page.goto(f"{own_server.url}/leads?wave=2026-1&leads_rules=true")
    wait_for_run(page)
    expect(page.get_by_role("row", name="E-Akte Bruchsal")).to_be_visible()
    send = page.get_by_role("button", name="Festhalten und neu rechnen")
    send.scroll_into_view_if_needed()
    choose(page, page.locator(".st-key-leads_rule_city").get_by_role("combobox"), "Bruchsal")
    page.locator(".st-key-leads_rule_reason").get_by_role("textbox").fill("Personal fehlt bis 2028.")

    clicked = time.perf_counter()
    send.click()
    expect(page.get_by_text("E-Akte: Ettlingen statt Bruchsal;")).to_be_visible(timeout=GENEROUS_MS)
    print(f"from the click to what moved: {time.perf_counter() - clicked:.2f} s")

    expect(page.get_by_role("row", name="E-Akte Ettlingen")).to_be_visible()
    wait_for_run(page)
    page.locator(".st-key-leads_lift_reason").get_by_role("textbox").fill("Die Stelle ist besetzt.")
    page.get_by_role("button", name="Aufheben und neu rechnen").click()
    expect(page.get_by_text("E-Akte: Bruchsal statt Ettlingen;")).to_be_visible()
    expect(page.get_by_role("row", name="E-Akte Bruchsal")).to_be_visible()


def test_the_plan_says_more_than_a_colour_and_can_be_downloaded(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/leads?wave=2026-1")
    wait_for_run(page)

    expect(page.get_by_role("figure", name="Auslastung und Kapazität.")).to_be_visible()
    row = page.get_by_role("row", name="E-Akte Bruchsal")
    expect(row.get_by_role("cell", name="Vorschlag: knapp")).to_be_visible()
    row.get_by_text("Warum Bruchsal?").click()
    expect(row.get_by_text("Bruchsal passt am besten")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Vorhabenplan für Excel (XLSX)").click()
    assert download.value.suggested_filename == "vorhabenplan-2026-1-beispieldaten.xlsx"
