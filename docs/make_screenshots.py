"""Look at every page as its readers do: `python docs/make_screenshots.py DIR [page ...]`.

Starts the dashboard on sample data and writes each page at four sizes and on A4, in both languages, as pictures into
DIR. How long each page is, `python -m benchmarks.page_lengths` measures.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.page_lengths import address, looking, open_window, settle
from web.shared.menu import MENU

SIZES = {"desk": (1280, 720), "projector": (1920, 1080), "tablet": (768, 1024), "phone": (390, 844)}
HIGHEST = 12_000  # pixels of a picture


def save_whole(page: Page, file: Path, *, width: int, height: int) -> None:
    """Write the page from top to bottom as a picture."""
    pixels = int(page.get_by_test_id("stMainBlockContainer").evaluate("block => block.scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(pixels, height), HIGHEST)})
    page.screenshot(path=str(file))


def main() -> None:
    """Write the pictures."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(MENU)
    folder.mkdir(parents=True, exist_ok=True)
    with looking() as (browser, url):
        for name in names:
            for language in ("de", "en"):
                _show(browser, f"{url}/{address(name)}?lang={language}", folder / f"{name}-{language}")
            print(name, flush=True)


def _show(browser: Browser, url: str, file: Path) -> None:
    for size, (width, height) in SIZES.items():
        page = open_window(browser, width=width, height=height)
        page.goto(url)
        settle(page)
        page.wait_for_load_state("networkidle")
        if size == "desk":
            page.screenshot(path=f"{file}-first.png")
            page.pdf(path=f"{file}-a4.pdf", format="A4", print_background=True)
        save_whole(page, file.with_name(f"{file.name}-{size}.png"), width=width, height=height)
        page.close()


if __name__ == "__main__":
    main()
