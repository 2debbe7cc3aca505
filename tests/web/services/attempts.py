"""Attempts at every way to write or read, as every role, for the own city and foreign ones.

As a program it makes many: `python -m tests.web.services.attempts 10000`.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sqlalchemy import func, select

from etl.reference.versions import record_version
from etl.start import prepare
from maturity import settings
from maturity.errors import MaturityError, NotPermitted
from maturity.ledger import ACTIONS, Part, SourceFile, erasure, schema
from maturity.rights import Action, Actor, Role
from tests.ledger.builders import ANSWERS
from tests.test_rights import expected
from web.services import accounts, opened, queries, survey

CITIES = ("08211000", "08215007", "08215009", "08215017", "08215108", "08215109", "08216007", "08216015", "08216043")
WAVES = ("2026-1", "2026-2", "2027-1")
ROLES: tuple[Role, ...] = ("visitor", "council", "member", "analyst", "coordinator")
ACTORS = [Actor(role, role) for role in ROLES] + [Actor(f"Büro {city}", "officer", city) for city in CITIES]


class Way(NamedTuple):
    """One way: the right it needs, whether it is about a city, and the call itself."""

    action: Action
    is_about_city: bool
    call: Callable[[Actor, str, str], object]


def _submit(actor: Actor, city_id: str, wave_id: str) -> object:
    values = ANSWERS.head(2).assign(city_id=city_id, wave_id=wave_id)
    file = SourceFile(f"{city_id}.csv", f"{city_id} {wave_id} {actor.name}".encode(), "long")
    return opened.ledger().record_submission(actor, file, [Part(city_id, wave_id, 2)], values)


def _check(actor: Actor, city_id: str, wave_id: str) -> object:
    choices = survey.FileChoices(city_id=city_id, wave_id=wave_id)  # as a form or an address would say it
    return survey.check(actor, b"question_id;answer\n", name=f"{city_id}.csv", decisions=choices)


def _submission_of(city_id: str) -> int:
    rows = survey.submissions()
    return int(rows.loc[rows["city_id"] == city_id, "submission_id"].iloc[0])


def _record(kind: str) -> Callable[[Actor, str, str], object]:
    payload = {"kind": "city", "alias": "x", "target_id": "x", "parameter_id": "target", "value": "1", "reason": ""}
    payload |= {"topic_id": "eakte", "state": "open"}
    return lambda actor, city, wave: opened.ledger().record(
        actor, kind, {**payload, "city_id": city, "wave_id": wave, "is_lifted": False}
    )


def _same_reference(actor: Actor) -> object:
    known = opened.reference()
    return record_version(opened.ledger(), actor, known.files, reason="Probe", after=known.version)


WAYS: dict[str, Way] = {
    "submit": Way("submit", True, _submit),
    "withdraw": Way("withdraw", True, lambda a, c, w: opened.ledger().withdraw(a, _submission_of(c), "Probe")),
    "restore": Way("restore", True, lambda a, c, w: opened.ledger().restore(a, _submission_of(c), "Probe")),
    "save_draft": Way("draft", True, lambda a, c, w: survey.save_draft(a, c, w, {"answers": {}})),
    "load_draft": Way("draft", True, lambda a, c, w: survey.load_draft(a, c, w)),
    "drop_draft": Way("draft", True, lambda a, c, w: survey.drop_draft(a, c, w)),
    "last_answers": Way("read_answers", True, lambda a, c, w: survey.last_answers(a, c, w)),
    "history": Way("read_files", True, lambda a, c, w: survey.history(a, c, w)),
    "file": Way("read_files", True, lambda a, c, w: survey.file_of(a, _submission_of(c))),
    "row": Way("read_answers", True, lambda a, c, w: survey.row_of(a, _submission_of(c), 2)),
    # Everything that is recorded by its kind; reference data have a way of their own.
    **{kind: Way(right, False, _record(kind)) for kind, right in ACTIONS.items() if kind != "reference"},
    "reference": Way("manage_reference", False, lambda a, c, w: _same_reference(a)),
    "query": Way("query", False, lambda a, c, w: queries.run(a, "select 1")),
    "erasure": Way("erase", False, lambda a, c, w: erasure.erase(opened.ledger(), a, [10**9], reason="Probe")),
    "contacts": Way("read_contacts", False, lambda a, c, w: accounts.require(a, "read_contacts")),
    "accounts": Way("manage_accounts", False, lambda a, c, w: accounts.list_accounts(a)),
    "invitations": Way("manage_accounts", False, lambda a, c, w: accounts.list_invitations(a)),
    "invite": Way("manage_accounts", False, lambda a, c, w: accounts.invite(a, name="Gast", role="officer", city_id=c)),
    "renew": Way("manage_accounts", False, lambda a, c, w: accounts.renew(a, "fehlt")),
    "lock": Way("manage_accounts", False, lambda a, c, w: accounts.lock(a, "fehlt", reason="")),
    "unlock": Way("manage_accounts", False, lambda a, c, w: accounts.unlock(a, "fehlt", reason="")),
    "change": Way(
        "manage_accounts", False, lambda a, c, w: accounts.change(a, "fehlt", role="officer", city_id=c, reason="")
    ),
    "erase": Way("manage_accounts", False, lambda a, c, w: accounts.erase(a, "fehlt", reason="")),
    "log": Way("read_log", False, lambda a, c, w: accounts.list_refusals(a)),
    "council": Way("read_council", False, lambda a, c, w: accounts.require(a, "read_council")),
    "page": Way("read_network", False, lambda a, c, w: accounts.require(a, "read_network")),
}


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
        should_pass = expected(attempt.actor.role, way.action, _own(attempt) if way.is_about_city else None)
        version, before = opened.version(), _refusal_count()
        try:
            way.call(attempt.actor, attempt.city_id, attempt.wave_id)
            passed = True
        except NotPermitted:
            passed = False
        except MaturityError:
            passed = True  # let in, and then there was nothing to do
        logged = _refusal_count() - before
        if passed != should_pass or logged != (not passed) or (not passed and opened.version() != version):
            yield f"{attempt}: passed {passed}, expected {should_pass}, logged {logged}"


def _refusal_count() -> int:
    with opened.ledger().database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(schema.refusals)) or 0)


def _own(attempt: Attempt) -> str:
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
