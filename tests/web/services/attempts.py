"""Attempts at every way to write or read, as every role, for the own city and foreign ones.

As a program it makes many: `python -m tests.web.services.attempts 10000`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select

from etl.findings import Finding
from etl.programmes.candidates import Candidate
from etl.programmes.catalogue import Catalogue, Listed, pack
from etl.reference.versions import record_version
from etl.start import prepare
from maturity import settings
from maturity.analysis.leads.rules import Rule
from maturity.errors import MaturityError, NotPermitted
from maturity.ledger import ACTIONS, Part, SourceFile, erasure, schema
from maturity.rights import LOCAL_COORDINATOR, Action, Actor, Role, refusal
from tests.ledger.builders import ANSWERS
from tests.test_rights import expected
from web.services import (
    accounts,
    administration,
    catalogue,
    chasing,
    consents,
    contacts,
    history,
    meetings,
    opened,
    own_network,
    parameters,
    plans,
    programmes,
    projects,
    queries,
    snapshot,
    survey,
    views,
)
from web.shared.menu import MENU

CITIES = ("08211000", "08215007", "08215009", "08215017", "08215108", "08215109", "08216007", "08216015", "08216043")
WAVES = ("2026-1", "2026-2", "2027-1")
ROLES: tuple[Role, ...] = ("visitor", "council", "member", "analyst", "coordinator")
ACTORS = [Actor(role, role) for role in ROLES] + [Actor(f"Büro {city}", "officer", city) for city in CITIES]


class Way(NamedTuple):
    """One way: the right it needs, whether it is about a city, the call itself, and whether a refusal is logged."""

    action: Action
    is_about_city: bool
    call: Callable[[Actor, str, str], object]
    is_logged: bool = True


def _file(city_id: str, wave_id: str) -> bytes:
    return f"city_id;wave_id;question_id;answer\n{city_id};{wave_id};EAK01;3\n".encode()


def _check(actor: Actor, city_id: str, wave_id: str) -> object:
    choices = survey.FileChoices(city_id=city_id, wave_id=wave_id)  # as a form or an address would say it
    checked = survey.check(actor, _file(city_id, wave_id), name=f"{city_id}.csv", decisions=choices)
    return _own(actor, checked.inspection.findings)


def _own(actor: Actor, findings: Sequence[Finding]) -> object:
    """A file of a foreign city is refused by a finding, and stands in the log like every refusal."""
    if any(finding.code == "city_conflict" for finding in findings):
        raise refusal(actor, "submit")
    return findings


def _submit(actor: Actor, city_id: str, wave_id: str) -> object:
    """Hand in a file that the coordination office was shown."""
    content, name = _file(city_id, wave_id), f"{city_id}.csv"
    shown = survey.check(LOCAL_COORDINATOR, content, name=name, decisions=survey.FileChoices())
    return _own(actor, survey.submit(actor, shown, content=content, existing="replace").findings)


def _record_submission(actor: Actor, city_id: str, wave_id: str) -> object:
    values = ANSWERS.head(2).assign(city_id=city_id, wave_id=wave_id)
    file = SourceFile(f"{city_id}.csv", f"{city_id} {wave_id} {actor.name}".encode(), "long")
    return opened.ledger().record_submission(actor, file, [Part(city_id, wave_id, 2)], values)


def _submission_of(city_id: str) -> int:
    rows = opened.ledger().submissions()
    return int(rows.loc[rows["city_id"] == city_id, "submission_id"].iloc[0])


# What the entries of every kind hold, so that who reads them afterwards finds what it looks for.
PAYLOAD: dict[str, object] = {
    "kind": "city", "alias": "x", "target_id": "x", "parameter_id": "target", "value": "75", "since": "",
    "reason": "Probe", "topic_id": "eakte", "state": "open", "role": "lead", "is_lifted": True, "co_city_id": None,
    "snapshot": "",
    "present": [], "agenda": [], "open_points": "", "next_meeting": "", "proposal": {},
    "name": "Probe", "address": {}, "numbers": [],
    "programme_id": "probe", "facts": {}, "fingerprint": "", "office": "Amt", "file_name": "x.zip",
    "document_count": 0, "finding_count": 0, "programmes": pack([]), "project_id": "probe", "answers": {},
}  # fmt: skip


def _record(kind: str) -> Callable[[Actor, str, str], object]:
    """Record an entry that says little: a decision that defers, a pin that is taken back."""

    def record(actor: Actor, city_id: str, wave_id: str) -> object:
        own = {"city_id": city_id, "wave_id": wave_id, "meeting_id": f"{wave_id}-0"}
        about = {"kind": "deferred"} if kind == "decision" else {}
        return opened.ledger().record(actor, kind, {**PAYLOAD, **own, **about})

    return record


def _same_reference(actor: Actor) -> object:
    known = opened.reference()
    return record_version(opened.ledger(), actor, known.files, reason="Probe", after=known.version)


def _decide(actor: Actor, city_id: str, wave_id: str) -> None:
    plans.record_decision(
        actor, wave_id, topic_id="eakte", kind="deferred", city_id=city_id, reason="Probe", meeting_id=f"{wave_id}-1"
    )


def _lift(actor: Actor, city_id: str, wave_id: str) -> None:
    rule = Rule(kind="pin", city_id=city_id, topic_id="eakte", reason="Probe", actor="", at="", sequence=0)
    plans.lift(actor, wave_id, rule, reason="Probe")


def _see(audience_needs: str) -> Callable[[Actor, str, str], object]:
    """Look for a topic in the snapshot that is shown to the reader; one that is not there counts as refused."""

    def look(actor: Actor, city_id: str, wave_id: str) -> object:
        topics = snapshot.topics()
        if audience_needs not in set(topics["topic_id"]):
            raise refusal(actor, "read_network")
        return snapshot.table("answer_sources", city_id=city_id, topic_id=audience_needs, wave_id=wave_id)

    return look


def _project(city_id: str, wave_id: str) -> projects.Project:
    return projects.Project(wave_id, "eakte", city_id, None, "", f"{wave_id}-0", projects.Progress())


def _open(right: Action) -> Callable[[Actor, str, str], object]:
    return lambda actor, city, wave: accounts.require(actor, right)


def _other_kinds() -> dict[str, Way]:
    """Everything that is recorded by its kind; reference data have a way of their own."""
    kinds = {kind: right for kind, right in ACTIONS.items() if kind != "reference"}
    return {f"ledger.record {kind}": Way(right, False, _record(kind)) for kind, right in kinds.items()}


NO_CATALOGUE = Catalogue(programmes=(), document_count=0, findings=())
CANDIDATE = Candidate(Listed("Bund/X/probe", "Probe"), topics=("eakte",), region=(), closed_by="")
BEGINNING = own_network.Beginning("N", "N", "ags", [], frozenset({"eakte"}), {"wave_id": WAVES[0]})
NO_INVITATION = accounts.Invitation("fehlt", "Gast", "member", None, "", "", "")


# Every function of `web/services` that asks who acts, by its module and name. What the coordination office tries is not
# valid where it would change the network under the other attempts.
SERVICES: dict[str, Way] = {
    "survey.check": Way("submit", True, _check),
    "survey.submit": Way("submit", True, _submit),
    "survey.withdraw": Way("withdraw", True, lambda a, c, w: survey.withdraw(a, _submission_of(c), " ")),
    "survey.restore": Way("restore", True, lambda a, c, w: survey.restore(a, _submission_of(c), " ")),
    "survey.save_draft": Way("draft", True, lambda a, c, w: survey.save_draft(a, c, w, {"answers": {}})),
    "survey.load_draft": Way("draft", True, lambda a, c, w: survey.load_draft(a, c, w)),
    "survey.drop_draft": Way("draft", True, lambda a, c, w: survey.drop_draft(a, c, w)),
    "survey.last_answers": Way("read_answers", True, lambda a, c, w: survey.last_answers(a, c, w)),
    "survey.history": Way("read_files", True, lambda a, c, w: survey.history(a, c, w)),
    "survey.file_of": Way("read_files", True, lambda a, c, w: survey.file_of(a, _submission_of(c))),
    "survey.row_of": Way("read_answers", True, lambda a, c, w: survey.row_of(a, _submission_of(c), 2)),
    "plans.record_pin": Way(
        "pin", False, lambda a, c, w: plans.record_pin(a, w, city_id=c, topic_id="eakte", reason="Probe")
    ),
    "plans.record_veto": Way(
        "pin", False, lambda a, c, w: plans.record_veto(a, w, city_id=c, topic_id="eakte", reason="Probe")
    ),
    "plans.lift": Way("pin", False, _lift),
    "plans.record_decision": Way("decide", False, _decide),
    "meetings.open_meeting": Way("decide", False, lambda a, c, w: meetings.open_meeting(a, w, present=[c])),
    "meetings.write_notes": Way(
        "decide", False, lambda a, c, w: meetings.write_notes(a, meetings.MeetingLog(f"{w}-{c}", w, opened_at=""))
    ),
    "meetings.close_meeting": Way(
        "decide", False, lambda a, c, w: meetings.close_meeting(a, meetings.MeetingLog(f"{w}-{c}", w, opened_at=""), {})
    ),
    "consents.record": Way(
        "decide",
        False,
        lambda a, c, w: consents.record(a, wave_id=w, meeting_id=f"{w}-1", topic_id="eakte", answers={c: "join"}),
    ),
    "projects.record": Way("decide", False, lambda a, c, w: projects.record(a, _project(c, w), projects.Progress())),
    "programmes.edit": Way("manage_programmes", False, lambda a, c, w: programmes.edit(a, "probe", {}, office="Amt")),
    "programmes.confirm_all": Way(
        "manage_programmes", False, lambda a, c, w: programmes.confirm_all(a, "probe", office="Amt")
    ),
    "programmes.release": Way("manage_programmes", False, lambda a, c, w: programmes.release(a, "probe", office="Amt")),
    "programmes.note_look": Way("manage_programmes", False, lambda a, c, w: programmes.note_look(a)),
    "catalogue.take_in": Way(
        "manage_programmes", False, lambda a, c, w: catalogue.take_in(a, NO_CATALOGUE, name="x.zip")
    ),
    "catalogue.adopt": Way("manage_programmes", False, lambda a, c, w: catalogue.adopt(a, CANDIDATE, office="Amt")),
    "administration.change_tables": Way(
        "manage_reference", False, lambda a, c, w: administration.change_tables(a, lambda files: files, reason=" ")
    ),
    "administration.plan_wave": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.plan_wave(
            a, wave_id=w, label="", opens_on=None, closes_on=None, copy_of="", reason="Probe"
        ),
    ),
    "administration.set_dates": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.set_dates(a, w, label="", opens_on=None, closes_on=None, reason="Probe"),
    ),
    "administration.set_state": Way(
        "manage_waves", False, lambda a, c, w: administration.set_state(a, "fehlt", "open", reason="Probe")
    ),
    "administration.set_members": Way(
        "manage_reference", False, lambda a, c, w: administration.set_members(a, w, ["fehlt"], reason="Probe")
    ),
    "administration.add_city": Way(
        "manage_reference", False, lambda a, c, w: administration.add_city(a, {"city_id": c}, reason="Probe")
    ),
    "administration.add_topic": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.add_topic(
            a, topic_id="eakte", dimension_id="fehlt", name="", name_en="", reason="Probe"
        ),
    ),
    "administration.retire_question": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.retire_question(a, "EAK01", last_wave="fehlt", reason="Probe"),
    ),
    "administration.retire_topic": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.retire_topic(a, "eakte", last_wave="fehlt", reason="Probe"),
    ),
    "administration.set_weight": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.set_weight(a, "topic", "fehlt", "2", from_wave=w, reason="Probe"),
    ),
    "administration.add_product": Way(
        "manage_reference", False, lambda a, c, w: administration.add_product(a, {"product_id": ""}, reason="Probe")
    ),
    "administration.add_alias": Way(
        "manage_reference",
        False,
        lambda a, c, w: administration.add_alias(a, kind="city", alias="x", target_id="fehlt", reason="Probe"),
    ),
    "own_network.begin_network": Way(
        "manage_reference", False, lambda a, c, w: own_network.begin_network(a, BEGINNING, reason="Probe")
    ),
    # The draft of a network belongs to no city: only who may fill in every city's form may have it.
    "own_network.save_draft": Way("manage_reference", False, lambda a, c, w: own_network.save_draft(a, {"name": "N"})),
    "own_network.load_draft": Way("manage_reference", False, lambda a, c, w: own_network.load_draft(a)),
    "own_network.drop_draft": Way("manage_reference", False, lambda a, c, w: own_network.drop_draft(a)),
    "parameters.change": Way(
        "set_parameter", False, lambda a, c, w: parameters.change(a, "target", text="zehn", reason="Probe")
    ),
    "views.keep": Way("keep_view", False, lambda a, c, w: views.keep(a, "Probe", address={}, numbers={})),
    "queries.run": Way("query", False, lambda a, c, w: queries.run(a, "select 1")),
    "chasing.missing": Way("read_contacts", False, lambda a, c, w: chasing.missing(a, w)),
    "history.history": Way("read_log", False, lambda a, c, w: history.history(a)),
    "accounts.list_accounts": Way("manage_accounts", False, lambda a, c, w: accounts.list_accounts(a)),
    "accounts.list_invitations": Way("manage_accounts", False, lambda a, c, w: accounts.list_invitations(a)),
    "accounts.list_refusals": Way("read_log", False, lambda a, c, w: accounts.list_refusals(a)),
    "accounts.invite": Way(
        "manage_accounts", False, lambda a, c, w: accounts.invite(a, name="Gast", role="officer", city_id=c)
    ),
    "accounts.take_back": Way("manage_accounts", False, lambda a, c, w: accounts.take_back(a, NO_INVITATION)),
    "accounts.renew": Way("manage_accounts", False, lambda a, c, w: accounts.renew(a, "fehlt")),
    "accounts.lock": Way("manage_accounts", False, lambda a, c, w: accounts.lock(a, "fehlt", reason="")),
    "accounts.unlock": Way("manage_accounts", False, lambda a, c, w: accounts.unlock(a, "fehlt", reason="")),
    "accounts.change": Way(
        "manage_accounts", False, lambda a, c, w: accounts.change(a, "fehlt", role="officer", city_id=c, reason="")
    ),
    "accounts.erase": Way("manage_accounts", False, lambda a, c, w: accounts.erase(a, "fehlt", reason="")),
}
# What they rest on: the ledger itself, which checks every right once more at the moment of writing.
LEDGER: dict[str, Way] = {
    "ledger.record_submission": Way("submit", True, _record_submission),
    "ledger.withdraw": Way("withdraw", True, lambda a, c, w: opened.ledger().withdraw(a, _submission_of(c), "Probe")),
    "ledger.restore": Way("restore", True, lambda a, c, w: opened.ledger().restore(a, _submission_of(c), "Probe")),
    **_other_kinds(),
    "record_version": Way("manage_reference", False, lambda a, c, w: _same_reference(a)),
    "erasure": Way("erase", False, lambda a, c, w: erasure.erase(opened.ledger(), a, [10**9], reason="Probe")),
}
# Reading without naming who asks: decided by whom the page or the request shows to.
READS: dict[str, Way] = {
    "plans.rules": Way("read_network", False, lambda a, c, w: plans.rules(w)),
    "meetings.meetings": Way("read_network", False, lambda a, c, w: meetings.meetings(w)),
    "projects.projects": Way("read_network", False, lambda a, c, w: projects.projects(w)),
    "programmes.known": Way("read_network", False, lambda a, c, w: programmes.known()),
    "survey.submissions": Way("read_network", False, lambda a, c, w: survey.submissions()),
    "views.all_views": Way("read_network", False, lambda a, c, w: views.all_views()),
    "contacts.mailboxes": Way("read_network", False, lambda a, c, w: contacts.mailboxes(w)),
    "a sensitive topic": Way("read_network", False, _see("infosicherheit"), is_logged=False),
    "another topic": Way("read_public", False, _see("eakte")),
    **{f"page {name}": Way(entry.right, False, _open(entry.right)) for name, entry in MENU.items()},
    "for councils": Way("read_council", False, lambda a, c, w: accounts.require(a, "read_council")),
}
WAYS: dict[str, Way] = {**SERVICES, **LEDGER, **READS}


class Attempt(NamedTuple):
    """Who tries which way for which city and wave."""

    way: str
    actor: Actor
    city_id: str
    wave_id: str


def every_attempt() -> list[Attempt]:
    """Return every way x actor x city x wave, in an order that a seed has mixed."""
    attempts = [Attempt(*parts) for parts in product(WAYS, ACTORS, CITIES, WAVES)]
    order = np.random.default_rng(12).permutation(len(attempts))
    return [attempts[place] for place in order]


def covering_attempts() -> list[Attempt]:
    """Return every way x role, for the own city and a foreign one."""
    officer = ACTORS[-1]
    actors = [actor for actor in ACTORS if actor.role != "officer"] + [officer]
    cities = (str(officer.city_id), CITIES[0])
    return [Attempt(*parts, WAVES[0]) for parts in product(WAYS, actors, cities)]


def judge(attempts: list[Attempt]) -> Iterator[str]:
    """Make the attempts; yield those that ended wrong: let in, refused, unlogged, or refused and yet written."""
    for attempt in attempts:
        way = WAYS[attempt.way]
        snapshot.show_to(attempt.actor)
        should_pass = expected(attempt.actor.role, way.action, _translated(attempt) if way.is_about_city else None)
        version, before = opened.version(), _refusal_count()
        try:
            way.call(attempt.actor, attempt.city_id, attempt.wave_id)
            passed = True
        except NotPermitted:
            passed = False
        except MaturityError:
            passed = True  # let in, and then there was nothing to do
        logged = _refusal_count() - before
        if (
            passed != should_pass
            or logged != (not passed and way.is_logged)
            or (not passed and opened.version() != version)
        ):
            yield f"{attempt}: passed {passed}, expected {should_pass}, logged {logged}"
    snapshot.show_to(None)


def _refusal_count() -> int:
    with opened.ledger().database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(schema.refusals)) or 0)


def _translated(attempt: Attempt) -> str:
    """Translate the city into the one that `expected` knows as an officer's own, or as a foreign one."""
    is_own = attempt.city_id == attempt.actor.city_id
    return "08216007" if is_own else "08216043"


def main() -> None:
    """Make so many attempts on a fresh sample network and print how many ended wrong."""
    count = int(sys.argv[1])
    data = Path(tempfile.mkdtemp()) / "data"
    settings.load.cache_clear()
    os.environ["DIGITALKOMPASS_DATA"] = str(data)
    prepare(settings.load())
    attempts = (every_attempt() * 2)[:count]
    started = time.monotonic()
    wrong = list(judge(attempts))
    seconds = time.monotonic() - started
    print(f"{len(attempts)} attempts, {_refusal_count()} refused and logged, {len(wrong)} wrong, {seconds:.0f} s")
    print("\n".join(wrong[:20]))


if __name__ == "__main__":
    main()
