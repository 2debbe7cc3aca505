"""Planning fields: each type reads its writings and names what it cannot read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.reference.read import read_reference
from etl.vocabulary.fields import READERS, read_date, read_field
from etl.vocabulary.items import Item
from etl.vocabulary.options import Problem, Value
from etl.vocabulary.spellings import build_vocabulary
from maturity.settings import PROJECT

VOCABULARY = build_vocabulary(read_reference(PROJECT / "data" / "reference"))
CITY_FIELDS = {key for key, item in VOCABULARY.items.by_key.items() if item.kind == "city_field"}


def read(field_id: str, text: str) -> Value | Problem:
    item = Item("city_field", "", field_id) if field_id in CITY_FIELDS else Item("topic_field", "eakte", field_id)
    return read_field(item, text, VOCABULARY)


@pytest.mark.parametrize(
    ("field_id", "text", "code"),
    [
        ("status", "betrieb", "betrieb"),
        ("status", "im Betrieb", "betrieb"),
        ("priority", "hoch", "3"),
        ("priority", "2 – mittel", "2"),
        ("target", "im Regelbetrieb", "3"),
        ("lead_interest", "ja, wenn entlastet", "2"),
        ("fte_12m", "≤0,25", "≤0,25"),
        ("fte_12m", "<=0,25", "≤0,25"),
        ("fte_12m", ">1", ">1"),
        ("fte_12m", "0,3", "0.3"),
        ("budget_eur", "18.500,00 €", "18500"),
        ("budget_eur", "18500.00", "18500"),
        ("start_planned", "2027-Q1", "2027-Q1"),
        ("start_planned", "Q1 2027", "2027-Q1"),
        ("start_planned", "1. Quartal 2027", "2027-Q1"),
        ("start_planned", "IV/2027", "2027-Q4"),
        ("contract_until", "2027-06", "2027-06"),
        ("contract_until", "06/2027", "2027-06"),
        ("contract_until", "Juni 2027", "2027-06"),
        ("contract_until", "30.06.2027", "2027-06"),
        ("contract_until", "2027-06-30", "2027-06"),
        ("provider", "Komm.ONE", "Rechenzentrum"),
        ("challenges", "PERS;ZEIT;", "PERS;ZEIT"),
        ("challenges", "ZEIT, PERS", "PERS;ZEIT"),
        ("challenges", "Personal fehlt\nZeit fehlt", "PERS;ZEIT"),
        ("topics_excluded", "E-Akte, epayment", "eakte;epayment"),
        ("product", "d.3ecm", "dvelop"),
        ("product", "Eigenbau", ""),
        ("own_share_max", "30 %", "30"),
        ("own_share_max", "30", "30"),
        ("leads_max", "2,0", "2"),
        ("council_ok", "noetig", "nötig"),
        ("filled_on", "17.03.2026", "2026-03-17"),
        ("filled_on", "17. März 2026", "2026-03-17"),
        ("filled_on", "2026-03-17 10:20:00", "2026-03-17"),
        ("bp_url", "https://stadt.example/e-akte", "https://stadt.example/e-akte"),
        ("contact", "digitalisierung@stadt.example", "digitalisierung@stadt.example"),
    ],
)
def test_each_writing_gives_its_canonical_code(field_id: str, text: str, code: str) -> None:
    found = read(field_id, text)

    assert isinstance(found, Value)
    assert code == found.code


@pytest.mark.parametrize(
    ("field_id", "text", "number"),
    [("budget_eur", "18.500,00", 18500.0), ("fte_12m", ">1", 1.5), ("lead_interest", "ja", 3.0), ("target", "4", 4.0)],
)
def test_a_code_that_stands_for_a_number_has_it(field_id: str, text: str, number: float) -> None:
    found = read(field_id, text)

    assert isinstance(found, Value)
    assert number == found.number


@pytest.mark.parametrize(
    ("field_id", "text", "code"),
    [
        ("status", "läuft super", "answer_unknown"),
        ("challenges", "PERS, KAFFEE", "choice_unknown"),
        ("budget_eur", "18.500", "number_ambiguous"),
        ("budget_eur", "ca. 30", "number_unreadable"),
        ("budget_eur", "1E5", "number_unreadable"),
        ("budget_eur", "-5", "number_negative"),
        ("leads_max", "1.234", "number_ambiguous"),
        ("leads_max", "1,5", "number_unreadable"),
        ("own_share_max", "0,3", "percent_out_of_range"),
        ("own_share_max", "130", "percent_out_of_range"),
        ("start_planned", "2027", "date_unreadable"),
        ("start_planned", "2027-Q5", "date_unreadable"),
        ("contract_until", "06/27", "date_unreadable"),
        ("contract_until", "13/2027", "date_unreadable"),
        ("filled_on", "03/04/2026", "date_unreadable"),
        ("filled_on", "31.02.2026", "date_unreadable"),
        ("filled_on", "17.03.26", "date_unreadable"),
        ("filled_on", "45000", "date_unreadable"),
        ("bp_url", "www.stadt.example", "link_unusable"),
        ("bp_url", "javascript:alert(1)", "link_unusable"),
        ("bp_url", "https://[", "link_unusable"),
        ("contact", "Rathaus", "mailbox_unusable"),
        ("bp_text", "x" * 4001, "text_too_long"),
        ("product", "x" * 4001, "text_too_long"),
    ],
)
def test_what_cannot_be_read_is_named(field_id: str, text: str, code: str) -> None:
    found = read(field_id, text)

    assert isinstance(found, Problem)
    assert code == found.code


@pytest.mark.parametrize(
    ("field_id", "text", "code"),
    [
        ("contact", "erika.muster@stadt.example", "personal_data"),
        ("bp_text", "Fragen an muster@stadt.example.", "personal_data"),
        ("product", "Eigenbau", "product_unknown"),
    ],
)
def test_what_is_odd_but_usable_gets_a_note(field_id: str, text: str, code: str) -> None:
    found = read(field_id, text)

    assert isinstance(found, Value)
    assert found.note is not None
    assert code == found.note.code


def test_every_type_of_the_reference_has_a_reader() -> None:
    assert set(VOCABULARY.field_types.values()) <= set(READERS)


@given(st.dates())
def test_every_date_is_read_back(day: object) -> None:
    assert day == read_date(f"{day:%Y-%m-%d}".zfill(10))


@given(st.sampled_from(sorted(VOCABULARY.field_types)), st.text(max_size=30))
def test_no_text_makes_a_field_fail(field_id: str, text: str) -> None:
    assert isinstance(read(field_id, text), Value | Problem)
