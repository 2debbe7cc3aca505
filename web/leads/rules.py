"""Whose lead depends on what one calls the best plan: five rules side by side, and which topics need debate."""

from typing import Any

import pandas as pd
import streamlit as st

from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rule_panel import RULE_SECONDS, RULES, RulePanel
from maturity.analysis.leads.rules import Rules
from maturity.language import N_, _, ngettext, number
from maturity.rows import rows_of
from web.services import naming, plans, snapshot
from web.services.naming import Names, listed
from web.shared import markup

RULE_NAMES = {
    "total": N_("best sum"),
    "leximin": N_("best weakest lead"),
    "product": N_("best balance"),
    "rank_maximal": N_("most first choices"),
    "consensus": N_("most trial runs"),
}
MEANINGS = {
    "total": N_("the largest total fit over all topics"),
    "leximin": N_("the weakest lead as good as possible, then the second weakest, and so on"),
    "product": N_("gives up a little of a large fit where a small one gains more"),
    "rank_maximal": N_("most topics with the city that suits best, then with the second best, and so on"),
    "consensus": N_("agrees with most of the trial runs"),
}


def show_rules(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Show which leads do not depend on the rule, and the other topics under each of the five."""
    st.html(snapshot.remember(_content, wave_id=wave_id, rules=rules, assumptions=assumptions))


def _content(wave_id: str, rules: Rules, assumptions: Assumptions) -> str:
    panel, names = plans.rule_panel(wave_id, assumptions, under=rules), naming.names(wave_id)
    if panel is None:
        return markup.note(_("The network is too large to ask five rules: certainty follows from the best plan alone."))
    return "".join([markup.paragraph(_agreement(panel)), _table(panel, names), _explained(panel)])


def _agreement(panel: RulePanel) -> str:
    count, topics = len(panel.agreed_topics), len(panel.leads)
    text = ngettext(
        "In {count} of {topics} topics all five rules give the same answer: it does not depend on the rule.",
        "In {count} of {topics} topics all five rules give the same answer: they do not depend on the rule.",
        count,
    ).format(count=count, topics=topics)
    if count == topics:
        return text
    return " ".join([text, _("Only the others need debate; a meeting begins with them.")])


def _table(panel: RulePanel, names: Names) -> str:
    disputed = panel.leads.loc[~panel.leads["is_agreed"]]
    if disputed.empty:
        return ""
    rows = pd.DataFrame(
        {
            _("Topic"): [names.topics[topic_id] for topic_id in disputed["topic_id"]],
            **{_(RULE_NAMES[rule]): [_lead(city_id, names) for city_id in disputed[rule]] for rule in RULES},
        }
    )
    return markup.html_table(rows, caption=_("The topics whose lead depends on the rule."))


def _lead(city_id: Any, names: Names) -> str:
    return _("nobody") if city_id is None or pd.isna(city_id) else names.city(city_id)


def _explained(panel: RulePanel) -> str:
    said = markup.note(_("Under each rule as many topics as possible have a lead:"))
    said += markup.bullets((": ".join([_(RULE_NAMES[rule]), _(MEANINGS[rule])]) for rule in RULES), css="dk-note")
    if panel.unproven:
        text = _("Not proven within {seconds} s, the best found is shown: {rules}.")
        unproven = listed([_(RULE_NAMES[rule]) for rule in panel.unproven])
        said += markup.note(text.format(seconds=number(RULE_SECONDS), rules=unproven))
    return said


def by_rule(panel: RulePanel, names: Names, topic_id: str) -> str:
    """Say in one line what the five rules answer for a topic."""
    if topic_id in panel.agreed_topics:
        return _("all five rules give the same answer")
    [row] = rows_of(panel.leads.loc[panel.leads["topic_id"] == topic_id])
    said: dict[str, list[str]] = {}
    for rule in RULES:
        said.setdefault(_lead(getattr(row, rule), names), []).append(_(RULE_NAMES[rule]))
    return "; ".join(_("{city} ({rules})").format(city=city, rules=", ".join(known)) for city, known in said.items())
