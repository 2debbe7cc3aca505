"""What may be applied for: eligibility, consortia, money and dates of a wave, from programmes and answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pandas as pd

from maturity.analysis.funding.consortia import DECIDED, Consortia, partners_needed, propose_consortia
from maturity.analysis.funding.eligibility import judge_eligibility
from maturity.analysis.funding.money import Budget, plan_budget, share_own_part
from maturity.analysis.funding.programmes import Programme
from maturity.analysis.funding.timeline import plan_back
from maturity.clock import today
from web.services import costs, opened, plans, programmes, snapshot

Sure = Literal["yes", "possible"]
ASSUMED_INTEREST = 1.0


def eligibility(wave_id: str) -> pd.DataFrame:
    """Return `judge_eligibility` of all programmes that are not closed, once per state of answers and ledger."""
    return snapshot.remember(_eligibility, wave_id=wave_id, version=opened.version(), day=today())


def _eligibility(wave_id: str, version: int, day: date) -> pd.DataFrame:
    states = programmes.states(day)
    ahead = set(states.loc[states["state"] != "closed", "programme_id"])
    return judge_eligibility(
        [programme for programme in programmes.known().programmes if programme.programme_id in ahead],
        list(snapshot.cities(wave_id)["city_id"]),
        list(snapshot.topics()["topic_id"]),
        snapshot.table("planning", wave_id=wave_id),
        snapshot.table("city_planning", wave_id=wave_id),
        has_official_keys=str(snapshot.network()["city_key"]) == "ags",
    )


def lead_scores(wave_id: str) -> dict[tuple[str, str], float]:
    """Return how well each city could be lead authority of a topic; without an entry it has said no.

    A decided lead counts DECIDED, else the interest in leading counts (1-3); unknown interest counts 0.
    """
    rows = snapshot.table("planning", wave_id=wave_id)
    said = {(row["city_id"], row["topic_id"]): row["lead_interest"] for row in rows.to_dict("records")}
    topics, cities = snapshot.topics()["topic_id"], snapshot.cities(wave_id)["city_id"]
    scores = {}
    for pair in [(city_id, topic_id) for city_id in cities for topic_id in topics]:
        interest = said.get(pair)
        if interest is None or pd.isna(interest):
            scores[pair] = 0.0
        elif interest > 0:
            scores[pair] = float(interest)
    decided = {(lead.city_id, lead.topic_id) for lead in plans.rules(wave_id).decided if lead.city_id}
    return scores | {(city_id, topic_id): DECIDED for city_id, topic_id in decided}


def consortia(programme: Programme, wave_id: str, *, sure: Sure) -> Consortia:
    """Return the best consortia of the cities that may surely apply, or of those that possibly may.

    Where interest is unknown, a possible member counts with the lowest one.
    """
    return snapshot.remember(
        _consortia,
        programme_id=programme.programme_id,
        wave_id=wave_id,
        sure=sure,
        version=opened.version(),
        day=today(),
    )


def _consortia(programme_id: str, wave_id: str, sure: Sure, version: int, day: date) -> Consortia:
    programme = programmes.known().programme(programme_id)
    verdicts = ("yes",) if sure == "yes" else ("yes", "unknown")
    judged = eligibility(wave_id)
    able = judged.loc[(judged["programme_id"] == programme.programme_id) & judged["verdict"].isin(verdicts)]
    answers = snapshot.table("planning", wave_id=wave_id)[["city_id", "topic_id", "fund_interest"]]
    pairs = able[["topic_id", "city_id"]].merge(answers, on=["city_id", "topic_id"], how="left")
    scores = lead_scores(wave_id)
    pairs = pairs.assign(
        interest=pairs["fund_interest"].fillna(ASSUMED_INTEREST),
        lead_score=[
            scores.get((city_id, topic_id), float("nan"))
            for city_id, topic_id in zip(pairs["city_id"], pairs["topic_id"], strict=True)
        ],
    )
    return propose_consortia(programme, pairs)


@dataclass(frozen=True, eq=False)
class Application:
    """One joint application as it could be written: who, for what, what it costs, who pays, by when.

    shares: as `share_own_part` returns them, empty where nobody has a budget. steps: as `plan_back` returns them, empty
    without a closing date. abroad: how many partners in other countries it needs beside the members. missing: how many
    members it lacks. needs_council: the members whose council has not decided. double: those that get or may get other
    funding.
    """

    programme: Programme
    topic_id: str
    members: tuple[str, ...]
    lead_id: str
    budget: Budget
    shares: pd.DataFrame
    steps: pd.DataFrame
    abroad: int
    missing: int
    needs_council: tuple[str, ...]
    double: tuple[str, ...]


def plan_application(
    programme: Programme, wave_id: str, *, topic_id: str, members: Sequence[str], lead_id: str
) -> Application:
    """Work an application of these members out."""
    chosen = tuple(sorted(members))
    planning = snapshot.table("planning", wave_id=wave_id)
    own = planning.loc[planning["topic_id"] == topic_id].set_index("city_id")
    budgets, shared = costs.budgets_of(wave_id, topic_id, chosen), costs.shares_of(wave_id, topic_id, chosen)
    budget = plan_budget(programme, budgets, shared)
    shares = pd.DataFrame()
    if shared is not None:
        limits = {city_id: _number(own, city_id, "own_share_max") for city_id, value in budgets.items() if value}
        shares = share_own_part(budget, shared, limits)
    least, abroad = partners_needed(programme)
    judged = _judged(programme, wave_id, topic_id)
    needs_council = tuple(city_id for city_id in chosen if _is_open(judged, city_id, "council"))
    closes = programme.value("closes")
    steps = pd.DataFrame()
    if closes is not None:
        steps = plan_back(closes, today=today(), needed=needs_council, council_dates=council_dates())
    return Application(
        programme=programme,
        topic_id=topic_id,
        members=chosen,
        lead_id=lead_id,
        budget=budget,
        shares=shares,
        steps=steps,
        abroad=abroad,
        missing=max(least - len(chosen), 0),
        needs_council=needs_council,
        double=tuple(city_id for city_id in chosen if _is_open(judged, city_id, "double")),
    )


def _number(rows: pd.DataFrame, city_id: str, column: str) -> float | None:
    value = rows[column].get(city_id)
    return None if value is None or pd.isna(value) else float(value)


def _judged(programme: Programme, wave_id: str, topic_id: str) -> dict[str, str]:
    """Return what is unknown or refused of each city in this topic, as `rule:cause` and rules, joined by ";"."""
    rows = eligibility(wave_id)
    own = rows.loc[(rows["programme_id"] == programme.programme_id) & (rows["topic_id"] == topic_id)]
    return dict(zip(own["city_id"], own["unknown"] + ";" + own["no"], strict=True))


def _is_open(judged: Mapping[str, str], city_id: str, rule: str) -> bool:
    return any(part.split(":")[0] == rule for part in judged.get(city_id, "").split(";"))


def council_dates() -> dict[str, list[date]]:
    """Return the meetings of each council that are known."""
    rows = opened.reference().council_dates
    return {
        str(city_id): [date.fromisoformat(day) for day in own["meets_on"]] for city_id, own in rows.groupby("city_id")
    }


def decided_leads(programme: Programme, wave_id: str) -> list[tuple[str, str, str]]:
    """Return topic, city and verdict of each decided lead that could be lead authority under a programme."""
    judged = eligibility(wave_id)
    own = judged.loc[(judged["programme_id"] == programme.programme_id) & (judged["verdict"] != "no")]
    verdicts = {(row.topic_id, row.city_id): str(row.verdict) for row in own.itertuples()}
    leads = [(lead.topic_id, str(lead.city_id)) for lead in plans.rules(wave_id).decided if lead.city_id]
    return [
        (topic_id, city_id, verdicts[topic_id, city_id])
        for topic_id, city_id in leads
        if (topic_id, city_id) in verdicts
    ]
