"""The tables of the page of funding: programmes, who may apply, the evidence of each fact, what changed."""

from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from typing import Any

import pandas as pd

from maturity.analysis.funding.programmes import FIELDS, UNKNOWN, Programme
from maturity.language import _, day
from maturity.ledger import Entry
from maturity.rows import rows_of
from web.funding import words
from web.services import naming, programmes
from web.shared import markup

MOST_CHANGES = 12
MOST_FIELDS = 4


def programme_table(states: pd.DataFrame, judged: pd.DataFrame, *, caption: str) -> str:
    """Write programmes with their state and for how many cities each is possible."""
    counts = _counts(judged)
    known = programmes.known()
    rows = pd.DataFrame(
        {
            _("Programme"): states["programme_name"],
            _("State"): [_(words.STATES[state]) for state in states["state"]],
            _("Closes on"): [_day(closes) for closes in states["closes"]],
            _("Checked on"): [words.checked(row) for row in rows_of(states)],
            _("Released by"): [_released(known, programme_id) for programme_id in states["programme_id"]],
            _("Cities: yes / unclear / no"): [counts.get(programme_id, "–") for programme_id in states["programme_id"]],
        }
    )
    return markup.html_table(rows, caption=caption)


def _counts(judged: pd.DataFrame) -> dict[str, str]:
    """Count the cities by their best verdict over the topics of each programme."""
    order = {"yes": 2, "unknown": 1, "no": 0}
    best = judged.assign(rank=judged["verdict"].map(order)).groupby(["programme_id", "city_id"])["rank"].max()
    found = {}
    for programme_id, ranks in best.groupby(level=0):
        found[str(programme_id)] = " / ".join(str(int((ranks == rank).sum())) for rank in (2, 1, 0))
    return found


def _released(known: programmes.Known, programme_id: str) -> str:
    release = known.releases.get(programme_id)
    return "–" if release is None else f"{release.office}, {day(datetime.fromisoformat(release.at))}"


def _day(value: Any) -> str:
    return "–" if value is None or pd.isna(value) else day(value)


def eligibility_table(judged: pd.DataFrame, wave_id: str) -> str:
    """Write who may apply and why, and what would settle what is unclear."""
    names = naming.names(wave_id).cities
    rows = pd.DataFrame(
        {
            _("City"): [names.get(city_id, city_id) for city_id in judged["city_id"]],
            _("May apply"): [_(words.VERDICTS[verdict]) for verdict in judged["verdict"]],
            _("Why, or what would settle it"): [words.reasons(row.yes, row.no, row.unknown) for row in rows_of(judged)],
        }
    )
    return markup.html_table(rows, caption=_("Who may apply. Unclear is neither yes nor no: it says who to ask."))


def evidence_table(programme: Programme) -> str:
    """Write every fact with its quotation, source and day; what nobody found is unknown."""
    facts = {field: programme.facts.get(field, UNKNOWN) for field in FIELDS}
    rows = pd.DataFrame(
        {
            _("Fact"): [_(programmes.FIELD_NAMES[field]) for field in facts],
            _("Value"): [words.value(field, fact.value) for field, fact in facts.items()],
            _("Quotation"): [f"„{fact.quotation}“" if fact.quotation else "–" for fact in facts.values()],
            _("Source"): [_link(fact.source) for fact in facts.values()],
            _("Checked on"): [_day(fact.checked_on) for fact in facts.values()],
        }
    )
    caption = _("A fact without a quotation is unknown.")
    return markup.html_table(rows, caption=caption, as_html=[_("Source")])


def _link(source: str) -> str:
    if not source.startswith(("https://", "http://")):
        return escape(source) or "–"
    host = source.split("/")[2].removeprefix("www.")
    return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer">{escape(host)}</a>'


def changes() -> list[str]:
    """Say what changed since the coordination office last noted that it had looked, the newest first."""
    known = programmes.known()
    names = {programme.programme_id: programme.name for programme in known.programmes}
    said = list(_moved(known))
    for entry in reversed(known.log):
        if known.look is None or entry.sequence > known.look.sequence:
            said.append(f"{day(datetime.fromisoformat(entry.at))}: {_entry_words(entry, names)}")
    return said[:MOST_CHANGES]


def _moved(known: programmes.Known) -> Iterator[str]:
    """Say which programmes opened or closed by the calendar since the last look."""
    if known.look is None:
        return
    before = programmes.states(date.fromisoformat(known.look.at[:10])).set_index("programme_id")
    for row in rows_of(programmes.states()):
        was = before["state"].get(row.programme_id)
        if was is not None and was != row.state:
            text = _("{name}: was {before}, is now {now}.")
            yield text.format(name=row.programme_name, before=_(words.STATES[was]), now=_(words.STATES[row.state]))


def _entry_words(entry: Entry, names: dict[str, str]) -> str:
    said = entry.payload
    name = names.get(str(said.get("programme_id")), str(said.get("programme_id")))
    if entry.kind == "programme_release":
        return _("{name} released by {office}.").format(name=name, office=said["office"])
    if entry.kind == "programme_import":
        text = _("Förderdatenbank taken in: {file}, {count} documents.")
        return text.format(file=said["file_name"], count=said["document_count"])
    fields = ", ".join(_(programmes.FIELD_NAMES[field]) for field in said["facts"])
    if len(said["facts"]) > MOST_FIELDS:
        fields = _("{count} facts").format(count=len(said["facts"]))
    return _("{name} edited by {office}: {fields}.").format(name=name, office=said["office"], fields=fields)
