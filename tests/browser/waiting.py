"""Waiting for Streamlit in browser tests."""

from playwright.sync_api import Page, expect


def wait_for_run(page: Page) -> None:
    """Wait until the page has been drawn and no script is running."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
