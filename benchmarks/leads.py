"""How long the lead plan takes: `python -m benchmarks.leads` prints the table."""

import platform
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import scipy

from maturity.analysis.leads.fit import PARTS, WEIGHTS, fit_matrix, reweigh
from maturity.analysis.leads.next_answer import value_of_next_answer
from maturity.analysis.leads.plan import propose_leads
from maturity.analysis.leads.prices import price_matrix
from maturity.analysis.leads.stability import draw_fits, find_stability

SEED = 1


def seconds(action: Callable[[], object], times: int) -> float:
    """Return the median time of one call, after one call to warm up."""
    action()
    taken = []
    for _run in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def invented_fits(cities: int, topics: int) -> pd.DataFrame:
    """Invent a fit table in which a tenth of the parts is missing."""
    random = np.random.default_rng(SEED)
    names = [f"c{city:04}" for city in range(cities)], [f"t{topic:03}" for topic in range(topics)]
    fits = pd.MultiIndex.from_product(names, names=["city_id", "topic_id"]).to_frame(index=False)
    parts = random.uniform(0, 100, (len(fits), len(PARTS)))
    parts[random.random(parts.shape) < 0.1] = np.nan
    parts[:, 0] = np.nan_to_num(parts[:, 0], nan=50.0)
    fits[list(PARTS)] = parts
    low, high = fits["maturity"] - 5, fits["maturity"] + 5
    return reweigh(fits.assign(maturity_low=low, maturity_high=high, excluded=""), WEIGHTS)


def measure_all() -> list[tuple[str, str, float]]:
    random = np.random.default_rng(SEED)
    fits = invented_fits(10, 20)
    small, large = fit_matrix(fits), fit_matrix(invented_fits(1000, 100))
    effort = dict(zip(small.columns, random.integers(1, 4, small.shape[1]).tolist(), strict=True))
    ties = small.round(-2)
    plan, uneven = propose_leads(small), propose_leads(small, capacity=4, effort=effort)
    efforts = dict(zip(large.columns, random.integers(1, 4, large.shape[1]).tolist(), strict=True))
    draws = draw_fits(plan, fits, runs=500, seed=SEED)
    return [
        ("plan, 10 x 20", "20 ms", seconds(lambda: propose_leads(small), 51)),
        ("plan, 10 x 20, fits full of ties", "", seconds(lambda: propose_leads(ties), 51)),
        ("plan, 10 x 20, max_min", "", seconds(lambda: propose_leads(small, objective="max_min"), 21)),
        ("plan, 10 x 20, at least one each", "", seconds(lambda: propose_leads(small, at_least_one=True), 21)),
        (
            "plan, 10 x 20, efforts 1 to 3 (HiGHS)",
            "",
            seconds(lambda: propose_leads(small, capacity=4, effort=effort), 11),
        ),
        ("price matrix, 10 x 20", "1 s", seconds(lambda: price_matrix(plan), 11)),
        ("price matrix, 10 x 20, efforts 1 to 3 (bundles)", "0.3 s", seconds(lambda: price_matrix(uneven), 1)),
        (
            "prices of one topic of 20, efforts 1 to 3 (HiGHS)",
            "",
            seconds(lambda: price_matrix(uneven, topics=["t000"]), 3),
        ),
        ("stability, 500 runs, 10 x 20", "5 s", seconds(lambda: find_stability(plan, draws), 3)),
        (
            "stability, 500 runs, 10 x 20, efforts 1 to 3 (bundles)",
            "1 s",
            seconds(lambda: find_stability(uneven, draws), 1),
        ),
        ("value of the next answer, 10 x 20", "", seconds(lambda: value_of_next_answer(plan, fits), 3)),
        ("plan, 1,000 x 100", "2 s", seconds(lambda: propose_leads(large), 5)),
        (
            "plan, 1,000 x 100, efforts 1 to 3 (HiGHS)",
            "",
            seconds(lambda: propose_leads(large, capacity=3, effort=efforts), 3),
        ),
        ("plan, 1,000 x 100, fits full of ties", "", seconds(lambda: propose_leads(large.round(-2)), 3)),
    ]


def main() -> None:
    rows = [f"| {what} | {limit} | {taken:.3f} s |" for what, limit, taken in measure_all()]
    machine = (
        f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, {platform.machine()}"
    )
    print(f"On {machine}; median after one warm-up, one process, seed {SEED}.\n")
    print("\n".join(["| What | Figure to hold | Measured |", "| --- | --- | --- |", *rows]))


if __name__ == "__main__":
    main()
