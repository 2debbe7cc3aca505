"""Audiences: what somebody may not see is not in the file he reads.

The network's snapshot holds everything but contacts. From it a file is made for the councils and one for the public:
only of cities and waves that were released to them and of topics that are not sensitive. The same statements derive
the figures, so none of them knows what was left out.
"""

import duckdb
import pyarrow as pa

from maturity.errors import StoreBusy
from maturity.rights import Audience
from maturity.store.build import publishing, write_file
from maturity.store.snapshots import Snapshot, cursor_of, statement_text

# Which choices of "Who may see the answers" reach an audience; a city that made none shows them to the network alone.
RELEASED: dict[Audience, list[str]] = {"council": ["rat", "oeffentlich"], "public": ["oeffentlich"]}
# What statements rest on, in this order: the parts (city, wave) and the values that the audience sees.
STEPS = ("released_parts", "released_values")
FILTERED = ("ref_memberships", "ref_topics", "ref_questions", "ref_options", "stg_values", "log_submissions")


def snapshot_for(network: Snapshot, audience: Audience) -> Snapshot:
    """Return what an audience may see of the network's snapshot; made when it is not there.

    Raises:
        StoreBusy: it can be neither read nor made.
    """
    if audience == network.audience:
        return network
    own = network._replace(audience=audience)
    if not own.path.exists():
        with publishing(network.directory):
            build_audience(network, audience)
    return own


def build_audience(network: Snapshot, audience: Audience) -> None:
    """Make the file of an audience, unless it is there; to be called inside `publishing`.

    Raises:
        StoreBusy: it cannot be written.
    """
    own = network._replace(audience=audience)
    if own.path.exists():
        return
    try:
        write_file(own.path, _tables(network, audience))
    except duckdb.ProgrammingError:
        raise  # a bug
    except (duckdb.Error, OSError) as error:
        raise StoreBusy(name=own.path.name) from error


def _tables(network: Snapshot, audience: Audience) -> dict[str, pa.Table]:
    with cursor_of(network) as cursor:
        cursor.execute(f"create temp table {STEPS[0]} as {_text(STEPS[0])}", {"released": RELEASED[audience]})
        cursor.execute(f"create temp table {STEPS[1]} as {_text(STEPS[1])}", {"is_public": audience == "public"})
        names = [str(name) for (name,) in cursor.execute(statement_text("raw_tables")).fetchall()]
        tables = {
            name: (cursor.sql(_text(name)) if name in FILTERED else cursor.table(name)).to_arrow_table()
            for name in names
        }
        return {**tables, "log_left_out": cursor.sql(_text("left_out")).to_arrow_table()}


def _text(name: str) -> str:
    return statement_text(f"audience_{name}")
