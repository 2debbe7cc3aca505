"""How long what a meeting asks of a plan takes, together: `python -m benchmarks.meeting` prints the table."""

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.leads import SEED, invented_fits
from maturity.analysis.leads.cost_shares import find_cost_shares
from maturity.analysis.leads.fit import fit_matrix
from maturity.analysis.leads.plan import Plan, propose_leads
from maturity.analysis.leads.rule_panel import find_rule_panel
from maturity.analysis.leads.shared_load import share_load
from maturity.analysis.leads.stability import draw_fits, find_stability
from maturity.analysis.leads.value import find_value

CITIES, TOPICS, RUNS, ROUNDS = 10, 20, 500, 5


def cpu_seconds(action: Callable[[], object]) -> float:
    """Return the smallest CPU time of some calls, after one to warm up: other work on the machine does not count."""
    action()
    taken = []
    for _round in range(ROUNDS):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


def measure(effort: dict[str, int] | float, capacity: float) -> list[tuple[str, float]]:
    """Measure the four parts for one kind of effort."""
    fits = invented_fits(CITIES, TOPICS)
    plan = propose_leads(fit_matrix(fits), capacity=capacity, effort=effort)
    stability = find_stability(plan, draw_fits(plan, fits, runs=RUNS, seed=SEED))
    random = np.random.default_rng(SEED)
    accounts = pd.Series(random.integers(0, 3, CITIES) / 2, index=list(plan.problem.cities))
    pairs = fits[["city_id", "topic_id"]]
    scores = pairs.assign(score=random.uniform(0, 100, len(pairs)))
    planning = pairs.assign(
        priority=random.integers(0, 4, len(pairs)),
        target=random.integers(0, 5, len(pairs)),
        budget_eur=random.integers(1, 90, len(pairs)) * 1000.0,
    )
    return [
        ("five rules", cpu_seconds(lambda: find_rule_panel(plan, stability))),
        ("load shared within 3 %", cpu_seconds(lambda: share_load(plan, accounts))),
        ("gain and burden of each city", cpu_seconds(lambda: find_value(plan, pairs, scores, planning))),
        ("cost shares of every topic", cpu_seconds(lambda: _share_all(plan, planning))),
    ]


def _share_all(plan: Plan, planning: pd.DataFrame) -> None:
    for topic_id in plan.leads["topic_id"]:
        own = planning.loc[planning["topic_id"] == topic_id]
        find_cost_shares(dict(zip(own["city_id"], own["budget_eur"], strict=True)))


def main() -> None:
    uneven = dict(
        zip(
            (f"t{topic:03}" for topic in range(TOPICS)),
            np.random.default_rng(SEED).integers(1, 4, TOPICS).tolist(),
            strict=True,
        )
    )
    for name, effort, capacity in (("one effort", 1.0, 2.0), ("efforts 1 to 3", uneven, 4.0)):
        rows = measure(effort, capacity)
        print(f"\n| {CITIES} x {TOPICS}, {name} | CPU seconds |\n| --- | --- |")
        for what, seconds in [*rows, ("together", sum(seconds for _what, seconds in rows))]:
            print(f"| {what} | {seconds:.3f} |")


if __name__ == "__main__":
    main()
