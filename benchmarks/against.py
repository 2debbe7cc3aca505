"""CPU of a warm run of each page against an earlier version of this program: `python -m benchmarks.against FOLDER`.

FOLDER is a checkout of the earlier version. Both are served at once and run block by block in turn. Ends with 1 if a
page became a third dearer.

What a server spends while nobody asks anything is measured first and taken off, so that waiting costs nothing.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic, sleep

from benchmarks.client import Visitor, visit
from benchmarks.page_runs import WARM_UP_RUNS, cpu_seconds
from maturity.settings import PROJECT
from tests.served import Served, serve

BLOCKS = 5
IDLE_SECONDS = 6.0
AFTER_WARM_UP = 3.0  # seconds; what was cached is put out of the garbage collector's way by then
MOST = 4 / 3


def idle_share(served: Served) -> float:
    """Return the share of one core that a server takes while it only waits."""
    before, start = cpu_seconds(served.pid), monotonic()
    sleep(IDLE_SECONDS)
    return (cpu_seconds(served.pid) - before) / (monotonic() - start)


def block(served: Served, visitor: Visitor, *, runs: int, idle: float) -> float:
    """Return the CPU of one run in milliseconds, mean of a block, less what waiting costs."""
    before, start = cpu_seconds(served.pid), monotonic()
    for _run in range(runs):
        visitor.run()
    return (cpu_seconds(served.pid) - before - idle * (monotonic() - start)) / runs * 1000


def compare(earlier: Served, now: Served, page: str, *, runs: int, idle: tuple[float, float]) -> tuple[float, float]:
    """Return the median CPU of one run of a page in both versions, in milliseconds."""
    with visit(earlier.url, page=page) as one, visit(now.url, page=page) as other:
        for visitor in (one, other):
            for _run in range(WARM_UP_RUNS):
                visitor.run()
        sleep(AFTER_WARM_UP)
        pairs = [
            (block(earlier, one, runs=runs, idle=idle[0]), block(now, other, runs=runs, idle=idle[1]))
            for _block in range(BLOCKS)
        ]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def main() -> None:
    """Print the table of the pages that both versions have."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="checkout of the earlier version")
    parser.add_argument("--runs", type=int, default=20, help="script runs per block")
    given = parser.parse_args()
    folder = given.folder.resolve()
    pages = [
        "",
        *sorted(file.stem for file in (folder / "pages").glob("*.py") if (PROJECT / "pages" / file.name).exists()),
    ]
    worst = 0.0
    with tempfile.TemporaryDirectory() as name:
        places = [Path(name) / version for version in ("earlier", "now")]
        for place in places:
            place.mkdir()
        with (
            serve(folder / "dashboard.py", places[0], PYTHONPATH=str(folder)) as earlier,
            serve(PROJECT / "dashboard.py", places[1]) as now,
        ):
            idle = idle_share(earlier), idle_share(now)
            print(f"{'page':<12}{'earlier ms':>12}{'now ms':>9}{'ratio':>8}")
            for page in pages:
                before, after = compare(earlier, now, page, runs=given.runs, idle=idle)
                worst = max(worst, after / before)
                print(f"{page or 'dashboard':<12}{before:>12.1f}{after:>9.1f}{after / before:>8.2f}", flush=True)
    sys.exit(1 if worst > MOST else 0)


if __name__ == "__main__":
    main()
