"""One topic in a meeting: who would lead it, why, how firm that is, what another choice costs, what was decided."""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.analysis.leads.rules import ANY_TOPIC, Decision, Rules
from maturity.clock import moment
from maturity.language import _, current, number, version
from maturity.reports.meeting_words import KINDS
from maturity.rights import Actor
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.leads.rules import by_rule
from web.meeting import consent as meeting_consent
from web.meeting import decide as meeting_choices
from web.meeting.picture import heading, small
from web.services import consents, naming, plans, snapshot
from web.services.meetings import MeetingLog
from web.services.naming import listed
from web.shared import markup
from web.shared.markup import plain

# More than these cannot be read at a glance.
MOST_OTHERS = 3
MOST_FOLLOWERS = 4


def show_topic(actor: Actor, log: MeetingLog, topic_id: str) -> None:
    """Show the topic and, to whoever may decide, the ways to decide."""
    proposed = plans.solve(log.wave_id)
    names = naming.names(log.wave_id)
    said = snapshot.remember_entries(_content, log=log, rules=proposed.rules, topic_id=topic_id)
    heading(said.answer)
    st.html(said.facts)
    if not plans.inputs(log.wave_id).has_planning:
        small(lead_words.basis(proposed, has_planning=False))
    if actor.role == "coordinator":
        meeting_choices.show_choices(actor, log, proposed, topic_id)
        meeting_consent.show_consents(actor, log, topic_id)
    _show_history(proposed, names, topic_id)


class Content(NamedTuple):
    """What the page says about a topic, made once for each state of the ledger."""

    answer: str
    facts: str


def _content(log: MeetingLog, rules: Rules, topic_id: str) -> Content:
    # `rules` only tell `remember` when the plan is another one.
    proposed, names = plans.solve(log.wave_id), naming.names(log.wave_id)
    return Content(state_sentence(proposed, log, names, topic_id), _facts_list(proposed, log, names, topic_id))


def state_sentence(proposed: ProposedPlan, log: MeetingLog, names: naming.Names, topic_id: str) -> str:
    """Say in one line how the topic stands; the first word tells decided from proposed."""
    lead_id, topic = proposed.lead(topic_id), names.topics[topic_id]
    decision = log.decisions.get(topic_id)
    if topic_id in proposed.decided:
        text = _("✔ Decided: {city} leads {topic}")
    elif decision is not None and decision.kind == "deferred":
        text = _("Deferred: {topic}")
    elif lead_id is None:
        text = _("Open: nobody leads {topic}")
    else:
        text = _("Proposal: {city} leads {topic}")
    return text.format(city=names.city(lead_id), topic=topic)


def _facts_list(proposed: ProposedPlan, log: MeetingLog, names: naming.Names, topic_id: str) -> str:
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in _facts(proposed, log, names, topic_id)
    )
    return f'<dl class="dk-facts">{rows}</dl>'


def _facts(proposed: ProposedPlan, log: MeetingLog, names: naming.Names, topic_id: str) -> Iterator[tuple[str, str]]:
    is_decided, lead_id, co_lead_id = topic_id in proposed.decided, proposed.lead(topic_id), proposed.co_lead(topic_id)
    if lead_id is not None:
        yield _("Co-lead"), _("nobody") if co_lead_id is None else names.city(co_lead_id)
        yield _("Reuse (offer)"), _followers(proposed, names, topic_id)
    answers = consents.of_topic(log.wave_id, topic_id)
    if answers:
        yield _("What cities say"), meeting_consent.consent_words(answers, names)
    excluded = [rule for rule in proposed.rules.vetoes if rule.topic_id in (topic_id, ANY_TOPIC)]
    if excluded:
        said = [f"{names.city(rule.city_id)} ({rule.reason})" for rule in excluded]
        yield _("Excluded"), "; ".join(said)
    decision = log.decisions.get(topic_id)
    if decision is not None and decision.kind == "deferred":
        yield _("Deferred"), decision.reason
        if lead_id is not None:
            yield _("Proposal"), names.city(lead_id)
    yield _("Why"), lead_words.reason(proposed, names, topic_id)
    if not is_decided:
        if lead_id is not None:
            yield _("How reliable"), lead_words.firmness(proposed, names, plans.certainty(log.wave_id)[topic_id])
        panel = plans.rule_panel(log.wave_id)
        if panel is not None:
            yield _("By rule"), by_rule(panel, names, topic_id)
        yield _("Other choice"), _others(proposed, names, topic_id)


def _followers(proposed: ProposedPlan, names: naming.Names, topic_id: str) -> str:
    cities = [names.city(city_id) for city_id in proposed.followers_of(topic_id)]
    return listed(cities, most=MOST_FOLLOWERS) or _("nobody yet")


def _others(proposed: ProposedPlan, names: naming.Names, topic_id: str) -> str:
    rows = proposed.prices.loc[(proposed.prices["topic_id"] == topic_id) & ~proposed.prices["is_lead"].astype(bool)]
    said = [f"{names.city(row.city_id)}: {_price(row)}" for row in rows_of(rows.head(MOST_OTHERS))]
    return "; ".join(said) or _("no other city could lead it")


def _price(row: Any) -> str:
    """What a choice costs, as short as a screen for many eyes needs it."""
    if row.price_uncovered >= 1 or row.price_fit < lead_words.LEAST_PRICE:
        return lead_words.price_words(row)
    return _("the plan loses {points} points of fit").format(points=number(row.price_fit, 1))


def _show_history(proposed: ProposedPlan, names: naming.Names, topic_id: str) -> None:
    """List everything that was ever decided about the topic in this wave, newest first."""
    history = [decision for decision in proposed.rules.history if decision.topic_id == topic_id]
    if not history:
        return
    with st.expander(plain(_("History of the decisions ({count})").format(count=len(history)))):
        st.html(markup.bullets((history_line(names, decision) for decision in history[::-1]), css="dk-large"))


def history_line(names: naming.Names, decision: Decision) -> str:
    """Write one decision with its time, meeting and data version."""
    who = [names.city(city_id) for city_id in (decision.city_id, decision.co_city_id) if city_id]
    text = _("{when}: {kind}. {cities} {reason} (meeting {meeting}, data version {snapshot})")
    return text.format(
        when=moment(decision.at),
        kind=_(KINDS[decision.kind]),
        cities=f"{listed(who)}." if who else "",
        reason=decision.reason_in(current()),
        meeting=decision.meeting_id,
        snapshot=version(decision.snapshot),
    )
