"""Who applies together: the best consortia under one programme, proven by HiGHS. Pure: a table in, a table out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from maturity.analysis._checks import require_columns
from maturity.analysis.funding.programmes import Programme

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# Scores of a city as lead authority; NaN: it must not be. A lead that a meeting decided counts above every wish.
DECIDED = 4.0
SECONDS = 20.0
# Order codes above this many values would be lost in the solver's integrality tolerance.
LARGEST_CODE = 1e5


@dataclass(frozen=True, eq=False)
class Consortia:
    """The consortia of one programme.

    members: one row per topic applied for and city: topic_id, city_id, is_lead; by topic, then city.
    is_proven: no better choice exists (False only if the time limit struck).
    """

    members: pd.DataFrame
    is_proven: bool = True


def partners_needed(programme: Programme) -> tuple[int, int]:
    """Return how many cities of the network an application needs, and how many partners in other countries."""
    abroad = max(int(programme.value("countries_min") or 1) - 1, 0)
    return max(int(programme.value("partners_min") or 1) - abroad, 1), abroad


def propose_consortia(programme: Programme, pairs: pd.DataFrame, *, seconds: float = SECONDS) -> Consortia:
    """Propose who applies together for which topic.

    One objective after the other: the largest sum of the members' interest; the largest sum of the leads' scores; the
    fewest applications; then the first city in its first topic. Where one bid per authority is the rule, or is not
    known not to be, a city takes part once. An application needs its least number of partners, and a lead unless the
    programme asks for none.

    Args:
        programme: the programme.
        pairs: one row per topic and city that may take part: topic_id, city_id, interest (1-3, whole), lead_score
            (0-4, whole; NaN = must not lead).
        seconds: the most that one question to the solver may take.

    Raises:
        MissingColumns: a column is missing.

    Source: docs/method.md, "Funding".
    """
    require_columns(pairs, "topic_id", "city_id", "interest", "lead_score")
    call = _read(programme, pairs)
    has_to_choose = call.able.sum(axis=1).max(initial=0) > 1
    if not (call.one_bid and has_to_choose):
        return Consortia(_table(call, call.able))
    return _choose(call, seconds)


@dataclass(frozen=True, eq=False)
class _Call:
    """One call as arrays, cities x topics in the order of their ids; only topics that can reach their partners."""

    cities: list[str]
    topics: list[str]
    able: Bools
    interest: Floats
    lead: Floats
    least: int
    one_bid: bool
    needs_lead: bool


def _read(programme: Programme, pairs: pd.DataFrame) -> _Call:
    least, _abroad = partners_needed(programme)
    needs_lead = programme.value("lead_required") is not False
    cities, topics = sorted(set(pairs["city_id"])), sorted(set(pairs["topic_id"]))
    down, across = pd.Index(cities).get_indexer(pairs["city_id"]), pd.Index(topics).get_indexer(pairs["topic_id"])
    interest, lead = np.full((2, len(cities), len(topics)), np.nan)
    interest[down, across] = pairs["interest"].to_numpy(dtype=float)
    lead[down, across] = pairs["lead_score"].to_numpy(dtype=float, na_value=np.nan)
    able = ~np.isnan(interest)
    enough = (able.sum(axis=0) >= least) & (~np.isnan(lead).all(axis=0) | (not needs_lead))
    return _Call(
        cities=cities,
        topics=[topic_id for topic_id, is_kept in zip(topics, enough, strict=True) if is_kept],
        able=able[:, enough],
        interest=np.nan_to_num(interest[:, enough]),
        lead=lead[:, enough],
        least=least,
        one_bid=programme.value("one_bid") is not False,
        needs_lead=needs_lead,
    )


def _table(call: _Call, chosen: Bools) -> pd.DataFrame:
    """Turn a choice into rows; the lead is the member with the highest score, the first of equals."""
    rows = []
    for place, topic_id in enumerate(call.topics):
        members = np.flatnonzero(chosen[:, place])
        scores = np.where(np.isnan(call.lead[members, place]), -1.0, call.lead[members, place])
        leader = members[scores.argmax()] if call.needs_lead and len(members) else None
        rows += [(topic_id, call.cities[city], city == leader) for city in members]
    return pd.DataFrame(rows, columns=["topic_id", "city_id", "is_lead"]).astype({"is_lead": bool})


def _choose(call: _Call, seconds: float) -> Consortia:
    model = _Model(call, seconds)
    best = model.maximise(model.merit())
    for codes in _order_codes(call):
        best = model.maximise(model.columns(joins=codes)) if best is not None else None
    chosen = call.able & False if best is None else best
    return Consortia(_table(call, chosen), model.is_proven)


def _order_codes(call: _Call) -> list[Floats]:
    """Return, some cities at a time, codes that are the larger the earlier a city's topic comes; none comes last."""
    base = float(len(call.topics) + 1)
    block = max(int(np.log(LARGEST_CODE) / np.log(base)), 1)
    rank = np.arange(len(call.topics), 0, -1.0)
    codes = []
    for start in range(0, len(call.cities), block):
        own = np.zeros(call.able.shape)
        for place, city in enumerate(range(start, min(start + block, len(call.cities)))):
            own[city] = rank * base ** (block - 1 - place)
        codes.append(own)
    return codes


class _Model:
    """Columns: a city joins an application (cities x topics), leads it (the same), the application is made (topics)."""

    def __init__(self, call: _Call, seconds: float) -> None:
        self.call, self.seconds, self.is_proven = call, seconds, True
        self.size = call.able.size
        self.count = 2 * self.size + len(call.topics)
        may_lead = ~np.isnan(call.lead) & call.needs_lead
        upper = np.concatenate([call.able.ravel(), may_lead.ravel(), np.ones(len(call.topics))]).astype(float)
        self.bounds = Bounds(0, upper)
        self.rules: list[LinearConstraint] = self._rules()

    def _rules(self) -> list[LinearConstraint]:
        call = self.call
        cities, topics = call.able.shape
        joins, made = sparse.eye_array(self.size), sparse.eye_array(topics)
        per_topic = sparse.kron(np.ones((1, cities)), sparse.eye_array(topics))
        per_city = sparse.kron(sparse.eye_array(cities), np.ones((1, topics)))
        own_topic = sparse.kron(np.ones((cities, 1)), made)
        none = sparse.csr_array((topics, self.size))
        leads = made if call.needs_lead else sparse.csr_array((topics, topics))
        blocks: list[tuple[list[Any], float, float]] = [
            ([joins, sparse.csr_array(joins.shape), -own_topic], -np.inf, 0),  # joins only what is made
            ([-joins, joins, sparse.csr_array(own_topic.shape)], -np.inf, 0),  # the lead is a member
            ([per_topic, none, -call.least * made], 0, np.inf),  # enough partners
            ([none, per_topic, -leads], 0, 0),  # one lead
            ([per_city, sparse.csr_array(per_city.shape), sparse.csr_array((cities, topics))], -np.inf, 1),  # one bid
        ]
        return [LinearConstraint(sparse.hstack(parts).tocsr(), low, high) for parts, low, high in blocks]

    def columns(self, *, joins: Floats, leads: Floats | None = None, made: float = 0.0) -> Floats:
        """Return an objective: what joining, leading and making each application count."""
        lead_part = np.zeros(self.size) if leads is None else leads.ravel()
        return np.concatenate([joins.ravel(), lead_part, np.full(len(self.call.topics), made)])

    def merit(self) -> Floats:
        """Return interest, leads and few applications as one objective.

        All three are whole numbers, so steps larger than what the later ones can reach keep their order exactly.
        """
        topics = len(self.call.topics)
        per_lead = topics + 1.0
        per_interest = per_lead * (DECIDED * topics + 1)
        leads = np.nan_to_num(self.call.lead) * per_lead
        return self.columns(joins=self.call.interest * per_interest, leads=leads, made=-1.0)

    def maximise(self, goal: Floats) -> Bools | None:
        """Solve without giving up anything reached before, then hold what was reached; None if the time was up."""
        answer = milp(
            -goal,
            constraints=self.rules,
            bounds=self.bounds,
            integrality=np.ones(self.count),
            options={"mip_rel_gap": 0, "time_limit": self.seconds},
        )
        self.is_proven &= answer.status == 0
        if answer.x is None:
            return None
        chosen = np.round(answer.x)
        self.rules.append(LinearConstraint(goal[None, :], float(goal @ chosen) - 0.5, np.inf))
        joined: Bools = (chosen[: self.size] > 0).reshape(self.call.able.shape)
        return joined
