"""What a receipt proves: an entry's number and hash, which vouches for the whole ledger up to it.

The hash is outside the ledger, in the hands of who handed something in: whoever rewrites the ledger with all its
hashes is found out by it.
"""

import re

from maturity.ledger.ledger import Ledger

# Printed in groups or not, in a PDF's metadata, in JSON or in a letter.
PROOF = re.compile(rb"R-(\d{6,}):([0-9a-f]{64})")


def as_proof(receipt_number: str, entry_hash: str) -> str:
    """Return `R-000042:<hash>`, as receipts carry it."""
    return f"{receipt_number}:{entry_hash}"


def check_proofs(ledger: Ledger, content: bytes) -> dict[str, bool]:
    """Hold the proofs found in a file against the ledger.

    Args:
        ledger: to check.
        content: of a receipt as PDF, JSON or text; empty if there is none in it.

    Returns:
        For each receipt number whether the ledger holds this very entry.
    """
    return {
        f"R-{number.decode()}": ledger.hash_at(int(number)) == entry_hash.decode()
        for number, entry_hash in PROOF.findall(content)
    }
