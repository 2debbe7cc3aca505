"""The receipt: what an officer keeps."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from maturity.ledger.receipts import as_proof, check_proofs
from maturity.reports.receipt import ReceiptPage, ReceiptPart, in_groups, receipt_pdf, shortened
from tests.ledger.builders import open_in, submit

SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
RECEIPT = ReceiptPage(
    network_name="Regional.Digital",
    number="R-000042",
    at=datetime(2026, 11, 23, 14, 5, tzinfo=UTC),
    file_name="antworten.csv",
    file_sha256=SHA256,
    sent_by="Digitalstelle Bruchsal",
    parts=(ReceiptPart("Bruchsal", "2026-2", 2, 1306), ReceiptPart("Bretten", "2026-2", 1, 4)),
    notes=("Der Text wurde als Windows-1252 gelesen.",),
)


def _flat(content: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    "fact",
    [
        "Eingangsbeleg R-000042",
        "23.11.2026, 15:05",
        "antworten.csv",
        SHA256,
        "Digitalstelle Bruchsal",
        "Bruchsal 2026-2 2 1.306",
        "Antworten 1.310",
        "Der Text wurde als Windows-1252 gelesen.",
        "noch nicht veröffentlicht",
        "Seite 1 von 1",
    ],
)
def test_the_receipt_names_every_fact(fact: str) -> None:
    """1,306 + 4 answers are 1,310."""
    assert "".join(fact.split()) in _flat(_pdf())


@cache
def _pdf() -> bytes:
    return receipt_pdf(RECEIPT)


def test_of_very_many_parts_the_first_hundred_are_named_and_the_others_counted() -> None:
    """11,000 cities would be a receipt of 250 pages; 150 less 100 are 50, of two answers each."""
    parts = tuple(ReceiptPart(f"Stadt {number}", "2026-2", 1, 2) for number in range(150))
    shown = _flat(receipt_pdf(replace(RECEIPT, parts=parts)))

    assert "Stadt992026-212" in shown
    assert "Stadt100" not in shown
    assert "50weitereTeile100" in shown


def test_a_receipt_for_sample_data_says_so() -> None:
    assert "Beispieldaten:DieAntwortensindfreierfunden." in _flat(receipt_pdf(replace(RECEIPT, is_sample=True)))
    assert "Beispieldaten" not in _flat(_pdf())


@pytest.mark.parametrize("name", ["😀.csv", "a\x00b.csv", "\u202egpj.csv", "#panic().csv", "", "x" * 4000])
def test_no_file_name_stops_a_receipt(name: str) -> None:
    assert "R000042" in _flat(receipt_pdf(replace(RECEIPT, file_name=name))).replace("-", "")


def test_the_fingerprint_stands_in_groups_of_eight_four_to_a_line() -> None:
    assert in_groups(SHA256) == "9f86d081 884c7d65 9a2feaa0 c55ad015\na3bf4f1b 2b0b822c d15d6c15 b0f00a08"


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    """120 characters remain: 60 of each end."""
    assert shortened("a" * 100 + "b" * 100) == "a" * 60 + " … " + "b" * 60
    assert shortened("a" * 120) == "a" * 120


def test_the_pdf_carries_the_proof_for_a_program(tmp_path: Path) -> None:
    """Number and hash stand in the file's keywords, so that the PDF itself can be held against the ledger."""
    ledger = open_in(tmp_path)
    record = submit(ledger, "x")
    true, false = (as_proof("R-000001", entry_hash) for entry_hash in (record.hash, "0" * 64))

    assert check_proofs(ledger, receipt_pdf(replace(RECEIPT, proof=true))) == {"R-000001": True}
    assert check_proofs(ledger, receipt_pdf(replace(RECEIPT, proof=false))) == {"R-000001": False}
    assert check_proofs(ledger, receipt_pdf(RECEIPT)) == {}
