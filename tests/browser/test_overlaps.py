"""The page of overlaps and gaps, and the map, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.waiting import wait_for_run
from tests.served import Served


def test_the_answer_and_the_quadrants_stand_on_the_first_screen(server: Served, page: Page) -> None:
    page.goto(f"{server.url}/overlaps?wave=2026-2")
    wait_for_run(page)

    expect(page.locator(".dk-answer")).to_contain_text("276.250 Euro weniger")
    expect(page.locator(".st-key-overlaps_quadrant")).to_be_in_viewport()
    expect(page.locator(".js-plotly-plot")).to_contain_text("Beispieldaten")


def test_moving_the_window_of_contracts_changes_the_list_and_the_address(server: Served, page: Page) -> None:
    """The e-file contracts of 09/2027, 10/2027, 12/2027 and 06/2028 fit into twelve months, not into one."""
    page.goto(f"{server.url}/overlaps?wave=2026-2")
    wait_for_run(page)
    page.get_by_role("radio", name="Gemeinsam beginnen und beschaffen").click()
    expect(page).to_have_url(re.compile("overlaps_view=together"))
    expect(page.get_by_text("09/2027 – 06/2028")).to_be_visible()

    slider = page.locator(".st-key-overlaps_months").get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")

    expect(page.get_by_text("09/2027 – 06/2028")).to_have_count(0)
    expect(page.get_by_text("09/2027 – 10/2027")).to_be_visible()
    expect(page).to_have_url(re.compile(r"overlaps_months=1(&|$)"))


def test_the_map_is_drawn_from_this_server_alone(server: Served, page: Page) -> None:
    """`page` fails when anything is asked of another host."""
    page.goto(f"{server.url}/map?wave=2026-2&topic=eakte")
    wait_for_run(page)

    drawing = page.locator(".st-key-map_chart .js-plotly-plot")
    expect(drawing).to_contain_text("Bruchsal")
    expect(drawing).to_contain_text("10 km")
    expect(page.locator(".dk-answer")).to_contain_text("Bruchsal und Ettlingen")
