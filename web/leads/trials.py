"""Trying out: weights, fairness, capacities and rules that count for this visitor only, and scenarios kept by name."""

from collections.abc import Collection

import pandas as pd
import streamlit as st

from maturity.analysis.leads.compare import compare_plans
from maturity.analysis.leads.fit import PARTS
from maturity.analysis.leads.proposal import NO_ASSUMPTIONS, Assumptions, ProposedPlan
from maturity.analysis.leads.rules import Rules
from maturity.analysis.leads.solver.problem import Objective
from maturity.language import N_, _, number
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.leads.board import PART_NAMES
from web.leads.rule_form import rule_kinds
from web.services import naming, plans, snapshot
from web.shared import filters, markup, messages
from web.shared.markup import plain

FAIRNESS = {
    "total": N_("the best fit over all topics"),
    "willing": N_("every city that wants to lead something leads something"),
    "max_min": N_("no topic with a weak lead"),
    "spread": N_("as many cities as possible lead something"),
}
OBJECTIVES: dict[str, Objective] = {"max_min": "max_min", "spread": "spread"}
MOST_LEADS = 10
# What is tried stands in the address, so that it can be handed on by link.
TRIED_CAPACITIES, TRIED_RULES = "leads_tried_capacities", "leads_tried_rules"


def show_trials(wave_id: str) -> Assumptions:
    """Offer what can be tried out and return what was chosen; nothing of it is recorded."""
    fairness = filters.choice(
        _("What counts first, after topics with a lead"),
        {key: _(text) for key, text in FAIRNESS.items()},
        key="fairness",
    )
    weights, capacities, tried = _weights(wave_id), _capacities(wave_id), _rules_tried(wave_id)
    return Assumptions(
        weights=weights,
        pins=tuple(sorted((city_id, topic_id) for kind, city_id, topic_id in tried if kind == "pin")),
        vetoes=tuple(sorted((city_id, topic_id) for kind, city_id, topic_id in tried if kind == "veto")),
        capacities=capacities,
        objective=OBJECTIVES.get(fairness, "total"),
        is_each_willing=fairness == "willing",
    )


def _weights(wave_id: str) -> tuple[float, ...] | None:
    usual = tuple(round(100 * weight) for weight in plans.inputs(wave_id).weights.values())
    columns = st.columns(len(PARTS))
    chosen = tuple(
        column.slider(
            _("Weight of {part}").format(part=_(PART_NAMES[part])),
            0,
            100,
            value,
            step=5,
            key=f"leads_weight_{part}",
            bind="query-params",
        )
        for column, part, value in zip(columns, PARTS, usual, strict=True)
    )
    if not any(chosen):
        messages.note(_("Without any weight there is no fit; the usual weights hold."))
        return None
    return None if chosen == usual else tuple(weight / 100 for weight in chosen)


def _in_address(name: str, parts: int) -> list[tuple[str, ...]]:
    """What is tried, as the address says it: entries joined by commas, their parts by colons."""
    entries = [tuple(entry.split(":")) for entry in st.query_params.get(name, "").split(",") if entry]
    return [entry for entry in entries if len(entry) == parts]


def _keep_in_address(name: str, entries: Collection[tuple[str, ...]]) -> None:
    """Let a link hand on what is tried."""
    text = ",".join(":".join(entry) for entry in sorted(entries))
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)


def _capacities_in_address(known: Collection[str]) -> dict[str, float]:
    most = range(MOST_LEADS + 1)
    return {
        city_id: float(text)
        for city_id, text in _in_address(TRIED_CAPACITIES, 2)
        if city_id in known and text.isdecimal() and int(text) in most
    }


def _capacities(wave_id: str) -> tuple[tuple[str, float], ...]:
    """Offer to try other numbers of leads per city."""
    names = naming.names(wave_id)
    usual = plans.inputs(wave_id).capacity
    tried = _capacities_in_address(usual)
    who, how_many, action = st.columns([1, 1, 2], vertical_alignment="bottom")
    with who:
        cities = {id_: names.city(id_) for id_ in usual}
        city_id = filters.pick(_("Other capacity for"), cities, key="leads_room_city")
    now = int(tried.get(city_id, usual[city_id]))
    leads = how_many.number_input(_("Number of leads"), 0, max(MOST_LEADS, now), now, key=f"leads_room:{city_id}")
    with action.container(horizontal=True):
        if st.button(_("Try this capacity"), key="leads_room_try"):
            tried[city_id] = float(leads)
        if st.button(_("Drop capacities tried"), key="leads_room_drop"):
            tried.clear()
    _keep_in_address(TRIED_CAPACITIES, {(id_, f"{value:g}") for id_, value in tried.items()})
    if tried:
        said = "; ".join(f"{names.city(id_)}: {number(value)}" for id_, value in sorted(tried.items()))
        messages.note(_("Capacities tried: {capacities}.").format(capacities=said))
    return tuple(sorted(tried.items()))


def _rules_tried(wave_id: str) -> set[tuple[str, str, str]]:
    """Offer to try pins and vetoes without recording them; each is kind, city and topic."""
    names, kinds = naming.names(wave_id), rule_kinds()
    tried = {
        (kind, city, topic)
        for kind, city, topic in _in_address(TRIED_RULES, 3)
        if kind in kinds and city in names.cities and topic in names.topics
    }
    who, verb, what, action = st.columns([1, 0.8, 1.2, 2.6], vertical_alignment="bottom")
    with who:
        city_id = filters.pick(_("City"), names.cities, key="leads_try_city")
    with verb:
        kind = filters.pick(_("Rule"), kinds, key="leads_try_kind")
    with what:
        topic_id = filters.pick(_("Topic"), names.topics, key="leads_try_topic")
    with action.container(horizontal=True):
        if st.button(_("Try this rule"), key="leads_try_rule"):
            tried.add((kind, city_id, topic_id))
        if st.button(_("Drop rules tried"), key="leads_try_drop"):
            tried.clear()
    _keep_in_address(TRIED_RULES, tried)
    if tried:
        said = "; ".join(
            f"{names.cities[city]} {kinds[verb]} {names.topics[topic]}" for verb, city, topic in sorted(tried)
        )
        messages.note(_("Rules tried: {rules}.").format(rules=said))
    return tried


def show_difference(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Say that this is a trial, what it moves against the proposal, and what it costs."""
    if assumptions == NO_ASSUMPTIONS:
        return
    usual, tried = plans.solve(wave_id, under=rules), plans.solve(wave_id, assumptions, under=rules)
    said = [
        _("You are trying something out; nothing of it is recorded. Against the proposal:"),
        lead_words.moved(usual.plan, tried.plan, naming.names(wave_id)),
    ]
    if assumptions.weights is None:
        said.append(_price(usual, tried))
    st.info(plain(" ".join(said)))


def _price(usual: ProposedPlan, tried: ProposedPlan) -> str:
    """The price in points; with other weights points of fit would not be the same points."""
    gain = tried.plan.total_fit - usual.plan.total_fit
    text = _("Fit over all topics: {after} points instead of {before}.")
    if round(gain, 1) == 0:
        return _("Fit over all topics: unchanged.")
    return text.format(after=number(tried.plan.total_fit, 1), before=number(usual.plan.total_fit, 1))


# Scenarios


def show_scenarios(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Offer to keep what is tried out by a name, and to set two scenarios side by side."""
    kept: dict[str, Assumptions] = st.session_state.setdefault(f"leads_scenarios:{wave_id}", {})
    with st.form("leads_scenario", border=False, clear_on_submit=True):
        named, action = st.columns([2, 2], vertical_alignment="bottom")
        name = named.text_input(_("Save as scenario"), key="leads_scenario_name", max_chars=60)
        with action:
            if st.form_submit_button(_("Keep"), key="leads_scenario_keep") and name.strip():
                kept[name.strip()] = assumptions
    scenarios = {_("Proposal in force"): NO_ASSUMPTIONS, _("As tried out now"): assumptions, **kept}
    titles, last = {name: name for name in scenarios}, list(scenarios)[-1]
    left, right = st.columns(2)
    with left:
        first = filters.pick(_("Scenario"), titles, key="leads_scenario_first")
    with right:
        second = filters.pick(_("beside"), titles, key="leads_scenario_second", start=last)
    if scenarios[first] == scenarios[second]:
        messages.note(_("Both are the same. Try something out above and keep it by a name."))
    else:
        sides = {"first": scenarios[first], "second": scenarios[second]}
        st.html(snapshot.remember(_side_by_side, wave_id=wave_id, rules=rules, names=(first, second), **sides))
    messages.note(_("Scenarios are kept in this browser window only; pins and vetoes in force hold in all of them."))


def _side_by_side(wave_id: str, rules: Rules, names: tuple[str, str], first: Assumptions, second: Assumptions) -> str:
    """Write which leads differ, in words and as a table, and what each scenario reaches."""
    before, after = (plans.solve(wave_id, assumptions, under=rules) for assumptions in (first, second))
    known = naming.names(wave_id)
    changed = compare_plans(before.plan, after.plan)
    rows: list[tuple[str, ...]] = [
        (known.topics[row.topic_id], _named(known, row.lead_before), _named(known, row.lead_after))
        for row in rows_of(changed.loc[changed["change"] != "other_co_lead"])
    ]
    table = markup.html_table(
        pd.DataFrame([*rows, *_totals(before, after)], columns=[_("Topic"), *names]),
        caption=_("Topics whose lead differs, and what each scenario reaches."),
    )
    return markup.paragraph(lead_words.moved(before.plan, after.plan, known)) + table


def _named(names: naming.Names, city_id: str | None) -> str:
    return markup.DASH if city_id is None else names.city(city_id)


def _totals(before: ProposedPlan, after: ProposedPlan) -> list[tuple[str, ...]]:
    plans_shown = (before.plan, after.plan)
    covered = [str(plan.leads["city_id"].notna().sum()) for plan in plans_shown]
    leading = [str(plan.leads["city_id"].dropna().nunique()) for plan in plans_shown]
    total = [number(plan.total_fit, 1) for plan in plans_shown]
    return [
        (_("Topics with a lead"), *covered),
        (_("Cities that lead something"), *leading),
        (_("Fit over all topics"), *total),
    ]
