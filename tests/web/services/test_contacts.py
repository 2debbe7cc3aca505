"""Mailboxes: for members, from the ledger, in no snapshot."""

import pytest

from maturity.settings import Settings
from web.services import contacts


@pytest.mark.usefixtures("sample")
def test_a_citys_mailbox_is_read_from_the_ledger() -> None:
    found = contacts.mailboxes("2026-1")

    assert found["08216007"].endswith("@buehl.example")
    assert len(found) == 8  # of nine cities, one named none


def test_no_byte_of_a_mailbox_is_in_a_snapshot(sample: Settings) -> None:
    mailboxes = contacts.mailboxes("2026-1").values()

    content = b"".join(file.read_bytes() for file in sample.snapshots.glob("*.duckdb"))

    assert content
    assert not any(mailbox.encode() in content for mailbox in mailboxes)
