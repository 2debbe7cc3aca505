"""What is in view stays in view: on a random walk, address, widgets and page always say the same.

What they should say is asked of a fresh visitor with the same address: the page run without a browser.
"""

import random
import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from streamlit.testing.v1 import AppTest

from maturity import language, settings
from maturity.language import _
from tests.browser.waiting import choose, wait_for_run
from tests.pages.harness import run_page
from tests.served import Served
from web.shared.menu import MENU

SEED, STEPS = 10, 100
# A filter that is missing is a difference to look at again, not something to wait for.
READ_MS = 2_000
FILTERS = ("wave", "topic", "city")
TOPICS = ("eakte", "epayment", "sensorik")
CITIES = ("08215009", "08216015", "08211000")
WAVES = ("2026-1", "2026-2")


class Seen(NamedTuple):
    """What a page says: its title, its answer, and the text of each filter by label."""

    title: str
    answer: str
    filters: tuple[tuple[str, str], ...]


@cache
def fresh(address: str) -> AppTest:
    """The page that a visitor who comes with this address gets."""
    parts = urlsplit(address)
    return run_page(MENU[parts.path.strip("/") or "start"].file, **dict(parse_qsl(parts.query)))


def expected(address: str) -> Seen:
    """What such a visitor sees."""
    page = fresh(address)
    answers = [html.proto.body for html in page.get("html") if 'class="dk-answer"' in html.proto.body]
    boxes = tuple((box.label, box.options[box.index or 0]) for box in page.selectbox if box.key in FILTERS)
    return Seen(page.title[0].value, _text(answers[0]) if answers else "", boxes)


def seen(page: Page, boxes: tuple[tuple[str, str], ...]) -> Seen:
    """What the browser shows now."""
    main = page.get_by_test_id("stMain")
    answer = main.locator(".dk-answer")
    return Seen(
        main.locator("h1").first.inner_text(),
        _text(answer.first.inner_html()) if answer.count() else "",
        tuple((label, _box(page, label).input_value(timeout=READ_MS)) for label, _text in boxes),
    )


def _box(page: Page, label: str) -> Locator:
    """A filter by its label, also where another tab of the page is in front."""
    boxes = page.get_by_test_id("stMain").get_by_role("combobox", name=label, exact=True, include_hidden=True)
    return boxes.first


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def by_menu(page: Page, dice: random.Random) -> str:
    name = dice.choice(list(MENU))
    with language.speaking(dict(parse_qsl(urlsplit(page.url).query)).get("lang", "de")):
        label = _(MENU[name].name)
    _unfold_menu(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=label, exact=True).click()
    expect(page).to_have_url(re.compile(rf"/{'' if name == 'start' else name}(\?|$)"))
    return f"menu {name}"


def by_filter(page: Page, dice: random.Random) -> str:
    """Choose another option of a filter of this page; where it has none, go on by the menu."""
    boxes = [
        box
        for box in fresh(page.url).selectbox
        if box.key in FILTERS and len(box.options) > 1 and _box(page, box.label).is_visible()
    ]
    if not boxes:
        return by_menu(page, dice)
    chosen = dice.choice(boxes)
    label, option = (
        chosen.label,
        dice.choice([text for place, text in enumerate(chosen.options) if place != chosen.index]),
    )
    box = _box(page, label)
    choose(page, box, option)
    expect(box).to_have_value(option)
    return f"{label}: {option}"


def by_back(page: Page, dice: random.Random) -> str:
    page.go_back()
    return "back"


def by_forward(page: Page, dice: random.Random) -> str:
    page.go_forward()
    return "forward"


def by_reload(page: Page, dice: random.Random) -> str:
    page.reload()
    return "reload"


def by_deep_link(page: Page, dice: random.Random) -> str:
    name = dice.choice(list(MENU))
    asked = {"wave": dice.choice(WAVES), "topic": dice.choice(TOPICS), "city": dice.choice(CITIES)}
    asked = {key: value for key, value in asked.items() if dice.random() < 0.6}
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    page.goto(f"{origin}/{'' if name == 'start' else name}?{urlencode(asked)}")
    return f"link {name} {asked}"


def by_language(page: Page, dice: random.Random) -> str:
    _unfold_menu(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name=re.compile("^(English|Deutsch)$")).click()
    return "language"


def _unfold_menu(page: Page) -> None:
    """On the page for the projector the menu is folded at first."""
    button = page.get_by_test_id("stExpandSidebarButton")
    if button.is_visible():
        button.click()


MOVES: dict[Callable[[Page, random.Random], str], int] = {
    by_menu: 8, by_filter: 6, by_back: 3, by_forward: 1, by_reload: 1, by_deep_link: 1, by_language: 1,
}  # fmt: skip


def test_address_widgets_and_page_agree_on_a_random_walk(
    page: Page, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(server.log.parent / "data"))
    settings.load.cache_clear()
    dice, way = random.Random(SEED), []
    page.goto(server.url)
    for _step in range(STEPS):
        [move] = dice.choices(list(MOVES), weights=list(MOVES.values()))
        way.append(move(page, dice))
        if not page.url.startswith(server.url):  # back beyond the first page
            page.goto(server.url)
        _must_agree(page, way)
    settings.load.cache_clear()


def _must_agree(page: Page, way: list[str]) -> None:
    """Compare until the page has settled; the last difference is what a visitor would be left with."""
    wanted = shown = None
    for _attempt in range(40):
        wait_for_run(page)
        wanted = expected(page.url)
        try:
            shown = seen(page, wanted.filters)
        except Exception:  # redrawn while it was read
            shown = None
        if shown == wanted:
            return
        page.wait_for_timeout(250)
    assert shown == wanted, f"{page.url} after {way[-5:]}"


def test_what_the_address_names_wrongly_is_said(page: Page, server: Served) -> None:
    page.goto(f"{server.url}/topics?topic=unsinn&wave=1999-1")
    wait_for_run(page)

    expect(page.get_by_text("Die Adresse nennt „unsinn“")).to_be_visible()
    expect(page.get_by_text("Die Adresse nennt „1999-1“")).to_be_visible()
    expect(page.get_by_role("combobox", name="Thema")).to_have_value("E-Akte")
