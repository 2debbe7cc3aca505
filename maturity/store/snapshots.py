"""Snapshots and how they are read: a pointer file, read-only hardened connections, one cursor per call.

A snapshot is never changed and never replaced in place: DuckDB keeps serving the old content of a path it has open.
"""

from collections import OrderedDict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from maturity.errors import StoreBusy, StoreMissing

STATEMENTS = Path(__file__).parent / "sql"
POINTER = "CURRENT"
OPEN_AT_MOST = 3
HARDENED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "memory_limit": "512MB",
    "threads": "2",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


class Snapshot(NamedTuple):
    """One published DuckDB file. `built_at` keeps it apart from a file of the same name that was deleted before."""

    directory: Path
    name: str
    built_at: int


_connections: OrderedDict[Snapshot, duckdb.DuckDBPyConnection] = OrderedDict()
_lock = Lock()


def current_snapshot(directory: Path) -> Snapshot:
    """Return the published snapshot, e.g. `maturity-000042`.

    Raises:
        StoreMissing: nothing has been published, or the file the pointer names is gone.
    """
    pointer = directory / POINTER
    if not pointer.exists():
        raise StoreMissing()
    name = pointer.read_text(encoding="ascii").strip()
    try:
        built_at = (directory / f"{name}.duckdb").stat().st_mtime_ns
    except FileNotFoundError as error:
        raise StoreMissing() from error
    return Snapshot(directory, name, built_at)


def query(snapshot: Snapshot, statement: str, /, **values: object) -> pd.DataFrame:
    """Run one statement of `sql/` against a snapshot.

    Args:
        snapshot: as published.
        statement: name of the SQL file without its ending; its first line says what a row is.
        values: the statement's `$parameters`.

    Raises:
        StoreBusy: the snapshot cannot be opened.
    """
    cursor = _connection(snapshot).cursor()
    try:
        return cursor.execute(statement_text(statement), values).df()
    finally:
        cursor.close()


@cache
def statement_text(name: str) -> str:
    """Return the text of one SQL file."""
    return (STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")


def _connection(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Open each snapshot once; the one unused for longest goes when a fourth comes."""
    with _lock:
        if snapshot not in _connections:
            _connections[snapshot] = _open(snapshot.directory / f"{snapshot.name}.duckdb")
        _connections.move_to_end(snapshot)
        while len(_connections) > OPEN_AT_MOST:
            # Not closed here: another visitor may be reading. The last cursor's end closes it.
            _connections.popitem(last=False)
        return _connections[snapshot]


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    config: dict[str, Any] = dict(HARDENED)
    try:
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        raise StoreBusy(name=path.stem) from error
