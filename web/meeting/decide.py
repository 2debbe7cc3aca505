"""The ways to decide about a topic, each with its price before and what it moved after."""

from dataclasses import replace

import streamlit as st

from maturity.analysis.leads.proposal import NO_ASSUMPTIONS, Assumptions, ProposedPlan
from maturity.analysis.leads.rules import ANY_TOPIC, Basis, DecisionKind
from maturity.language import LANGUAGES, _, current, speaking
from maturity.rights import Actor
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.meeting.picture import small
from web.services import naming, plans
from web.services.meetings import MeetingLog
from web.shared import filters, reasons
from web.shared.markup import plain

# Kept for the next run of the page: what was decided, and what that moved.
SAID = "meeting_said"
NOBODY = ""


def show_choices(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    """Offer to accept the proposal, or something else with its form below."""
    lead_id = proposed.lead(topic_id)
    others = {"other": _("Other city"), "co_lead": _("Co-lead"), "defer": _("Defer"), "veto": _("Exclude")}
    if lead_id is None:
        del others["co_lead"]
    # The number of decisions in the key closes the form once something has been decided.
    key = f"{topic_id}_{len(proposed.rules.history)}"
    place = st.container(key="stack_meeting_choices")
    if lead_id is not None and topic_id not in proposed.decided:
        accept, place = place.columns([1, 3], vertical_alignment="center")
        if accept.button(_("Accept"), key=f"meeting_accept_{key}", type="primary", width="stretch"):
            accept_proposal(actor, log, proposed, topic_id)
            st.rerun()
    chosen = place.segmented_control(
        _("Decide otherwise"), list(others), format_func=lambda choice: others[choice],
        key=f"meeting_choice_{key}", label_visibility="collapsed",
    )  # fmt: skip
    forms = {"other": _show_other, "co_lead": _show_co_lead, "defer": _show_defer, "veto": _show_veto}
    if chosen is not None:
        forms[chosen](actor, log, proposed, topic_id)


def accept_proposal(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    """Record that the proposal is accepted, for the reason the program gives."""
    lead_id, co_lead_id = proposed.lead(topic_id), proposed.co_lead(topic_id)
    _record(actor, log, proposed, topic_id, "accepted", (lead_id, co_lead_id), _own_reason(proposed, log, topic_id))


def _own_reason(proposed: ProposedPlan, log: MeetingLog, topic_id: str) -> dict[str, str]:
    """The program's reason for its proposal in each language: the papers are made in any of them."""
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            said[language] = lead_words.reason(proposed, naming.names(log.wave_id), topic_id)
    return said


def _show_other(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    names, free = naming.names(log.wave_id), _solve_again(proposed, log.wave_id, topic_id)
    prices = _price_texts(free, topic_id)
    cities = [*prices, *(city_id for city_id in names.cities if city_id not in prices)]
    cities = [city_id for city_id in cities if _may_lead(proposed, city_id, topic_id)]
    unpriced = _("beyond what it has offered, or without answers")
    said = {known: f"{names.cities[known]}: {prices.get(known, unpriced)}" for known in cities}
    if not said:
        small(_("no other city could lead it"))
        return
    key = f"meeting_other_{topic_id}"
    city_id = filters.pick_if_any(_("Which city leads instead?"), said, key=key, placeholder=_("Choose a city"))
    if city_id is None:
        return
    co_lead_id = None
    if city_id in prices:
        tried = _solve_again(proposed, log.wave_id, topic_id, city_id)
        co_lead_id = tried.co_lead(topic_id)
        moved = _("What moves: {changes}").format(changes=lead_words.moved(proposed.plan, tried.plan, names))
        small(moved)
    reason = _ask_reason(topic_id, _("Decide that this city leads"))
    if reason:
        _record(actor, log, proposed, topic_id, "other_city", (city_id, co_lead_id), reason)
        st.rerun()


def _show_co_lead(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    names, lead_id = naming.names(log.wave_id), proposed.lead(topic_id)
    cities = {NOBODY: _("nobody"), **{city_id: name for city_id, name in names.cities.items() if city_id != lead_id}}
    now = proposed.co_lead(topic_id)
    city_id = filters.pick(_("Which city shares the work?"), cities, key=f"meeting_co_lead_{topic_id}", start=now)
    text = _("Decide that {city} leads with this co-lead").format(city=names.city(lead_id))
    if st.button(plain(text), key=f"meeting_co_lead_decide_{topic_id}", type="primary"):
        decided = proposed.decided.get(topic_id)
        kind: DecisionKind = decided.kind if decided else "accepted"
        reason = decided.reason if decided else _own_reason(proposed, log, topic_id)
        _record(actor, log, proposed, topic_id, kind, (lead_id, city_id or None), reason)
        st.rerun()


def _show_defer(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    reason = _ask_reason(topic_id, _("Defer the topic"))
    if reason:
        _record(actor, log, proposed, topic_id, "deferred", (None, None), reason)
        st.rerun()


def _show_veto(actor: Actor, log: MeetingLog, proposed: ProposedPlan, topic_id: str) -> None:
    names, lead_id = naming.names(log.wave_id), proposed.lead(topic_id)
    cities = {
        city_id: name
        for city_id, name in names.cities.items()
        if city_id == lead_id or _may_lead(proposed, city_id, topic_id)
    }
    key = f"meeting_veto_{topic_id}_{lead_id}"
    city_id = filters.pick(_("Which city does not lead?"), cities, key=key, start=lead_id)
    scopes = {"topic": _("not this topic"), "all": _("no (further) lead at all")}
    scope = filters.pick(_("What does it decline?"), scopes, key=f"{key}_scope")
    reason = _ask_reason(topic_id, _("Exclude this city"))
    if reason:
        _record(actor, log, proposed, topic_id, "vetoed", (city_id, None), reason, is_for_all=scope == "all")
        st.rerun()


def _ask_reason(topic_id: str, label: str) -> str:
    """Ask for a reason and return it once it was sent; an empty one is refused."""
    with st.form(key=f"meeting_reason_{topic_id}", border=False):
        asked, sent = st.columns([3, 1], vertical_alignment="bottom")
        reason = reasons.ask(key=f"meeting_reason_text_{topic_id}", place=asked)
        is_sent = sent.form_submit_button(plain(label), type="primary", width="stretch")
    return reason if is_sent and reasons.is_given(reason) else ""


def _record(
    actor: Actor,
    log: MeetingLog,
    proposed: ProposedPlan,
    topic_id: str,
    kind: DecisionKind,
    cities: tuple[str | None, str | None],
    reason: str | dict[str, str],
    *,
    is_for_all: bool = False,
) -> None:
    """Record the decision and keep for the next run what it moved in the rest of the plan."""
    city_id, co_city_id = cities
    basis = _basis(proposed, log, topic_id, city_id)
    if is_for_all:
        said = reason if isinstance(reason, str) else reason[current()]
        plans.record_veto(actor, log.wave_id, city_id=str(city_id), topic_id=ANY_TOPIC, reason=said)
    plans.record_decision(
        actor, log.wave_id, topic_id=topic_id, kind=kind, city_id=city_id, co_city_id=co_city_id, reason=reason,
        meeting_id=log.meeting_id, basis=basis,
    )  # fmt: skip
    names = naming.names(log.wave_id)
    moved = lead_words.moved(proposed.plan, plans.solve(log.wave_id).plan, names, is_choice=True)
    st.session_state[SAID] = f"{_said(kind, names, topic_id, city_id)} {moved}"


def _said(kind: DecisionKind, names: naming.Names, topic_id: str, city_id: str | None) -> str:
    texts = {
        "accepted": _("Decided: {city} leads {topic}."),
        "other_city": _("Decided: {city} leads {topic}."),
        "deferred": _("Deferred: {topic}."),
        "vetoed": _("Excluded: {city} does not lead {topic}."),
    }
    return texts[kind].format(city=names.city(city_id), topic=names.topics[topic_id])


def _basis(proposed: ProposedPlan, log: MeetingLog, topic_id: str, city_id: str | None) -> Basis:
    """What the meeting had before it. Who revises a decision had the proposal without it."""
    free = _solve_again(proposed, log.wave_id, topic_id)
    certainty = plans.certainty(log.wave_id, under=free.rules)[topic_id]
    prices = free.prices.loc[(free.prices["topic_id"] == topic_id) & (free.prices["city_id"] == city_id)]
    price = rows_of(prices)[0] if len(prices) else None
    return Basis(
        proposed_city_id=free.lead(topic_id),
        price_uncovered=None if price is None else float(price.price_uncovered),
        price_fit=None if price is None else float(price.price_fit),
        firmness=certainty.state,
        missing=certainty.missing,
        original_city_id=dict(log.proposal).get(topic_id),
    )


def _solve_again(proposed: ProposedPlan, wave_id: str, topic_id: str, city_id: str | None = None) -> ProposedPlan:
    """Return the plan in which the topic is not fixed by anybody, or led by this city."""
    in_force = proposed.rules
    is_free = topic_id not in proposed.decided and all(rule.topic_id != topic_id for rule in in_force.pins)
    if city_id is None and is_free:
        return proposed
    rules = replace(
        in_force,
        decided=tuple(decision for decision in in_force.decided if decision.topic_id != topic_id),
        pins=tuple(rule for rule in in_force.pins if rule.topic_id != topic_id),
    )
    assumptions = Assumptions(pins=((city_id, topic_id),)) if city_id else NO_ASSUMPTIONS
    return plans.solve(wave_id, assumptions, under=rules)


def _price_texts(free: ProposedPlan, topic_id: str) -> dict[str, str]:
    """City -> what it costs in words, the cheapest first."""
    rows = rows_of(free.prices.loc[free.prices["topic_id"] == topic_id])
    return {row.city_id: lead_words.price_words(row) for row in rows}


def _may_lead(proposed: ProposedPlan, city_id: str, topic_id: str) -> bool:
    """Tell whether a city that does not lead the topic may be asked to: it has not said no, nobody excluded it."""
    rules = proposed.rules
    if (
        city_id == proposed.lead(topic_id)
        or (city_id, topic_id) in rules.vetoed_pairs
        or city_id in rules.closed_cities
    ):
        return False
    own = proposed.fits.loc[(proposed.fits["city_id"] == city_id) & (proposed.fits["topic_id"] == topic_id)]
    return own.empty or own["excluded"].iloc[0] in ("", "unknown")
