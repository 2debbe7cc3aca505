"""Programmes as reference data and ledger have them, and the recording of edits, releases and imports.

A fact of the reference holds until the coordination office records another one. A release is of the facts as they
stand: any later edit takes it back. Read straight from the ledger, so that an edit counts at once.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from etl.programmes.catalogue import Change, Listed, compare, unpack
from maturity.analysis.funding.programmes import COLUMNS, Programme, parse_value, read_programmes
from maturity.analysis.funding.states import judge_states
from maturity.clock import today
from maturity.errors import InvalidInput, UnknownId
from maturity.language import N_, _
from maturity.ledger import Entry
from maturity.rights import LOCAL_COORDINATOR, Actor
from web.services import opened, snapshot

FIELD_NAMES: Mapping[str, str] = {
    "name": N_("Name"),
    "sponsor": N_("Sponsor"),
    "status": N_("Status"),
    "opens": N_("Opens on"),
    "closes": N_("Closes on"),
    "topics": N_("Topics"),
    "region": N_("Region"),
    "bodies": N_("Who may apply"),
    "partners_min": N_("Partners, at least"),
    "countries_min": N_("Countries, at least"),
    "lead_required": N_("One lead authority"),
    "one_bid": N_("One bid per authority and call"),
    "rate": N_("Rate, per cent"),
    "rate_weak": N_("Rate for financially weak cities, per cent"),
    "own_share_min": N_("Own share, at least per cent"),
    "cap_eur": N_("Grant, at most euros"),
    "min_eur": N_("Cost, at least euros"),
    "excluded": N_("Not funded"),
    "combination": N_("Combination with other funding"),
    "council_needed": N_("Council decision needed"),
    "knowledge_duty": N_("Duty to share knowledge"),
    "project_end": N_("Project ends by"),
    "interim_months": N_("Interim report every, months"),
    "proof_months": N_("Proof of use after, months"),
}
KINDS = ("programme", "programme_release", "programme_import", "programme_look")


@dataclass(frozen=True)
class Release:
    """Who released a programme's facts, and when (UTC in ISO form)."""

    office: str
    at: str


@dataclass(frozen=True)
class Import:
    """The newest catalogue taken in: when, what the file held, and what changed against the one before."""

    at: str
    file_name: str
    document_count: int
    finding_count: int
    programmes: tuple[Listed, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class Known:
    """Everything that is recorded about programmes.

    editors: who last edited each; a release must be another's. releases: those in force. look: when the
    coordination office last noted that it had looked. log: edits, releases and imports, oldest first.
    """

    facts: pd.DataFrame
    programmes: tuple[Programme, ...]
    editors: Mapping[str, str]
    releases: Mapping[str, Release]
    imported: Import | None
    look: Entry | None
    log: tuple[Entry, ...]

    def programme(self, programme_id: str) -> Programme:
        """The programme with this id, which is one of `programmes`."""
        return next(found for found in self.programmes if found.programme_id == programme_id)


def known() -> Known:
    """Return what is recorded, read again when the ledger or the reference data have changed."""
    return snapshot.remember_entries(_known, reference_hash=opened.reference().hash)


def _known(reference_hash: str) -> Known:
    return known_from(opened.reference().programmes, opened.ledger().entries(*KINDS))


def known_from(reference: pd.DataFrame, entries: Iterable[Entry]) -> Known:
    """Work out what is in force.

    Args:
        reference: the facts that came with the network: programme_id, field, value, quotation, source, checked_on.
        entries: the ledger's entries of KINDS, oldest first.
    """
    log = list(entries)
    rows = {(row["programme_id"], row["field"]): row for row in reference[list(COLUMNS)].to_dict("records")}
    editors: dict[str, str] = {}
    released: dict[str, tuple[str, Release]] = {}
    for entry in log:
        said = entry.payload
        if entry.kind == "programme":
            editors[said["programme_id"]] = said["office"]
            for field, fact in said["facts"].items():
                rows[said["programme_id"], field] = {"programme_id": said["programme_id"], "field": field, **fact}
        elif entry.kind == "programme_release":
            released[said["programme_id"]] = (said["fingerprint"], Release(said["office"], entry.at))
    facts = pd.DataFrame([row for row in rows.values() if row["value"]], columns=list(COLUMNS))
    prints = fingerprints(facts)
    return Known(
        facts=facts,
        programmes=tuple(read_programmes(facts)),
        editors=editors,
        releases={
            programme_id: release
            for programme_id, (fingerprint, release) in released.items()
            if prints.get(programme_id) == fingerprint
        },
        imported=_newest_import([entry for entry in log if entry.kind == "programme_import"]),
        look=next((entry for entry in reversed(log) if entry.kind == "programme_look"), None),
        log=tuple(entry for entry in log if entry.kind != "programme_look"),
    )


def fingerprints(facts: pd.DataFrame) -> dict[str, str]:
    """Return a fingerprint of each programme's facts with their evidence."""
    rows = facts.sort_values(["programme_id", "field"]).groupby("programme_id")
    return {
        str(programme_id): hashlib.sha256(json.dumps(own.to_numpy().tolist()).encode()).hexdigest()
        for programme_id, own in rows
    }


def _newest_import(imports: list[Entry]) -> Import | None:
    if not imports:
        return None
    newest = imports[-1].payload
    programmes = unpack(newest["programmes"])
    before = unpack(imports[-2].payload["programmes"]) if len(imports) > 1 else ()
    return Import(
        at=imports[-1].at,
        file_name=newest["file_name"],
        document_count=newest["document_count"],
        finding_count=newest["finding_count"],
        programmes=programmes,
        changes=tuple(compare(before, programmes)) if len(imports) > 1 else (),
    )


def states(day: date | None = None) -> pd.DataFrame:
    """Return `judge_states` of today or another day with programme_name, what is nearest to an offer first."""
    return snapshot.remember_entries(_states, day=day or today(), reference_hash=opened.reference().hash).copy(
        deep=False
    )


def _states(day: date, reference_hash: str) -> pd.DataFrame:
    found = known()
    table = judge_states(found.programmes, today=day, released=found.releases.keys())
    table = table.assign(programme_name=[programme.name for programme in found.programmes])
    order = table["state"].map({state: place for place, state in enumerate(("open", "planned", "unknown", "closed"))})
    nearest = table.assign(is_last=~table["is_offer"], order=order)
    return nearest.sort_values(["is_last", "order", "programme_id"], ignore_index=True)[table.columns]


# Recording


def office_of(actor: Actor, office: str) -> str:
    """Return who acts: the account, or where nobody signs in the office named in the form.

    Raises:
        InvalidInput: nobody signs in and no office is named.
    """
    if actor != LOCAL_COORDINATOR:
        return actor.name
    if not office.strip():
        raise InvalidInput(what=_("The office"), value=_("empty"), expected=_("a function, not a person’s name"))
    return office.strip()


def edit(actor: Actor, programme_id: str, facts: Mapping[str, Mapping[str, str]], *, office: str) -> None:
    """Record facts of a programme; the other fields stay. A release of it is taken back by that.

    Args:
        actor: needs the right to manage programmes.
        programme_id: a known one, or a new id.
        facts: by field: value, quotation, source, checked_on (text); an empty value makes the field unknown.
        office: who looked, where nobody signs in.

    Raises:
        InvalidInput, UnknownId: a value does not fit its field, a quotation has no source or day; nothing is stored.
        NotPermitted, LedgerUnwritable: nothing is stored.
    """
    opened.ledger().require(actor, "manage_programmes")
    if not programme_id.strip():
        raise InvalidInput(what=_("The programme"), value=_("empty"), expected=_("a short name"))
    for field, fact in facts.items():
        _require_fitting(field, fact["value"])
        if fact["value"] and not (fact["quotation"].strip() and fact["source"].strip() and fact["checked_on"]):
            raise InvalidInput(
                what=_(FIELD_NAMES[field]), value=_("without evidence"), expected=_("quotation, source and day")
            )
    payload = {
        "programme_id": programme_id.strip(),
        "facts": {field: dict(fact) for field, fact in facts.items()},
        "office": office_of(actor, office),
    }
    opened.ledger().record(actor, "programme", payload)


def _require_fitting(field: str, text: str) -> None:
    """Refuse a value that does not fit its field, by the field's name for readers."""
    try:
        parse_value(field, text)
    except InvalidInput as error:
        raise InvalidInput(**{**error.details, "what": _(FIELD_NAMES[field])}) from error


def confirm_all(actor: Actor, programme_id: str, *, office: str) -> None:
    """Record that every fact was looked up again today and still holds; errors as in `edit`."""
    opened.ledger().require(actor, "manage_programmes")
    rows = known().facts
    own = rows.loc[rows["programme_id"] == programme_id].to_dict("records")
    day = today().isoformat()
    facts = {
        row["field"]: {**{name: row[name] for name in ("value", "quotation", "source")}, "checked_on": day}
        for row in own
    }
    edit(actor, programme_id, facts, office=office)


def release(actor: Actor, programme_id: str, *, office: str) -> None:
    """Record that a second person has looked at a programme's facts as they stand.

    Raises:
        InvalidInput: it is the office that edited it last.
        NotPermitted, LedgerUnwritable: nothing is stored.
    """
    opened.ledger().require(actor, "manage_programmes")
    found, own = known(), office_of(actor, office)
    if own.casefold() == found.editors.get(programme_id, "").casefold():
        raise InvalidInput(what=_("The release"), value=own, expected=_("another office than the one that checked"))
    known_ids = fingerprints(found.facts)
    if programme_id not in known_ids:
        raise UnknownId(value=programme_id, concept=_("programme"), known=", ".join(known_ids))
    payload = {"programme_id": programme_id, "fingerprint": known_ids[programme_id], "office": own}
    opened.ledger().record(actor, "programme_release", payload)


def note_look(actor: Actor) -> None:
    """Record that the coordination office has seen what changed."""
    opened.ledger().record(actor, "programme_look", {})
