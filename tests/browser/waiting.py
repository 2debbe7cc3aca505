"""Waiting for Streamlit in browser tests."""

from playwright.sync_api import Locator, Page, TimeoutError, expect


def wait_for_run(page: Page) -> None:
    """Wait until the page has been drawn and no script is running."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def choose(page: Page, box: Locator, option: str) -> None:
    """Pick an option of a select box; open it again when the page was redrawn meanwhile and closed it."""
    entry = page.get_by_role("option", name=option)
    for _attempt in range(5):
        box.click()
        try:
            entry.first.click(timeout=4_000)
        except TimeoutError:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"“{option}” cannot be chosen in {box}")
