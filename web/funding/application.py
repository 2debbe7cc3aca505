"""A joint application worked out on the page: consortium, money, dates."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from maturity.analysis.funding.programmes import Programme
from maturity.analysis.funding.timeline import list_duties
from maturity.clock import today
from maturity.language import N_, _, day, ngettext, number
from maturity.reports.sketch import sketch_docx, sketch_pdf
from maturity.rows import rows_of
from web.funding import papers, words
from web.services import funding, naming, snapshot
from web.services.funding import Application
from web.shared import filters, markup, messages
from web.shared.downloads import DOCX, PDF, offer
from web.shared.frame import View

ICS = "text/calendar"
USUAL_MONTHS = 24
STEP_STATES: Mapping[str, str] = {"ahead": "", "late": N_("too late"), "unknown": N_("meetings unknown")}


def show_application(view: View, programme: Programme) -> None:
    """Offer the consortia, let members be changed, and show what follows."""
    proposals = _proposals(programme, view.wave_id)
    if not proposals:
        messages.note(_("No consortium reaches the number of partners yet. The table above says what to ask."))
        return
    chosen = filters.choice(
        _("Consortium"), {key: label for key, (label, _members) in proposals.items()}, key="funding_consortium"
    )
    rows = proposals[chosen][1]
    names, topic_id = naming.names(view.wave_id), str(rows["topic_id"].iloc[0])
    who, lead = st.columns([3, 1])
    members = who.multiselect(
        _("Members"),
        list(names.cities),
        default=list(rows["city_id"]),
        format_func=lambda city_id: names.cities[city_id],
        key=f"funding_members_{programme.programme_id}_{chosen}",
    )
    if not members:
        messages.note(_("Please choose the cities that apply together."))
        return
    leaders = list(rows.loc[rows["is_lead"], "city_id"])
    with lead:
        lead_id = filters.pick(
            _("Lead authority"), {city_id: names.cities[city_id] for city_id in members}, key="funding_lead",
            start=leaders[0] if leaders else None,
        )  # fmt: skip
    planned = funding.plan_application(programme, view.wave_id, topic_id=topic_id, members=members, lead_id=lead_id)
    _show_money(planned, view)
    _show_dates(planned, view)
    _show_papers(planned, view)


def _proposals(programme: Programme, wave_id: str) -> dict[str, tuple[str, pd.DataFrame]]:
    """Return the consortia to choose from, those of sure members first."""
    topics = naming.names(wave_id).topics
    labels: dict[funding.Sure, str] = {"yes": _("sure"), "possible": _("possible, if what is unclear is settled")}
    found = {}
    for sure, label in labels.items():
        members = funding.consortia(programme, wave_id, sure=sure).members
        for topic_id, rows in members.groupby("topic_id", sort=False):
            text = ngettext("{topic}: {count} city ({how})", "{topic}: {count} cities ({how})", len(rows))
            text = text.format(topic=topics[str(topic_id)], count=len(rows), how=label)
            found[f"{sure}-{topic_id}"] = (text, rows)
    return found


def _show_money(planned: Application, view: View) -> None:
    st.subheader(_("What it costs and who pays"), anchor=False)
    messages.note(money_sentence(planned, view.wave_id))
    if planned.shares.empty:
        return
    keys = {key: _(papers.KEY_NAMES[key]) for key in planned.shares["key"].unique()}
    key = filters.choice(_("Costs shared by"), keys, key="funding_key")
    rows = planned.shares.loc[planned.shares["key"] == key]
    names = naming.names(view.wave_id).cities
    table = pd.DataFrame(
        {
            _("City"): [names[city_id] for city_id in rows["city_id"]],
            _("Cost (EUR)"): [markup.or_dash(value) for value in rows["cost_eur"]],
            _("Own part (EUR)"): [markup.or_dash(value) for value in rows["own_eur"]],
            _("Own part (per cent)"): [markup.or_dash(value, 1) for value in rows["own_percent"]],
            _("Would bear (per cent)"): [markup.or_dash(value) for value in rows["own_share_max"]],
            _("Would bear it"): [_(words.VERDICTS[verdict]) for verdict in rows["verdict"]],
        }
    )
    markup.show(table, caption=core_sentence(rows, view.wave_id), numbers=list(table.columns[1:5]))


def money_sentence(planned: Application, wave_id: str) -> str:
    """Say what the project costs together, what the grant pays, and what is not known."""
    money = planned.budget
    if money.cost is None:
        return _("Nobody has named a budget for this topic: costs are unknown.")
    said = [_("Together {cost} euros").format(cost=number(money.cost))]
    if money.grant is not None and money.own is not None:
        text = _("of which grant {grant}, own part {own}")
        said.append(text.format(grant=number(money.grant), own=number(money.own)))
    else:
        said.append(_("the grant is unknown, as the rate is"))
    sentence = ", ".join(said) + "."
    if money.is_capped:
        sentence += " " + _("The grant is at its cap.")
    if money.is_too_small:
        sentence += " " + _("That is below the programme’s minimum.")
    if money.without:
        text = _("Without a budget and not in it: {cities}.")
        sentence += " " + text.format(cities=words.names_of(money.without, wave_id))
    text = _("One city builds, the others reuse for {share} per cent of their budget.")
    return f"{sentence} {text.format(share=number(100 * snapshot.parameter('reuse_share', wave_id)))}"


def core_sentence(rows: pd.DataFrame, wave_id: str) -> str:
    """Say whether a key asks more of any group than it would pay alone, and of which."""
    first = rows.iloc[0]
    if first["is_in_core"]:
        return _("Fair in this sense: no group of cities pays more than it would alone.")
    text = _("Not fair in this sense: {cities} together pay {amount} euros more than they would alone.")
    cities = naming.names(wave_id).of_cities(first["blocking_city_ids"])
    return text.format(cities=cities, amount=number(first["excess_eur"]))


def _show_dates(planned: Application, view: View) -> None:
    st.subheader(_("What is due until when"), anchor=False)
    if planned.steps.empty:
        messages.note(_("The closing date is unknown: ask the sponsor for it first."))
        return
    rows = pd.DataFrame(
        {
            _("Step"): [papers.step_words(row, view.wave_id) for row in rows_of(planned.steps)],
            _("At the latest"): [day(row.due_on) for row in rows_of(planned.steps)],
        }
    )
    if (planned.steps["state"] != "ahead").any():
        rows[_("Remark")] = [_(STEP_STATES[state]) if STEP_STATES[state] else "" for state in planned.steps["state"]]
    markup.show(rows, caption=_("Back from the closing date; councils by their calendar where it is known."))


def _show_papers(planned: Application, view: View) -> None:
    for point in papers.open_points(planned, view.wave_id):
        messages.note(point)
    begin, length = st.columns(2)
    starts = begin.date_input(
        _("Project would begin on"), value=_usual_start(planned), key="funding_starts", format="DD.MM.YYYY"
    )
    months = int(length.number_input(_("Months"), 3, 72, USUAL_MONTHS, key="funding_months"))
    _show_duties(planned.programme, starts, months)
    name = _("sketch-{programme}").format(programme=planned.programme.programme_id)
    word, pdf, dates = st.columns(3)
    with word:
        offer(
            _("Sketch (Word)"),
            lambda: sketch_docx(papers.sketch(planned, view)),
            name=f"{name}.docx",
            mime=DOCX,
            key="funding_docx",
        )
    with pdf:
        offer(
            _("Sketch (PDF)"),
            lambda: sketch_pdf(papers.sketch(planned, view)),
            name=f"{name}.pdf",
            mime=PDF,
            key="funding_pdf",
        )
    with dates:
        offer(
            _("Dates for the calendar (ICS)"), lambda: papers.calendar(planned, view.wave_id, starts, months),
            name=f"{name}.ics", mime=ICS, key="funding_ics",
        )  # fmt: skip


def _usual_start(planned: Application) -> date:
    """Return the first day of the month half a year after the closing date: applications take that long."""
    closes = planned.programme.value("closes") or today()
    start: date = (pd.Timestamp(closes) + pd.DateOffset(months=6)).replace(day=1).date()
    return start


def _show_duties(programme: Programme, starts: date, months: int) -> None:
    duties = list_duties(programme, starts_on=starts, ends_on=papers.ends_on(programme, starts, months))
    unknown = _("unknown, ask the sponsor")
    said = [
        f"{_(papers.DUTIES[row.duty])}: {unknown if row.due_on is None else day(row.due_on)}"
        for row in rows_of(duties.astype(object).where(duties.notna(), None))
    ]
    messages.note(_("After the grant: {duties}.").format(duties="; ".join(said)))
