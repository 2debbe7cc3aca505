"""The page of overlaps and gaps, run as a visitor would see it."""

import pytest

from etl.ingest import ingest
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import PROJECT, Settings
from tests.pages.harness import figure, run_page, texts
from web.overlaps import together

OVERLAPS = "pages/overlaps.py"


@pytest.mark.usefixtures("sample")
def test_it_says_where_most_are_active_and_where_nobody_can_help() -> None:
    """Second wave: seven of seven cities with a status have an e-file project; nobody has 75 points in AI."""
    page, gaps = run_page(OVERLAPS, wave="2026-2"), run_page(OVERLAPS, wave="2026-2", overlaps_view="gaps")

    shown = texts(page)
    assert "In 19 Themen haben zwei oder mehr Städte ein Projekt, am häufigsten: „E-Akte“" in shown
    assert (
        "keine Stadt weit genug, um den anderen etwas zu zeigen: Digitaler Bauantrag, KI und Automatisierung"
        in texts(gaps)
    )
    assert "7 von 7 (100\N{NO-BREAK SPACE}%)" in shown
    labels = [mark for trace in figure(page, "overlaps_quadrant")["data"] for mark in trace["hovertext"]]
    assert any(label.startswith("E-Akte: 7 von 7 Städten sind aktiv, 1 unbekannt") for label in labels)
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_it_finds_joint_starts_contracts_and_products() -> None:
    """Bretten, Rheinstetten and Stutensee all plan information security for the first quarter of 2027."""
    shown = texts(run_page(OVERLAPS, wave="2026-2", overlaps_view="together"))

    assert "1. Quartal 2027" in shown
    assert "Bretten, Rheinstetten und Stutensee" in shown
    assert "09/2027 – 06/2028" in shown, "four contracts of the e-file"
    assert "Virtuelles Bauamt Baden-Württemberg" in shown


@pytest.mark.usefixtures("sample")
def test_a_decided_lead_is_the_city_that_pays_in_full() -> None:
    """Without a decision the largest budget counts as the lead's; a smaller lead leaves more to save."""
    before = together.savings_sentence("2026-2", 50, ())
    smaller = together.savings("2026-2", 50, (("eakte", "08216007"),)).set_index("topic_id")
    usual = together.savings("2026-2", 50, ()).set_index("topic_id")

    assert "276.250" in before
    assert usual.loc["eakte", "lead_id"] != "08216007"
    assert smaller.loc["eakte", "lead_id"] == "08216007"


@pytest.mark.usefixtures("sample")
def test_savings_follow_the_assumption_and_always_name_it() -> None:
    """Reuse for nothing saves twice as much as reuse for half: 552,500 and 276,250 euros."""
    half, free = run_page(OVERLAPS, wave="2026-2"), run_page(OVERLAPS, wave="2026-2", overlaps_reuse="0")

    assert "das sind 276.250 Euro weniger. Annahme:" in texts(half)
    assert "für 50\N{NO-BREAK SPACE}% des eigenen Budgets" in texts(half)
    assert "das sind 552.500 Euro weniger. Annahme:" in texts(free)


@pytest.mark.usefixtures("empty")
def test_without_answers_it_says_what_to_do() -> None:
    page = run_page(OVERLAPS)

    assert "Noch hat keine Stadt Antworten eingereicht" in texts(page)
    assert not page.exception


def test_on_the_short_survey_alone_projects_are_unknown_and_gaps_are_still_shown(empty: Settings) -> None:
    """Gaggenau alone, which took the short survey: one answer per topic and no word about projects."""
    receipt = ingest(
        (PROJECT / "data" / "sample" / "2026-1" / "08216015.csv").read_bytes(), name="gaggenau.csv",
        actor=LOCAL_COORDINATOR, ledger=open_ledger(empty.ledger_url), reference=read_reference(empty.reference),
        settings=empty,
    )  # fmt: skip
    assert receipt.status == "accepted"

    page = run_page(OVERLAPS)

    shown = texts(page) + texts(run_page(OVERLAPS, overlaps_view="gaps"))
    assert "Keine Stadt hat Projekte angegeben: Was die Städte gleichzeitig tun, ist unbekannt." in shown
    assert "Ohne Angaben zu Projekten lässt sich die Aktivität nicht der Reife gegenüberstellen." in shown
    assert "Eine Einsparung lässt sich nicht schätzen" in shown
    assert "niemand von\N{NO-BREAK SPACE}1" in shown
    assert not page.get("plotly_chart")
    assert not page.exception


def test_new_answers_appear_without_a_restart(sample: Settings) -> None:
    """Bühl, missing in the second wave, has a project in its e-file: seven of seven become eight of eight."""
    before = run_page(OVERLAPS, wave="2026-2")
    content = (sample.sample / "2026-1" / "08216007.csv").read_bytes().replace(b"Welle;2026-1", b"Welle;2026-2")
    ingest(
        content, name="buehl.csv", actor=LOCAL_COORDINATOR, ledger=open_ledger(sample.ledger_url),
        reference=read_reference(sample.reference), settings=sample,
    )  # fmt: skip

    after = before.run()

    assert "8 von 8 (100\N{NO-BREAK SPACE}%)" in texts(after)
