"""Dates as a calendar file (ICS) that every calendar program takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Digitalkompass//DE"


@dataclass(frozen=True)
class Day:
    """A whole day: a key that stays the same when the day moves, what it is, and a remark."""

    key: str
    on: date
    title: str
    remark: str = ""


def calendar_ics(days: Iterable[Day], *, made_on: date) -> bytes:
    """Write days as a calendar.

    Args:
        days: in any order; written by date.
        made_on: the day of the calendar, so that the same dates give the same file.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for day in sorted(days, key=lambda day: (day.on, day.key)):
        event = Event()
        event.add("uid", f"{day.key}@digitalkompass")
        event.add("dtstamp", datetime.combine(made_on, time(), UTC))
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))
        event.add("summary", day.title)
        if day.remark:
            event.add("description", day.remark)
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
