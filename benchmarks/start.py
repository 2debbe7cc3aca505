"""From the start of the server to the first finished view, against Streamlit's empty app: `python -m benchmarks.start`.

Both servers start in turn, several times, with the same settings; the median counts. The data of the real one is
built by its very first start, which is printed apart.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.client import visit
from benchmarks.page_runs import cpu_seconds
from maturity.settings import PROJECT
from tests.served import serve

AIM = 1.5


class Start(NamedTuple):
    """Seconds until the server answers, until the first visitor has the whole page, and CPU of the server so far."""

    answering: float
    first_view: float
    cpu: float


def start_once(script: Path, folder: Path) -> Start:
    """Start a server, visit it once, stop it."""
    start = time.perf_counter()
    with serve(script, folder) as served:
        answering = time.perf_counter() - start
        with visit(served.url) as visitor:
            visitor.run()
        return Start(answering, time.perf_counter() - start, cpu_seconds(served.pid))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        empty, real = Path(name) / "empty", Path(name) / "real"
        real.mkdir()
        shutil.copytree(PROJECT / ".streamlit", empty / ".streamlit")
        script = empty / "app.py"
        script.write_text('import streamlit as st\n\nst.write("leer")\n', encoding="utf-8")
        starts = {"very first, builds the sample data": [start_once(PROJECT / "dashboard.py", real)]}
        starts |= {"empty app": [], "overview": []}
        for _round in range(rounds):
            starts["empty app"].append(start_once(script, empty))
            starts["overview"].append(start_once(PROJECT / "dashboard.py", real))
    medians = {what: Start(*map(median, zip(*found, strict=True))) for what, found in starts.items()}
    for what, one in medians.items():
        print(f"{what}: answers after {one.answering:.2f} s, first view {one.first_view:.2f} s, CPU {one.cpu:.2f} s")
    ratios = [real / base for real, base in zip(medians["overview"], medians["empty app"], strict=True)]
    print(f"overview / empty app: first view {ratios[1]:.2f}, CPU {ratios[2]:.2f}; aim: at most {AIM}")
    print(f"load when it ended: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
