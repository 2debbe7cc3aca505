"""The plan as files: XLSX and CSV, with the mark of sample data inside."""

import pandas as pd
import streamlit as st

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.language import _, number
from maturity.reports.sheets import csv_bytes
from maturity.reports.workbook import PlanTables, plan_xlsx
from web.leads import words as lead_words
from web.services import naming, snapshot
from web.services.plans import Certainties, Certainty
from web.shared.downloads import CSV, XLSX, offer
from web.shared.frame import View


def show_exports(view: View, proposed: ProposedPlan, certainty: Certainties) -> None:
    """Offer the plan as XLSX and CSV."""
    name = f"vorhabenplan-{view.wave_id}"
    if view.is_sample:
        name += "-beispieldaten"
    left, right = st.columns(2)
    with left:
        offer(
            _("Plan for Excel (XLSX)"),
            lambda: plan_xlsx(plan_tables(view.wave_id, proposed, certainty, is_sample=view.is_sample)),
            name=f"{name}.xlsx", mime=XLSX, key="leads_xlsx",
        )  # fmt: skip
    with right:
        offer(
            _("Plan as CSV for German Excel"), lambda: plan_csv(view, proposed, certainty),
            name=f"{name}.csv", mime=CSV, key="leads_csv",
        )  # fmt: skip


def plan_csv(view: View, proposed: ProposedPlan, certainty: Certainties) -> bytes:
    """Write the plan as rows, each with its wave, data version and whether the answers are invented.

    Fit and reason of sensitive topics tell of their answers and stay inside.
    """
    names, closed = naming.names(view.wave_id), snapshot.sensitive_topics()
    origin = (view.wave_id, snapshot.snapshot().name, _("Sample data") if view.is_sample else "")
    headings = [_("Topic"), _("Lead"), _("Co-lead"), _("Reuse"), _("Fit (points)")]
    headings += [_("State"), _("Reliability"), _("Why")]
    rows = [[*headings, _("Wave"), _("Data version"), _("Note")]]
    for topic_id in proposed.plan.leads["topic_id"]:
        fit, is_closed = proposed.lead_rows[topic_id].fit, topic_id in closed
        lead_id, co_lead_id = proposed.lead(topic_id), proposed.co_lead(topic_id)
        rows.append(
            [
                names.topics[topic_id],
                "" if lead_id is None else names.city(lead_id),
                "" if co_lead_id is None else names.city(co_lead_id),
                ", ".join(names.city(city_id) for city_id in proposed.followers_of(topic_id)),
                "" if is_closed or fit != fit else number(fit, 1),
                _("decided") if topic_id in proposed.decided else _("proposal"),
                "" if is_closed else lead_words.firmness(proposed, names, certainty[topic_id]),
                "" if is_closed else lead_words.reason(proposed, names, topic_id),
                *origin,
            ]
        )
    return csv_bytes(rows)


def plan_tables(wave_id: str, proposed: ProposedPlan, certainty: Certainties, *, is_sample: bool) -> PlanTables:
    """Put the plan, its prices and the names of its ids together.

    Args:
        wave_id: the wave.
        proposed: the plan.
        certainty: how firm each lead is, see `plans.certainty`.
        is_sample: whether invented answers went into it.
    """
    # The workbook leaves the house: what tells the answers of sensitive topics stays here.
    names, closed = naming.names(wave_id), snapshot.sensitive_topics()
    leads, prices = proposed.plan.leads, proposed.prices
    return PlanTables(
        network_name=str(snapshot.network()["name"]),
        wave_id=wave_id,
        snapshot=snapshot.snapshot().name,
        is_sample=is_sample,
        topic_names=names.topics,
        city_names=names.cities,
        leads=leads.assign(fit=leads["fit"].mask(leads["topic_id"].isin(closed))),
        co_leads=proposed.plan.co_leads,
        followers=proposed.followers,
        certainty=pd.DataFrame(
            [row for topic_id, row in certainty.items() if topic_id not in closed], columns=Certainty._fields
        ),
        loads=proposed.plan.loads,
        prices=prices.loc[~prices["topic_id"].isin(closed)],
        decided={topic_id: decision.kind for topic_id, decision in proposed.decided.items()},
    )
