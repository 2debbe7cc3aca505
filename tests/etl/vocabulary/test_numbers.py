"""Numbers: German writing, nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.vocabulary.numbers import Ambiguous, read_number, without_currency, without_percent, write_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18500", 18500.0),
        ("18500.00", 18500.0),
        ("18500,00", 18500.0),
        ("18.500,00", 18500.0),
        ("18,500.00", 18500.0),
        ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1 234", 1234.0),
        ("1 234,5", 1234.5),
        ("1'234", 1234.0),
        ("2,5", 2.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("-3", -3.0),
        (" 7 ", 7.0),
    ],
)
def test_a_number_with_one_reading_is_read(text: str, expected: float) -> None:
    assert expected == read_number(text)


@pytest.mark.parametrize(
    ("text", "thousands", "decimal"),
    [("1.234", "1234", "1,2340"), ("89.504", "89504", "89,5040"), ("1,234", "1234", "1,2340")],
)
def test_three_digits_behind_one_mark_have_two_readings(text: str, thousands: str, decimal: str) -> None:
    """89.504 inhabitants is eighty-nine thousand in German and eighty-nine and a half in English."""
    assert Ambiguous(thousands, decimal) == read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", ".", "ca. 30", "NaN", "inf", "1E5", "#NV", "#DIV/0!", "k. A.", "1.2.3", "1.23.456", "12,5 %"),
        *("1" * 25, "0 125", "007.123", "٣", "²", "1 23", "1.234.567.8"),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert read_number(text) is None


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=99))
def test_every_german_amount_is_read_exactly(euros: int, cents: int) -> None:
    """1234567 euros and 5 cents: `1.234.567,05`."""
    text = f"{euros:,}".replace(",", ".") + f",{cents:02d}"

    assert read_number(text) == pytest.approx(euros + cents / 100, rel=1e-15)


@given(st.text(max_size=20))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    found = read_number(text)

    assert found is None or isinstance(found, float | Ambiguous)


def test_currency_and_percent_signs_are_dropped() -> None:
    amounts = ["18.500,- €", "€ 18.500,00", "18.500,00 EUR"]

    assert {18500.0} == {read_number(without_currency(amount)) for amount in amounts}
    assert without_percent("12,5 %") == "12,5"


def test_the_canonical_text_has_a_decimal_point_only_where_needed() -> None:
    assert [write_number(value) for value in (3.0, 2.5, 0.0)] == ["3", "2.5", "0"]
