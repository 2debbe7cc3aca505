"""The days of the projects as a calendar file."""

from collections.abc import Iterator, Sequence
from datetime import date

from maturity.language import _
from maturity.reports.calendar import Day, calendar_ics
from web.services.naming import Names
from web.services.projects import ENDED, Project


def project_days(known: Sequence[Project], names: Names) -> Iterator[Day]:
    """List start and next step of every project that has not ended, where they have a day."""
    for project in known:
        topic, lead, progress = names.topics[project.topic_id], names.city(project.lead_id), project.progress
        if progress.state in ENDED:
            continue
        if progress.starts_on:
            title = _("Start: {topic} ({city})").format(topic=topic, city=lead)
            yield Day(f"{project.project_id}-start", date.fromisoformat(progress.starts_on), title, progress.goal)
        if progress.next_step and progress.next_step_on:
            title = _("{topic}: {step}").format(topic=topic, step=progress.next_step)
            yield Day(f"{project.project_id}-step", date.fromisoformat(progress.next_step_on), title, progress.owner)


def calendar(known: Sequence[Project], names: Names, *, on: date) -> bytes:
    """Write the calendar file."""
    return calendar_ics(project_days(known, names), made_on=on)
