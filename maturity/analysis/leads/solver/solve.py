"""Lead solver: chooses the way to the best plan, measures plans and prices choices. Pure: arrays only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from maturity.analysis.leads.solver import flow, milp
from maturity.analysis.leads.solver.bundles import BundleModel, list_bundles
from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.problem import NOBODY, Ints, Problem
from maturity.analysis.leads.solver.slots import applies

# No stage of the sizes in benchmarks/RESULTS.md comes near; beyond it a plan says that it is not proven.
SECONDS = 60.0
# Objectives of which more is better; of the others less is.
MORE_IS_BETTER = frozenset({"minimum", "leading", "fit"})


@dataclass(frozen=True, eq=False)
class Solution:
    """The lead of each topic (a city's position or NOBODY) and whether it is proven to be the best."""

    choice: Ints
    is_proven: bool


def optimise(problem: Problem, *, polish: bool = True, seconds: float = SECONDS) -> Solution:
    """Return the best plan; without `polish` the objectives after the fit are left open."""
    if problem.objective == "max_min":
        problem = raise_minimum(problem, seconds)
    return _solve(problem, polish=polish, seconds=seconds)


def _solve(problem: Problem, *, polish: bool, seconds: float) -> Solution:
    if applies(problem):
        return Solution(flow.solve(problem) if polish else flow.solve_roughly(problem), True)
    return Solution(*milp.solve(problem, seconds=seconds, polish=polish))


def raise_minimum(problem: Problem, seconds: float) -> Problem:
    """Forbid all fits below the largest smallest fit that costs neither coverage nor a wanted lead."""
    goal = _before_minimum(problem, seconds)
    levels = np.unique(problem.fit[problem.able & problem.free])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _before_minimum(_at_least(problem, levels[middle]), seconds) == goal:
            low = middle
        else:
            high = middle - 1
    return _at_least(problem, levels[low]) if len(levels) else problem


def _at_least(problem: Problem, level: float) -> Problem:
    return replace(problem, able=problem.able & ((problem.fit >= level) | ~problem.free))


def _before_minimum(problem: Problem, seconds: float) -> tuple[float, float] | None:
    pinned = np.flatnonzero(problem.pinned != NOBODY)
    if not problem.able[problem.pinned[pinned], pinned].all():
        return None  # a topic whose lead is given would fall below the smallest fit
    values = measure(problem, _solve(problem, polish=False, seconds=seconds).choice)
    return values["uncovered"], values.get("without_lead", 0.0)


def measure(problem: Problem, choice: Ints) -> dict[str, float]:
    """Return what a plan reaches, one number per objective in force, the most important first."""
    led = np.flatnonzero(choice != NOBODY)
    fits = problem.fit[choice[led], led]
    leads = np.isin(np.arange(len(problem.cities)), choice)
    values = {"uncovered": float(len(choice) - len(led))}
    if problem.wanted.any():
        values["without_lead"] = float((problem.wanted & ~leads).sum())
    if problem.objective == "max_min":
        values["minimum"] = float(fits[problem.free[led]].min(initial=np.inf))
    if problem.objective == "spread":
        values["leading"] = float(leads.sum())
    values["fit"] = float(fits.sum())
    values["largest_load"] = float(problem.loads(choice).max(initial=0.0))
    if (problem.previous != NOBODY).any():
        values["changes"] = float(((problem.previous != NOBODY) & (problem.previous != choice)).sum())
    return values


def price(problem: Problem, choice: Ints, topics: Iterable[int]) -> dict[str, Floats]:
    """Return per objective up to the fit what the best plan with each pair loses; NaN = must not, or not asked for."""
    if problem.objective != "max_min" and applies(problem):
        return flow.prices(problem, choice)
    best = measure(problem, choice)
    names = [name for name in best if name not in ("largest_load", "changes")]
    losses = {name: np.full(problem.able.shape, np.nan) for name in names}
    asked = np.isin(np.arange(len(problem.topics)), list(topics))
    force = _forcer(problem)
    for city, topic in np.argwhere(problem.able & asked):
        forced = choice if choice[topic] == city else force(int(city), int(topic))
        if forced is not None:
            plan = measure(problem, forced)
            for name in names:
                losses[name][city, topic] = _loss(name, best[name], plan[name])
    return losses


def _forcer(problem: Problem) -> Callable[[int, int], Ints | None]:
    """Return what finds the best plan in which a city leads a topic; None if there is none."""
    model = _bundle_model(problem)
    if model is not None:
        return model.solve_with

    def force(city: int, topic: int) -> Ints | None:
        forced = problem.with_pin(city, topic)
        return optimise(forced, polish=False).choice if forced.pins_fit() else None

    return force


def _bundle_model(problem: Problem) -> BundleModel | None:
    """Return the model that solves many plans with different efforts; None where it does not apply."""
    if applies(problem) or problem.objective == "max_min" or not problem.able.any():
        return None
    bundles = list_bundles(problem)
    return None if bundles is None else BundleModel(problem, bundles)


def optimise_each(problem: Problem, fits: Iterable[Floats]) -> list[Ints]:
    """Return the best plan for each of several tables of fits; who may lead and what limits stay the same.

    Ties are settled as in the plan itself where all topics take the same effort, else they are left open.
    """
    model = _bundle_model(problem)
    if model is not None:
        return [model.solve(fit) for fit in fits]
    return [optimise(problem.with_fit(fit), polish=applies(problem)).choice for fit in fits]


def _loss(name: str, best: float, reached: float) -> float:
    if best == reached:  # also where both are infinite, the smallest fit of no topics
        return 0.0
    return best - reached if name in MORE_IS_BETTER else reached - best
