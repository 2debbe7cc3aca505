"""`python -m etl accounts`: invite, list, lock and unlock on the server's console, where no sign-in is needed."""

import argparse

from etl.opening import open_network
from etl.reference.versions import reference_in_force
from maturity.errors import UnknownId
from maturity.language import _
from maturity.ledger import Ledger
from maturity.ledger.access.accounts import Account, list_accounts, set_locked
from maturity.ledger.access.invitations import DAYS, invite, renew
from maturity.rights import LOCAL_COORDINATOR, ROLE_NAMES, ROLES
from maturity.settings import Settings

ACTIONS = ("list", "invite", "renew", "lock", "unlock")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("action", choices=ACTIONS, nargs="?", default="list")
    parser.add_argument("name", nargs="?", default="", help="the account, a function's name: “Digitalbüro Bühl”")
    parser.add_argument("--role", choices=ROLES, default="member")
    parser.add_argument("--city", metavar="CITY", help="the city of a digital officer, by key or name")
    parser.add_argument("--days", type=int, default=DAYS, help="how long the link holds")
    parser.add_argument("--reason", default="", help="kept in the log")


def run(options: argparse.Namespace, settings: Settings) -> list[str]:
    """Do what was asked; return the lines to print. A link is shown this once.

    Raises:
        MaturityError: it cannot be done; nothing was changed.
    """
    ledger = open_network(settings)
    if options.action == "list":
        return [_line(account) for account in list_accounts(ledger, LOCAL_COORDINATOR)] or [_("There is no account.")]
    if options.action == "invite":
        city_id = None if options.city is None else city_id_of(ledger, settings, options.city)
        how = {"role": options.role, "city_id": city_id, "days": options.days}
        return [settings.invitation_link(invite(ledger, LOCAL_COORDINATOR, name=options.name, **how))]
    account = _find(ledger, options.name)
    if options.action == "renew":
        return [settings.invitation_link(renew(ledger, LOCAL_COORDINATOR, account.account_id, days=options.days))]
    is_locked = options.action == "lock"
    set_locked(ledger, LOCAL_COORDINATOR, account.account_id, is_locked=is_locked, reason=options.reason)
    return [_line(_find(ledger, options.name))]


def _line(account: Account) -> str:
    state = _("locked") if account.is_locked else _("active")
    return f"{account.name}: {_(ROLE_NAMES[account.role])}{', ' + account.city_id if account.city_id else ''} ({state})"


def _find(ledger: Ledger, name: str) -> Account:
    known = list_accounts(ledger, LOCAL_COORDINATOR)
    for account in known:
        if account.name == name:
            return account
    names = ", ".join(account.name for account in known) or "–"
    raise UnknownId(value=name, concept=_("account"), known=names)


def city_id_of(ledger: Ledger, settings: Settings, text: str) -> str:
    """Return the city with this key or name; raises UnknownId."""
    cities = reference_in_force(ledger, settings).cities
    for city_id, name in zip(cities["city_id"], cities["name"], strict=True):
        if text in (city_id, name):
            return str(city_id)
    raise UnknownId(value=text, concept=_("city"), known=", ".join(cities["name"]))
