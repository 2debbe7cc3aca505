"""Robustness: how long 1,000 runs take, and how that grows with the cities.

`python -m benchmarks.robustness` prints the table: the smallest of five measurements after one run for
warming up; invented answers with a fixed seed, 5 % missing.
"""

import os
import platform
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from maturity.analysis.robustness import Survey, one_at_a_time, simulate, sobol
from maturity.analysis.scores import normalise

REPEATS = 5
SIZES = ((24, 40, 8), (10, 77, 19), (100, 40, 8), (1_000, 40, 8))


def invent(cities: int, questions: int, topics: int) -> Survey:
    generator = np.random.default_rng(1)
    answers = generator.integers(0, 5, (cities, questions)).astype(float)
    answers[generator.random(answers.shape) < 0.05] = np.nan
    names = [f"Q{number}" for number in range(questions)]
    table = pd.DataFrame(answers, index=[f"city{number}" for number in range(cities)], columns=names)
    parents = {name: f"t{n % topics}" for n, name in enumerate(names)}
    return Survey(normalise(table, scale_min=0, scale_max=4), parents)


def fastest(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    rows = ["| what | cities x questions, topics | seconds | limit |", "| --- | --- | --- | --- |"]
    for cities, questions, topics in SIZES:
        seconds = fastest(partial(simulate, invent(cities, questions, topics), runs=1_000))
        limit = "0.2" if cities == 24 else ""
        rows.append(f"| simulate, 1,000 runs | {cities:,} x {questions}, {topics} | {seconds:.3f} | {limit} |")
    for name, work in (("one_at_a_time", one_at_a_time), ("sobol, 512 x 8 runs", sobol)):
        seconds = fastest(partial(work, invent(*SIZES[0])))
        rows.append(f"| {name} | 24 x 40, 8 | {seconds:.3f} | |")
    print(f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, {platform.machine()}")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
