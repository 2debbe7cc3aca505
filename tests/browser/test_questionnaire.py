"""The online questionnaire by keyboard alone: Tab, arrows, Space, Enter; then the receipt."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from maturity.settings import PROJECT
from tests.browser.waiting import wait_for_run
from tests.served import Served, serve

BUEHL = "08216007"
MOST_TABS = 120


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of this module's own: its answers change."""
    with serve(PROJECT / "dashboard.py", tmp_path_factory.mktemp("network")) as served:
        yield served


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this accessible name, or in the group of this name, has the focus."""
    asked = """name => {
        const element = document.activeElement;
        const label = element.getAttribute('aria-label') || '';
        const group = element.closest('[role=radiogroup]');
        const heading = group ? group.getAttribute('aria-label') || '' : '';
        return [label, heading, element.innerText || ''].some(text => text.startsWith(name));
    }"""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(asked, name):
            return
    raise AssertionError(f"{name!r} is not reached by Tab")


def test_a_city_answers_by_keyboard_alone(page: Page, own_server: Served) -> None:
    """Bühl answers the first question with level 0, the choice behind “still open”, and hands it in."""
    page.goto(f"{own_server.url}/upload?upload_wave=2026-2&city={BUEHL}&part=form")
    wait_for_run(page)

    _tab_to(page, "Mit leerem Fragebogen beginnen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 von 77 Fragen beantwortet")).to_be_visible()
    wait_for_run(page)

    _tab_to(page, "EAK01")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("1 von 77 Fragen beantwortet")).to_be_visible()
    wait_for_run(page)

    page.reload()
    wait_for_run(page)
    expect(page.get_by_text("1 von 77 Fragen beantwortet")).to_be_visible()
    expect(page.get_by_role("radio", name="0 – keine").first).to_be_checked()

    _tab_to(page, "Abschnitt")
    page.keyboard.type("Prüfen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noch offen: 76 von 77 Fragen.", exact=False)).to_be_visible()
    wait_for_run(page)
    _tab_to(page, "Verbindlich einreichen")
    page.keyboard.press("Space")

    expect(page.get_by_text("Angenommen. Ihre Antworten sind dauerhaft gespeichert.")).to_be_visible()
    expect(page.get_by_text("9 von 9 Städten haben geantwortet.")).to_be_visible()
