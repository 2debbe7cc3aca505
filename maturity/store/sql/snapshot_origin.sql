-- One row: the ledger's version and hash, the reference version and the origin this snapshot was built from.
select * from log_snapshot
