"""What a reader needs who listens, uses the keyboard, folds the menu or prints."""

from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.waiting import wait_for_run
from tests.served import Served


def test_the_menu_is_named_knows_its_page_and_hands_the_focus_to_the_title(page: Page, server: Served) -> None:
    page.goto(server.url)
    wait_for_run(page)

    menu = page.get_by_role("navigation", name="Menü")
    expect(menu.get_by_role("link", name="Überblick")).to_have_attribute("aria-current", "page")
    menu.get_by_role("link", name="Themen").focus()
    page.keyboard.press("Enter")

    title = page.get_by_role("heading", level=1, name="Wie weit ist wer bei diesem Thema?")
    expect(title).to_be_focused()
    expect(menu.get_by_role("link", name="Themen")).to_have_attribute("aria-current", "page")
    expect(menu.locator("[aria-current=page]")).to_have_count(1)


def test_a_folded_menu_hides_neither_title_nor_filter_and_takes_no_tab(page: Page, server: Served) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(f"{server.url}/leads")
    wait_for_run(page)

    title = page.get_by_role("heading", level=1).bounding_box()
    button = page.get_by_test_id("stExpandSidebarButton").bounding_box()
    assert title and button
    assert title["y"] >= button["y"] + button["height"]
    page.get_by_role("combobox", name="Welle").click(timeout=5_000)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).not_to_be_visible()


def test_the_browser_prints_a_page_whole_on_a4_without_the_menu(page: Page, server: Served, tmp_path: Path) -> None:
    page.goto(f"{server.url}/leads")
    wait_for_run(page)

    page.pdf(path=str(tmp_path / "leads.pdf"), prefer_css_page_size=True, print_background=True)

    sheets = [sheet.extract_text() for sheet in PdfReader(tmp_path / "leads.pdf").pages]
    assert len(sheets) <= 4
    assert "Wer führt was?" in sheets[0]
    assert "Wissenstransfer" not in sheets[0]  # the menu stays on the screen


def test_plan_and_analysis_are_used_by_keyboard_and_the_focus_is_never_lost(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/leads")
    wait_for_run(page)
    why = page.get_by_text("Warum Bruchsal?").first
    why.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bruchsal passt am besten").first).to_be_visible()
    expect(why).to_be_focused()

    panel = page.locator("summary", has_text="Was würde eine andere Wahl kosten?")
    panel.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Thema", exact=True)).to_be_visible()
    wait_for_run(page)
    expect(panel).to_be_focused()

    page.goto(f"{server.url}/explore")
    wait_for_run(page)
    rows = page.get_by_role("combobox", name="Zeilen", exact=True)
    rows.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Stadt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Stadt", exact=True).first).to_be_visible()
    wait_for_run(page)
    expect(rows).to_be_focused()
