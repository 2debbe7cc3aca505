"""The log of refused attempts: who wanted to do what, for which city, and may not. Beside the chain."""

import logging
from typing import NamedTuple

from sqlalchemy import insert, select

from maturity.errors import LedgerUnreadable, LedgerUnwritable
from maturity.ledger import schema
from maturity.ledger.database import Database
from maturity.rights import Action, Actor

REFUSALS = schema.refusals.c

_log = logging.getLogger(__name__)


class Refusal(NamedTuple):
    """One refused attempt. `at` is UTC in ISO form; `city_id` is the city it was about, None for the network."""

    at: str
    actor: str
    role: str
    actor_city: str | None
    action: str
    city_id: str | None


def log_refusal(database: Database, actor: Actor, *, action: Action, city_id: str | None, at: str) -> None:
    """Keep a refused attempt. Where that fails the attempt is refused all the same, and the server's log has it."""
    row = Refusal(at, actor.name, actor.role, actor.city_id, action, city_id)
    _log.warning("refused: %s of %s for %s", action, actor.role, city_id or "the network")
    try:
        with database.writing() as connection:
            connection.execute(insert(schema.refusals), row._asdict())
    except (LedgerUnwritable, LedgerUnreadable) as error:
        _log.error("the refusal is not in the log: %s", error)


def read_refusals(database: Database, *, newest: int = 1000) -> list[Refusal]:
    """Return the newest refused attempts, newest first."""
    query = select(*(REFUSALS[name] for name in Refusal._fields)).order_by(REFUSALS.refusal_id.desc()).limit(newest)
    with database.reading() as connection:
        return [Refusal(*row) for row in connection.execute(query)]
