import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.ledger.chain import GENESIS, HASHED, canonical, follows, hash_of

ROW: dict[str, object] = {
    "sequence": 1,
    "at": "2026-11-23T12:00:00+00:00",
    "actor": "Koordination",
    "role": "coordinator",
    "actor_city": None,
    "kind": "pin",
    "payload": '{"topic_id":"eakte"}',
    "previous_hash": GENESIS,
}


def test_the_same_content_has_one_form() -> None:
    """Keys sorted, no blanks, ASCII only."""
    expected = '{"a":1,"b":"\\u00fc"}'
    actual = canonical({"b": "ü", "a": 1})

    assert expected == actual


def test_not_a_number_cannot_be_hashed() -> None:
    with pytest.raises(ValueError, match="Out of range"):
        canonical({"value": float("nan")})


def test_the_hash_can_be_redone_by_hand() -> None:
    """SHA-256 of the row as JSON, as `sha256sum` gives it for this very line."""
    line = (
        '{"actor":"Koordination","actor_city":null,"at":"2026-11-23T12:00:00+00:00","kind":"pin",'
        '"payload":"{\\"topic_id\\":\\"eakte\\"}",'
        f'"previous_hash":"{GENESIS}","role":"coordinator","sequence":1}}'
    )
    expected = hashlib.sha256(line.encode()).hexdigest()
    actual = hash_of(ROW)

    assert expected == actual


@given(column=st.sampled_from(HASHED), other=st.one_of(st.none(), st.integers(), st.text(), st.binary()))
def test_no_column_can_change_unnoticed(column: str, other: object) -> None:
    whole = {**ROW, "hash": hash_of(ROW)}
    changed = {**whole, column: other}

    assert follows(whole, sequence=1, previous_hash=GENESIS)
    assert follows(changed, sequence=1, previous_hash=GENESIS) == (changed == whole)


def test_an_entry_belongs_to_one_place() -> None:
    whole = {**ROW, "hash": hash_of(ROW)}

    assert not follows(whole, sequence=2, previous_hash=GENESIS)
    assert not follows(whole, sequence=1, previous_hash="f" * 64)
