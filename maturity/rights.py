"""Who acts, and what each role may do. Checked in the service at the moment of writing, never only in a page."""

from dataclasses import dataclass
from typing import Literal

from maturity.errors import NotPermitted

Role = Literal["visitor", "member", "officer", "analyst", "coordinator"]
Action = Literal["submit", "withdraw", "restore", "draft", "decide", "pin", "set_parameter", "alias"]

# Actions an officer may do for the own city; the coordinator may do all for every city.
OFFICER_ACTIONS: frozenset[Action] = frozenset({"submit", "withdraw", "restore", "draft"})


@dataclass(frozen=True)
class Actor:
    """Who writes: a name for the log (a function, not a person), a role, and the city an officer acts for."""

    name: str
    role: Role
    city_id: str | None = None


LOCAL_COORDINATOR = Actor(name="lokaler Betrieb", role="coordinator")


def require(actor: Actor, action: Action, city_id: str | None = None) -> None:
    """Let the action pass or refuse it.

    Raises:
        NotPermitted: the role lacks the right, or an officer acts for another city.
    """
    if actor.role == "coordinator":
        return
    is_own_city = city_id is not None and city_id == actor.city_id
    if not (actor.role == "officer" and action in OFFICER_ACTIONS and is_own_city):
        raise NotPermitted(role=actor.role, action=action)
