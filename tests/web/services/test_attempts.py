"""Every way to write and to read, as every role, for the own city and a foreign one."""

from typing import get_args

import pytest

from maturity.errors import NotPermitted
from maturity.ledger.refusals import read_refusals
from maturity.rights import ROLES, Action, Actor
from maturity.settings import Settings
from tests.web.services.attempts import WAYS, covering_attempts, judge
from web.services import opened, survey

BUEHL, RASTATT = "08216007", "08216043"
OFFICER = Actor("Digitalbüro Bühl", "officer", BUEHL)


@pytest.mark.usefixtures("sample")
def test_no_role_gets_past_its_rights_and_each_refusal_is_logged() -> None:
    """Each way x every role x own and foreign city; the campaign of 10,000 is in benchmarks/RESULTS.md."""
    attempts = covering_attempts()

    assert len(attempts) == len(WAYS) * len(ROLES) * 2
    assert list(judge(attempts)) == []


def test_every_right_is_tried() -> None:
    assert {way.action for way in WAYS.values()} == set(get_args(Action)) - {"read_public"}


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
