"""Programmes as recorded: facts over those that came with the network, releases of exactly these facts, imports."""

import pandas as pd

from etl.programmes.read import read_catalogue
from maturity.analysis.funding.programmes import COLUMNS
from maturity.clock import today
from maturity.ledger import Entry
from maturity.rights import LOCAL_COORDINATOR, Actor
from maturity.settings import Settings
from tests.analysis.funding.small_network import facts
from tests.etl.programmes.exports import OFFER, archive, document, small_export
from web.services import catalogue, programmes

REFERENCE = facts({"P": {"rate": "65", "name": "Programm P"}})


def _entry(sequence: int, kind: str, **payload: object) -> Entry:
    return Entry(sequence, f"2026-11-24T10:00:{sequence:02}+00:00", "Stelle", "coordinator", None, kind, payload, "")


def _edit(sequence: int, field: str, value: str, office: str = "A") -> Entry:
    fact = {"value": value, "quotation": "Zitat", "source": "https://example.org", "checked_on": "2026-11-24"}
    return _entry(sequence, "programme", programme_id="P", facts={field: fact}, office=office)


def test_an_edit_holds_over_the_reference_and_an_empty_value_makes_a_fact_unknown() -> None:
    known = programmes.known_from(
        REFERENCE, [_edit(1, "rate", "50"), _edit(2, "cap_eur", "1000"), _edit(3, "name", "")]
    )

    found = known.programme("P")
    assert (found.value("rate"), found.value("cap_eur"), found.value("name")) == (50, 1000, None)
    assert known.editors == {"P": "A"}


def test_a_release_is_of_the_facts_as_they_stood() -> None:
    print_now = programmes.fingerprints(REFERENCE)["P"]
    release = _entry(1, "programme_release", programme_id="P", fingerprint=print_now, office="B")

    assert programmes.known_from(REFERENCE, [release]).releases["P"].office == "B"
    assert programmes.known_from(REFERENCE, [release, _edit(2, "rate", "50")]).releases == {}
    assert list(programmes.known_from(REFERENCE, [release, _edit(2, "rate", "50"), _undo()]).releases) == ["P"]


def _undo() -> Entry:
    row = REFERENCE.loc[REFERENCE["field"] == "rate"].iloc[0]
    fact = {name: row[name] for name in ("value", "quotation", "source", "checked_on")}
    return _entry(3, "programme", programme_id="P", facts={"rate": fact}, office="A")


def test_without_any_fact_nothing_is_known() -> None:
    known = programmes.known_from(pd.DataFrame(columns=list(COLUMNS)), [])

    assert known.programmes == ()
    assert known.imported is None


def test_where_people_sign_in_the_account_is_the_office(sample: Settings) -> None:
    assert programmes.office_of(Actor("Koordinierung Süd", "coordinator"), "") == "Koordinierung Süd"
    assert programmes.office_of(LOCAL_COORDINATOR, " Kämmerei ") == "Kämmerei"


def test_an_import_is_kept_compared_and_offers_candidates_that_stay_unknown(sample: Settings) -> None:
    """Of four programmes three are for municipalities; one of these lies in Hesse, one says that it is closed."""
    catalogue.take_in(LOCAL_COORDINATOR, read_catalogue(small_export()), name="export.zip")
    imported = programmes.known().imported
    assert imported is not None
    found = {one.listed.title: one for one in catalogue.candidates(imported.programmes)}

    new_id = catalogue.adopt(LOCAL_COORDINATOR, found["Beispielprogramm Digitales Rathaus"], office="A")
    closed_id = catalogue.adopt(LOCAL_COORDINATOR, found["Beispielprogramm Mobil"], office="A")

    states = programmes.states().set_index("programme_id")
    assert sorted(found) == ["Beispielprogramm Digitales Rathaus", "Beispielprogramm Mobil"]
    assert (states.loc[new_id, "state"], states.loc[closed_id, "state"]) == ("unknown", "closed")
    assert catalogue.candidates(imported.programmes) == []
    later = read_catalogue(archive({"Bund/neu": document("Bund/neu", **OFFER)}))
    assert [(change.kind, change.programme.listed_id) for change in catalogue.changes_of(later)] == [
        ("removed", "Bund/BMX/mobil"),
        ("added", "Bund/neu"),
        ("removed", "Land/Baden-Wuerttemberg/rathaus"),
        ("removed", "Land/Hessen/fern"),
    ]


def test_looking_everything_up_again_renews_the_day_and_asks_for_a_new_release(sample: Settings) -> None:
    programmes.release(LOCAL_COORDINATOR, "ikz-hessen", office="B")
    released = set(programmes.known().releases)

    programmes.confirm_all(LOCAL_COORDINATOR, "ikz-hessen", office="A")

    found = programmes.known().programme("ikz-hessen")
    assert released == {"ikz-hessen"}
    assert found.checked_on == today()
