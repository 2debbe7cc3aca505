"""Whose answers are missing in a wave, whom to ask, and the words and the date for it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from urllib.parse import quote

from icalendar import Alarm, Calendar, Event

from maturity.clock import today
from maturity.language import _, day
from maturity.rights import Actor
from maturity.settings import load
from web.services import naming, snapshot, survey
from web.services.opened import ledger, reference

# Looking up a mailbox reads a submission: above this many missing cities the letters come without.
MOST_LOOKED_UP = 50


class Missing(NamedTuple):
    """A member without answers in a wave; `mailbox` is the function mailbox it named last, or empty."""

    city_id: str
    city_name: str
    mailbox: str


def missing(actor: Actor, wave_id: str) -> list[Missing]:
    """List the members that have handed in nothing, by name; needs the right to see contacts."""
    ledger().require(actor, "read_contacts")
    members = snapshot.cities(wave_id)
    open_ones = members.loc[~members["has_submitted"], ["city_id", "city_name"]].to_numpy().tolist()
    looks_up = len(open_ones) <= MOST_LOOKED_UP
    return [Missing(city_id, name, _mailbox(city_id) if looks_up else "") for city_id, name in open_ones]


def _mailbox(city_id: str) -> str:
    known = survey.submissions()
    own = known.loc[known["is_in_force"] & (known["city_id"] == city_id), "submission_id"]
    for submission_id in sorted(own, reverse=True):
        values = ledger().values_of(int(submission_id))
        found = values.loc[(values["city_id"] == city_id) & (values["item_id"] == "contact"), "text"]
        if len(found):
            return str(found.iloc[-1])
    return ""


def mail_link(city: Missing, wave_id: str, *, last_day: date | None) -> str:
    """Return a link that opens the reminder as a letter in the reader's own mail program."""
    network = str(snapshot.network()["name"])
    subject = _("{network}: answers of {city} for wave {wave}").format(
        network=network, city=city.city_name, wave=wave_id
    )
    body = reminder(city, wave_id, last_day=last_day)
    return f"mailto:{quote(city.mailbox)}?subject={quote(subject)}&body={quote(body)}"


def reminder(city: Missing, wave_id: str, *, last_day: date | None) -> str:
    """Write the reminder to a city."""
    until = _("The last day is {day}.").format(day=day(last_day)) if last_day else ""
    address = f"{load().address}/upload?upload_wave={quote(wave_id)}&city={quote(city.city_id)}"
    lines = (
        _("Good day,"),
        _("the answers of {city} for wave {wave} are still missing.").format(city=city.city_name, wave=wave_id),
        until,
        _("You hand them in here: {address}").format(address=address),
        _("Thank you for your work."),
    )
    return "\r\n\r\n".join(line for line in lines if line)


def calendar(wave_id: str) -> bytes:
    """Return the last day of a wave as a calendar entry (RFC 5545) with an alarm three days before.

    Raises:
        KeyError: the wave is unknown or has no last day.
    """
    last_day = date.fromisoformat(str(reference().waves.set_index("wave_id").loc[wave_id, "closes_on"]))
    network = snapshot.network()
    entry = Event()
    entry.add("uid", f"{wave_id}@{network.get('short_name', 'digitalkompass')}")
    entry.add("summary", _("{network}: last day of wave {wave}").format(network=network["name"], wave=wave_id))
    entry.add("dtstart", last_day)
    entry.add("dtend", last_day + timedelta(days=1))
    entry.add("dtstamp", datetime.combine(today(), time(), UTC))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry["summary"])
    alarm.add("trigger", timedelta(days=-3))
    entry.add_component(alarm)
    made = Calendar()
    made.add("prodid", "-//Digitalkompass//")
    made.add("version", "2.0")
    made.add_component(entry)
    return bytes(made.to_ical())


def names(cities: list[Missing]) -> str:
    """Join the names in words."""
    return naming.listed([city.city_name for city in cities], most=naming.MOST_NAMES)
