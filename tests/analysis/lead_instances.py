"""Random lead problems and two ways to solve them that share no code with the product: enumeration and CP-SAT."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from ortools.sat.python import cp_model

from maturity.analysis.leads.plan import Plan, propose_leads


@dataclass(frozen=True)
class Instance:
    """One problem with whole numbers, as a caller would hand it over."""

    fit: pd.DataFrame
    capacity: dict[str, int]
    effort: dict[str, int]
    pins: list[tuple[str, str]] = field(default_factory=list)
    vetoes: list[tuple[str, str]] = field(default_factory=list)
    objective: Any = "total"
    at_least_one: list[str] = field(default_factory=list)

    def solve(self, **changes: Any) -> Plan:
        rules = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "fit"}
        return propose_leads(self.fit, **{**rules, **changes})

    def may_lead(self, city_id: str, topic_id: str) -> bool:
        return (city_id, topic_id) not in self.vetoes and not np.isnan(self.fit_of(city_id, topic_id))

    def fit_of(self, city_id: str, topic_id: str) -> float:
        return float(self.fit.to_dict("index")[city_id][topic_id])


def draw(seed: int, *, cities: int = 4, topics: int = 5, plain: bool = False, objective: Any = "total") -> Instance:
    """Draw a problem with pins, vetoes, holes, ties, negative fits and often too little capacity."""
    random = np.random.default_rng(seed)
    city_ids = [f"c{number}" for number in range(random.integers(1, cities + 1))]
    topic_ids = [f"t{number:02}" for number in range(random.integers(1, topics + 1))]
    shape = len(city_ids), len(topic_ids)
    low, high = [(0, 4), (-3, 4), (-100, 101)][seed % 3]
    values = random.integers(low, high, shape).astype("float64")
    values[random.random(shape) < 0.2] = np.nan
    fit = pd.DataFrame(values, index=city_ids, columns=topic_ids)
    capacity = {city_id: int(random.integers(0, 4)) for city_id in city_ids}
    effort = {topic_id: 1 if plain else int(random.integers(1, 4)) for topic_id in topic_ids}
    pins, vetoes, left = [], [], dict(capacity)
    for topic_id in topic_ids:
        city_id = city_ids[random.integers(len(city_ids))]
        if random.random() < 0.2 and left[city_id] >= effort[topic_id] and fit[topic_id].notna()[city_id]:
            pins.append((city_id, topic_id))
            left[city_id] -= effort[topic_id]
        elif random.random() < 0.3:
            vetoes.append((city_id, topic_id))
    wanted = [city_id for city_id in city_ids if random.random() < 0.3]
    return Instance(fit, capacity, effort, pins, vetoes, objective, wanted)


def every_plan(instance: Instance) -> Iterator[dict[str, str | None]]:
    """List every permitted plan, topic -> city or None."""
    pinned = {topic_id: city_id for city_id, topic_id in instance.pins}
    choices = []
    for topic_id in instance.fit.columns:
        able = [city_id for city_id in instance.fit.index if instance.may_lead(city_id, topic_id)]
        choices.append([pinned[topic_id]] if topic_id in pinned else [None, *able])
    for cities in product(*choices):
        plan = dict(zip(instance.fit.columns, cities, strict=True))
        loads = dict.fromkeys(instance.capacity, 0)
        for topic_id, city_id in plan.items():
            if city_id is not None:
                loads[city_id] += instance.effort[topic_id]
        if all(loads[city_id] <= limit for city_id, limit in instance.capacity.items()):
            yield plan


def worth(instance: Instance, plan: dict[str, Any]) -> tuple[float, ...]:
    """Return what a plan reaches in the order of the objectives, so that the largest tuple is the best plan."""
    led = {topic_id: city_id for topic_id, city_id in plan.items() if city_id is not None}
    pinned = {topic_id for _city_id, topic_id in instance.pins}
    fits = [instance.fit_of(city_id, topic_id) for topic_id, city_id in led.items()]
    free = [instance.fit_of(city, topic) for topic, city in led.items() if topic not in pinned]
    loads = [sum(instance.effort[topic] for topic in led if led[topic] == city) for city in instance.fit.index]
    middle = {"total": 0.0, "max_min": min(free, default=np.inf), "spread": len(set(led.values()))}
    rank = {city_id: -place for place, city_id in enumerate(instance.fit.index)}
    order = [rank[city] if city is not None else -len(rank) for city in plan.values()]
    with_lead = len(set(instance.at_least_one) & set(led.values()))
    return len(led), with_lead, middle[instance.objective], sum(fits), -max(loads, default=0), *order


def solve_by_cp_sat(instance: Instance) -> tuple[int, int]:
    """Return the most covered topics and, with those, the largest total fit, by OR-Tools."""
    model = cp_model.CpModel()
    leads = {
        (city_id, topic_id): model.new_bool_var(f"{city_id} {topic_id}")
        for city_id, topic_id in product(instance.fit.index, instance.fit.columns)
        if instance.may_lead(city_id, topic_id)
    }
    for topic_id in instance.fit.columns:
        model.add(sum(lead for pair, lead in leads.items() if pair[1] == topic_id) <= 1)
    for city_id, limit in instance.capacity.items():
        model.add(sum(instance.effort[pair[1]] * lead for pair, lead in leads.items() if pair[0] == city_id) <= limit)
    for pair in instance.pins:
        model.add(leads[pair] == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    model.maximize(sum(leads.values()))
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    covered = round(solver.objective_value)
    model.add(sum(leads.values()) == covered)
    model.maximize(sum(int(instance.fit_of(*pair)) * lead for pair, lead in leads.items()))
    assert solver.status_name(solver.solve(model)) == "OPTIMAL"
    return covered, round(solver.objective_value)
