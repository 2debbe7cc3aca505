"""Many visitors at once on the overview, each changing a filter every few seconds: `python -m benchmarks.visitors`.

Prints how long a script run takes as a visitor feels it: from the change until the server has sent everything. The
visitors live on the same machine and take part of its time; what the browser then needs to draw is not in it.
"""

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from benchmarks.client import RUN_SECONDS, RunFailed, Visitor, visit
from benchmarks.page_runs import cpu_seconds
from maturity.settings import PROJECT
from tests.served import serve

AIM_MS = 150.0
WAVES = ("2026-1", "2026-2")


class Visit(NamedTuple):
    """What one visitor met: milliseconds of the first view and of each later run, and errors."""

    first_view: float
    runs: list[float]
    errors: list[str]


def stay(url: str, *, start: float, pause: float, seconds: float) -> Visit:
    """Open the overview at a moment, then change the wave again and again.

    Args:
        url: address of the server.
        start: when to come, on the clock of `time.monotonic`.
        pause: seconds from one change to the next, however long a run takes.
        seconds: how long to stay.
    """
    runs: list[float] = []
    errors: list[str] = []
    _sleep_until(start)
    with visit(url) as visitor:
        first_view = _milliseconds(visitor, WAVES[-1])
        for number, wave_id in zip(range(1, int(seconds / pause) + 1), cycle(WAVES)):
            _sleep_until(start + number * pause)
            try:
                runs.append(_milliseconds(visitor, wave_id))
            except (RunFailed, TimeoutError) as error:
                errors.append(str(error) or f"no answer in {RUN_SECONDS} s")
    return Visit(first_view, runs, errors)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _milliseconds(visitor: Visitor, wave_id: str) -> float:
    start = time.perf_counter()
    visitor.run(address=f"wave={wave_id}")
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Let them all come, evenly spread over the first pause, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--pause", type=float, default=5.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, serve(PROJECT / "dashboard.py", Path(name)) as served:
        with visit(served.url) as visitor:  # the first one ever fills the caches
            for wave_id in WAVES:
                visitor.run(address=f"wave={wave_id}")
        before = cpu_seconds(served.pid)
        begin = time.monotonic() + 1
        with ThreadPoolExecutor(options.visitors) as pool:
            visits = [
                pool.submit(
                    stay,
                    served.url,
                    start=begin + options.pause * number / options.visitors,
                    pause=options.pause,
                    seconds=options.seconds,
                )
                for number in range(options.visitors)
            ]
            found = [visit_.result() for visit_ in visits]
        cpu = cpu_seconds(served.pid) - before
    runs = [run for one in found for run in one.runs]
    errors = [error for one in found for error in one.errors]
    print(f"{options.visitors} visitors, {len(runs)} runs, errors: {len(errors)}")
    for what, times in (("runs", runs), ("first views", [one.first_view for one in found])):
        cuts = quantiles(times, n=100)
        print(f"{what}: p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, longest {max(times):.0f} ms")
    print(f"aim: p95 of the runs at most {AIM_MS:.0f} ms; CPU of the server {cpu / len(runs) * 1000:.0f} ms a run")
    print(f"load when it ended: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
