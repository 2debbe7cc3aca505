"""Two servers on one PostgreSQL behind nginx; one is killed. Run: python -m benchmarks.two_servers (Debian: nginx).

Measures how long an upload at one takes to show at the other, and whether a killed server loses anybody's data.
"""

import asyncio
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

from benchmarks.simultaneous import Tally, hand_in
from etl.opening import mark_of
from maturity.ledger import Ledger, open_ledger, verify
from maturity.settings import PROJECT, Settings
from maturity.store import current_snapshot
from tests import postgresql
from tests.served import Served, serve

ROUNDS = 5
PROXY_PORT = 8599


async def upload(url: str, round_number: int) -> Tally:
    tally = Tally()
    async with async_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await (await browser.new_context(locale="de-DE")).new_page()
        await hand_in(page, url, 0, round_number, asyncio.Barrier(1), tally)
        await browser.close()
    return tally


def proxy_configuration(folder: Path, servers: list[Served]) -> Path:
    """Write the configuration of `deploy/nginx.conf` with these servers, for a user of its own."""
    text = (PROJECT / "deploy" / "nginx.conf").read_text()
    for port, served in zip((8501, 8502), servers, strict=True):
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{urlsplit(served.url).port}")
    text = re.sub(r"listen 127\.0\.0\.1:\d+", f"listen 127.0.0.1:{PROXY_PORT}", text)
    path = folder / "nginx.conf"
    head = f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}} "
    path.write_text(f"{head} http {{ access_log off; {text} }}")
    return path


def seconds_until_shown(ledger: Ledger, other: Settings) -> float:
    wanted, started = ledger.version(), time.monotonic()
    while mark_of(current_snapshot(other.snapshots)).version < wanted:
        time.sleep(0.05)
    return time.monotonic() - started


def main() -> None:
    os.environ["DIGITALKOMPASS_TODAY"] = "2026-10-01"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = postgresql.create_place(stack.enter_context(postgresql.cluster()), "ledger")
        networks = [Settings(data=folder / name / "data", ledger_url=url) for name in ("one", "two")]
        servers = []
        for network in networks:
            network.data.parent.mkdir()
            servers.append(
                stack.enter_context(serve(PROJECT / "dashboard.py", network.data.parent, DIGITALKOMPASS_LEDGER=url))
            )
        ledger = open_ledger(url)
        waits = []
        for round_number in range(ROUNDS):
            tally = asyncio.run(upload(servers[0].url, round_number))
            assert not tally.wrong_messages, tally.wrong_messages
            waits.append(seconds_until_shown(ledger, networks[1]))
        print("seconds from the receipt at one until the other shows it: " + ", ".join(f"{wait:.1f}" for wait in waits))
        configuration = proxy_configuration(folder, servers)
        subprocess.run(["nginx", "-c", str(configuration)], check=True)
        stack.callback(subprocess.run, ["nginx", "-c", str(configuration), "-s", "stop"], check=False)
        proxy = f"http://127.0.0.1:{PROXY_PORT}"
        tally = asyncio.run(upload(proxy, ROUNDS))
        entries = ledger.entries()
        os.kill(servers[0].pid, 9)
        started = time.monotonic()
        status = urllib.request.urlopen(proxy, timeout=30).status
        print(f"one killed: the proxy answered {status} after {time.monotonic() - started:.2f} s")
        again = asyncio.run(upload(proxy, ROUNDS + 1))
        is_kept = ledger.entries()[: len(entries)] == entries
        print(f"receipts {tally.receipts + again.receipts}, entries kept: {is_kept}, faults {len(verify(ledger))}")
        ledger.close()


if __name__ == "__main__":
    main()
