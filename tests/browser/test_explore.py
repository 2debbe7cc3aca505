"""Analyse as an analyst uses it: six actions to a table, its link, down to the file, files and pictures taken away."""

import io
import re

import pandas as pd
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.waiting import choose, wait_for_run
from tests.served import Served

TABLE = "table.dk-pivot"


def test_a_question_in_six_actions_its_link_its_file_and_its_downloads(
    page: Page, server: Served, browser: Browser
) -> None:
    """E-Payment, only Landkreis Rastatt, both waves, by question."""
    page.goto(f"{server.url}/explore")  # 1
    wait_for_run(page)
    _pick(page, "Thema", "E-Payment")  # 2, 3: open, choose
    _pick(page, "Landkreis", "Landkreis Rastatt")  # 4, 5
    choose(page, page.get_by_role("combobox", name="Zeilen"), "Frage")  # 6
    wait_for_run(page)
    table = page.locator(TABLE).first
    expect(table.get_by_role("row")).to_have_count(6)
    expect(table.locator("thead")).to_have_text("Frage2026-12026-2Veränderung")
    shown = table.inner_text()

    with browser.new_context(locale="de-DE") as fresh:
        other = fresh.new_page()
        other.goto(page.url)
        expect(other.locator(TABLE).first).to_contain_text("EPA04")
        wait_for_run(other)
        assert other.locator(TABLE).first.inner_text() == shown

    _downloads_equal_the_screen(page)
    assert violations(page) == []

    table.get_by_role("row").last.get_by_role("link").last.click()
    cells = page.locator(TABLE).nth(1)
    expect(cells).to_contain_text("Rastatt")
    cells.get_by_role("row", name="Rastatt").get_by_role("link").click()
    page.get_by_role("link", name=re.compile("08216043.csv, Zeile")).first.click()
    expect(page.get_by_text("die Zeile wie eingereicht")).to_be_visible()
    expect(page.get_by_role("cell", name="EPA01", exact=True)).to_be_visible()


def _pick(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    wait_for_run(page)


def _downloads_equal_the_screen(page: Page) -> None:
    """Read back with pandas: the server's CSV and the one that the browser makes of the table."""
    on_screen = [
        [re.sub(r" \(\d+\)", "", cell).replace("−", "-") for cell in row.locator("th, td").all_inner_texts()]
        for row in page.locator(TABLE).first.get_by_role("row").all()
    ]
    page.get_by_role("button", name="Tabelle herunterladen").click()
    with page.expect_download() as made:
        page.get_by_role("button", name="CSV für deutsches Excel").click()
    table = pd.read_csv(made.value.path(), sep=";", decimal=",", encoding="utf-8-sig")
    assert made.value.suggested_filename.startswith("Beispieldaten_")
    numbers = [[float(cell.replace(",", ".")) for cell in row[1:]] for row in on_screen[1:]]
    assert table.iloc[:, 1:].to_numpy().tolist() == numbers
    page.keyboard.press("Escape")

    with page.expect_download() as made:
        _press(page, re.compile("Tabelle als CSV"))
    content = io.BytesIO(made.value.path().read_bytes())
    assert pd.read_csv(content, sep=";", encoding="utf-8-sig", dtype=str).iloc[:, 1:].to_numpy().tolist() == [
        row[1:] for row in on_screen[1:]
    ]

    with page.expect_download() as made:
        _press(page, re.compile("Tabelle als XLSX"))
    workbook = pd.read_excel(made.value.path(), header=None, engine="openpyxl")
    assert workbook.tail(len(numbers)).iloc[:, 1 : 1 + len(numbers[0])].to_numpy().tolist() == numbers
    with page.expect_download() as made:
        _press(page, re.compile("Tabelle als Parquet"))
    assert pd.read_parquet(made.value.path()).iloc[:, 1:].to_numpy().tolist() == numbers

    with page.expect_download() as made:
        _press(page, "Bild als SVG")
    picture = made.value.path().read_text(encoding="utf-8")
    for words in ("Was sagen die Antworten?", "Beispieldaten", "Landkreis Rastatt", "Erstellt am"):
        assert words in picture
    with page.expect_download() as made:
        _press(page, "Bild als PNG")
    assert made.value.path().read_bytes().startswith(b"\x89PNG")


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    """Take away by keyboard: the buttons show when they have the focus."""
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")
