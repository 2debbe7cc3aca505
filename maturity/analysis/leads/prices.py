"""Lead prices: what every other choice would cost, who comes second, what is settled. Pure: a plan in, tables out."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.solver.problem import NOBODY, Ints, Problem
from maturity.analysis.leads.solver.solve import optimise, price
from maturity.errors import UnknownId

# Below this share of the mean fit per topic a price is a near tie.
NEAR_TIE = 0.02


def price_matrix(plan: Plan, *, topics: Iterable[Any] | None = None) -> pd.DataFrame:
    """Price every other choice: what the best plan loses if this city led this topic.

    Args:
        plan: a plan with its leads; co-leads do not count.
        topics: the topics to price (None = all). With one effort for all topics the whole matrix takes milliseconds;
            with different efforts each pair is solved anew, so a page may ask for the topic it shows.

    Returns:
        One row per pair that may be, by topic in the plan's order and price, cheapest first: topic_id, city_id, fit,
        is_lead, then the losses in the order of the objectives: price_uncovered (topics without a lead more),
        price_without_lead, price_minimum, price_leading (where these objectives are in force), price_fit (points of
        total fit). The first loss that is not zero is above zero; those after it can have either sign. The chosen
        lead's losses are all zero.

    Raises:
        UnknownId: a topic is not in the plan.

    Source: docs/method.md, "Price of a choice".
    """
    problem = plan.problem
    columns = _columns(problem, topics)
    losses = price(problem, plan.choice, columns)
    names = [f"price_{name}" for name in losses]
    rows = []
    for topic in columns:
        for city in range(len(problem.cities)):
            cost = [float(loss[city, topic]) for loss in losses.values()]
            if problem.able[city, topic] and not np.isnan(cost).any():
                is_lead = bool(plan.choice[topic] == city)
                rows.append((problem.topics[topic], problem.cities[city], problem.fit[city, topic], is_lead, *cost))
    table = pd.DataFrame(rows, columns=["topic_id", "city_id", "fit", "is_lead", *names])
    table[names] = table[names].astype("float64").round(9) + 0.0  # no "-0.0" on a page
    position = table["topic_id"].map({topic_id: place for place, topic_id in enumerate(plan.leads["topic_id"])})
    table = table.assign(place=position.astype("int64"), is_other=~table["is_lead"].astype("bool"))
    # Python's sort is stable and city_id ascends already, so equal prices stand in the order of cities.
    table = table.sort_values(["place", *names, "is_other"], kind="stable", ignore_index=True)
    return table.drop(columns=["place", "is_other"])


def _columns(problem: Problem, topics: Iterable[Any] | None) -> list[int]:
    known = set(problem.topics)
    asked = known if topics is None else set(topics)
    for topic_id in asked - known:
        raise UnknownId(value=topic_id, concept="topic_id", known=", ".join(map(str, problem.topics)))
    return [topic for topic in problem.topic_order if problem.topics[topic] in asked]


def find_runners_up(plan: Plan, prices: pd.DataFrame) -> pd.DataFrame:
    """Name who comes second per topic and by how much, here and over the whole plan.

    Args:
        plan: a plan.
        prices: its `price_matrix`.

    Returns:
        One row per topic whose lead is free: topic_id, lead_id, runner_up_id (the cheapest other choice),
        price_uncovered, price_fit (the joint margin: what the plan loses), rival_id (the best other fit), rival_fit,
        local_margin (lead's fit - rival's; negative where the rival is worth more elsewhere), needed_for (where
        the margin is negative: the topic the rival would have to leave), next_id and next_fit (who would lead that
        instead). None and NaN where there is no such city.

    Source: docs/method.md, "Runner-up".
    """
    require_columns(prices, "topic_id", "city_id", "fit", "is_lead", "price_fit")
    rows = []
    for topic_id, choices in prices.groupby("topic_id", sort=False):
        if not choices["is_lead"].any() or _is_pinned(plan, topic_id):
            continue
        lead, others = choices.loc[choices["is_lead"]].iloc[0], choices.loc[~choices["is_lead"]]
        rows.append({"topic_id": topic_id, "lead_id": lead["city_id"], **_second(plan, lead, others)})
    columns = ["topic_id", "lead_id", "runner_up_id", "price_uncovered", "price_fit"]
    return pd.DataFrame(
        rows, columns=[*columns, "rival_id", "rival_fit", "local_margin", "needed_for", "next_id", "next_fit"]
    )


def _second(plan: Plan, lead: pd.Series, others: pd.DataFrame) -> dict[str, object]:
    if others.empty:
        return {"runner_up_id": None, "rival_id": None, "needed_for": None, "next_id": None}
    runner_up = others.iloc[0]
    rival = others.sort_values("fit", ascending=False, kind="stable").iloc[0]
    margin = lead["fit"] - rival["fit"]
    return {
        "runner_up_id": runner_up["city_id"],
        "price_uncovered": runner_up["price_uncovered"],
        "price_fit": runner_up["price_fit"],
        "rival_id": rival["city_id"],
        "rival_fit": rival["fit"],
        "local_margin": margin,
        **(_needed_for(plan, rival) if margin < 0 else {"needed_for": None, "next_id": None}),
    }


def _needed_for(plan: Plan, rival: pd.Series) -> dict[str, object]:
    """Find what the rival would have to leave, and to whom, in the best plan in which it leads this topic instead."""
    problem = plan.problem
    city, topic = problem.cities.index(rival["city_id"]), problem.topics.index(rival["topic_id"])
    other = optimise(problem.with_pin(city, topic)).choice
    left = np.flatnonzero((plan.choice == city) & (other != city))
    if not len(left):
        return {"needed_for": None, "next_id": None}
    lost = [problem.fit[city, topic] - np.nan_to_num(_fit_of(problem, other, topic)) for topic in left.tolist()]
    dearest = int(left[int(np.argmax(lost))])
    successor = other[dearest]
    return {
        "needed_for": problem.topics[dearest],
        "next_id": None if successor == NOBODY else problem.cities[successor],
        "next_fit": _fit_of(problem, other, dearest),
    }


def _fit_of(problem: Problem, choice: Ints, topic: int) -> float:
    return float("nan") if choice[topic] == NOBODY else float(problem.fit[choice[topic], topic])


def find_settled(plan: Plan, prices: pd.DataFrame, *, tolerance: float = NEAR_TIE) -> pd.DataFrame:
    """Tell how firm each topic's lead is among all best plans.

    Args:
        plan: a plan.
        prices: its `price_matrix`.
        tolerance: the share of the mean fit per topic below which a price is a near tie.

    Returns:
        One row per topic in the plan's order: topic_id, lead_id, state, rivals (city ids joined by ";", the
        cheapest first). state: `uncovered`, `pinned`, `settled` (the same lead in every best plan and
        nobody near), `near_tie` (the same lead in every best plan, rivals cost next to nothing), `open` (rivals lead in
        another best plan).

    Source: docs/method.md, "Settled and open".
    """
    names = [name for name in prices.columns if name.startswith("price_")]
    earlier = (prices[[name for name in names if name != "price_fit"]] == 0).all(axis=1)
    mean_fit = abs(plan.total_fit) / max(int((plan.choice != NOBODY).sum()), 1)
    near = earlier & ~prices["is_lead"] & (prices["price_fit"] <= tolerance * mean_fit)
    equal = near & (prices["price_fit"] <= 0)
    return pd.DataFrame(
        list(_states(plan, prices.loc[near, ["topic_id", "city_id"]], prices.loc[equal, ["topic_id", "city_id"]])),
        columns=["topic_id", "lead_id", "state", "rivals"],
        dtype="object",
    )


def _states(plan: Plan, near: pd.DataFrame, equal: pd.DataFrame) -> Iterator[tuple[object, object, str, str]]:
    for lead in plan.leads.itertuples():
        rivals = near.loc[near["topic_id"] == lead.topic_id, "city_id"]
        if lead.city_id is None:
            state = "uncovered"
        elif lead.is_pinned:
            state = "pinned"
        elif (equal["topic_id"] == lead.topic_id).any():
            state = "open"
        else:
            state = "near_tie" if len(rivals) else "settled"
        yield lead.topic_id, lead.city_id, state, ";".join(map(str, rivals)) if state in ("open", "near_tie") else ""


def _is_pinned(plan: Plan, topic_id: object) -> bool:
    return bool(plan.leads.loc[plan.leads["topic_id"] == topic_id, "is_pinned"].iloc[0])
