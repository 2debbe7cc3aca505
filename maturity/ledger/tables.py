"""The tables of a ledger's database: made where there are none, brought up to date, and never made a second time."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from maturity.errors import LedgerNewer, LedgerUnreadable
from maturity.language import _
from maturity.ledger import schema
from maturity.ledger.chain import GENESIS
from maturity.ledger.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
START: Mapping[str, object] = {"head_id": 1, "format": schema.FORMAT, "sequence": 0, "hash": GENESIS}


def has_tables(database: Database) -> bool:
    """Tell whether there is any table of a ledger."""
    with database.reading() as connection:
        return bool(_found(connection))


def prepare_tables(database: Database) -> None:
    """Make the tables where there is none of them; bring older ones up to date.

    Raises:
        LedgerNewer: they are of a newer version of the program.
        LedgerUnreadable: one is missing; it is not made anew, because what stood in it is lost.
        LedgerUnwritable: they cannot be made or changed.
    """
    with database.reading() as connection:
        found, revision = _found(connection), _revision(connection)
    if not found:
        with database.creating() as connection:
            if not _found(connection):  # another program may have been faster
                create_tables(connection)
                connection.execute(insert(schema.head), START)
                connection.execute(insert(schema.revisions), {"version_num": schema.REVISION})
    elif revision != schema.REVISION:
        with database.creating() as connection:
            _upgrade(connection)
    with database.reading() as connection:
        require_tables(connection)


def create_tables(connection: Connection) -> None:
    """Make all tables, empty."""
    schema.metadata.create_all(connection)


def require_tables(connection: Connection) -> None:
    """Raise LedgerUnreadable if a table is missing; it names all that are."""
    missing = sorted(schema.metadata.tables.keys() - _found(connection))
    if missing:
        raise LedgerUnreadable(reason=_("it lacks {tables}").format(tables=", ".join(missing)))


def _found(connection: Connection) -> set[str]:
    return schema.metadata.tables.keys() & set(inspect(connection).get_table_names())


def _revision(connection: Connection) -> str | None:
    """Return the revision of the tables; None where they do not name it yet, or the row is gone."""
    has_name = inspect(connection).has_table(schema.revisions.name)
    return connection.scalar(select(schema.revisions.c.version_num)) if has_name else None


def _upgrade(connection: Connection) -> None:
    # Imported here: a quarter of a second that only the first start after an upgrade needs.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    revision = _revision(connection)
    if revision is None:
        command.stamp(config, schema.FIRST_REVISION)
    elif revision not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
        raise LedgerNewer(version=revision)
    command.upgrade(config, schema.REVISION)
