"""The form with which people give or forbid a city the lead of a topic, or take that back; a reason is required."""

from html import escape

import streamlit as st

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.analysis.leads.rules import ANY_TOPIC, Rule
from maturity.errors import Contradiction, MaturityError
from maturity.language import _
from maturity.rights import Actor
from web.leads import words as lead_words
from web.services import naming, plans
from web.shared import filters, messages, reasons
from web.shared.markup import plain


def show_rule_form(actor: Actor, wave_id: str) -> str:
    """Offer to pin or exclude a city; return what was recorded and what it moved, empty if nothing was."""
    names = naming.names(wave_id)
    kinds = rule_kinds()
    with st.form("leads_rule", border=False):
        who, verb, what, why = st.columns([1, 1, 1.3, 2])
        with who:
            city_id = filters.pick(_("City"), names.cities, key="leads_rule_city")
        with verb:
            kind = filters.pick(_("Rule"), kinds, key="leads_rule_kind")
        with what:
            topic_id = filters.pick(_("Topic"), names.topics, key="leads_rule_topic")
        reason = reasons.ask(key="leads_rule_reason", place=why)
        if not st.form_submit_button(_("Record and solve again"), key="leads_rule_submit"):
            return ""
    record = plans.record_veto if kind == "veto" else plans.record_pin
    before = _solved(wave_id)
    try:
        record(actor, wave_id, city_id=city_id, topic_id=topic_id, reason=reason)
    except MaturityError as error:
        st.error(plain(str(error)))
        return ""
    text = _("{city} must not lead {topic}.") if kind == "veto" else _("{city} leads {topic}.")
    said = text.format(city=names.cities[city_id], topic=names.topics[topic_id])
    return f"{said} {_moved(before, wave_id, names)}"


def rule_kinds() -> dict[str, str]:
    """The two kinds of rule as the verb between city and topic."""
    return {"veto": _("must not lead"), "pin": _("leads")}


def show_rules_in_force(actor: Actor, wave_id: str) -> str:
    """Show what people fixed and offer to take it back; return what that moved, empty if nothing was."""
    rules = plans.rules(wave_id)
    in_force = {rule.sequence: rule for rule in (*rules.pins, *rules.vetoes)}
    if not in_force:
        messages.note(_("So far nobody has given or forbidden a city a lead."))
        return ""
    names = naming.names(wave_id)
    lines = "".join(
        f"<li>{escape(_rule_words(rule, names))} <em>{escape(rule.reason)}</em></li>" for rule in in_force.values()
    )
    st.html(f"<ul>{lines}</ul>")
    with st.form("leads_lift", border=False):
        what, why = st.columns([2, 2])
        with what:
            known = {sequence: _rule_words(rule, names) for sequence, rule in in_force.items()}
            chosen = in_force[filters.pick(_("Rule in force"), known, key="leads_lift_rule")]
        reason = reasons.ask(key="leads_lift_reason", place=why)
        if not st.form_submit_button(_("Undo and recalculate"), key="leads_lift_submit"):
            return ""
    before = _solved(wave_id)
    try:
        plans.lift(actor, wave_id, chosen, reason=reason)
    except MaturityError as error:
        st.error(plain(str(error)))
        return ""
    said = _("Taken back: {rule}").format(rule=_rule_words(chosen, names))
    return f"{said} {_moved(before, wave_id, names)}"


def _rule_words(rule: Rule, names: naming.Names) -> str:
    text = _("{city} must not lead {topic}.") if rule.kind == "veto" else _("{city} leads {topic}.")
    if rule.topic_id == ANY_TOPIC:
        text = _("{city} takes no further lead.")
    return text.format(city=names.city(rule.city_id), topic=names.topics.get(rule.topic_id, rule.topic_id))


def _solved(wave_id: str) -> ProposedPlan | None:
    """The plan as it is now; None while its rules exclude each other, which taking one back may mend."""
    try:
        return plans.solve(wave_id)
    except Contradiction:
        return None


def _moved(before: ProposedPlan | None, wave_id: str, names: naming.Names) -> str:
    after = _solved(wave_id)
    if before is None or after is None:
        return ""
    return lead_words.moved(before.plan, after.plan, names, is_choice=True)
