"""Dates: back from the closing date over the councils, and after the grant its duties. Pure: dates in, tables out."""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import pandas as pd

from maturity.analysis.funding.programmes import Programme

# Days before the closing date; see docs/method.md, "Funding", for why.
BEFORE: Mapping[str, int] = {"partners": 84, "papers": 49, "council": 21, "sign": 14, "submit": 0}


def plan_back(
    closes: date, *, today: date, needed: Iterable[str], council_dates: Mapping[str, Iterable[date]]
) -> pd.DataFrame:
    """List the steps to an application, back from its closing date.

    Args:
        closes: the last day to apply.
        today: the day to judge from.
        needed: the cities whose council still has to decide.
        council_dates: the meetings of each council; a city without any is unknown.

    Returns:
        One row per step, and one per city for its council, by date: step (`partners`, `papers`, `council`, `sign`,
        `submit`), city_id ("" for all), due_on (for a council its last meeting in time, else the last day for one),
        state: `ahead`; `late` if the day has passed or no meeting is left in time; `unknown` if the city's meetings are
        not known.
    """
    rows = [
        (step, "", closes - timedelta(days=days), _passed(closes - timedelta(days=days), today))
        for step, days in BEFORE.items()
        if step != "council"
    ]
    latest = closes - timedelta(days=BEFORE["council"])
    rows += [("council", city, *_meeting(council_dates.get(city, ()), today, latest)) for city in sorted(needed)]
    table = pd.DataFrame(rows, columns=["step", "city_id", "due_on", "state"])
    order = {step: place for place, step in enumerate(BEFORE)}
    return table.sort_values(
        ["due_on", "step", "city_id"],
        key=lambda column: column.map(order) if column.name == "step" else column,
        ignore_index=True,
    )


def _passed(due_on: date, today: date) -> str:
    return "late" if due_on < today else "ahead"


def _meeting(meetings: Iterable[date], today: date, latest: date) -> tuple[date, str]:
    known = list(meetings)
    in_time = [meeting for meeting in known if today <= meeting <= latest]
    if in_time:
        return max(in_time), "ahead"
    return latest, "late" if known or latest < today else "unknown"


def list_duties(programme: Programme, *, starts_on: date, ends_on: date) -> pd.DataFrame:
    """List what a grant asks for and when: interim reports during the project, the proof of use after it.

    Args:
        programme: its `interim_months` and `proof_months` say how often and until when.
        starts_on, ends_on: the project.

    Returns:
        One row per duty, by date: duty (`interim`, `end`, `proof`), due_on (missing where the programme's rule is
        unknown; such a duty has one row, last).
    """
    every, after = programme.value("interim_months"), programme.value("proof_months")
    rows: list[tuple[str, date | None]] = [("end", ends_on)]
    if every:
        reports = (_months_after(starts_on, int(every) * count) for count in itertools.count(1))
        rows += [("interim", due) for due in itertools.takewhile(lambda due: due < ends_on, reports)]
    rows += [("interim", None)] if every is None else []
    rows.append(("proof", None if after is None else _months_after(ends_on, int(after))))
    rows.sort(key=lambda row: (row[1] is None, row[1] or date.min, row[0]))
    return pd.DataFrame(rows, columns=["duty", "due_on"])


def _months_after(day: date, months: int) -> date:
    moved: date = (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
    return moved
