"""Build a snapshot: tables in, a closed DuckDB file and a moved pointer out."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Lock

import duckdb
import pandas as pd
import pyarrow as pa

from maturity.errors import StoreBusy
from maturity.store.snapshots import (
    NAME,
    POINTER,
    STATEMENTS,
    Snapshot,
    current_snapshot,
    number_of,
    snapshot_files,
    statement_text,
)

# In the order in which they build on each other.
DERIVED = (
    "mart_answers",
    "mart_topic_scores",
    "mart_dimension_scores",
    "mart_index",
    "mart_planning",
    "mart_city_planning",
    "mart_waves",
)
KEEP = 3
RECENT_SECONDS = 120
LOCK = ".lock"
LONGEST_WAIT = 600  # seconds; a build of ten million answers takes thirty

_one_thread = Lock()


def schema_hash() -> str:
    """Return a hash of the SQL that makes snapshots: one of another program version is built again."""
    made_by = [*DERIVED, *sorted(path.stem for path in STATEMENTS.glob("audience_*.sql"))]
    return hashlib.sha256("".join(statement_text(name) for name in made_by).encode()).hexdigest()


@contextmanager
def publishing(directory: Path) -> Iterator[None]:
    """Let one build at a time into the folder, of all threads and all programs; a killed one frees its place.

    Raises:
        StoreBusy: the folder cannot be written, or another build takes longer than anybody waits.
    """
    with _one_thread:
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The lock of SQLite works on every system and ends with its process.
            lock = sqlite3.connect(directory / LOCK, timeout=LONGEST_WAIT, isolation_level=None)
            lock.execute("begin exclusive")
        except (OSError, sqlite3.Error) as error:
            raise StoreBusy(name=str(directory)) from error
        with closing(lock):
            yield


def build_snapshot(
    directory: Path, tables: Mapping[str, pd.DataFrame | pa.Table], *, kept: Collection[str] = ()
) -> Snapshot:
    """Write the next snapshot and point to it; to be called inside `publishing`.

    Args:
        directory: the folder of the snapshots; made if absent.
        tables: the `ref_`, `stg_` and `log_` tables by name; the `mart_` tables are derived from them.
        kept: names that are never given a second time, and of older snapshots that stay.

    Returns:
        The snapshot.

    Raises:
        StoreBusy: the file cannot be written; the old snapshot stays in force.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear_leftovers(directory)
        name = _next_name(directory, kept)
        try:
            write_file(directory / f"{name}.duckdb", tables)
            _point_to(directory, name)
        except BaseException:
            _clear_leftovers(directory)
            raise
    except duckdb.ProgrammingError:
        raise  # a bug
    except (duckdb.Error, OSError) as error:
        raise StoreBusy(name=str(directory)) from error
    _drop_old(directory, {name, *kept})
    return current_snapshot(directory)


def _clear_leftovers(directory: Path) -> None:
    """Remove what a killed build left; nobody else builds now."""
    for path in directory.glob(".*"):
        if path.name.startswith(LOCK):
            continue
        if path.is_dir():
            shutil.rmtree(path)  # where DuckDB puts what does not fit into memory
        else:
            path.unlink()


def _next_name(directory: Path, kept: Collection[str]) -> str:
    # A name that a meeting quotes is not given a second time, even if its file is gone.
    names = [*(path.stem for path in snapshot_files(directory)), *(name for name in kept if NAME.fullmatch(name))]
    return f"maturity-{1 + max(map(number_of, names), default=0):06d}"


def write_file(target: Path, tables: Mapping[str, pd.DataFrame | pa.Table]) -> None:
    """Write a whole snapshot, then give it its name; to be called inside `publishing`."""
    unfinished = target.with_name(f".{target.stem}.tmp")
    _write(unfinished, tables)
    unfinished.chmod(0o600)
    sync(unfinished)
    unfinished.replace(target)


def _write(path: Path, tables: Mapping[str, pd.DataFrame | pa.Table]) -> None:
    # The older storage version lets DuckDB 1.5 open the file as well.
    with duckdb.connect(
        str(path),
        config={
            "storage_compatibility_version": "v1.5.0",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    ) as connection:
        for name, table in tables.items():
            connection.register("incoming", table)
            connection.execute(f"create table {name} as select * from incoming")
            connection.unregister("incoming")
        for name in DERIVED:
            connection.execute(f"create table {name} as {statement_text(name)}")
        connection.execute("checkpoint")


def _point_to(directory: Path, name: str) -> None:
    pointer = directory / f".{POINTER}"
    pointer.touch(mode=0o600)
    pointer.write_text(name, encoding="ascii")
    sync(pointer)
    pointer.replace(directory / POINTER)
    if os.name == "posix":
        sync(directory)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() or os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _drop_old(directory: Path, kept: Collection[str]) -> None:
    """Keep the newest snapshots, those just replaced, which somebody may be about to open, and the named ones.

    One that a reader on Windows still holds open stays until the next time.
    """
    *older, newest = snapshot_files(directory)
    recent = newest.stat().st_mtime - RECENT_SECONDS
    for path in older[: 1 - KEEP]:
        if path.stem not in kept and path.stat().st_mtime < recent:
            for own in (path, *directory.glob(f"{path.stem}.*.duckdb")):
                with suppress(PermissionError):
                    own.unlink()
