"""The page of knowledge transfer, run as a visitor would see it."""

import pytest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.pages.harness import run_page, texts

TRANSFER = "pages/transfer.py"


@pytest.mark.usefixtures("sample")
def test_it_says_who_can_help_with_a_topic_and_why() -> None:
    """Ettlingen has 87.5 points in e-payment, Bretten 56.25: 31.25 points ahead, more than one level."""
    page = run_page(TRANSFER, wave="2026-2", city="08215007", topic="epayment")

    shown = texts(page)
    assert "Bretten findet Hilfe bei E-Payment in Ettlingen: mindestens eine Stufe voraus" in shown
    assert "31,3 Punkte voraus; Angebot: Hospitation; kann teilen: Prozessmodelle" in shown
    assert 'href="#praxis-08215017-epayment"' in shown
    assert 'id="praxis-08215017-epayment"' in shown
    assert "digitalisierung@ettlingen.example" in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_over_all_topics_it_names_whom_to_ask_first() -> None:
    page = run_page(TRANSFER, wave="2026-2", city="08215007")

    shown = texts(page)
    assert "Bretten lernt am meisten von Bruchsal, Baden-Baden und Ettlingen." in shown
    assert "Baden-Baden – Rastatt" in shown, "the pair with the largest mutual gain"
    assert "▶ Bretten" in shown, "our own row in the matrix"


@pytest.mark.usefixtures("sample")
def test_good_practices_are_found_by_word_and_by_what_can_be_shared() -> None:
    by_word = texts(run_page(TRANSFER, wave="2026-2", city="08215007", practice_words="aktenplan"))
    by_code = texts(run_page(TRANSFER, wave="2026-2", city="08215007", practice_asset="CODE"))

    assert "1 von 11 Beispielen" in by_word
    assert "Einführung Amt für Amt" in by_word
    assert "3 von 11 Beispielen" in by_code


@pytest.mark.usefixtures("sample")
def test_a_city_that_has_not_answered_still_learns_who_is_far_enough() -> None:
    """Bühl handed nothing in; Gaggenau took the short survey only, and that is said."""
    page = run_page(TRANSFER, wave="2026-2", city="08216007", topic="epayment")

    shown = texts(page)
    assert "Wie weit Bühl bei E-Payment ist, ist unbekannt. Weit genug, um zu helfen: Ettlingen" in shown
    assert "Bereitschaft zu teilen unbekannt; nur aus der Kurzfassung" in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_where_nobody_is_far_enough_it_says_so() -> None:
    page = run_page(TRANSFER, wave="2026-2", city="08215007", topic="ki")

    assert "Derzeit kann keine Stadt des Netzwerks Bretten bei KI und Automatisierung helfen." in texts(page)
    assert not page.exception


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(TRANSFER)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    """Bühl leads in digital building permits; once its answers are in, Bretten finds help there."""
    before = run_page(TRANSFER, wave="2026-2", city="08215007", topic="bauamt")
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    after = before.run()

    assert "Bretten findet Hilfe bei Digitaler Bauantrag in Bühl" in texts(after)
