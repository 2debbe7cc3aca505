"""What the page of funding says: names of fields, states of programmes, reasons for each yes, no and unknown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from maturity.analysis.funding.programmes import ANY, FIELDS, YES_NO, Programme
from maturity.clock import today
from maturity.language import N_, _, day, ngettext, number
from maturity.rows import rows_of
from web.services import funding, naming, opened, programmes, snapshot
from web.services.naming import listed

VALUES: Mapping[str, str] = {
    "open": N_("open"),
    "closed": N_("closed"),
    "allowed": N_("allowed"),
    "not_allowed": N_("not allowed"),
    "city": N_("cities"),
    "county": N_("districts"),
    "association": N_("associations of municipalities"),
    "company": N_("companies"),
    "other": N_("others"),
}
STATES: Mapping[str, str] = {
    "open": N_("open"),
    "planned": N_("opens later"),
    "closed": N_("closed"),
    "unknown": N_("unknown, to be checked"),
}
VERDICTS: Mapping[str, str] = {"yes": N_("yes"), "no": N_("no"), "unknown": N_("unclear")}
# The federal states by the beginning of the official municipality key.
LANDS: Mapping[str, str] = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen", "05": "Nordrhein-Westfalen",
    "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg", "09": "Bayern", "10": "Saarland",
    "11": "Berlin", "12": "Brandenburg", "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}  # fmt: skip
YES: Mapping[str, str] = {
    "body": N_("cities may apply"),
    "region": N_("lies in the region"),
    "topic": N_("takes part in the topic"),
    "interest": N_("is interested"),
    "own_share": N_("would bear the own share"),
    "council": N_("the council has decided"),
    "double": N_("no other funding in the way"),
}
NO: Mapping[str, str] = {
    "body": N_("not for cities"),
    "region": N_("lies outside the region"),
    "topic": N_("stays out of the topic"),
    "interest": N_("is not interested"),
    "own_share": N_("would not bear the own share"),
    "council": N_("the council has not agreed"),
    "double": N_("gets other funding, which is not allowed beside it"),
}
UNKNOWN: Mapping[str, str] = {
    "body:fact": N_("ask the sponsor who may apply"),
    "region:fact": N_("ask the sponsor for the region"),
    "interest:answer": N_("ask the city whether it is interested"),
    "own_share:fact": N_("ask the sponsor for the rate"),
    "own_share:answer": N_("ask the city which own share it would bear"),
    "own_share:weak": N_("enough only if the city counts as financially weak: ask its supervisory authority"),
    "council:fact": N_("ask the sponsor whether a council decision is needed"),
    "council:answer": N_("ask the city about the council decision"),
    "council:council": N_("the council still has to decide"),
    "double:fact": N_("ask the sponsor whether other funding is allowed beside it"),
    "double:answer": N_("ask the city about other funding"),
}


def reasons(yes: str, no: str, unknown: str) -> str:
    """Say why: what speaks against, else what is to be asked, else what speaks for it."""
    if no:
        return _capital(", ".join(_(NO[rule]) for rule in no.split(";")))
    if unknown:
        return _capital("; ".join(_(UNKNOWN[part]) for part in unknown.split(";")))
    return _capital(", ".join(_(YES[rule]) for rule in yes.split(";")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def value(field: str, known: Any) -> str:
    """Write the value of a fact for readers."""
    if known is None:
        return _("unknown")
    if isinstance(known, bool):
        return _("yes") if known else _("no")
    if isinstance(known, date):
        return day(known)
    if isinstance(known, float):
        return number(known)
    if isinstance(known, frozenset):
        return listed(sorted(_part(field, part) for part in known))
    return _(VALUES[str(known)]) if FIELDS[field].choices else str(known)


def code_words(field: str, code: str) -> str:
    """Write one code of a field that offers a choice for readers."""
    return value(field, YES_NO[code]) if code in YES_NO else _part(field, code)


def _part(field: str, part: str) -> str:
    if part == ANY:
        return _("nationwide") if field == "region" else _("any")
    if field == "topics":
        return str(snapshot.topics().set_index("topic_id")["topic_name"].get(part, part))
    if field == "region":
        return LANDS.get(part, part)
    return _(VALUES[part])


def checked(row: Any) -> str:
    """Say when a programme was checked, and that it is too long ago."""
    if row.checked_on is None or pd.isna(row.checked_on):
        return _("never")
    checked_on: date = row.checked_on
    if not row.is_stale:
        return day(checked_on)
    return _("{day}, {count} days ago: check again").format(day=day(checked_on), count=row.age_days)


def answer(states: pd.DataFrame, judged: pd.DataFrame, member_count: int) -> str:
    """Answer the page's question in a sentence or two: what is open and fits, or truthfully that nothing is."""
    offers = states.loc[states["is_offer"]]
    if offers.empty:
        said = _("Today no programme is open that has been checked and released.")
    else:
        names = listed([_offer(row) for row in rows_of(offers)])
        text = ngettext(
            "{count} programme is open today: {names}.", "{count} programmes are open today: {names}.", len(offers)
        )
        said = text.format(count=len(offers), names=names)
        fitting = judged.loc[judged["programme_id"].isin(offers["programme_id"])]
        able = fitting.loc[fitting["verdict"] == "yes", "city_id"].nunique()
        unclear = set(fitting.loc[fitting["verdict"] == "unknown", "city_id"])
        unclear -= set(fitting.loc[fitting["verdict"] == "yes", "city_id"])
        text = _("{able} of {members} cities may apply; for {unclear} it is unclear.")
        said += " " + text.format(able=able, members=member_count, unclear=len(unclear))
    return f"{said} {_counted(states)}"


def _offer(row: Any) -> str:
    if row.closes is None or pd.isna(row.closes):
        return str(row.programme_name)
    return _("{name} (until {day})").format(name=row.programme_name, day=day(row.closes))


def _counted(states: pd.DataFrame) -> str:
    if states.empty:
        return _("No programme is recorded yet.")
    closed, waiting = int((states["state"] == "closed").sum()), len(to_check(states))
    text = _("Recorded: {total}; closed: {closed}; to be checked: {waiting}.")
    return text.format(total=len(states), closed=closed, waiting=waiting)


def to_check(states: pd.DataFrame) -> pd.DataFrame:
    """Return the programmes that somebody should look at: unknown, stale, or open and not released."""
    is_waiting = states["is_stale"] | (states["state"] == "unknown") | ~states["is_released"]
    return states.loc[(states["state"] != "closed") & is_waiting]


def why_check(row: Any) -> str:
    """Say why somebody should look at a programme."""
    if row.state == "unknown":
        return _("nothing says whether it is open")
    return _("not checked for {count} days").format(count=row.age_days) if row.is_stale else _("not released yet")


def line() -> str:
    """Say in one line what is open, for the overview and the meeting."""
    return snapshot.remember(_line, version=opened.version(), day=today())


def _line(version: int, day: date) -> str:
    states = programmes.states(day)
    offers = states.loc[states["is_offer"]]
    if offers.empty:
        text = _("Funding: no programme is open that has been checked and released; to be checked: {count}.")
        return text.format(count=len(to_check(states)))
    return _("Funding: open today: {names}.").format(names=listed([_offer(row) for row in rows_of(offers)]))


def names_of(city_ids: Any, wave_id: str) -> str:
    """Write cities by name."""
    return naming.names(wave_id).of_cities(";".join(city_ids))


def headline(programme: Programme, row: Any) -> str:
    """Say how a programme stands, and whether it may be offered."""
    text = {
        "says_closed": _("{name} is closed."),
        "deadline_passed": _("{name} is closed: its deadline has passed."),
        "opens_later": _("{name} opens later."),
        "says_open": _("{name} is open."),
        "within_dates": _("{name} is open."),
        "nothing_said": _("Nothing says whether {name} is open: please ask the sponsor."),
    }[row.reason].format(name=programme.name)
    if row.state == "open" and not row.is_offer:
        text += " " + _("It is no offer yet: {why}.").format(why=why_check(row))
    return text


def leads_sentence(programme: Programme, wave_id: str) -> str:
    """Say which decided leads could be lead authority; empty if none could."""
    names, found = naming.names(wave_id), funding.decided_leads(programme, wave_id)
    if not found:
        return ""
    said = [
        _("{city} for {topic} ({verdict})").format(
            city=names.cities.get(city_id, city_id), topic=names.topics[topic_id], verdict=_(VERDICTS[verdict])
        )
        for topic_id, city_id, verdict in found
    ]
    return _("Decided leads that could be lead authority: {leads}.").format(leads=listed(said))


def has_funding_answers(wave_id: str) -> bool:
    """Tell whether any city has answered one of the questions about funding."""
    planning = snapshot.table("planning", wave_id=wave_id)
    return bool(planning[["fund_interest", "own_share_max", "fund_running"]].notna().any(axis=None))


def nothing_judged() -> pd.DataFrame:
    """Return the table of verdicts without a row, for a network without answers."""
    return pd.DataFrame(columns=["programme_id", "topic_id", "city_id", "verdict", "yes", "no", "unknown"])
