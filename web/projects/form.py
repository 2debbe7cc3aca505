"""The form in which the coordination office writes down how a project stands."""

from datetime import date

import streamlit as st

from maturity.language import _
from maturity.rights import Actor
from web.projects.legal import QUESTIONS
from web.projects.words import STATE_NAMES
from web.services import naming, projects
from web.services.projects import Progress, Project, State
from web.shared import filters

SAID = "projects_said"


def show_form(actor: Actor, project: Project, wave_id: str) -> None:
    """Ask how the project stands and record it."""
    names, now = naming.names(wave_id), project.progress
    leading = (project.lead_id, project.co_lead_id)
    others = {city_id: name for city_id, name in names.cities.items() if city_id not in leading}
    # A form of its own per state of the project, so that it always starts from what the ledger holds.
    key = f"{project.project_id}:{now.sequence}"
    with st.form(key=f"project_form:{key}", border=False):
        left, right = st.columns(2)
        with left:
            state: State = filters.pick(
                _("State"), {state: _(name) for state, name in STATE_NAMES.items()}, key=f"project_state:{key}",
                start=now.state,
            )  # fmt: skip
            partners = st.multiselect(
                _("Partners who agreed"), list(others), default=[city for city in now.partners if city in others],
                format_func=lambda city: others[city], key=f"project_partners:{key}",
            )  # fmt: skip
            goal = st.text_input(_("Goal"), now.goal, max_chars=300, key=f"project_goal:{key}")
            owner = st.text_input(
                _("Responsible (function, no person’s name)"), now.owner, max_chars=100, key=f"project_owner:{key}"
            )
            effort = st.number_input(
                _("Effort in full-time posts"), min_value=0.0, value=now.effort, step=0.25, key=f"project_effort:{key}"
            )
        with right:
            starts_on = st.date_input(_("Start"), _read(now.starts_on), format="DD.MM.YYYY", key=f"project_start:{key}")
            step = st.text_input(_("Next step"), now.next_step, max_chars=200, key=f"project_step:{key}")
            due = st.date_input(
                _("Next step until"), _read(now.next_step_on), format="DD.MM.YYYY", key=f"project_due:{key}"
            )
            budget = st.number_input(
                _("Budget in euros"), min_value=0.0, value=now.budget_eur, step=1000.0, key=f"project_budget:{key}"
            )
            checked = st.multiselect(
                _("Legal questions that are settled"), list(QUESTIONS), default=[*now.checked],
                format_func=lambda name: f"{QUESTIONS[name].source}: {_(QUESTIONS[name].text)}",
                key=f"project_legal:{key}",
            )  # fmt: skip
        is_sent = st.form_submit_button(_("Write down"), type="primary")
    if is_sent:
        told = Progress(
            state=state, partners=tuple(partners), starts_on=_write(starts_on), effort=effort, budget_eur=budget,
            goal=goal.strip(), next_step=step.strip(), next_step_on=_write(due), owner=owner.strip(),
            checked=tuple(checked), seen_in=wave_id,
        )  # fmt: skip
        projects.record(actor, project, told)
        st.session_state[SAID] = _("Written down; what stood before is kept in the log.")
        st.rerun()


def _read(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _write(value: date | None) -> str:
    return value.isoformat() if value is not None else ""
