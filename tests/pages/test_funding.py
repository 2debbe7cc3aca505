"""The page of funding, run as a visitor would see it. Programmes of the tests are recorded relative to today."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.start import prepare
from maturity.clock import today
from maturity.errors import InvalidInput, NotPermitted
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import PROJECT, load
from tests.pages.harness import OVERVIEW, run_page, texts
from web.services import programmes

FUNDING = "pages/funding.py"
PLACE = "example.org"
OPEN = {
    "name": "Beispielförderung Rathaus",
    "status": "open",
    "topics": "eakte",
    "region": "08",
    "bodies": "city",
    "partners_min": "2",
    "one_bid": "yes",
    "lead_required": "yes",
    "rate": "65",
    "cap_eur": "100000",
    "combination": "allowed",
    "council_needed": "no",
    "interim_months": "12",
    "proof_months": "6",
}


def record_open(office: str = "Fachstelle Digitales") -> None:
    """Record a programme that is open for two months, as the coordination office would."""
    closes = (today() + timedelta(days=120)).isoformat()
    programmes.edit(LOCAL_COORDINATOR, "rathaus", _facts(OPEN | {"closes": closes}), office=office)


def _facts(values: dict[str, str]) -> dict[str, dict[str, str]]:
    day = today().isoformat()
    return {
        field: {"value": value, "quotation": f"Es gilt {value}.", "source": f"https://{PLACE}/p", "checked_on": day}
        for field, value in values.items()
    }


@pytest.mark.usefixtures("sample")
def test_with_the_shipped_programmes_it_says_that_nothing_is_open() -> None:
    """Seven of ten are closed; of three nothing says whether they are open."""
    page = run_page(FUNDING, wave="2026-2")

    shown = texts(page)
    assert "Heute ist kein Programm offen, das geprüft und freigegeben ist." in shown
    assert "Erfasst: 10; geschlossen: 7; zu prüfen: 3." in shown
    assert "Interreg Oberrhein 2021–2027: nichts belegt, ob es offen ist" in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_unknown_is_named_as_what_to_ask_and_a_region_elsewhere_is_a_no() -> None:
    hessen = texts(run_page(FUNDING, wave="2026-2", programme="ikz-hessen"))
    oberrhein = texts(run_page(FUNDING, wave="2026-2", programme="interreg-oberrhein", funding_topic="eakte"))

    assert "<td>nein</td><td>Liegt außerhalb der Region" in hessen
    assert "Fördergeber nach der Region fragen" in oberrhein
    assert "Gemeinsam beantragen" not in oberrhein, "what nobody knows to be open is no offer"


@pytest.mark.usefixtures("sample")
def test_an_open_programme_is_an_offer_only_after_a_second_office_released_it() -> None:
    record_open()
    before = texts(run_page(FUNDING, wave="2026-2", programme="rathaus"))
    with pytest.raises(InvalidInput, match="andere Stelle"):
        programmes.release(LOCAL_COORDINATOR, "rathaus", office="fachstelle digitales")
    programmes.release(LOCAL_COORDINATOR, "rathaus", office="Kämmerei")
    page = run_page(FUNDING, wave="2026-2", programme="rathaus")

    assert "Es gilt noch nicht als Angebot: noch nicht freigegeben." in before
    assert "Heute ist kein Programm offen" in before
    shown = texts(page)
    assert "Heute ist 1 Programm offen: Beispielförderung Rathaus (bis" in shown
    assert "Gemeinsam beantragen" in shown
    assert "Beispielförderung Rathaus freigegeben von Kämmerei." in shown
    assert not page.exception


@pytest.mark.usefixtures("sample")
def test_a_later_edit_takes_the_release_back() -> None:
    record_open()
    programmes.release(LOCAL_COORDINATOR, "rathaus", office="Kämmerei")
    programmes.edit(LOCAL_COORDINATOR, "rathaus", _facts({"rate": "50"}), office="Fachstelle Digitales")

    assert "Heute ist kein Programm offen" in texts(run_page(FUNDING, wave="2026-2"))


@pytest.mark.usefixtures("sample")
def test_after_ninety_days_without_a_check_it_is_said_and_no_offer_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked on 24 November 2026: 90 days later is 22 February 2027, then it is stale; it closes in March."""
    _on_day("2026-11-24", monkeypatch)
    record_open()
    programmes.release(LOCAL_COORDINATOR, "rathaus", office="Kämmerei")
    _on_day("2027-02-22", monkeypatch)
    fresh = texts(run_page(FUNDING, wave="2026-2", programme="rathaus"))
    _on_day("2027-02-23", monkeypatch)
    stale = texts(run_page(FUNDING, wave="2026-2", programme="rathaus"))
    _on_day("2027-03-25", monkeypatch)
    closed = texts(run_page(FUNDING, wave="2026-2", programme="rathaus"))

    assert "Heute ist 1 Programm offen" in fresh
    assert "Es gilt noch nicht als Angebot: seit 91 Tagen nicht geprüft." in stale
    assert "24.11.2026, vor 91 Tagen: erneut prüfen" in stale
    assert "ist geschlossen: Der Antragsschluss ist vorbei." in closed


def _on_day(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITALKOMPASS_TODAY", day)
    load.cache_clear()


@pytest.mark.usefixtures("sample")
def test_a_fact_without_evidence_and_a_role_without_the_right_are_refused() -> None:
    facts = _facts({"rate": "65"})
    facts["rate"]["quotation"] = " "
    with pytest.raises(InvalidInput, match="Zitat"):
        programmes.edit(LOCAL_COORDINATOR, "neu", facts, office="Fachstelle")
    with pytest.raises(InvalidInput, match="Stelle"):
        programmes.edit(LOCAL_COORDINATOR, "neu", _facts({"rate": "65"}), office=" ")
    with pytest.raises(NotPermitted):
        programmes.edit(Actor("Rathaus", "officer", "08216007"), "neu", _facts({"rate": "65"}), office="")


@pytest.mark.usefixtures("sample")
def test_what_changed_is_listed_until_it_is_noted_as_seen() -> None:
    record_open()
    page = run_page(FUNDING, wave="2026-2")
    before = texts(page)
    after = texts(_press(page, "funding_seen"))

    assert "Beispielförderung Rathaus bearbeitet von Fachstelle Digitales" in before
    assert "Was sich seit dem letzten Blick geändert hat" not in after


def _press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


@pytest.mark.usefixtures("sample")
def test_the_overview_says_one_line_of_it() -> None:
    assert "Förderung: Kein geprüftes und freigegebenes Programm ist offen; zu prüfen: 3." in texts(run_page(OVERVIEW))


@pytest.mark.usefixtures("empty")
def test_without_answers_the_programmes_are_shown_and_nobody_is_judged() -> None:
    page = run_page(FUNDING)

    assert "Heute ist kein Programm offen" in texts(page)
    assert "Antragsberechtigt</th>" not in texts(page)
    assert not page.exception


def test_a_network_without_programmes_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT / "data" / "reference", tmp_path / "reference")
    (tmp_path / "reference" / "programmes.csv").unlink()
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path))
    load.cache_clear()
    prepare(load())

    page = run_page(FUNDING)

    load.cache_clear()
    assert "Noch ist kein Programm erfasst." in texts(page)
    assert not page.exception
