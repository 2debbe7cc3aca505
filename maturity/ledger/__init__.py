"""The ledger: what people did, written once, as a chain of hashes. The truth from which every snapshot is built."""

from maturity.ledger.checks import Fault, verify
from maturity.ledger.copies import backup, restore_backup
from maturity.ledger.ledger import Ledger, Mark
from maturity.ledger.opening import open_ledger
from maturity.ledger.records import ACTIONS, Entry, Part, SourceFile, SubmissionRecord
from maturity.ledger.values import COLUMNS

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "Entry",
    "Fault",
    "Ledger",
    "Mark",
    "Part",
    "SourceFile",
    "SubmissionRecord",
    "backup",
    "open_ledger",
    "restore_backup",
    "verify",
]
