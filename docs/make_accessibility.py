"""Judge every page anew and write the result down for the accessibility statement: `python docs/make_accessibility.py`.

The statement (/accessibility) says how many views were judged, on which day, and how many violations were found.
"""

import json
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks.page_lengths import TIMEOUT_MS, looking, open_window  # noqa: E402
from maturity.language import LANGUAGES  # noqa: E402
from tests.browser.axe import STATES, open_state, violations  # noqa: E402
from web.server.accessibility import RECORD  # noqa: E402


def main() -> None:
    """Judge, print what was found, write the record."""
    expect.set_options(timeout=TIMEOUT_MS)
    found = 0
    with looking() as (browser, url):
        page = open_window(browser)
        for lang in LANGUAGES:
            for state in STATES:
                open_state(page, url, state, lang=lang)
                faults = violations(page)
                found += len(faults)
                print(f"{lang} /{state}: {faults or 'nothing'}", flush=True)
    views = len(STATES) * len(LANGUAGES)
    record = {"checked_on": date.today().isoformat(), "views": views, "violations": found}
    RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
