"""Every way to write and to read, as every role, for the own city and a foreign one."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import get_args

import pytest

from maturity.errors import NotPermitted
from maturity.ledger.refusals import read_refusals
from maturity.rights import ROLES, Action, Actor
from maturity.settings import Settings
from tests.web.services.attempts import SERVICES, WAYS, covering_attempts, judge
from web import services
from web.services import opened, survey

# Before anybody is known: a token, a proof or a link is what one shows.
SIGNING_IN = {
    "is_signed_in", "find_proof", "count_use", "check_password", "open_session", "end_session",
    "find_invitation", "accept", "first_link",
}  # fmt: skip
# Each for the account of the session alone: there is nobody to name.
OWN_TOKENS = {"tokens.list_own", "tokens.create", "tokens.revoke"}
# What holds the ledger itself; whether a meeting is closed and whether the network has begun are no secret; the last
# tells of a file that the asker has in hand.
MACHINERY = {
    "opened.reference", "opened.alarm", "opened.version", "snapshot.remember_entries",
    "plans.require_open", "own_network.has_real_answers", "survey.known_reference",
}  # fmt: skip
BUEHL, RASTATT = "08216007", "08216043"
OFFICER = Actor("Digitalbüro Bühl", "officer", BUEHL)


@pytest.mark.usefixtures("sample")
def test_no_role_gets_past_its_rights_and_each_refusal_is_logged() -> None:
    """Each way x every role x own and foreign city; the campaign of 10,000 is in benchmarks/RESULTS.md."""
    attempts = covering_attempts()

    assert len(attempts) == len(WAYS) * len(ROLES) * 2
    assert list(judge(attempts)) == []


def test_every_right_is_tried() -> None:
    assert {way.action for way in WAYS.values()} == set(get_args(Action))


def test_every_service_that_asks_who_acts_is_among_the_ways() -> None:
    """A new function with an `actor` fails here until it stands in the matrix."""
    found = {
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(services.__path__)
        for name, function in vars(importlib.import_module(f"web.services.{module.name}")).items()
        if inspect.isfunction(function) and function.__module__ == f"web.services.{module.name}"
        if not name.startswith("_") and "actor" in inspect.signature(function).parameters
    }

    # The check itself, who a page shows to, and a name without a right behind it.
    assert found - {"accounts.require", "snapshot.show_to", "programmes.office_of"} == set(SERVICES)


def test_who_touches_the_ledger_asks_who_acts_or_is_named_here() -> None:
    """A new public function that reads the ledger without an actor fails here until somebody says why it may."""
    readers = {
        f"{path.stem}.{node.name}"
        for path in Path(str(services.__file__)).parent.glob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if _calls_ledger(node) and "actor" not in {argument.arg for argument in node.args.args}
    }

    assert readers == MACHINERY | OWN_TOKENS | {f"accounts.{name}" for name in SIGNING_IN}


def _calls_ledger(function: ast.FunctionDef) -> bool:
    called = [part.func for part in ast.walk(function) if isinstance(part, ast.Call)]
    return "ledger" in {one.id if isinstance(one, ast.Name) else getattr(one, "attr", "") for one in called}


def test_a_file_of_another_city_is_a_finding_and_in_the_log(sample: Settings) -> None:
    content = (sample.sample / "2026-1" / f"{RASTATT}.csv").read_bytes()

    checked = survey.check(OFFICER, content, name="a.csv", decisions=survey.FileChoices(city_id=RASTATT))

    assert [finding.code for finding in checked.inspection.errors][:1] == ["city_conflict"]
    (refusal,) = read_refusals(opened.ledger().database)
    assert (refusal.actor, refusal.actor_city, refusal.action) == ("Digitalbüro Bühl", BUEHL, "submit")


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("role", ["visitor", "member", "analyst"])
def test_who_belongs_to_no_city_cannot_even_check_a_file(role: str) -> None:
    with pytest.raises(NotPermitted):
        survey.check(Actor("Gast", role), b"x", name="a.csv", decisions=survey.FileChoices())  # type: ignore[arg-type]
