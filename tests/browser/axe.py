"""The judge of accessibility: axe-core's rules for WCAG 2.2 A and AA on the page in view."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """Return what violates a rule on the page: rule and element, each once."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return sorted({f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]})
