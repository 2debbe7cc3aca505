"""What each city gains by the plan and what it carries, each figure with its assumption; who loses is named first."""

from html import escape

import pandas as pd
import streamlit as st

from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rules import Rules
from maturity.analysis.leads.value import LEAD_OVERHEAD
from maturity.language import _, number, percent
from maturity.rows import rows_of
from web.services import naming, snapshot, values
from web.shared import markup


def show_value(wave_id: str, rules: Rules, assumptions: Assumptions) -> None:
    """Show benefit against burden per city."""
    st.html(snapshot.remember(_content, wave_id=wave_id, rules=rules, assumptions=assumptions))


def _content(wave_id: str, rules: Rules, assumptions: Assumptions) -> str:
    found, names = values.value(wave_id, rules=rules, assumptions=assumptions), naming.names(wave_id)
    return "".join([markup.paragraph(losers(found, names)), _table(found, names), *_notes(wave_id, found, names)])


def losers(found: pd.DataFrame, names: naming.Names) -> str:
    """Name the cities that carry more than they gain, in one sentence."""
    losing = found.loc[found["is_losing"], "city_id"]
    if losing.empty:
        return _("No city carries more than it gains, as far as budgets and levels are known.")
    text = _("Carries more than it gains: {cities}. Talk about it before the meeting.")
    return text.format(cities=names.of_cities(";".join(losing)))


def _table(found: pd.DataFrame, names: naming.Names) -> str:
    known = found.assign(city=[names.city(city_id) for city_id in found["city_id"]]).sort_values("city")
    net = _("Balance, euros")
    rows = pd.DataFrame(
        {
            _("City"): list(known["city"]),
            _("Points gained"): [number(row.benefit_points) for row in rows_of(known)],
            _("Euros saved"): [number(row.benefit_eur) for row in rows_of(known)],
            _("Load"): [_share(row.burden) for row in rows_of(known)],
            _("Euros for leading"): [number(row.burden_eur) for row in rows_of(known)],
            net: [_net(row.net_eur, is_losing=row.is_losing) for row in rows_of(known)],
        }
    )
    caption = _(
        "Gaps closed and euros saved through the leads of others, against the load in per cent of the capacity; "
        "twelve months."
    )
    return markup.html_table(rows, caption=caption, numbers=list(rows.columns[1:]), as_html=[net])


def _share(value: float) -> str:
    return markup.DASH if pd.isna(value) else percent(value)


def _net(euros: float, *, is_losing: bool) -> str:
    if not is_losing:
        return number(euros)
    text = _("{euros} loses").format(euros=number(euros))
    return f'<strong class="dk-loss">{escape(text)}</strong>'


def _notes(wave_id: str, found: pd.DataFrame, names: naming.Names) -> list[str]:
    reuse = percent(snapshot.parameter("reuse_share", wave_id))
    said = [
        _(
            "Assumed, not measured: who reuses pays {reuse} of its own budget; who leads pays {overhead} of it on top; "
            "a follower comes as far as the lead is, at most to its target; points count by priority (unknown: fully)."
        ).format(reuse=reuse, overhead=percent(LEAD_OVERHEAD)),
    ]
    silent = found.loc[found["unknown_budget_topic_ids"] != ""]
    if len(silent):
        text = _("Without a known budget in some topics, which count 0 euros: {cities}.")
        said.append(text.format(cities=names.of_cities(";".join(silent["city_id"]))))
    return [markup.note(text) for text in said]
