"""CPU time of a warm script run of each page above an empty Streamlit page: `python -m benchmarks.page_runs`.

Counts what the whole server process spends (script, serialising, websocket, garbage collection), not waiting, so a
busy machine changes little. Both servers start through the same launcher; the empty page only writes one word.
"""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.client import RunFailed, visit
from maturity.settings import PROJECT
from tests.served import Served, copy_launcher, serve

WARM_UP_RUNS = 10
BLOCKS = 5
AIM_MS = 30.0


class Cost(NamedTuple):
    """What one run costs: CPU of the server, and what it sends."""

    milliseconds: float
    kilobytes: float


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far, all threads, user and system (Linux only)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(served: Served, page: str, *, runs: int) -> Cost:
    """Run a page often in one session; the median of the blocks' means.

    Args:
        served: the running server.
        page: file name without `.py`, empty for the entry point.
        runs: script runs per block; the clock ticks every 10 ms, 50 runs make that 0.2 ms.
    """
    with visit(served.url, page=page) as visitor:
        _repeat(visitor.run, WARM_UP_RUNS)
        visitor.received_bytes = 0
        blocks = []
        for _block in range(BLOCKS):
            before = cpu_seconds(served.pid)
            _repeat(visitor.run, runs)
            blocks.append((cpu_seconds(served.pid) - before) / runs * 1000)
        return Cost(median(blocks), visitor.received_bytes / runs / BLOCKS / 1000)


def measure_all(*, runs: int) -> Iterator[tuple[str, Cost | None]]:
    """Measure the empty page, then the overview and every page of `pages/`; None for a page that ends in an error."""
    pages = ["", *sorted(file.stem for file in (PROJECT / "pages").glob("*.py"))]
    with tempfile.TemporaryDirectory() as name:
        empty, real = Path(name) / "empty", Path(name) / "real"
        real.mkdir()
        with serve(copy_launcher(empty / "app", 'st.write("leer")'), empty) as served:
            yield "(empty)", measure(served, "", runs=runs)
        with serve(PROJECT / "dashboard.py", real) as served:
            for page in pages:
                try:
                    yield page or "dashboard", measure(served, page, runs=runs)
                except RunFailed:
                    yield page, None


def _repeat(action: Callable[[], None], times: int) -> None:
    for _time in range(times):
        action()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50, help="script runs per block")
    costs = measure_all(runs=parser.parse_args().runs)
    floor = 0.0
    print(f"{'page':<14}{'CPU ms/run':>12}{'above empty':>13}{'kB/run':>9}   aim: at most {AIM_MS:.0f} ms above empty")
    for page, cost in costs:
        if cost is None:
            print(f"{page:<14}   ended in an error", flush=True)
            continue
        floor = floor or cost.milliseconds
        above = cost.milliseconds - floor
        verdict = "" if above <= AIM_MS else "   over the aim"
        print(f"{page:<14}{cost.milliseconds:>12.1f}{above:>13.1f}{cost.kilobytes:>9.1f}{verdict}", flush=True)


if __name__ == "__main__":
    main()
