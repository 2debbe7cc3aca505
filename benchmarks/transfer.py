"""Transfer pairs of 1,000 cities in 100 topics: run with `python -m benchmarks.transfer`."""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from maturity.analysis.overlaps.activity import find_overlaps
from maturity.analysis.transfer import choose_teachers, find_pairs, find_partners, find_transfers, read_network

CITIES, TOPICS, WAVE = 1000, 100, "2026-1"
SEED = 1


def invent() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores and planning with a tenth of each unknown."""
    dice = np.random.default_rng(SEED)
    cells = pd.MultiIndex.from_product(
        [[f"{n:08d}" for n in range(CITIES)], [f"t{n:03d}" for n in range(TOPICS)]], names=["city_id", "topic_id"]
    )
    table = cells.to_frame(index=False).assign(wave_id=WAVE)

    def some(values: np.ndarray) -> np.ndarray:
        return np.where(dice.random(len(table)) < 0.1, np.nan, values)

    scores = table.assign(score=some(dice.integers(0, 401, len(table)) / 4.0), applicable_count=4)
    planning = table.assign(
        status=dice.choice(["keine", "geplant", "pilot", "betrieb"], len(table)),
        priority=some(dice.integers(0, 4, len(table)).astype(float)),
        share=some(dice.integers(0, 4, len(table)).astype(float)),
        product_id=dice.choice(["enaio", "regisafe", "vis"], len(table)),
        assets=dice.choice(["LASTENHEFT;VERGABE", "CODE", None], len(table)),
        bp_text=dice.choice(["Amt für Amt", None], len(table)),
    )
    return scores, planning


def timed(name: str, run: Callable[[], object]) -> object:
    """Run once and print the seconds."""
    start = time.perf_counter()
    result = run()
    rows = f", {len(result):,} rows" if isinstance(result, pd.DataFrame) else ""
    print(f"{name:45s} {time.perf_counter() - start:6.2f} s{rows}")
    return result


if __name__ == "__main__":
    scores, planning = invent()
    network = read_network(scores, planning, wave_id=WAVE)
    print(f"{CITIES:,} cities x {TOPICS} topics, {len(scores):,} cells, seed {SEED}")
    timed("read_network", lambda: read_network(scores, planning, wave_id=WAVE))
    timed("find_pairs, 10 best teachers per learner", lambda: find_pairs(network, top=10))
    timed("find_pairs, all", lambda: find_pairs(network))
    timed("find_transfers, best teacher per topic", lambda: find_transfers(network, top=1))
    timed("find_transfers, 3 best teachers per topic", lambda: find_transfers(network, top=3))
    timed("find_transfers, all of one learner", lambda: find_transfers(network, learner_id="00000007"))
    timed("find_partners, 100 best", lambda: find_partners(network))
    timed("choose_teachers, 3 for one learner", lambda: choose_teachers(network, "00000007"))
    timed("find_overlaps", lambda: find_overlaps(scores, planning, wave_id=WAVE))
