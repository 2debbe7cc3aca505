"""A ragged row's slip is found by what its columns usually hold."""

import pytest

from etl.ragged import column_kinds, find_ragged, find_slip
from etl.records import Record

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
