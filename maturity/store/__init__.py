"""The DuckDB side: snapshots, their pointer, read-only queries. Tables `ref_`, `stg_`, `mart_`, `log_`."""

from maturity.store.audiences import RELEASED, build_audience, snapshot_for
from maturity.store.build import build_snapshot, publishing, schema_hash
from maturity.store.snapshots import Snapshot, current_snapshot, named_snapshot, query, snapshot_files

__all__ = [
    "RELEASED",
    "Snapshot",
    "build_audience",
    "build_snapshot",
    "current_snapshot",
    "named_snapshot",
    "publishing",
    "query",
    "schema_hash",
    "snapshot_files",
    "snapshot_for",
]
