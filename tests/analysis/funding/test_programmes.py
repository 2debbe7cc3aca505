"""Programmes: a fact without a quotation is unknown; values that do not fit their field are refused by name."""

from datetime import date

import pytest

from maturity.analysis.funding.programmes import FIELDS, parse_value, read_programmes, unknown_fields
from maturity.errors import InvalidInput, UnknownId
from tests.analysis.funding.small_network import PROGRAMMES, WRITTEN, facts, programme


def test_values_have_the_type_of_their_field() -> None:
    known = PROGRAMMES[0]

    assert [found.programme_id for found in PROGRAMMES] == ["P", "Q", "R"]
    assert (known.value("rate"), known.value("closes")) == (65.0, date(2027, 3, 31))
    assert known.value("bodies") == frozenset({"city", "county"})
    assert known.value("lead_required") is True
    assert known.value("sponsor") is None


def test_a_value_without_a_quotation_is_unknown() -> None:
    rows = facts({"X": {"rate": "65", "cap_eur": "1000"}})
    rows.loc[rows["field"] == "rate", "quotation"] = " "

    found = read_programmes(rows)[0]

    assert found.value("rate") is None
    assert found.value("cap_eur") == 1000


def test_it_is_checked_as_long_ago_as_its_oldest_fact_and_never_if_one_never_was() -> None:
    rows = facts({"X": {"rate": "65", "name": "X"}})
    rows.loc[0, "checked_on"] = "2026-01-01"
    never = rows.assign(checked_on=["2026-01-01", ""])

    assert read_programmes(rows)[0].checked_on == date(2026, 1, 1)
    assert read_programmes(never)[0].checked_on is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("rate", "101"), ("rate", "viel"), ("rate", "nan"), ("cap_eur", "-1"), ("cap_eur", "inf"),
        ("closes", "31.3.2027"), ("status", "offen"), ("one_bid", "ja"), ("bodies", "city;village"), ("topics", ";"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused(field: str, text: str) -> None:
    with pytest.raises(InvalidInput, match=field):
        parse_value(field, text)


def test_an_unknown_field_is_refused_and_an_empty_value_is_unknown() -> None:
    with pytest.raises(UnknownId):
        parse_value("color", "red")
    assert parse_value("rate", " ") is None


def test_what_is_unknown_can_be_listed() -> None:
    assert set(unknown_fields(PROGRAMMES[0])) == set(FIELDS) - set(WRITTEN["P"])
    assert programme().name == "X"
