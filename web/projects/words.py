"""Projects in words: how many, how each stands, who takes part, what comes next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pandas as pd

from maturity.analysis.leads.cost_shares import CostShares
from maturity.language import N_, _, day, ngettext, number, percent, sort_key
from maturity.rows import rows_of
from web.projects.legal import QUESTIONS, READ_ON
from web.services import costs, naming, plans, snapshot
from web.services.naming import Names, listed
from web.services.projects import Project, State
from web.shared import markup

STATE_NAMES: dict[State, str] = {
    "agreed": N_("decided, not yet begun"),
    "running": N_("running"),
    "paused": N_("paused"),
    "finished": N_("finished"),
    "stopped": N_("stopped"),
}
# From this priority on (of 3) a city wants a topic soon.
LEAST_WANTED = 2
KEY_NAMES = {
    "equal": N_("equal shares"),
    "inhabitants": N_("by inhabitants"),
    "benefit": N_("by benefit"),
    "shapley": N_("by what each adds (Shapley)"),
}


def answer(known: Sequence[Project]) -> str:
    """Say how many projects there are and how they stand."""
    if not known:
        return _("No project yet: the first one begins when a meeting decides a lead.")
    counts = Counter(project.progress.state for project in known)
    states = [
        _("{count} {state}").format(count=counts[state], state=_(STATE_NAMES[state]))
        for state in STATE_NAMES
        if counts[state]
    ]
    text = ngettext("{count} project: {states}.", "{count} projects: {states}.", len(known))
    return text.format(count=len(known), states=listed(states))


def listing(known: Sequence[Project], names: Names, *, on: date) -> str:
    """Write all projects as a table; a next step whose day has passed is marked by a word."""
    rows = pd.DataFrame(
        {
            _("Topic"): [names.topics[project.topic_id] for project in known],
            _("Lead"): [names.city(project.lead_id) for project in known],
            _("Partners who agreed"): [_cities(project.progress.partners, names) for project in known],
            _("State"): [_(STATE_NAMES[project.progress.state]) for project in known],
            _("Next step"): [next_step(project, on=on) for project in known],
            _("Decided"): [_("{day}, wave {wave}").format(day=_day(project.decided_at[:10]), wave=project.wave_id)
                           for project in known],
        }
    )  # fmt: skip
    return markup.html_table(rows, caption=_("The projects, in the order of the topics."))


def next_step(project: Project, *, on: date) -> str:
    """Say what comes next and by when."""
    step, due = project.progress.next_step, project.progress.next_step_on
    if not step:
        return markup.DASH
    if not due:
        return step
    text = _("{step} (overdue since {day})") if due < on.isoformat() else _("{step} (until {day})")
    return text.format(step=step, day=_day(due))


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso)) if iso else markup.DASH


def _cities(city_ids: Sequence[str], names: Names) -> str:
    return listed(sorted((names.city(city_id) for city_id in city_ids), key=sort_key)) or markup.DASH


def facts(project: Project, names: Names, *, on: date) -> str:
    """Write what is known of a project, and in one line what is still open."""
    rows = dict(_facts(project, names, on=on))
    known = [(name, text) for name, text in rows.items() if text != markup.DASH]
    open_ones = [name for name, text in rows.items() if text == markup.DASH]
    if open_ones:
        known.append((_("Still open"), ", ".join(open_ones)))
    return markup.facts(known, caption=_("The project {topic}.").format(topic=names.topics[project.topic_id]))


def _facts(project: Project, names: Names, *, on: date) -> Iterator[tuple[str, str]]:
    progress = project.progress
    asked = plans.solve(project.wave_id).followers_of(project.topic_id)
    yield _("Lead"), names.city(project.lead_id)
    if project.co_lead_id:
        yield _("Co-lead"), names.city(project.co_lead_id)
    yield _("Partners who agreed"), _cities(progress.partners, names)
    yield _("Reuse offered to"), _cities([city for city in asked if city not in project.members], names)
    yield _("State"), _(STATE_NAMES[progress.state])
    yield _("Start"), _day(progress.starts_on)
    text = _("{fte} full-time posts")
    yield _("Effort"), markup.DASH if progress.effort is None else text.format(fte=number(progress.effort, 2))
    text = _("{euros} euros")
    yield _("Budget"), markup.DASH if progress.budget_eur is None else text.format(euros=number(progress.budget_eur))
    yield _("Goal"), progress.goal or markup.DASH
    yield _("Next step"), next_step(project, on=on)
    yield _("Responsible (function)"), progress.owner or markup.DASH


def cost_table(project: Project, names: Names) -> str:
    """Write what each member pays under each key, and which key somebody would rather leave."""
    shared = costs.shares_of(project.wave_id, project.topic_id, project.members)
    if shared is None:
        return markup.note(_("No member has named a budget: nothing can be shared yet."))
    by_city = shared.shares.pivot(index="city_id", columns="key", values="cost_eur")
    keys = [key for key in KEY_NAMES if key in by_city.columns]
    cities = sorted(by_city.index, key=lambda city_id: sort_key(names.city(city_id)))
    rows = pd.DataFrame(
        {
            _("City"): [names.city(city_id) for city_id in cities],
            **{_(KEY_NAMES[key]): [number(by_city.loc[city_id, key]) for city_id in cities] for key in keys},
        }
    )
    caption = _("Euros of twelve months: together {total} instead of {alone} alone. Shown, not chosen.")
    table = markup.html_table(
        rows, caption=caption.format(total=number(shared.total_eur), alone=number(shared.alone_eur)),
        numbers=list(rows.columns[1:]),
    )  # fmt: skip
    return table + "".join(markup.note(text) for text in _cost_notes(project, shared, names))


def _cost_notes(project: Project, shared: CostShares, names: Names) -> list[str]:
    said = []
    for row in rows_of(shared.keys):
        if not row.is_in_core:
            text = _("{key}: without the others it would be {euros} euros less for {cities}.")
            said.append(text.format(
                key=_(KEY_NAMES[row.key]), cities=_cities(row.blocking_city_ids.split(";"), names),
                euros=number(row.excess_eur),
            ))  # fmt: skip
    if not said:
        said.append(_("Under no key would a group of cities pay less by itself."))
    paying = set(shared.shares["city_id"])
    silent = [city_id for city_id in project.members if city_id not in paying]
    if silent:
        said.append(_("Without a budget and not in it: {cities}.").format(cities=_cities(silent, names)))
    reuse = percent(snapshot.parameter("reuse_share", project.wave_id))
    said.append(_("Assumed: one city builds with the smallest budget, the others reuse for {share} of theirs.").format(
        share=reuse))  # fmt: skip
    return said


def checklist(project: Project) -> str:
    """Write the questions about the legal form, with their sources, and which are settled."""
    rows = pd.DataFrame(
        {
            _("Question"): [_(question.text) for question in QUESTIONS.values()],
            _("Source"): [question.source for question in QUESTIONS.values()],
            _("State"): ["✔ " + _("settled") if key in project.progress.checked else _("open") for key in QUESTIONS],
        }
    )
    text = _("Questions about the legal form (as of {day}). No legal advice: ask your legal office.")
    return markup.html_table(rows, caption=text.format(day=_day(READ_ON)))


def focus_areas(wave_id: str) -> str:
    """Write which topics each city wants most and when it wants to begin, by name."""
    names, planning = naming.names(wave_id), snapshot.table("planning", wave_id=wave_id)
    wanted = planning.loc[planning["priority"].fillna(0) >= LEAST_WANTED]
    wanted = wanted.sort_values(["priority", "topic_id"], ascending=[False, True])
    wishes = {names.city(str(city_id)): _wishes(own, names) for city_id, own in wanted.groupby("city_id")}
    if not wishes:
        return markup.note(_("No city has named a priority of 2 or 3."))
    cities = sorted(wishes, key=sort_key)
    table = pd.DataFrame({_("City"): cities, _("Wants most"): [wishes[city] for city in cities]})
    caption = _("Topics with priority 3 and 2, with the start each city wants.")
    return markup.html_table(table, caption=caption)


def _wishes(own: pd.DataFrame, names: Names) -> str:
    return ", ".join(_wish(row, names.topics[row.topic_id]) for row in rows_of(own))


def _wish(row: Any, topic: str) -> str:
    if pd.isna(row.start_planned):
        return _("{topic} ({priority})").format(topic=topic, priority=int(row.priority))
    text = _("{topic} ({priority}; from {start})")
    return text.format(topic=topic, priority=int(row.priority), start=row.start_planned)
