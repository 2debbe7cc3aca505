"""A ragged row's slip is found by what its columns usually hold."""

import random

import pytest

from etl.read import read_bytes
from etl.reading.ragged import column_kinds, find_ragged, find_slip
from etl.reading.records import Record
from tests.etl.dialects import write_csv

ROWS = [[f"EAK0{number}", f"Wie weit ist {number} gekommen?", str(number % 5), ""] for number in range(1, 6)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["EAK06", "Wie weit ist es gekommen?3", ""], 1),
        (["EAK06Wie weit ist es gekommen?", "3", ""], 0),
        (["EAK06", "Wie weit", " ist es gekommen?", "3", ""], 1),
        (["EAK06", "Wie weit ist es gekommen?", "3"], 2),
    ],
)
def test_the_column_that_swallowed_or_split_is_named(cells: list[str], expected: int) -> None:
    assert expected == find_slip(cells, column_kinds(ROWS))


def test_without_any_regular_row_nothing_is_claimed() -> None:
    assert find_slip(["a"], column_kinds([])) is None


def test_where_most_rows_agree_the_header_is_the_ragged_one() -> None:
    """Three headings, but both rows have four cells."""
    body = [Record(2, 2, ["EAK01", "Gibt es das?", "3", ""]), Record(3, 3, ["EAK02", "Und das?", "1", ""])]

    assert [(one.row, one.value, one.expected) for one in find_ragged(body, ["ID", "Frage", "AntwortX"], 1)] == [
        (1, "3", "4")
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_lost_quote_is_one_finding_at_the_row_that_lost_it(seed: int) -> None:
    """Of each of 50 tables one quotation mark is deleted, at a cell's beginning or end, of one line or of three."""
    draw = random.Random(seed)
    texts = ["", "gut", "teils;teils", "eins\nzwei", "eins\nzwei\ndrei"]
    for _table in range(50):
        body = [[f"EAK{number:02d}", draw.choice(texts), "3", draw.choice(texts)] for number in range(1, 9)]
        rows = [["Frage-ID", "Frage", "Antwort", "Kommentar"], *body, ["EAK09", "teils;teils", "1", ""]]
        lines = [write_csv([row], is_quoted=seed == 0) for row in rows]
        row = draw.choice([number for number, line in enumerate(lines[1:], 1) if '"' in line])
        at = draw.choice([place for place, sign in enumerate(lines[row]) if sign == '"'])
        lines[row] = lines[row][:at] + lines[row][at + 1 :]
        findings = read_bytes("".join(lines).encode()).findings

        assert [one.row for one in findings] == [row + 1], lines[row]
