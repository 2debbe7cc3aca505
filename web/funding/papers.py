"""The papers of a joint application: the sketch, the calendar, and what is still open."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from maturity.analysis.funding.programmes import Programme
from maturity.analysis.funding.timeline import list_duties
from maturity.clock import today
from maturity.language import N_, _, day, number
from maturity.reports.calendar import Day, calendar_ics
from maturity.reports.sketch import Partner, Sketch
from maturity.rows import rows_of
from web.funding import words
from web.services import naming, snapshot
from web.services.funding import Application
from web.shared.frame import View

KEY_NAMES: Mapping[str, str] = {
    "equal": N_("equal parts"),
    "inhabitants": N_("by inhabitants"),
    "benefit": N_("by benefit (points to the target)"),
    "shapley": N_("by average contribution (Shapley)"),
}
STEPS: Mapping[str, str] = {
    "partners": N_("partners agree"),
    "papers": N_("council papers ready"),
    "council": N_("council decides"),
    "sign": N_("lead authority signs"),
    "submit": N_("apply"),
}
DUTIES: Mapping[str, str] = {"interim": N_("interim report"), "end": N_("project ends"), "proof": N_("proof of use")}


def step_words(row: Any, wave_id: str) -> str:
    """Name a step of `plan_back`, with the city where it is about one."""
    step = _(STEPS[row.step])
    return f"{step}: {naming.names(wave_id).cities.get(row.city_id, row.city_id)}" if row.city_id else step


def open_points(planned: Application, wave_id: str) -> Iterator[str]:
    """Name what is missing for this application."""
    if planned.missing:
        yield _("Partners missing: {count}.").format(count=planned.missing)
    if planned.abroad:
        yield _("Partners from other countries needed: {count}.").format(count=planned.abroad)
    if planned.needs_council:
        text = _("Council decision missing: {cities}.")
        yield text.format(cities=words.names_of(planned.needs_council, wave_id))
    if planned.double:
        text = _("Other funding to be cleared: {cities}.")
        yield text.format(cities=words.names_of(planned.double, wave_id))
    if planned.budget.without:
        yield _("Budget missing: {cities}.").format(cities=words.names_of(planned.budget.without, wave_id))


def ends_on(programme: Programme, starts: date, months: int) -> date:
    """Return the last day of a project of so many months, at most the one that the programme allows."""
    end: date = (pd.Timestamp(starts) + pd.DateOffset(months=months)).date() - timedelta(days=1)
    latest = programme.value("project_end")
    return end if latest is None else min(end, latest)


def sketch(planned: Application, view: View) -> Sketch:
    """Put the sketch of an application together; answers to sensitive topics stay out of it."""
    names, programme = naming.names(view.wave_id), planned.programme
    key = "equal" if planned.shares.empty else _fairest(planned.shares)
    own = planned.shares if planned.shares.empty else planned.shares.loc[planned.shares["key"] == key]
    parts = {} if own.empty else own.set_index("city_id").to_dict("index")
    return Sketch(
        network_name=str(snapshot.network()["name"]),
        wave_id=view.wave_id,
        snapshot=snapshot.snapshot().name,
        is_sample=view.is_sample,
        programme_name=programme.name,
        sponsor=str(programme.value("sponsor") or ""),
        checked_on=programme.checked_on or today(),
        closes=programme.value("closes"),
        topic_name=names.topics[planned.topic_id],
        goals=() if planned.topic_id in snapshot.sensitive_topics() else tuple(goals(planned, view.wave_id)),
        partners=tuple(
            Partner(
                city_name=names.cities[city_id],
                is_lead=city_id == planned.lead_id,
                cost=_amount(parts.get(city_id, {}).get("cost_eur")),
                own=_amount(parts.get(city_id, {}).get("own_eur")),
                would_bear=_(words.VERDICTS[str(parts.get(city_id, {}).get("verdict", "unknown"))]),
            )
            for city_id in planned.members
        ),
        key=_(KEY_NAMES[key]),
        cost=planned.budget.cost,
        grant=planned.budget.grant,
        own=planned.budget.own,
        open_points=tuple(open_points(planned, view.wave_id)),
        steps=tuple((row.due_on, step_words(row, view.wave_id)) for row in rows_of(planned.steps)),
    )


def _fairest(shares: pd.DataFrame) -> str:
    """Return the first key, simplest first, under which no group pays more than alone; Shapley is always known."""
    fair = list(shares.loc[shares["is_in_core"].astype(bool), "key"].unique())
    return str(fair[0]) if fair else "shapley"


def _amount(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def goals(planned: Application, wave_id: str) -> Iterator[str]:
    """Say from where to where the members want to go, by the survey."""
    scores = snapshot.topic_scores(wave_id)
    own = scores.loc[(scores["topic_id"] == planned.topic_id) & scores["city_id"].isin(planned.members)]
    known = own["score"].dropna()
    planning = snapshot.table("planning", wave_id=wave_id)
    targets = planning.loc[
        (planning["topic_id"] == planned.topic_id) & planning["city_id"].isin(planned.members), "target"
    ].dropna()
    if len(known):
        text = _("Today the partners stand at {points} of 100 points on average ({known} of {members} known).")
        yield text.format(points=number(known.mean()), known=len(known), members=len(planned.members))
    if len(targets):
        level = int(targets.median())
        text = _("In 24 months they want to be at level {level}, {name} (median of {known} answers).")
        yield text.format(level=level, name=snapshot.levels()[level], known=len(targets))


def calendar(planned: Application, wave_id: str, starts: date, months: int) -> bytes:
    """Write the dates before the application and after the grant as a calendar."""
    programme = planned.programme
    days = [
        Day(
            key=f"{programme.programme_id}-{row.step}-{row.city_id or 'all'}",
            on=row.due_on,
            title=f"{programme.name}: {step_words(row, wave_id)}",
            remark=_("At the latest."),
        )
        for row in rows_of(planned.steps)
    ]
    duties = list_duties(programme, starts_on=starts, ends_on=ends_on(programme, starts, months)).dropna(
        subset="due_on"
    )
    days += [
        Day(
            key=f"{programme.programme_id}-{row.duty}-{number}",
            on=row.due_on,
            title=f"{programme.name}: {_(DUTIES[row.duty])}",
            remark=_("If the grant is given and the project begins on {day}.").format(day=day(starts)),
        )
        for number, row in enumerate(rows_of(duties))
    ]
    return calendar_ics(days, made_on=today())
