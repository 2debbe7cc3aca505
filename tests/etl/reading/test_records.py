"""The tokeniser agrees with Python's csv on sound text, and names every quote out of place."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading.records import Fault, split_lines, split_records
from tests.etl.dialects import write_csv

DELIMITERS = ";,\t|"
CELL = st.text(st.sampled_from('ab"; ,\t|\r\nä'), max_size=6)


def cells(text: str, delimiter: str = ";") -> list[list[str]]:
    return [record.cells for record in split_records(split_lines(text), delimiter)]


def faults(text: str) -> list[Fault]:
    return [fault for record in split_records(split_lines(text), ";") for fault in record.faults]


@settings(max_examples=300, deadline=None)
@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=4),
    delimiter=st.sampled_from(DELIMITERS),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    is_quoted=st.booleans(),
)
def test_what_csv_writes_is_read_back(rows: list[list[str]], delimiter: str, end: str, is_quoted: bool) -> None:
    records = split_records(split_lines(write_csv(rows, delimiter=delimiter, end=end, is_quoted=is_quoted)), delimiter)

    assert rows == [record.cells for record in records]
    assert not any(record.faults for record in records)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from('ab;"\n'), max_size=30))
def test_without_a_fault_the_cells_are_those_of_csv(text: str) -> None:
    if faults(text):
        return
    expected = [row or [""] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)]

    assert expected == cells(text)


def test_a_quoted_line_break_belongs_to_its_cell_and_later_lines_count_on() -> None:
    """Row 2 takes lines 2 and 3, so row 3 begins in line 4."""
    records = split_records(split_lines('a;b\r\n"x\ny";2\r\n3;4'), ";")

    assert [record[:3] for record in records] == [(1, 1, ["a", "b"]), (2, 2, ["x\ny", "2"]), (3, 4, ["3", "4"])]


@pytest.mark.parametrize(
    ("text", "expected", "read"),
    [
        ('1;"ab;2\n3;c;4\n', ("quote_unclosed", 1, 1), [["1", '"ab', "2"], ["3", "c", "4"]]),
        ('1;"ab;2\n3;"c";4\n', ("quote_unclosed", 1, 1), [["1", '"ab', "2"], ["3", "c", "4"]]),
        ('"1";"ab;"2"\n"3";"c";"4"\n', ("quote_unclosed", 1, 1), [["1", '"ab', "2"], ["3", "c", "4"]]),
        ('"1";"2";"ab\n"3";"4";"c"\n', ("quote_unclosed", 1, 2), [["1", "2", '"ab'], ["3", "4", "c"]]),
        ('1;a"b;2\n', ("quote_inside_cell", 1, 1), [["1", 'a"b', "2"]]),
        ('1;2\n3;"a "b" c"\n', ("quote_inside_cell", 2, 1), [["1", "2"], ["3", 'a "b" c']]),
        ('1;"ab"c;2\n', ("quote_inside_cell", 1, 1), [["1", '"ab"c', "2"]]),
        ('1;"ab" ;2\n', ("quote_inside_cell", 1, 1), [["1", "ab", "2"]]),
        ('1; "a;b";2\n', ("quote_inside_cell", 1, 1), [["1", "a;b", "2"]]),
        ('"x\ny";"ab;2\n3;c;4\n', ("quote_unclosed", 2, 1), [["x\ny", '"ab', "2"], ["3", "c", "4"]]),
    ],
)
def test_a_quote_out_of_place_is_named_and_reading_goes_on(
    text: str, expected: tuple[str, int, int], read: list[list[str]]
) -> None:
    assert [expected] == [fault[:3] for fault in faults(text)]
    assert read == cells(text)


def test_lines_end_at_crlf_lf_and_cr_only() -> None:
    assert split_lines("a\r\nb\r\rc\x0bd\u2028\ne") == ["a\r\n", "b\r", "\r", "c\x0bd\u2028\n", "e"]


def test_a_file_of_one_column_keeps_its_delimiters_as_text() -> None:
    assert cells("a;b\nc,d", "") == [["a;b"], ["c,d"]]
