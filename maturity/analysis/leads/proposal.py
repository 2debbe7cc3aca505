"""The lead plan under the rules of people: what it is made from, what may be tried out, and its solution."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from maturity.analysis.leads.fit import PARTS, fit_matrix, reweigh, willing_cities
from maturity.analysis.leads.plan import CO_LEAD_SHARE, Plan, propose_co_leads, propose_leads
from maturity.analysis.leads.prices import find_runners_up, find_settled, price_matrix
from maturity.analysis.leads.roles import co_lead_gains, find_followers
from maturity.analysis.leads.rules import Decision, Pair, Rules
from maturity.analysis.leads.solver.problem import Objective
from maturity.rows import rows_of


@dataclass(frozen=True, eq=False)
class PlanInputs:
    """What the plan of a wave is made from.

    fits: `lead_fit.fit_table` with the usual weights. capacity: leads per city. effort: per topic.
    scores, planning, answers: of the wave. near_tie: see `find_settled`. has_planning: some city answered something
    beside maturity.
    """

    fits: pd.DataFrame
    capacity: Mapping[str, float]
    effort: Mapping[str, float]
    weights: Mapping[str, float]
    scores: pd.DataFrame
    planning: pd.DataFrame
    answers: pd.DataFrame
    near_tie: float
    has_planning: bool


@dataclass(frozen=True)
class Assumptions:
    """What somebody tries out beside the rules in force; hashable, so that a plan is solved once.

    weights: in the order of PARTS, None = the usual ones. pins, vetoes: pairs (city, topic). capacities: pairs (city,
    leads) that differ from the answers. objective: as in `propose_leads`. is_each_willing: as few as possible of the
    cities that want to lead something lead nothing.
    """

    weights: tuple[float, ...] | None = None
    pins: tuple[Pair, ...] = ()
    vetoes: tuple[Pair, ...] = ()
    capacities: tuple[tuple[str, float], ...] = ()
    objective: Objective = "total"
    is_each_willing: bool = False


NO_ASSUMPTIONS = Assumptions()


@dataclass(frozen=True, eq=False)
class ProposedPlan:
    """A plan with all that explains it.

    plan: leads, co-leads, loads, topics without a lead. fits: with the weights in force. followers: see
    `find_followers`. prices, runners_up, settled: see `lead_prices`. rules: the rules of people it was solved under.
    decided: topic -> the decision that fixes its lead.
    """

    plan: Plan
    fits: pd.DataFrame
    weights: Mapping[str, float]
    followers: pd.DataFrame
    prices: pd.DataFrame
    runners_up: pd.DataFrame
    settled: pd.DataFrame
    rules: Rules
    decided: Mapping[str, Decision]

    def lead(self, topic_id: str) -> str | None:
        """The city that leads the topic, or None."""
        city_id = self.lead_rows[topic_id].city_id
        return None if city_id is None else str(city_id)

    def co_lead(self, topic_id: str) -> str | None:
        """The city that co-leads the topic, or None."""
        row = self.co_lead_rows.get(topic_id)
        return None if row is None else str(row.city_id)

    def followers_of(self, topic_id: str) -> list[str]:
        """The cities that would reuse what the lead builds, widest gap first."""
        return self._follower_ids.get(topic_id, [])

    # Looking a row up in a table takes a millisecond, and a page asks some hundred times.

    @cached_property
    def lead_rows(self) -> Mapping[str, Any]:
        """Topic -> its row of `plan.leads`."""
        return _by_topic(self.plan.leads)

    @cached_property
    def co_lead_rows(self) -> Mapping[str, Any]:
        """Topic -> its row of `plan.co_leads`."""
        return _by_topic(self.plan.co_leads)

    @cached_property
    def runner_up_rows(self) -> Mapping[str, Any]:
        """Topic -> its row of `runners_up`."""
        return _by_topic(self.runners_up)

    @cached_property
    def settled_rows(self) -> Mapping[str, Any]:
        """Topic -> its row of `settled`."""
        return _by_topic(self.settled)

    @cached_property
    def willingness(self) -> Mapping[Pair, float]:
        """City and topic -> the willingness part of the fit, NaN = unknown."""
        pairs = zip(self.fits["city_id"], self.fits["topic_id"], strict=True)
        return dict(zip(pairs, self.fits["willingness"], strict=True))

    @cached_property
    def _follower_ids(self) -> dict[str, list[str]]:
        return {str(topic_id): list(cities) for topic_id, cities in self.followers.groupby("topic_id")["city_id"]}


def _by_topic(table: pd.DataFrame) -> dict[str, Any]:
    return {row.topic_id: row for row in rows_of(table)}


def propose(given: PlanInputs, rules: Rules, assumptions: Assumptions) -> ProposedPlan:
    """Return the best plan under rules and assumptions, with all that explains it.

    Raises:
        Contradiction: rules exclude each other.
    """
    fits, weights = weighed(given, assumptions)
    plan = solve_leads(given, rules, assumptions)
    gains = co_lead_gains(plan, given.answers, fits)
    gains = gains.drop(columns=[topic_id for topic_id in rules.decided_co_leads if topic_id in gains.columns])
    vetoes = [*_known(plan, rules.vetoed_pairs), *assumptions.vetoes]
    plan = _with_decided_co_leads(propose_co_leads(plan, gains, vetoes=vetoes), rules, given.effort)
    prices = price_matrix(plan)
    return ProposedPlan(
        plan=plan,
        fits=fits,
        weights=weights,
        followers=find_followers(plan, given.scores, given.planning),
        prices=prices,
        runners_up=find_runners_up(plan, prices),
        settled=find_settled(plan, prices, tolerance=given.near_tie),
        rules=rules,
        decided={decision.topic_id: decision for decision in rules.decided if decision.topic_id in given.effort},
    )


def weighed(given: PlanInputs, assumptions: Assumptions) -> tuple[pd.DataFrame, Mapping[str, float]]:
    """Return the fits as the assumptions weigh them, and the weights."""
    if assumptions.weights is None:
        return given.fits, given.weights
    weights = dict(zip(PARTS, assumptions.weights, strict=True))
    return reweigh(given.fits, weights), weights


def solve_leads(given: PlanInputs, rules: Rules, assumptions: Assumptions) -> Plan:
    """Return the leads alone. Raises Contradiction as `propose` does."""
    fits, _weights = weighed(given, assumptions)
    matrix = fit_matrix(fits).reindex(columns=list(given.effort))
    decided = sorted(decision.pair for decision in rules.decided if _is_known(matrix, decision.pair))
    for pair in decided:
        # What people decided needs no fit; nothing else depends on the number.
        matrix = _with_fit(matrix, pair)
    # Who takes no further lead has room for what is decided, and for nothing else.
    capacity = {**given.capacity, **dict(assumptions.capacities)}
    capacity |= {city_id: 0.0 for city_id in rules.closed_cities if city_id in capacity}
    return propose_leads(
        matrix,
        capacity=_room_for_decided(capacity, decided, rules, given.effort),
        effort=given.effort,
        pins=sorted({*decided, *_in_matrix(matrix, rules.pinned_pairs), *assumptions.pins}),
        vetoes=sorted({*_in_matrix(matrix, rules.vetoed_pairs), *assumptions.vetoes}),
        at_least_one=willing_cities(fits) if assumptions.is_each_willing else False,
        objective=assumptions.objective,
        previous=[decision.pair for decision in rules.previous],
    )


def _with_fit(matrix: pd.DataFrame, pair: Pair) -> pd.DataFrame:
    city_id, topic_id = pair
    fit = matrix[topic_id]
    return matrix.assign(**{topic_id: fit.where(fit.notna() | (fit.index != city_id), 0.0)})


def _in_matrix(matrix: pd.DataFrame, pairs: Iterable[Pair]) -> list[Pair]:
    return [pair for pair in pairs if _is_known(matrix, pair)]


def _is_known(matrix: pd.DataFrame, pair: Pair) -> bool:
    """Tell whether city and topic are still in the wave; a rule about one that left has nothing to rule."""
    return pair[0] in matrix.index and pair[1] in matrix.columns


def _known(plan: Plan, pairs: Iterable[Pair]) -> list[Pair]:
    return [pair for pair in pairs if pair[0] in plan.problem.cities and pair[1] in plan.problem.topics]


def _room_for_decided(
    capacity: Mapping[str, float], decided: Iterable[Pair], rules: Rules, effort: Mapping[str, float]
) -> dict[str, float]:
    """Return the capacities with what decided co-leads take set aside, and never less than the decided leads need."""
    room = dict(capacity)
    needed = dict.fromkeys(room, 0.0)
    for topic_id, city_id in rules.decided_co_leads.items():
        if city_id in room and topic_id in effort:
            room[city_id] -= CO_LEAD_SHARE * effort[topic_id]
    for city_id, topic_id in decided:
        needed[city_id] += effort[topic_id]
    return {city_id: max(room[city_id], needed[city_id], 0.0) for city_id in room}


def _with_decided_co_leads(plan: Plan, rules: Rules, effort: Mapping[str, float]) -> Plan:
    """Add the co-leads that were decided, with what they carry, which `_room_for_decided` set aside."""
    decided = {
        topic_id: city_id
        for topic_id, city_id in rules.decided_co_leads.items()
        if topic_id in effort and city_id in set(plan.loads["city_id"])
    }
    if not decided:
        return plan
    added = pd.DataFrame(
        {"topic_id": list(decided), "city_id": list(decided.values()), "gain": float("nan")}, dtype="object"
    )
    loads = plan.loads.set_index("city_id")
    for topic_id, city_id in decided.items():
        taken = CO_LEAD_SHARE * effort[topic_id]
        loads.loc[city_id, ["co_lead_count", "load", "capacity"]] += [1, taken, taken]
    co_leads = pd.concat([plan.co_leads, added], ignore_index=True).astype({"gain": "float64"})
    return replace(plan, co_leads=co_leads, loads=loads.reset_index())
