-- One row: the ledger version and the origin this snapshot was built from.
select ledger_version, reference_version, origin_hash from log_snapshot
