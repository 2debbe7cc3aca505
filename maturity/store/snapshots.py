"""Snapshots and how they are read: a pointer file, read-only hardened connections, one cursor per call.

A snapshot is never changed and never replaced in place: DuckDB keeps serving the old content of a path it has open.
While the pointer or its file is damaged, the newest snapshot that can be read is served; the next publish builds anew.
"""

import logging
import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from maturity.errors import StoreBusy, StoreMissing
from maturity.rights import Audience

STATEMENTS = Path(__file__).parent / "sql"
POINTER = "CURRENT"
NAME = re.compile(r"maturity-\d{6,}")
OPEN_AT_MOST = 6  # of three audiences, the published one and the one before
HARDENED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "memory_limit": "512MB",
    "max_temp_directory_size": "1GB",  # what does not fit into memory is written beside the snapshot
    "threads": "2",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


_log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """One published DuckDB file. `built_at` keeps it apart from a file of the same name that was deleted before.

    Beside the network's file lie the files of smaller audiences, see `audiences`.
    """

    directory: Path
    name: str
    built_at: int
    audience: Audience = "network"

    @property
    def path(self) -> Path:
        """The file."""
        own = "" if self.audience == "network" else f".{self.audience}"
        return self.directory / f"{self.name}{own}.duckdb"


_damaged: set[Snapshot] = set()
_connections: OrderedDict[Snapshot, duckdb.DuckDBPyConnection] = OrderedDict()
_lock = Lock()


def current_snapshot(directory: Path) -> Snapshot:
    """Return the published snapshot, e.g. `maturity-000042`, or the newest readable one if that is damaged.

    Raises:
        StoreMissing: there is none that can be read.
    """
    named = named_snapshot(directory)
    if named is not None:
        return named
    for path in reversed(snapshot_files(directory)):
        found = _readable(directory, path.stem)
        if found is not None:
            _log_once(f"pointer or snapshot in {directory} damaged, {found.name} is shown until the next publish")
            return found
    raise StoreMissing()


def named_snapshot(directory: Path) -> Snapshot | None:
    """Return the snapshot that the pointer names; None if the pointer or the file is missing or damaged."""
    try:
        name = (directory / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return _readable(directory, name) if NAME.fullmatch(name) else None


def snapshot_files(directory: Path) -> list[Path]:
    """Return the files of all snapshots, oldest first; whatever else lies in the folder is none."""
    found = [path for path in directory.glob("maturity-*.duckdb") if NAME.fullmatch(path.stem)]
    return sorted(found, key=lambda path: number_of(path.stem))


def number_of(name: str) -> int:
    """Return 42 of `maturity-000042`."""
    return int(name.removeprefix("maturity-"))


def query(snapshot: Snapshot, statement: str, /, **values: object) -> pd.DataFrame:
    """Run one statement of `sql/` against a snapshot.

    Args:
        snapshot: as published.
        statement: name of the SQL file without its ending; its first line says what a row is.
        values: the statement's `$parameters`.

    Raises:
        StoreBusy: the snapshot cannot be opened, or is damaged and not served any more.
    """
    with cursor_of(snapshot) as cursor:
        return cursor.execute(statement_text(statement), values).df()


@contextmanager
def cursor_of(snapshot: Snapshot) -> Iterator[duckdb.DuckDBPyConnection]:
    """Lend a cursor of its own on the hardened, read-only snapshot.

    Raises:
        StoreBusy: the snapshot cannot be opened, or is damaged and not served any more.
    """
    try:
        cursor = _connection(snapshot).cursor()
    except StoreBusy:
        _remove_derived(snapshot)
        raise
    try:
        yield cursor
    except duckdb.Error as error:
        if not _is_damage(error):
            raise  # a bug
        _give_up(snapshot, error)
        raise StoreBusy(name=snapshot.name) from error
    finally:
        cursor.close()


def _give_up(snapshot: Snapshot, error: duckdb.Error) -> None:
    _log.error("snapshot %s is damaged: %s", snapshot.path.name, error)
    with _lock:
        _connections.pop(snapshot, None)
        if snapshot.audience == "network":
            _damaged.add(snapshot)
    _remove_derived(snapshot)


def _remove_derived(snapshot: Snapshot) -> None:
    """Remove the file of a smaller audience: it is made anew from the network's when somebody asks."""
    if snapshot.audience != "network":
        snapshot.path.unlink(missing_ok=True)


def _is_damage(error: duckdb.Error) -> bool:
    # A wrong checksum is the only error that DuckDB raises as the bare class.
    return type(error) is duckdb.Error or isinstance(
        error, duckdb.IOException | duckdb.FatalException | duckdb.InternalException
    )


def _readable(directory: Path, name: str) -> Snapshot | None:
    path = directory / f"{name}.duckdb"
    try:
        snapshot = Snapshot(directory, name, path.stat().st_mtime_ns)
        if snapshot in _damaged:
            return None
        _connection(snapshot)
    except (FileNotFoundError, StoreBusy):
        return None
    return snapshot


@cache
def _log_once(text: str) -> None:
    _log.error(text)


@cache
def statement_text(name: str) -> str:
    """Return the text of one SQL file."""
    return (STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")


def _connection(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Open each snapshot once; the one unused for longest goes when a fourth comes."""
    with _lock:
        if snapshot not in _connections:
            _connections[snapshot] = _open(snapshot.path)
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
