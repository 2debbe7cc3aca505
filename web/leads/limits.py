"""What the lead plan runs into: the price of fairness, binding limits, and the answers that could change a lead."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from maturity.analysis.leads.alternatives import find_alternatives
from maturity.analysis.leads.fairness import fair_variants, price_of_fairness
from maturity.analysis.leads.limits import find_binding_limits
from maturity.analysis.leads.next_answer import value_of_next_answer
from maturity.analysis.leads.proposal import Assumptions, ProposedPlan
from maturity.analysis.leads.rules import Rules
from maturity.language import N_, _, ngettext, number
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.leads.board import PART_NAMES
from web.services import naming, plans, snapshot
from web.services.naming import Names
from web.shared import markup, messages

VARIANTS = {
    "total": N_("the best fit over all topics"),
    "max_min": N_("no topic with a weak lead"),
    "spread": N_("as many cities as possible lead something"),
}
LIMITS = {
    "capacity": N_("capacity of {city}: one lead more"),
    "pin": N_("{city} leads {topic}: taken back"),
    "veto": N_("{city} must not lead {topic}: taken back"),
    "floor": N_("{city} for {topic}: allowed below the floor"),
}
MOST_ANSWERS = 20


class More(NamedTuple):
    """A sentence about other plans and three tables; the last two are empty if there is nothing to say."""

    others: str
    fairness: str
    limits: str
    answers: str


def show_more(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Show the three tables; they take some seconds to work out the first time."""
    more = snapshot.remember(_more, wave_id=wave_id, rules=rules, assumptions=assumptions)
    st.html(more.others)
    st.html(more.fairness)
    if more.limits:
        st.html(more.limits)
    else:
        messages.note(_("No limit holds the plan back."))
    if more.answers:
        st.html(more.answers)
    else:
        messages.note(_("No missing answer could change a lead."))


def _more(wave_id: str, rules: Rules, assumptions: Assumptions) -> More:
    proposed, names = plans.solve(wave_id, assumptions, under=rules), naming.names(wave_id)
    answers = value_of_next_answer(proposed.plan, proposed.fits, weights=proposed.weights)
    return More(
        others=_other_plans(proposed, names),
        fairness=_fairness_table(price_of_fairness(fair_variants(proposed.plan)), len(proposed.plan.leads)),
        limits=_limit_table(find_binding_limits(proposed.plan), names),
        answers=_answer_table(answers, names),
    )


def _other_plans(proposed: ProposedPlan, names: Names) -> str:
    """Say how many plans are as good as this one, and what the next best one changes and costs."""
    found = find_alternatives(proposed.plan, proposed.prices)
    count = ngettext("{count} plan is the best.", "{count} plans are equally good.", found.best_count)
    said = [count.format(count=number(found.best_count))]
    if not found.is_complete:
        said = [_("At least {count} plans are equally good.").format(count=number(found.best_count))]
    if found.second is None:
        said.append(_("There is no other plan that covers as much."))
    else:
        text = _("The next best one has {points} points of fit less: {changes}")
        changes = lead_words.moved(proposed.plan, found.second, names)
        said.append(text.format(points=number(found.second_price, 2), changes=changes))
    return markup.paragraph(" ".join(said))


def _fairness_table(prices: pd.DataFrame, topic_count: int) -> str:
    shown = prices.loc[prices["variant"].isin(VARIANTS)]
    rows = pd.DataFrame(
        {
            _("What counts first"): [_(VARIANTS[variant]) for variant in shown["variant"]],
            _("Topics with a lead"): [str(topic_count - count) for count in shown["uncovered_count"]],
            _("Cities that lead something"): [str(count) for count in shown["leading_count"]],
            _("Weakest fit"): [markup.or_dash(fit, 1) for fit in shown["minimum_fit"]],
            _("Price in points"): [markup.or_dash(price, 1) for price in shown["price_fit"]],
        }
    )
    return markup.html_table(rows, caption=_("What fairness costs in points of fit."), numbers=list(rows.columns[1:]))


def _limit_table(limits: pd.DataFrame, names: Names) -> str:
    if limits.empty:
        return ""
    rows = pd.DataFrame(
        {
            _("Limit"): [_limit_words(row, names) for row in rows_of(limits)],
            _("Topics more with a lead"): [str(round(gain)) for gain in limits["gain_covered"]],
            _("Points of fit more"): [markup.or_dash(gain, 1) for gain in limits["gain_fit"]],
        }
    )
    caption = _("What the plan would gain if this limit alone were away.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _limit_words(row: Any, names: Names) -> str:
    topic = names.topics.get(row.topic_id, "") if row.topic_id is not None else ""
    return _(LIMITS[row.limit]).format(city=names.city(row.city_id), topic=topic)


def _answer_table(answers: pd.DataFrame, names: Names) -> str:
    if answers.empty:
        return ""
    shown = answers.head(MOST_ANSWERS)
    rows = pd.DataFrame(
        {
            _("City"): [names.city(city_id) for city_id in shown["city_id"]],
            _("Topic"): [names.topics[topic_id] for topic_id in shown["topic_id"]],
            _("Missing answer"): [_(PART_NAMES[part]) for part in shown["part"]],
            _("Leads it could change"): [names.of_topics(moved) for moved in shown["moved"]],
        }
    )
    caption = _("Answers worth asking for: the {shown} that could change most, of {count}.")
    return markup.html_table(rows, caption=caption.format(shown=len(shown), count=len(answers)))
