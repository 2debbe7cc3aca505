"""Lead answers: which missing answers could change a lead, and are worth asking for next. Pure: tables in, out."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.fit import PARTS, WEIGHTS, check_weights, weigh
from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.solver.inputs import Floats, locate
from maturity.analysis.leads.solver.problem import NOBODY
from maturity.analysis.leads.solver.solve import optimise

LOWEST, HIGHEST = 0.0, 100.0


def value_of_next_answer(plan: Plan, fits: pd.DataFrame, *, weights: Mapping[str, float] = WEIGHTS) -> pd.DataFrame:
    """Find the missing parts of fits that could change a lead, by trying their lowest and highest value.

    Args:
        plan: the plan made from these fits.
        fits: as `lead_fit.fit_table` returns it, same cities and topics.
        weights: as in `fit_table`.

    Returns:
        One row per city, topic and missing part that changes some lead, most changes first: city_id, topic_id, part,
        changes_low, changes_high (topics whose lead changes if the part is 0 or 100; the lowest willingness is a veto),
        moved (their ids joined by ";").
        Pinned topics, vetoed pairs and excluded cities are left out: no answer changes them.

    Source: docs/method.md, "Value of the next answer".
    """
    require_columns(fits, "city_id", "topic_id", "excluded", *PARTS)
    ordered = check_weights(weights)
    rows = []
    for place, parts in _candidates(plan, fits):
        for column in np.flatnonzero(np.isnan(parts) & (ordered > 0)):
            low, high = (_moved(plan, place, _fit_if(parts, PARTS[column], to, ordered)) for to in (LOWEST, HIGHEST))
            if low or high:
                city_id, topic_id = plan.problem.cities[place[0]], plan.problem.topics[place[1]]
                names = ";".join(str(plan.problem.topics[topic]) for topic in sorted({*low, *high}))
                rows.append((city_id, topic_id, PARTS[column], len(low), len(high), names))
    table = pd.DataFrame(rows, columns=["city_id", "topic_id", "part", "changes_low", "changes_high", "moved"])
    most = table[["changes_low", "changes_high"]].max(axis=1)
    order = ["most", "city_id", "topic_id", "part"]
    table = table.assign(most=most).sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return table.drop(columns="most")


def _candidates(plan: Plan, fits: pd.DataFrame) -> Iterator[tuple[tuple[int, int], Floats]]:
    """Yield the place and the parts of each pair that an answer may move."""
    problem = plan.problem
    for row in fits.loc[fits["excluded"].isin(["", "unknown"])].to_dict("records"):
        [(city, topic)] = locate([(row["city_id"], row["topic_id"])], problem.cities, problem.topics)
        if problem.pinned[topic] == NOBODY and not problem.vetoed[city, topic]:
            yield (city, topic), np.array([row[part] for part in PARTS], dtype="float64")


def _fit_if(parts: Floats, part: str, value: float, weights: Floats) -> float:
    """Return the fit with this part known; NaN where the pair still could not lead."""
    known = dict(zip(PARTS, parts, strict=True)) | {part: value}
    if part == "willingness" and value == LOWEST:
        return np.nan  # the lowest answer is "no", which is a veto
    if np.isnan(known["maturity"]) and np.isnan(known["willingness"]):
        return np.nan
    return float(weigh(np.array(list(known.values())), weights))


def _moved(plan: Plan, place: tuple[int, int], fit: float) -> list[int]:
    """Return the topics whose lead changes when this pair has this fit."""
    problem = plan.problem
    city, topic = place
    now = problem.fit[place]
    is_able = not np.isnan(fit) and (problem.floor is None or fit >= problem.floor)
    if plan.choice[topic] != city and (not is_able or (problem.able[place] and fit <= now)):
        return []  # a pair that is not chosen stays so when it gets worse
    choice = optimise(problem.with_pair(city, topic, fit=fit, is_able=is_able)).choice
    return [int(moved) for moved in np.flatnonzero(choice != plan.choice)]
