"""Erasure: no byte of a mailbox is left, the answers stay, and the chain still holds."""

import zlib
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import select

from maturity.errors import FileErased, LedgerBroken, NotPermitted
from maturity.ledger import Ledger, schema, verify
from maturity.ledger.erasure import erase, submissions_with_contact
from tests.ledger.builders import ANSWERS, BRETTEN, BUEHL, COORDINATOR, OFFICER, WAVE, file, of_city, parts_of, submit

MAILBOX = "digitales-rathaus@bretten.example"


def _with_mailbox() -> pd.DataFrame:
    contact = ANSWERS.head(1).assign(item="city_field", topic_id="", item_id="contact", code=MAILBOX, text=MAILBOX)
    return pd.concat([of_city(BRETTEN), contact.assign(number=None)], ignore_index=True)


def _places(folder: Path, ledger: Ledger) -> list[str]:
    """Where the mailbox is found: in every byte of every file, and in what is packed inside."""
    raw = [one.name for one in folder.rglob("*") if one.is_file() and MAILBOX.encode() in one.read_bytes()]
    with ledger.database.reading() as connection:
        packed = connection.execute(select(schema.submissions.c.submission_id, schema.submissions.c.file)).all()
    return raw + [f"file {number}" for number, blob in packed if blob and MAILBOX.encode() in zlib.decompress(blob)]


def test_after_an_erasure_no_byte_of_the_mailbox_is_left(ledger: Ledger, tmp_path: Path) -> None:
    table = _with_mailbox()
    ledger.record_submission(COORDINATOR, file(f"Kontakt: {MAILBOX}"), parts_of(table), table)
    submit(ledger, "Bühl", of_city(BUEHL))
    ledger.save_draft(OFFICER, BRETTEN, WAVE, {"answers": {"contact": MAILBOX}})
    assert {"file 1"} < set(_places(tmp_path, ledger))
    assert submissions_with_contact(ledger) == [1]

    assert erase(ledger, COORDINATOR, [1], reason="auf Wunsch") == 1

    assert _places(tmp_path, ledger) == []
    ledger.close()
    assert _places(tmp_path, ledger) == []
    assert verify(ledger) == []
    assert submissions_with_contact(ledger) == []
    assert ledger.load_draft(OFFICER, BRETTEN, WAVE) is None


def test_the_answers_stay_and_the_file_says_that_it_was_erased(ledger: Ledger) -> None:
    table = _with_mailbox()
    ledger.record_submission(COORDINATOR, file("Inhalt"), parts_of(table), table)
    before = ledger.values_in_force()

    erase(ledger, COORDINATOR, [1], reason="auf Wunsch")

    after = ledger.values_in_force()
    is_contact = after["item_id"] == "contact"
    pd.testing.assert_frame_equal(before.loc[~is_contact], after.loc[~is_contact])
    assert after.loc[is_contact, ["code", "text"]].isna().all(axis=None)
    with pytest.raises(FileErased, match="R-000001"):
        ledger.file_of(1)
    (entry,) = ledger.entries("erasure")
    assert (entry.actor, entry.payload["submission_id"], entry.payload["reason"]) == ("Koordination", 1, "auf Wunsch")


def test_erasing_twice_changes_nothing(ledger: Ledger) -> None:
    submit(ledger, "Inhalt")

    assert [erase(ledger, COORDINATOR, [1, 1], reason="Frist") for _round in range(2)] == [1, 0]
    assert len(ledger.entries("erasure")) == 1


def test_what_is_changed_after_an_erasure_is_found(ledger: Ledger) -> None:
    submit(ledger, "Inhalt")
    erase(ledger, COORDINATOR, [1], reason="Frist")
    with ledger.database.writing() as connection:
        connection.exec_driver_sql("update submissions set answers = x'00'")

    assert [fault.sequence for fault in verify(ledger)] == [1]
    with pytest.raises(LedgerBroken):
        ledger.values_in_force()


def test_an_officer_erases_nothing(ledger: Ledger) -> None:
    submit(ledger, "Inhalt")

    with pytest.raises(NotPermitted):
        erase(ledger, OFFICER, [1], reason="Versuch")
    assert ledger.file_of(1) == b"Inhalt"
