"""Twelve officers in twelve browsers confirm at the same moment, ten rounds. Run: python -m benchmarks.simultaneous.

Counts receipts, submissions in the ledger, published entries, wrong messages and failed views; all on the real server.
"""

import argparse
import asyncio
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from etl.opening import mark_of, open_network
from maturity.settings import PROJECT, Settings
from maturity.store import current_snapshot
from tests.served import serve

OFFICERS = 12
WAVE = "2026-2"
PATIENCE = 240_000  # milliseconds; the browsers share two cores with the server
FILES = sorted((PROJECT / "data" / "sample" / WAVE).glob("*.csv"))


@dataclass
class Tally:
    """What happened."""

    receipts: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    wrong_messages: list[str] = field(default_factory=list)
    views: int = 0
    failed_views: int = 0


def changed(path: Path, officer: int, round_number: int) -> bytes:
    """The city's answers with another first level, and blank lines at the end that make the file one of a kind."""
    text = path.read_text(encoding="utf-8-sig")
    level = (officer + round_number) % 5
    text = re.sub(r"(?m)^((?:[^;\n]*;)*EAK01;[^;]*;)\d", rf"\g<1>{level}", text, count=1)
    return (text + "\r\n" * (1 + officer + OFFICERS * round_number)).encode()


async def settled(page: Page) -> None:
    app = page.get_by_test_id("stApp")
    await expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=PATIENCE)
    await expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=PATIENCE)


async def hand_in(page: Page, url: str, officer: int, round_number: int, ready: asyncio.Barrier, tally: Tally) -> None:
    path = FILES[officer % len(FILES)]
    await page.goto(f"{url}/upload?upload_wave={WAVE}&city={path.stem}", timeout=PATIENCE)
    await settled(page)
    content = changed(path, officer, round_number)
    file = {"name": path.name, "mimeType": "text/csv", "buffer": content}
    await page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    button = page.get_by_role("button", name="Verbindlich einreichen")
    await expect(button).to_be_enabled(timeout=PATIENCE)
    await settled(page)
    await ready.wait()
    started = time.monotonic()
    await button.click()
    taken = page.get_by_text("Angenommen. Ihre Antworten sind dauerhaft gespeichert.")
    alarm = page.get_by_test_id("stAlertContentError")
    await expect(taken.or_(alarm).first).to_be_visible(timeout=PATIENCE)
    tally.seconds.append(time.monotonic() - started)
    await settled(page)
    if await alarm.count():
        tally.wrong_messages += [f"{round_number}/{officer}: {text}" for text in await alarm.all_inner_texts()]
        return
    tally.receipts.append(await page.get_by_role("row", name="Belegnummer").get_by_role("cell").inner_text())
    shown = await page.get_by_role("row", name="Datenstand").get_by_role("cell").last.inner_text()
    if not shown.startswith("maturity-"):
        tally.wrong_messages.append(f"{round_number}/{officer}: {shown}")
    await view(page, url, tally)


async def view(page: Page, url: str, tally: Tally) -> None:
    await page.goto(f"{url}/?wave={WAVE}", timeout=PATIENCE)
    tally.views += 1
    # Not by the state of the script: before the first run of a page that is “not running” too.
    chart, alarm = page.get_by_test_id("stPlotlyChart"), page.get_by_test_id("stAlertContentError")
    await expect(chart.or_(alarm).first).to_be_visible(timeout=PATIENCE)
    await settled(page)
    tally.failed_views += bool(await alarm.count()) or not await chart.count()


async def campaign(url: str, rounds: int) -> Tally:
    tally = Tally()
    async with async_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser: Browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = [await (await browser.new_context(locale="de-DE")).new_page() for _officer in range(OFFICERS)]
        for page in pages:
            page.set_default_timeout(PATIENCE)
        for round_number in range(rounds):
            ready = asyncio.Barrier(OFFICERS)
            turns = [hand_in(page, url, officer, round_number, ready, tally) for officer, page in enumerate(pages)]
            await asyncio.gather(*turns)
            print(f"round {round_number + 1}: {len(tally.receipts)} receipts", flush=True)
        await browser.close()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds: int = parser.parse_args().rounds
    os.environ["DIGITALKOMPASS_TODAY"] = "2026-10-01"  # while the wave takes answers
    with tempfile.TemporaryDirectory() as folder, serve(PROJECT / "dashboard.py", Path(folder)) as served:
        data = Path(folder) / "data"
        settings = Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}")
        before = len(open_network(settings).entries("submission"))
        tally = asyncio.run(campaign(served.url, rounds))
        ledger = open_network(settings)
        stored = len(ledger.entries("submission")) - before
        published = mark_of(current_snapshot(settings.snapshots)).version == ledger.version()
        print(f"confirmations {OFFICERS * rounds}, receipts {len(set(tally.receipts))}, stored {stored}")
        print(
            f"all entries published: {published}; snapshots built: {served.log.read_text().count('published maturity')}"
        )
        print(f"wrong messages {len(tally.wrong_messages)}, views {tally.views}, failed views {tally.failed_views}")
        seconds = sorted(tally.seconds)
        print(f"seconds to the receipt: median {seconds[len(seconds) // 2]:.1f}, longest {seconds[-1]:.1f}")
        for line in tally.wrong_messages:
            print(line)


if __name__ == "__main__":
    main()
