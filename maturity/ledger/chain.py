"""The chain: each entry's hash covers its content and the hash before it, so that no row changes unnoticed. Pure."""

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64
HASHED = ("sequence", "at", "actor", "role", "actor_city", "kind", "payload", "previous_hash")


def canonical(content: object) -> str:
    """Write JSON in the one form that is hashed: sorted keys, no blanks, ASCII, no NaN."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(content: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_of(row: Mapping[str, object]) -> str:
    """Return the hash of an entry's row: all its columns but `hash`."""
    return sha256(canonical({column: row[column] for column in HASHED}).encode())


def follows(row: Mapping[str, object], *, sequence: int, previous_hash: str) -> bool:
    """Tell whether the row is unchanged and stands where the chain expects it."""
    # SQLite would hold bytes in any column, which have no form to hash.
    if not all(isinstance(row[column], str | int | None) for column in HASHED):
        return False
    is_in_place = bool(row["sequence"] == sequence and row["previous_hash"] == previous_hash)
    return is_in_place and row["hash"] == hash_of(row)
