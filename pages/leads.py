"""Leads page: who leads which topic, why, how firm that is, what another choice costs; solved again at every change."""

import streamlit as st

from maturity.analysis.leads.proposal import NO_ASSUMPTIONS, Assumptions
from maturity.analysis.leads.rules import Rules
from maturity.language import _
from web.leads import board as leads
from web.leads import downloads as lead_exports
from web.leads import limits as lead_more
from web.leads import load as lead_load
from web.leads import outcomes as lead_outcomes
from web.leads import rule_form as lead_forms
from web.leads import rules as lead_rules
from web.leads import trials as lead_trials
from web.leads import value as lead_value
from web.papers import offers
from web.services import plans, snapshot
from web.shared import filters, frame, messages
from web.shared.markup import plain


def _change_rules(view: frame.View) -> str:
    """Offer to give or forbid a lead; return what was recorded and moved in this run."""
    if view.actor.role != "coordinator":
        return ""
    with filters.panel(_("Assign or exclude a lead"), key="leads_rules") as panel:
        if not panel.open:
            return ""
        recorded = lead_forms.show_rule_form(view.actor, view.wave_id)
        return lead_forms.show_rules_in_force(view.actor, view.wave_id) or recorded


def _show_choices(view: frame.View, rules: Rules, assumptions: Assumptions) -> None:
    with filters.panel(_("What would another choice cost?"), key="leads_choices") as panel:
        if panel.open:
            _show_choices_of_topic(view, rules, assumptions)


def _show_choices_of_topic(view: frame.View, rules: Rules, assumptions: Assumptions) -> None:
    topic_id = filters.topic(snapshot.topics())
    others = snapshot.remember(
        leads.choices,
        wave_id=view.wave_id,
        rules=rules,
        assumptions=assumptions,
        topic_id=topic_id,
    )
    if others.table:
        st.html(others.table)
    for text in others.notes:
        messages.note(text)


def _show_cities(shown: leads.Content) -> None:
    words, picture = st.container(key="stack_leads").columns([1.7, 1], gap="medium")
    words.html(shown.cities)
    with picture:
        frame.chart(shown.loads, alt=shown.loads_alt, key="leads_loads")


def _show_fairness(view: frame.View, rules: Rules, assumptions: Assumptions) -> None:
    """Offer what makes the plan acceptable: other rules, a shared load, what each city gains."""
    for label, key, show in (
        (_("Depends on the rule? Five rules side by side"), "leads_panel", lead_rules.show_rules),
        (_("Load over the waves, and the plan that shares it"), "leads_load", lead_load.show_load),
        (_("What each city gains and carries"), "leads_value", lead_value.show_value),
    ):
        with filters.panel(label, key=key) as panel:
            if panel.open:
                show(view.wave_id, rules, assumptions)


def _show_more(view: frame.View, rules: Rules, assumptions: Assumptions) -> None:
    label = _("What fairness costs, which limits bind, which answers are worth asking for (takes some seconds)")
    with filters.panel(label, key="leads_more") as panel:
        if panel.open:
            lead_more.show_more(view.wave_id, rules, assumptions)


with frame.page("leads") as view:
    # Rules and trials are read first, so that one run shows what they change; the answer still stands above them.
    top, notice = st.container(), st.container()
    changed = _change_rules(view)
    if changed:
        notice.success(plain(changed))
    with filters.panel(
        _("Try out: fairness, weights, capacities, rules (holds while this is open)"), key="leads_trial"
    ) as panel:
        assumptions = lead_trials.show_trials(view.wave_id) if panel.open else NO_ASSUMPTIONS
    rules = plans.rules(view.wave_id)
    shown = snapshot.remember(
        leads.content,
        wave_id=view.wave_id,
        rules=rules,
        assumptions=assumptions,
        is_sample=view.is_sample,
    )
    with top:
        messages.answer(shown.answer)
        _show_cities(shown)
    with notice:
        lead_trials.show_difference(view.wave_id, rules, assumptions)
    st.header(_("The plan, topic by topic"), anchor=False)
    if shown.basis:
        messages.note(shown.basis)
    st.html(shown.board)
    with st.expander(_("How do I read this table?")):
        for text in shown.notes:
            messages.note(text)
    if rules.previous:
        st.header(_("What became of earlier decisions"), anchor=False)
        st.html(snapshot.remember(lead_outcomes.outcomes, wave_id=view.wave_id, rules=rules))
    with st.container(gap="xsmall"):
        _show_choices(view, rules, assumptions)
        with filters.panel(_("Scenarios side by side"), key="leads_scenarios") as panel:
            if panel.open:
                lead_trials.show_scenarios(view.wave_id, rules, assumptions)
        _show_fairness(view, rules, assumptions)
        _show_more(view, rules, assumptions)
    certainty = plans.certainty(view.wave_id, assumptions, under=rules)
    lead_exports.show_exports(view, plans.solve(view.wave_id, assumptions, under=rules), certainty)
    offers.offer_project_sheet(view)
