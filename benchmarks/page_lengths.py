"""How long each page is for its reader: `python -m benchmarks.page_lengths`.

Opens every page of the sample network in a browser of 1280x720 and prints its height in pixels and in screens, how many
sentences stand on it unasked, and how long until it is drawn. Compare only runs of one machine.
"""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from maturity.settings import PROJECT
from tests.served import serve
from web.shared.menu import MENU

WIDTH, HEIGHT = 1280, 720
MOST_SCREENS = 3
TIMEOUT_MS = 120_000
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-sync", "--no-first-run", "--disable-background-networking"]
# A number's point or an ordinal's is followed by a digit or a small letter.
SENTENCE_END = re.compile(r"[.?!](?=\s+[A-ZÄÖÜ„“–]|\s*\n|\s*$)")


class Length(NamedTuple):
    """One page as its reader meets it."""

    pixels: int
    sentences: int
    seconds: float


@contextmanager
def looking() -> Iterator[tuple[Browser, str]]:
    """Start the sample network and a browser; yield the browser and the address."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as data,
        sync_playwright() as playwright,
        serve(PROJECT / "dashboard.py", Path(data)) as served,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        yield browser, served.url
        browser.close()


def open_window(browser: Browser, *, width: int = WIDTH, height: int = HEIGHT) -> Page:
    """Open a window of this size for a German reader."""
    page = browser.new_page(viewport={"width": width, "height": height}, locale="de-DE")
    page.set_default_timeout(TIMEOUT_MS)
    return page


def address(name: str) -> str:
    """The path of a page of the menu."""
    file = MENU[name].file
    return "" if file == "dashboard.py" else Path(file).stem


def settle(page: Page) -> None:
    """Wait until the page has been drawn and no script is running."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("h1").first.wait_for()
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.locator(".main-svg").first.wait_for(state="attached")


def measure(page: Page, url: str) -> Length:
    """Open an address and measure what stands on it."""
    before = time.monotonic()
    page.goto(url)
    settle(page)
    seconds = time.monotonic() - before
    page.wait_for_timeout(500)  # the last chart takes its height
    block = page.get_by_test_id("stMainBlockContainer")
    words = block.evaluate("block => block.innerText")
    return Length(int(block.evaluate("block => block.scrollHeight")), len(SENTENCE_END.findall(words)), seconds)


def main() -> None:
    """Print the table."""
    with looking() as (browser, url):
        page = open_window(browser)
        print(f"{'page':<10}{'pixels':>8}{'screens':>9}{'sentences':>11}{'seconds':>9}")
        for name in MENU:
            found = measure(page, f"{url}/{address(name)}?lang=de")
            screens = found.pixels / HEIGHT
            mark = " too long" if screens > MOST_SCREENS else ""
            print(f"{name:<10}{found.pixels:>8}{screens:>9.1f}{found.sentences:>11}{found.seconds:>9.1f}{mark}")


if __name__ == "__main__":
    main()
