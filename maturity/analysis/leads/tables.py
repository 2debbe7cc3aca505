"""Lead tables: what a plan says, one table per question. Pure: arrays in, tables out, in the caller's order."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Ints, Problem

REMEDIES = ("capacity", "lift_veto", "lower_floor", "add_fit")


def leads(problem: Problem, choice: Ints) -> pd.DataFrame:
    """Return one row per topic: topic_id, city_id (None = uncovered), fit, is_pinned."""
    rows = [
        (
            problem.topics[topic],
            None if choice[topic] == NOBODY else problem.cities[choice[topic]],
            np.nan if choice[topic] == NOBODY else problem.fit[choice[topic], topic],
            problem.pinned[topic] != NOBODY,
        )
        for topic in problem.topic_order
    ]
    return _table(rows, "topic_id", "city_id", "fit", "is_pinned").astype({"fit": "float64", "is_pinned": "bool"})


def co_leads(problem: Problem, choice: Ints) -> pd.DataFrame:
    """Return one row per topic with a co-lead: topic_id, city_id, gain."""
    rows = [
        (problem.topics[topic], problem.cities[choice[topic]], problem.fit[choice[topic], topic])
        for topic in problem.topic_order
        if choice[topic] != NOBODY
    ]
    return _table(rows, "topic_id", "city_id", "gain").astype({"gain": "float64"})


def loads(problem: Problem, choice: Ints, beside: Ints, *, share: float) -> pd.DataFrame:
    """Return one row per city: city_id, lead_count, co_lead_count, load, capacity."""
    count = len(problem.cities)
    load = problem.loads(choice) + share * problem.loads(beside)
    table = pd.DataFrame(
        {
            "city_id": pd.Series(problem.cities, dtype="object"),
            "lead_count": np.bincount(choice[choice != NOBODY], minlength=count),
            "co_lead_count": np.bincount(beside[beside != NOBODY], minlength=count),
            "load": load,
            "capacity": problem.capacity,
        }
    )
    return table.iloc[list(problem.city_order)].reset_index(drop=True)


def uncovered(problem: Problem, choice: Ints) -> pd.DataFrame:
    """Return one row per topic without a lead: topic_id, reason (`nobody_able`, `no_capacity`), able_count."""
    rows = []
    for topic in problem.topic_order:
        if choice[topic] == NOBODY:
            able_count = int(problem.able[:, topic].sum())
            rows.append((problem.topics[topic], "no_capacity" if able_count else "nobody_able", able_count))
    return _table(rows, "topic_id", "reason", "able_count")


def remedies(problem: Problem, choice: Ints) -> pd.DataFrame:
    """Return what would give each uncovered topic a lead, each row alone, the best fit first within a kind.

    `capacity_needed` is the effort the city would need on top of what it has left.
    """
    left = problem.capacity - problem.loads(choice)
    rows = []
    for topic in problem.topic_order:
        if choice[topic] == NOBODY:
            found = [_remedy(problem, city, topic, left) for city in problem.city_order]
            found.sort(key=lambda row: (REMEDIES.index(row[1]), -np.nan_to_num(row[3], nan=-np.inf)))
            rows.extend(found)
    return _table(rows, "topic_id", "remedy", "city_id", "fit", "capacity_needed").astype(
        {"fit": "float64", "capacity_needed": "float64"}
    )


def _remedy(problem: Problem, city: int, topic: int, left: Floats) -> tuple[object, str, object, float, float]:
    fit = float(problem.fit[city, topic])
    if problem.able[city, topic]:
        remedy = "capacity"
    elif problem.vetoed[city, topic]:
        remedy = "lift_veto"
    else:
        remedy = "add_fit" if np.isnan(fit) else "lower_floor"
    needed = float(problem.effort[topic] - left[city])
    return problem.topics[topic], remedy, problem.cities[city], fit, needed if needed > SLACK else 0.0


def _table(rows: Sequence[tuple[object, ...]], *columns: str) -> pd.DataFrame:
    # Ids keep the caller's own type, and "nobody" stays None, only in columns of objects.
    return pd.DataFrame(rows, columns=list(columns), dtype="object")
