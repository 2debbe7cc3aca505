"""What the page of leads shows: the board, the cities' load, the price of other choices."""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from maturity.analysis.leads.certainty import TOO_MANY_MISSING
from maturity.analysis.leads.fit import PARTS
from maturity.analysis.leads.proposal import Assumptions, ProposedPlan
from maturity.analysis.leads.rules import ANY_TOPIC, Rules
from maturity.analysis.leads.stability import CONTESTED_SHARE, Stability
from maturity.charts.plan import load_bars, load_words
from maturity.language import N_, _, percent
from maturity.reports.meeting_words import certainty_words
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.services import naming, plans, snapshot
from web.services.naming import listed
from web.services.plans import Certainties, Certainty
from web.shared import markup

# What is still to be talked about stands first; decided topics come last.
OPEN_FIRST = ("uncovered", "open", "narrow", "unknown", "firm")
PART_NAMES = {
    "maturity": N_("Maturity"),
    "willingness": N_("Willingness"),
    "headroom": N_("Headroom"),
    "evidence": N_("Evidence"),
}


class Content(NamedTuple):
    """What the page says about one plan, made once."""

    answer: str
    basis: str
    board: str
    notes: tuple[str, ...]
    loads: go.Figure
    loads_alt: str
    cities: str


def content(wave_id: str, rules: Rules, assumptions: Assumptions, is_sample: bool) -> Content:
    """Write what the page says about the plan under these rules and assumptions."""
    proposed, names = plans.solve(wave_id, assumptions, under=rules), naming.names(wave_id)
    certainty = plans.certainty(wave_id, assumptions, under=rules)
    return Content(
        answer=lead_words.coverage_sentence(proposed, names),
        basis=lead_words.basis(proposed, has_planning=plans.inputs(wave_id).has_planning),
        board=_board(proposed, names, certainty),
        notes=tuple(_board_notes(wave_id, proposed, plans.stability(wave_id, assumptions, under=rules))),
        loads=load_bars(_loads(proposed, names), is_sample=is_sample),
        loads_alt=_load_alt(proposed, names),
        cities=_city_table(proposed, names),
    )


def _board(proposed: ProposedPlan, names: naming.Names, certainty: Certainties) -> str:
    """Write the plan as a table, one row per topic, what is still open first; reason and offers unfold in their row."""
    topics, lead, why = _open_first(proposed, certainty), _("Lead"), _("Why")
    rows = {
        _("Topic"): [names.topics[topic_id] for topic_id in topics],
        lead: [f"<strong>{escape(_city(names, proposed.lead(topic_id)))}</strong>" for topic_id in topics],
        _("Co-lead"): [_city(names, proposed.co_lead(topic_id)) for topic_id in topics],
        _("State"): [_state(proposed, names, certainty[topic_id]) for topic_id in topics],
        why: [_why(proposed, names, certainty[topic_id]) for topic_id in topics],
    }
    if proposed.plan.co_leads.empty:
        del rows[_("Co-lead")]
    caption = _("The plan, open topics first: who leads, who shares the work, and how reliable that is.")
    return markup.html_table(pd.DataFrame(rows), caption=caption, as_html=[lead, why], is_tight=True)


def _open_first(proposed: ProposedPlan, certainty: Certainties) -> list[str]:
    """The topics by how much there is to talk about; equal ones in their order."""

    def place(topic_id: str) -> int:
        return len(OPEN_FIRST) if topic_id in proposed.decided else OPEN_FIRST.index(certainty[topic_id].state)

    return sorted(proposed.plan.leads["topic_id"], key=place)


def _why(proposed: ProposedPlan, names: naming.Names, certainty: Certainty) -> str:
    """Unfold why this city leads, how reliable that is, and who may reuse what comes of it."""
    topic_id = certainty.topic_id
    lead_id, said = proposed.lead(topic_id), [lead_words.reason(proposed, names, topic_id)]
    if topic_id not in proposed.decided and certainty.state != "uncovered":
        said.append(_reliability(lead_words.firmness(proposed, names, certainty), certainty))
    if followers := [names.city(city_id) for city_id in proposed.followers_of(topic_id)]:
        said.append(_("Reuse (offer): {cities}.").format(cities=listed(followers)))
    asked = _("Why nobody?") if lead_id is None else _("Why {city}?").format(city=names.city(lead_id))
    return markup.unfold(asked, "".join(map(markup.paragraph, said)))


def _reliability(firmness: str, certainty: Certainty) -> str:
    if certainty.state == "unknown":
        return _("Reliability: {firmness}.").format(firmness=firmness)
    text = _("Reliability: {firmness}; in {share} of the trial runs.")
    return text.format(firmness=firmness, share=percent(certainty.share))


def _city(names: naming.Names, city_id: str | None) -> str:
    return markup.DASH if city_id is None else names.city(city_id)


def _state(proposed: ProposedPlan, names: naming.Names, certainty: Certainty) -> str:
    if certainty.topic_id in proposed.decided:
        return "✔ " + _("decided")
    if certainty.state == "firm":
        return _("Proposal: {firmness}").format(firmness=lead_words.firmness(proposed, names, certainty))
    word = certainty_words(certainty.state)
    return word if certainty.state == "uncovered" else _("Proposal: {firmness}").format(firmness=word)


def _board_notes(wave_id: str, proposed: ProposedPlan, stability: Stability) -> Iterator[str]:
    yield _(
        "Firm: the same city in every best plan and in at least {stable} of the {runs} trial runs (weights ±25 %, "
        "scores within their bounds), its willingness and at least {parts} of {total} parts of its fit known, "
        "and named by all five rules. Narrow: another city is almost as good, another rule names another lead, or the "
        "same city leads in {contested} of the runs; else open. Fit: 0 to 100 "
        "points. Reuse is an offer: cities with interest and a gap, widest gap first."
    ).format(
        runs=plans.STABILITY_RUNS,
        stable=percent(snapshot.parameter("stable_share", wave_id)),
        contested=percent(CONTESTED_SHARE),
        parts=len(PARTS) - TOO_MANY_MISSING + 1,
        total=len(PARTS),
    )
    if stability.run_count == 1:
        yield _("The network is too large for trial runs here: reliability follows from the best plans alone.")
    if proposed.plan.co_leads.empty:
        yield _("No co-lead is proposed: the leads take up the capacity, or nobody would add what a lead lacks.")
    if not stability.is_consensus:
        yield _("The plan that agrees with most simulated plans differs in some topics.")


# The cities


def _loads(proposed: ProposedPlan, names: naming.Names) -> pd.DataFrame:
    loads = proposed.plan.loads
    loads = loads.assign(city_name=[names.city(city_id) for city_id in loads["city_id"]])
    return loads.sort_values("city_name", ignore_index=True)


def _load_alt(proposed: ProposedPlan, names: naming.Names) -> str:
    cities = "; ".join(
        f"{row.city_name}: {load_words(row.load, row.capacity)}" for row in rows_of(_loads(proposed, names))
    )
    return _("Load against capacity. {cities}.").format(cities=cities)


def _city_table(proposed: ProposedPlan, names: naming.Names) -> str:
    """Write what each city leads, and why one leads nothing."""
    loads = _loads(proposed, names)
    rows = pd.DataFrame({_("City"): loads["city_name"]})
    rows[_("Leads")] = [_led(proposed, names, row) for row in rows_of(loads)]
    if not proposed.plan.co_leads.empty:
        beside = [lead_words.topics_of(proposed.plan.co_leads, names, city_id) for city_id in loads["city_id"]]
        rows[_("Co-leads")] = [topics or markup.DASH for topics in beside]
    caption = _("What each city leads; the bars show how much of its capacity that takes.")
    return markup.html_table(rows, caption=caption, is_tight=True)


def _led(proposed: ProposedPlan, names: naming.Names, row: Any) -> str:
    led = lead_words.topics_of(proposed.plan.leads, names, row.city_id)
    if led:
        return led
    why = lead_words.why_no_lead(proposed, names, row.city_id, capacity=row.capacity)
    return _("none ({why})").format(why=why)


# The price of other choices


class Choices(NamedTuple):
    """Who else could lead a topic: a table (empty if nobody may) and remarks."""

    table: str
    notes: tuple[str, ...]


def choices(wave_id: str, rules: Rules, assumptions: Assumptions, topic_id: str) -> Choices:
    """Write who could lead a topic, the parts of the fit, and what each choice costs."""
    proposed, names = plans.solve(wave_id, assumptions, under=rules), naming.names(wave_id)
    excluded = tuple(_excluded(proposed, names, topic_id))
    prices = proposed.prices.loc[proposed.prices["topic_id"] == topic_id]
    if prices.empty:
        return Choices("", (lead_words.reason(proposed, names, topic_id), *excluded))
    known = prices.merge(proposed.fits.drop(columns="fit"), on=["city_id", "topic_id"], how="left")
    total = len(PARTS)
    rows = pd.DataFrame(
        {
            _("City"): [names.city(city_id) for city_id in known["city_id"]],
            _("If it led"): [lead_words.price_words(row) for row in rows_of(known)],
            _("Fit"): [markup.or_dash(fit) for fit in known["fit"]],
            **{_(PART_NAMES[part]): [markup.or_dash(value) for value in known[part]] for part in PARTS},
            _("Known parts"): [
                _("{count} of {total}").format(count=count, total=total) for count in known["parts_count"]
            ],
        }
    )
    caption = _("Who could lead {topic}, the cheapest choice first; points 0 to 100, “–” is unknown.")
    table = markup.html_table(
        rows, caption=caption.format(topic=names.topics[topic_id]), numbers=list(rows.columns[2:])
    )
    return Choices(table, excluded)


EXCLUSIONS = {
    "unwilling": N_("{cities} (said no)"),
    "topic_excluded": N_("{cities} (excluded the topic)"),
    "unknown": N_("{cities} (answered too little)"),
    "veto": N_("{cities} (excluded manually)"),
}


def _excluded(proposed: ProposedPlan, names: naming.Names, topic_id: str) -> Iterator[str]:
    """Say who cannot lead the topic and why."""
    fits = proposed.fits.loc[proposed.fits["topic_id"] == topic_id]
    by_reason = {reason: list(fits.loc[fits["excluded"] == reason, "city_id"]) for reason in EXCLUSIONS}
    by_reason["veto"] = [rule.city_id for rule in proposed.rules.vetoes if rule.topic_id in (topic_id, ANY_TOPIC)]
    said = [
        _(EXCLUSIONS[reason]).format(cities=names.of_cities(";".join(cities)))
        for reason, cities in by_reason.items()
        if cities
    ]
    if said:
        yield _("Cannot lead it: {reasons}.").format(reasons="; ".join(said))
