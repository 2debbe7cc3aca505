"""Judge every page anew and write the result down for the accessibility statement: `python docs/make_accessibility.py`.

The statement (/accessibility) says how many views were judged, on which day, and how many violations were found.
"""

import json
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.page_lengths import BROWSER, HEIGHT, TIMEOUT_MS, WIDTH  # noqa: E402
from maturity.language import LANGUAGES  # noqa: E402
from tests.browser.axe import STATES, open_state, violations  # noqa: E402
from tests.served import serve  # noqa: E402
from web.server.accessibility import RECORD  # noqa: E402


def main() -> None:
    """Judge, print what was found, write the record."""
    expect.set_options(timeout=TIMEOUT_MS)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    found = 0
    with (
        tempfile.TemporaryDirectory() as data,
        sync_playwright() as playwright,
        serve(PROJECT / "dashboard.py", Path(data)) as served,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="de-DE")
        page.set_default_timeout(TIMEOUT_MS)
        for lang in LANGUAGES:
            for state in STATES:
                open_state(page, served.url, state, lang=lang)
                faults = violations(page)
                found += len(faults)
                print(f"{lang} /{state}: {faults or 'nothing'}", flush=True)
        browser.close()
    views = len(STATES) * len(LANGUAGES)
    record = {"checked_on": date.today().isoformat(), "views": views, "violations": found}
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
