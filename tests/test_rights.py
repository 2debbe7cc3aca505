"""The table of rights, against the sentences of docs/access.md written out a second time."""

from itertools import product
from typing import get_args

import pytest

from maturity.rights import ACTION_NAMES, RIGHTS, ROLE_NAMES, ROLES, Action, Actor, Role, may, refusal

OWN, FOREIGN = "08216007", "08216043"
ALL: tuple[Action, ...] = get_args(Action)
CITY_WORK = {"submit", "withdraw", "restore", "draft"}
EVERYBODY = {"read_public"}
COUNCIL = EVERYBODY | {"read_council"}
INSIDE = COUNCIL | {"read_network", "read_contacts"}


def expected(role: Role, action: str, city_id: str | None) -> bool:
    """What docs/access.md says, rule by rule; it does not look at the table."""
    if role == "coordinator" or action in EVERYBODY:
        return True
    if role in {"visitor", "council"}:
        return role == "council" and action in COUNCIL
    if action in INSIDE:
        return True
    if action == "keep_view":
        return role in {"analyst", "officer"}
    if role == "analyst":
        return action in {"read_answers", "query"}
    return role == "officer" and city_id == OWN and action in CITY_WORK | {"read_answers", "read_files"}


@pytest.mark.parametrize(("role", "city_id"), list(product(ROLES, (OWN, FOREIGN, None))))
def test_each_role_may_do_what_the_document_says_and_nothing_else(role: Role, city_id: str | None) -> None:
    actor = Actor("Stelle", role, OWN if role == "officer" else None)

    actual = {action: may(actor, action, city_id) for action in ALL}

    assert actual == {action: expected(role, action, city_id) for action in ALL}


def test_every_role_and_action_has_a_name_for_readers() -> None:
    assert set(RIGHTS) == set(ROLE_NAMES) == set(ROLES)
    assert set(ACTION_NAMES) == set(ALL)


def test_a_refusal_says_role_and_action_in_the_readers_words() -> None:
    assert str(refusal(Actor("Rathaus", "member"), "submit")) == (
        "Die Rolle „Mitglied“ darf dies nicht: Angaben einreichen. Bitte wenden Sie sich an die Koordinierungsstelle."
    )


def test_an_officer_without_a_city_may_do_nothing_for_a_city() -> None:
    nobody = Actor("Stelle", "officer")

    assert not any(may(nobody, action, None) for action in CITY_WORK)  # type: ignore[arg-type]
