"""Look at every page as its readers do: `python docs/make_screenshots.py DIR [page ...]`.

Starts the dashboard on sample data and writes each page at four sizes and on A4, in both languages, as pictures into
DIR; prints how high each page is at 1280x720, how many sentences it has, and how long until its first chart is drawn.
"""

import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from tests.served import serve  # noqa: E402
from web.shared.menu import MENU  # noqa: E402

SIZES = {"desk": (1280, 720), "projector": (1920, 1080), "tablet": (768, 1024), "phone": (390, 844)}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-sync", "--no-first-run", "--disable-background-networking"]
TIMEOUT_MS = 60_000
SENTENCE_END = re.compile(r"[.?!:]\s")


def open_page(browser: Browser, url: str, size: tuple[int, int]) -> tuple[Page, float]:
    """Open an address and wait until its run has ended; return the page and the seconds until then."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="de-DE")
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    before = time.monotonic()
    page.goto(url)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.locator("h1").first.wait_for()
    if page.get_by_test_id("stPlotlyChart").count():
        page.locator(".main-svg").first.wait_for()
    seconds = time.monotonic() - before
    page.wait_for_load_state("networkidle")
    return page, seconds


def whole(page: Page, file: Path) -> int:
    """Write the page from top to bottom as a picture; return its height in pixels."""
    height = int(page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"))
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": min(max(height, size["height"]), 12_000)})
    page.screenshot(path=str(file))
    return height


def main() -> None:
    """Write the pictures and print the table."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(MENU)
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as data,
        sync_playwright() as playwright,
        serve(HERE.parent / "dashboard.py", Path(data)) as served,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        print(f"{'page':<12}{'px at 1280':>12}{'px at 768':>12}{'sentences':>12}{'seconds':>10}")
        for name in names:
            _show(browser, served.url, name, folder)
        browser.close()


def _show(browser: Browser, url: str, name: str, folder: Path) -> None:
    path = "" if MENU[name].file == "dashboard.py" else Path(MENU[name].file).stem
    heights, row = {}, ""
    for language in ("de", "en"):
        for size, pixels in SIZES.items():
            page, seconds = open_page(browser, f"{url}/{path}?lang={language}", pixels)
            if size == "desk":
                page.screenshot(path=str(folder / f"{name}-{language}-first.png"))
            if (language, size) == ("de", "desk"):
                words = page.get_by_test_id("stMainBlockContainer").inner_text()
                sentences = len(SENTENCE_END.findall(words + " "))
                row = f"{sentences:>12}{seconds:>10.1f}"
                page.pdf(path=str(folder / f"{name}-a4.pdf"), format="A4", print_background=True)
            heights[language, size] = whole(page, folder / f"{name}-{language}-{size}.png")
            page.context.close()
    print(f"{name:<12}{heights['de', 'desk']:>12}{heights['de', 'tablet']:>12}{row}", flush=True)


if __name__ == "__main__":
    main()
