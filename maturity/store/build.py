"""Build a snapshot: tables in, a closed DuckDB file and a moved pointer out."""

import hashlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from maturity.errors import StoreBusy
from maturity.store.snapshots import POINTER, Snapshot, current_snapshot, statement_text

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


def schema_hash() -> str:
    """Return a hash of the derived tables' SQL: a snapshot of another program version is built again."""
    return hashlib.sha256("".join(statement_text(name) for name in DERIVED).encode()).hexdigest()


def build_snapshot(
    directory: Path, tables: Mapping[str, pd.DataFrame | pa.Table], *, kept: Collection[str] = ()
) -> Snapshot:
    """Write the next snapshot and point to it.

    Args:
        directory: the folder of the snapshots; made if absent.
        tables: the `ref_`, `stg_` and `log_` tables by name; the `mart_` tables are derived from them.
        kept: names of older snapshots that stay, because somebody may still ask for what they show.

    Returns:
        The snapshot.

    Raises:
        StoreBusy: the file cannot be written; the old snapshot stays in force.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        target = _reserve(directory)
        unfinished = directory / f".{target.stem}-{os.getpid()}.tmp"
        try:
            _write(unfinished, tables)
            unfinished.replace(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            target.unlink(missing_ok=True)
            raise
        _point_to(directory, target.stem)
    except (duckdb.Error, OSError) as error:
        raise StoreBusy(name=str(directory)) from error
    _drop_old(directory, target.stem, kept)
    return current_snapshot(directory)


def _reserve(directory: Path) -> Path:
    """Take the next free number; creating the empty file exclusively keeps two writers apart."""
    number = 1 + max((int(path.stem.rpartition("-")[2]) for path in directory.glob("maturity-*.duckdb")), default=0)
    while True:
        target = directory / f"maturity-{number:06d}.duckdb"
        try:
            target.touch(exist_ok=False)
        except FileExistsError:
            number += 1
        else:
            return target


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
    pointer = directory / f".{POINTER}-{os.getpid()}"
    with pointer.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    pointer.replace(directory / POINTER)


def _drop_old(directory: Path, newest: str, kept: Collection[str]) -> None:
    """Keep the newest and the asked for; one that a reader on Windows still holds open stays until the next time."""
    names = sorted(path for path in directory.glob("maturity-*.duckdb") if path.stem <= newest)
    for path in (path for path in names[:-KEEP] if path.stem not in kept):
        try:
            path.unlink()
        except PermissionError:
            continue
