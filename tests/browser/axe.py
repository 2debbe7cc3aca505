"""The judge of accessibility: axe-core's rules for WCAG 2.2 A and AA, on every page with its main states."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_run

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Everything that an address can open is open: what is folded away is judged too.
STATES = (
    "",
    "topics?topic=eakte",
    "topics?topic=sensorik&wave=2026-1&city=08216007",
    "cities?city=08215007",
    "cities?city=08216007",
    "map?topic=eakte",
    "overlaps",
    "overlaps?overlaps_view=together",
    "overlaps?overlaps_view=gaps",
    "transfer",
    "transfer?topic=epayment",
    "leads?leads_rules=true&leads_trial=true&leads_choices=true&leads_scenarios=true",
    "funding?funding_edit=true&funding_release=true&funding_import=true",
    "meeting",
    "projects",
    "explore",
    "explore?rows=city&columns=dimension",
    "explore?rows=question&in_topic=epayment&in_county=Landkreis Rastatt&with=2026-1",
    "upload",
    "upload?part=form",
    "method",
    "method?method=weights",
    "method?method=numbers",
    "method?method=formulas",
    "admin",
    *(f"admin?task={task}" for task in ("members", "answers", "people", "questions", "numbers", "products", "log")),
    "admin?task=network",
)


def open_state(page: Page, url: str, state: str, *, lang: str) -> int:
    """Open a page in a state and unfold everything on it; return how high it stood before."""
    page.goto(f"{url}/{state}{'&' if '?' in state else '?'}lang={lang}")
    wait_for_run(page)
    expect(page.locator("h1").first).to_be_visible()
    height = int(page.get_by_test_id("stMainBlockContainer").evaluate("block => block.scrollHeight"))
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    return height


def violations(page: Page) -> list[str]:
    """Return what violates a rule on the page: rule and element, each once."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return sorted({f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]})
