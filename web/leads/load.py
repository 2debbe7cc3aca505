"""Load over time: what each city carried before, and the plan near the best one that shares it."""

import pandas as pd
import streamlit as st

from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rules import Rules
from maturity.analysis.leads.shared_load import TOLERANCE, SharedLoad
from maturity.language import _, number, percent
from maturity.rows import rows_of
from web.leads import words as lead_words
from web.services import loads, naming, plans, snapshot
from web.shared import markup

MOST_PERCENT = 10


def show_load(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Ask how much fit may be given up, and show what that does to the loads."""
    given_up = st.slider(
        _("Give up at most, per cent of the total fit"), 0, MOST_PERCENT, round(100 * TOLERANCE), key="leads_give_up",
        bind="query-params",
    )  # fmt: skip
    st.html(snapshot.remember_entries(
        _content, wave_id=wave_id, rules=rules, assumptions=assumptions, given_up=given_up
    ))  # fmt: skip


def _content(wave_id: str, rules: Rules, assumptions: Assumptions, given_up: int) -> str:
    shared = loads.shared_load(wave_id, rules=rules, assumptions=assumptions, tolerance=given_up / 100)
    if shared is None:
        return markup.note(_("The network is too large to share the load here."))
    proposed, names = plans.solve(wave_id, assumptions, under=rules), naming.names(wave_id)
    moved = _("Against the plan: {changes}").format(changes=lead_words.moved(proposed.plan, shared.plan, names))
    return "".join(
        [
            markup.paragraph(_sentence(shared)),
            markup.paragraph(moved),
            _table(shared, names),
            markup.note(_rule(shared)),
        ]
    )


def _sentence(shared: SharedLoad) -> str:
    usual = (shared.loads["account"] + shared.loads["usual_load"]).max()
    even = shared.loads["carried_load"].max()
    points = number(shared.price_fit, 1)
    if round(even, 2) == round(usual, 2) and shared.price_fit < lead_words.LEAST_PRICE:
        return _("The best plan shares the load as evenly as the limit allows; that costs nothing.")
    if round(even, 2) == round(usual, 2):
        text = _("The city that carries most stays at {load} of its capacity; sharing further costs {points} points.")
        return text.format(load=percent(usual), points=points)
    text = _("The city that carries most has {even} of its capacity instead of {usual}; that costs {points} points.")
    return text.format(even=percent(even), usual=percent(usual), points=points)


def _table(shared: SharedLoad, names: naming.Names) -> str:
    known = shared.loads.assign(city=[names.city(city_id) for city_id in shared.loads["city_id"]]).sort_values("city")
    rows = pd.DataFrame(
        {
            _("City"): list(known["city"]),
            _("Carried before"): [percent(row.account) for row in rows_of(known)],
            _("Best plan"): [percent(row.usual_load) for row in rows_of(known)],
            _("Shared plan"): [percent(row.load) for row in rows_of(known)],
            _("Carried with it"): [percent(row.carried_load) for row in rows_of(known)],
        }
    )
    caption = _("Effort of decided and proposed leads in per cent of a city’s capacity; over several waves above 100.")
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]))


def _rule(shared: SharedLoad) -> str:
    text = _(
        "Carried before: leads decided in earlier waves until they are finished or decided again, co-leads by half. "
        "Of the plans within the limit the one whose largest load is smallest, then the second largest, and so on."
    )
    return text if shared.plan.is_proven else " ".join([text, _("Not proven: the best found is shown.")])
