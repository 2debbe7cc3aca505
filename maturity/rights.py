"""Who acts, and what each role may do: one table, asked by every service at the moment of writing and of reading."""

from dataclasses import dataclass
from typing import Literal, get_args

from maturity.errors import NotPermitted
from maturity.language import N_, _

Role = Literal["visitor", "council", "member", "officer", "analyst", "coordinator"]
# For whom a snapshot is made: members of the network, city councils, everybody; each sees less than the one before.
Audience = Literal["network", "council", "public"]
Action = Literal[
    # what a city does
    "submit",
    "withdraw",
    "restore",
    "draft",
    # what the network does
    "decide",
    "pin",
    "set_parameter",
    "alias",
    "manage_waves",
    "manage_reference",
    "manage_programmes",
    "manage_accounts",
    "erase",
    "put_back",
    # reading
    "read_public",
    "read_council",
    "read_network",
    "read_contacts",
    "read_answers",
    "read_files",
    "keep_view",
    "query",
    "read_log",
]
# `own`: for the account's own city only; `any`: for every city and for what belongs to no city.
Scope = Literal["own", "any"]

ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "visitor": N_("visitor"),
    "council": N_("city council"),
    "member": N_("member"),
    "officer": N_("digital officer"),
    "analyst": N_("analyst"),
    "coordinator": N_("coordination office"),
}
ACTION_NAMES: dict[Action, str] = {
    "submit": N_("hand in answers"),
    "withdraw": N_("withdraw answers"),
    "restore": N_("put answers in force again"),
    "draft": N_("fill in the questionnaire"),
    "decide": N_("record decisions"),
    "pin": N_("give or refuse a city a lead"),
    "set_parameter": N_("change a number of the method"),
    "alias": N_("keep a spelling"),
    "manage_waves": N_("change waves and members"),
    "manage_reference": N_("change topics, questions and products"),
    "manage_programmes": N_("change and release funding programmes"),
    "manage_accounts": N_("invite and lock accounts"),
    "erase": N_("erase personal data"),
    "put_back": N_("put a backup back"),
    "read_public": N_("see public data"),
    "read_council": N_("see what is for city councils"),
    "read_network": N_("see the network’s data"),
    "read_contacts": N_("see contacts"),
    "read_answers": N_("download answers"),
    "read_files": N_("download files handed in"),
    "keep_view": N_("keep a view of the analysis"),
    "query": N_("query the data"),
    "read_log": N_("see the log"),
}

_COUNCIL: dict[Action, Scope] = {"read_public": "any", "read_council": "any"}
_MEMBER: dict[Action, Scope] = {**_COUNCIL, "read_network": "any", "read_contacts": "any"}
RIGHTS: dict[Role, dict[Action, Scope]] = {
    "visitor": {"read_public": "any"},
    "council": _COUNCIL,
    "member": _MEMBER,
    "officer": {
        **_MEMBER,
        "submit": "own",
        "withdraw": "own",
        "restore": "own",
        "draft": "own",
        "read_answers": "own",
        "read_files": "own",
        "keep_view": "any",
    },
    "analyst": {**_MEMBER, "read_answers": "any", "keep_view": "any", "query": "any"},
    "coordinator": dict.fromkeys(get_args(Action), "any"),
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a name for the log (a function, not a person), a role, and the city an officer acts for."""

    name: str
    role: Role
    city_id: str | None = None


LOCAL_COORDINATOR = Actor(name="lokaler Betrieb", role="coordinator")


def may(actor: Actor, action: Action, city_id: str | None = None) -> bool:
    """Tell whether the actor has the right, for a city where the action is about one."""
    scope = RIGHTS[actor.role].get(action)
    return scope == "any" or (scope == "own" and city_id is not None and city_id == actor.city_id)


def audience_of(actor: Actor) -> Audience:
    """Return the widest audience to which the actor belongs."""
    if may(actor, "read_network"):
        return "network"
    return "council" if may(actor, "read_council") else "public"


def refusal(actor: Actor, action: Action) -> NotPermitted:
    """Return the error that says what the role may not do. Services ask `Ledger.require`, which logs it as well."""
    return NotPermitted(role=_(ROLE_NAMES[actor.role]), action=_(ACTION_NAMES[action]))
