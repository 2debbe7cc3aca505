"""The receipt on the page."""

import pytest

from etl.ingest import Receipt
from maturity.ledger import Part
from web.upload.receipt import MOST_PARTS, receipt_html


@pytest.mark.usefixtures("empty")
def test_a_receipt_of_very_many_cities_lists_the_first_and_counts_the_others() -> None:
    """25 cities with 1 to 25 answers: 20 lines, then 21 + 22 + 23 + 24 + 25 = 115 answers in one."""
    parts = tuple(Part(f"{number:08d}", "2026-1", number) for number in range(1, MOST_PARTS + 6))
    receipt = Receipt("accepted", "x.csv", "0" * 64, 1, "2026-11-01T10:00:00+00:00", parts, snapshot="maturity-000001")
    shown = receipt_html(receipt)

    assert shown.count("Antworten von ") == MOST_PARTS
    assert "Antworten in 5 weiteren Teilen (Stadt und Welle)</th><td>115</td>" in shown
