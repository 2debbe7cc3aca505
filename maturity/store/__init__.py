"""The DuckDB side: snapshots, their pointer, read-only queries. Tables `ref_`, `stg_`, `mart_`, `log_`."""

from maturity.store.build import build_snapshot, schema_hash
from maturity.store.snapshots import Snapshot, current_snapshot, query

__all__ = ["Snapshot", "build_snapshot", "current_snapshot", "query", "schema_hash"]
