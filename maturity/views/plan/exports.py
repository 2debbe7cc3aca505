"""The plan as files: XLSX and CSV, with the mark of sample data inside."""

import streamlit as st

from maturity.language import _, number
from maturity.reports.sheets import csv_bytes
from maturity.reports.workbook import plan_xlsx
from maturity.views import data, naming
from maturity.views.frame import View
from maturity.views.plan import board as leads
from maturity.views.plan import words as lead_words
from maturity.views.plan.model import ProposedPlan
from maturity.views.plan.tables import plan_tables
from maturity.views.upload.files import CSV, XLSX, offer


def show_exports(view: View, proposed: ProposedPlan) -> None:
    """Offer the plan as XLSX and CSV."""
    name = f"vorhabenplan-{view.wave_id}"
    if view.is_sample:
        name += "-beispieldaten"
    left, right = st.columns(2)
    with left:
        offer(
            _("Plan for Excel (XLSX)"),
            lambda: plan_xlsx(plan_tables(view.wave_id, proposed, is_sample=view.is_sample)),
            name=f"{name}.xlsx", mime=XLSX, key="leads_xlsx",
        )  # fmt: skip
    with right:
        offer(
            _("Plan as CSV for German Excel"), lambda: plan_csv(view, proposed),
            name=f"{name}.csv", mime=CSV, key="leads_csv",
        )  # fmt: skip


def plan_csv(view: View, proposed: ProposedPlan) -> bytes:
    """Write the plan as rows, each with its wave, data version and whether the answers are invented.

    Fit and reason of sensitive topics tell of their answers and stay inside.
    """
    names, closed = naming.names(view.wave_id), leads.sensitive_topics()
    origin = (view.wave_id, data.snapshot().name, _("Sample data") if view.is_sample else "")
    headings = [_("Topic"), _("Lead"), _("Co-lead"), _("Reuse"), _("Fit (points)"), _("State"), _("Why")]
    rows = [[*headings, _("Wave"), _("Data version"), _("Note")]]
    for topic_id in proposed.plan.leads["topic_id"]:
        fit, is_closed = proposed.lead_rows[topic_id].fit, topic_id in closed
        lead_id, co_lead_id = proposed.lead(topic_id), proposed.co_lead(topic_id)
        rows.append(
            [
                names.topics[topic_id],
                "" if lead_id is None else lead_words.city_name(names, lead_id),
                "" if co_lead_id is None else lead_words.city_name(names, co_lead_id),
                ", ".join(lead_words.city_name(names, city_id) for city_id in proposed.followers_of(topic_id)),
                "" if is_closed or fit != fit else number(fit, 1),
                _("decided") if topic_id in proposed.decided else _("proposal"),
                "" if is_closed else lead_words.reason(proposed, names, topic_id),
                *origin,
            ]
        )
    return csv_bytes(rows)
