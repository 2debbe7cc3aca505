"""Lead optimiser: exact plans for any efforts, one objective after the other, by HiGHS. Pure: arrays only."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from maturity.analysis.leads.solver.inputs import Floats
from maturity.analysis.leads.solver.order import order_codes
from maturity.analysis.leads.solver.problem import NOBODY, SLACK, Ints, Problem
from maturity.analysis.leads.solver.shortlist import WORTH_IT, first_choices, relax, survivors

# A stage is fixed at its value less this much (fits are scaled to at most 100): far above the solver's rounding errors.
TOLERANCE = 1e-6
# A smaller total is smaller by at least this (fits are scaled to at most 100): the solver takes 0.999999 leads for one.
LEAST_STEP = 1e-2
# Order codes above this many values per stage would be lost in the solver's integrality tolerance.
LARGEST_CODE = 1e5
# Goals after which it is asked whether one plan alone is left.
ASK_EVERY = 4


@dataclass
class Model:
    """Columns: one per able pair (1 = leads), one per city (1 = leads something), and the largest load."""

    problem: Problem
    seconds: float
    choice: Ints = field(init=False)
    is_proven: bool = True

    def __post_init__(self) -> None:
        problem = self.problem
        self.city, self.topic = np.nonzero(problem.able)
        self.pairs, self.count = len(self.city), len(self.city) + len(problem.cities) + 1
        self.choice = problem.pinned.copy()
        self.rules = [self._rules()]
        pinned = problem.pinned[self.topic] != NOBODY
        lower = np.concatenate([pinned.astype(float), np.zeros(len(problem.cities) + 1)])
        upper = np.concatenate([np.ones(self.count - 1), [np.inf]])
        self.bounds, self.whole = Bounds(lower, upper), np.append(np.ones(self.count - 1), 0)
        self.reached: list[tuple[Floats, float]] = []

    def _rules(self) -> LinearConstraint:
        cities, topics = self.problem.able.shape
        each, effort = np.arange(self.pairs), self.problem.effort[self.topic]
        ones, own = np.ones(self.pairs), sparse.eye_array(cities)
        per_topic = sparse.csr_array((ones, (self.topic, each)), shape=(topics, self.pairs))
        per_city = sparse.csr_array((ones, (self.city, each)), shape=(cities, self.pairs))
        load = sparse.csr_array((effort, (self.city, each)), shape=(cities, self.pairs))
        matrix = sparse.block_array(
            [
                [per_topic, None, sparse.csr_array((topics, 1))],
                [load, None, None],
                [-per_city, own, None],  # "leads something" needs a lead
                [load, None, -np.ones((cities, 1))],
            ]
        )
        zeros = np.zeros(cities)
        upper = np.concatenate([np.ones(topics), self.problem.capacity, zeros, zeros])
        return LinearConstraint(matrix.tocsr(), -np.inf, upper)

    def columns(self, *, pairs: Floats | float = 0.0, cities: Floats | float = 0.0, largest: float = 0.0) -> Floats:
        """Return an objective: what each able pair, each leading city and the largest load count."""
        goal = np.zeros(self.count)
        goal[: self.pairs] = pairs
        goal[self.pairs : -1] = cities
        goal[-1] = largest
        return goal

    def maximise(self, goal: Floats, *, tolerance: float = 0.5) -> None:
        """Solve for this objective without giving up any before, then hold what was reached.

        A solution that would give up something before (by the solver's rounding) is not taken: the last one stays,
        which is best for all objectives so far.
        """
        choice = self.solve(goal)
        if choice is not None and all(self.value(past, choice) >= value - TOLERANCE for past, value in self.reached):
            self.choice = choice
        self.hold(goal, tolerance=tolerance)

    def hold(self, goal: Floats, *, tolerance: float = 0.5) -> None:
        """Give up nothing of what the present choice reaches of this objective."""
        reached = self.value(goal, self.choice)
        self.reached.append((goal, reached))
        self.rules.append(LinearConstraint(goal[None, :], reached - tolerance, np.inf))

    def has_rival(self) -> bool:
        """Tell whether another plan is as good as the present one in all objectives so far."""
        same = self.choice[self.topic] == self.city
        choice = self.solve(self.columns(pairs=-same.astype(float)))
        return choice is None or bool((choice != self.choice).any())

    def solve(self, goal: Floats) -> Ints | None:
        """Return the best plan for this objective alone under the rules so far; None if there is none."""
        answer = milp(
            -goal,
            constraints=self.rules,
            bounds=self.bounds,
            integrality=self.whole,
            options={"mip_rel_gap": 0, "time_limit": self.seconds},
        )
        self.is_proven &= answer.status == 0
        return None if answer.x is None else self._read(answer.x)

    def _read(self, solution: Floats) -> Ints:
        choice = np.full(len(self.problem.topics), NOBODY)
        led = solution[: self.pairs] > 0.5
        choice[self.topic[led]] = self.city[led]
        return choice

    def value(self, goal: Floats, choice: Ints | None = None) -> float:
        """Return what a plan, the present one if none is given, reaches of an objective."""
        choice = self.choice if choice is None else choice
        chosen = choice[self.topic] == self.city
        leads = np.isin(np.arange(len(self.problem.cities)), choice)
        loads = self.problem.loads(choice)
        largest = float(loads.max(initial=0.0))
        return float(goal[: self.pairs] @ chosen + goal[self.pairs : -1] @ leads + goal[-1] * largest)


def solve(problem: Problem, *, seconds: float, polish: bool = True) -> tuple[Ints, bool]:
    """Return the best lead of each topic and whether that is proven; `polish` runs the objectives after the fit."""
    if not problem.able.any():
        return problem.pinned.copy(), True
    counts_fit_alone = problem.must_cover and problem.objective != "spread" and not problem.wanted.any()
    if counts_fit_alone and problem.able.sum() > WORTH_IT:
        problem = _shorten(problem, seconds)
    return _in_stages(problem, seconds=seconds, polish=polish)


def _in_stages(problem: Problem, *, seconds: float, polish: bool) -> tuple[Ints, bool]:
    model = Model(problem, seconds)
    if problem.must_cover:
        _cover(problem, model)
    if problem.wanted.any():
        model.maximise(model.columns(cities=problem.wanted.astype(float)))
    if problem.objective == "spread":
        model.maximise(model.columns(cities=1.0))
    model.maximise(model.columns(pairs=_scaled(problem, model)), tolerance=TOLERANCE)
    if polish:
        _polish(problem, model)
    return model.choice, model.is_proven


def _shorten(problem: Problem, seconds: float) -> Problem:
    """Drop the pairs that can be in no best plan: solve with a few per topic, keep what could match that total."""
    bound, short = relax(problem)
    choice, _is_proven = _in_stages(replace(problem, able=first_choices(problem, short)), seconds=seconds, polish=False)
    if not _covers_all(problem, choice):
        return problem  # the bound holds only for plans in which every topic that anybody may lead has a lead
    led = np.flatnonzero(choice != NOBODY)
    return replace(problem, able=survivors(problem, bound, short, float(problem.fit[choice[led], led].sum())))


def _covers_all(problem: Problem, choice: Ints) -> bool:
    return bool(((choice != NOBODY) | ~problem.able.any(axis=0)).all())


def _cover(problem: Problem, model: Model) -> None:
    """Cover as many topics as possible; no solver is needed where filling up covers all that anybody may lead."""
    goal = model.columns(pairs=1.0)
    filled = _fill_up(problem)
    if _covers_all(problem, filled):
        model.choice = filled
        model.hold(goal)
    else:
        model.maximise(goal)


def _fill_up(problem: Problem) -> Ints:
    """Give topics, the most laborious and then the choosiest first, to the able city with the most room."""
    choice = problem.pinned.copy()
    room = problem.capacity - problem.loads(choice)
    for topic in np.lexsort((problem.able.sum(axis=0), -problem.effort)):
        if choice[topic] == NOBODY and problem.able[:, topic].any():
            city = int(np.where(problem.able[:, topic], room, -np.inf).argmax())
            if room[city] >= problem.effort[topic]:
                choice[topic] = city
                room[city] -= problem.effort[topic]
    return choice


def _scaled(problem: Problem, model: Model) -> Floats:
    fits = problem.fit[model.city, model.topic]
    largest = np.abs(fits).max(initial=0.0)
    return fits * (100 / largest) if largest else fits


def _polish(problem: Problem, model: Model) -> None:
    """Choose among equally good plans; most often there is only one, and a single question to the solver shows it."""
    if not model.has_rival():
        return
    model.maximise(model.columns(largest=-1.0), tolerance=SLACK)
    kept = problem.previous[model.topic] == model.city
    if kept.any():
        model.maximise(model.columns(pairs=kept.astype(float)))
    if model.has_rival():
        _first_in_order(problem, model)


def _first_in_order(problem: Problem, model: Model) -> None:
    """Give the first topic the first city that a best plan allows, then the second topic, several topics at a time."""
    for codes in order_codes(problem, limit=LARGEST_CODE):
        model.maximise(model.columns(pairs=codes[model.city, model.topic]))


def second_best(problem: Problem, best: Ints, *, seconds: float) -> tuple[Ints, bool] | None:
    """Return the plan with the next smaller total fit, as good as the best before the fit, and whether it is proven.

    None if no plan has another total.
    """
    if not problem.able.any():
        return None
    model = Model(problem, seconds)
    model.choice = best
    fit = model.columns(pairs=_scaled(problem, model))
    before = [model.columns(pairs=1.0)] if problem.must_cover else []
    before += [model.columns(cities=problem.wanted.astype(float))] if problem.wanted.any() else []
    before += [model.columns(cities=1.0)] if problem.objective == "spread" else []
    for goal in before:
        model.hold(goal)
    model.rules.append(LinearConstraint(fit[None, :], -np.inf, model.value(fit) - LEAST_STEP))
    choice = model.solve(fit)
    return None if choice is None else (choice, model.is_proven)


def solve_in_order(problem: Problem, goals: Sequence[Floats], *, seconds: float) -> tuple[Ints, bool]:
    """Return the plan that covers most topics, then has most of each goal (cities x topics) in turn, then most fit."""
    if not problem.able.any():
        return problem.pinned.copy(), True
    model = Model(problem, seconds)
    _cover(problem, model)
    for number, goal in enumerate(goals):
        # Often the first goals leave a single plan; asking costs as much as another goal.
        if number and number % ASK_EVERY == 0 and not model.has_rival():
            return model.choice, model.is_proven
        model.maximise(model.columns(pairs=goal[model.city, model.topic]))
    model.maximise(model.columns(pairs=_scaled(problem, model)), tolerance=TOLERANCE)
    if model.has_rival():
        _first_in_order(problem, model)
    return model.choice, model.is_proven
