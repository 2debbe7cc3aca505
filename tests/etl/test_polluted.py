"""The corpus of polluted tables: strict reading takes a file exactly or refuses it, tolerant reading mends nearly all.

`python -m tests.etl.polluted` prints the figures per pollution, see benchmarks/RESULTS.md.
"""

from tests.etl.polluted import POLLUTIONS, corpus, judge

FOUND = [(file.pollution, judge(file)) for file in corpus()]


def test_strict_reading_is_never_wrong_without_a_word() -> None:
    assert {name for name, _outcome in FOUND} == set(POLLUTIONS)
    assert [name for name, outcome in FOUND if outcome.strict == "silently wrong"] == []


def test_tolerant_reading_gives_95_of_100_files_exactly() -> None:
    exact = sum(outcome.is_tolerant_exact for _name, outcome in FOUND)

    assert exact >= 0.95 * len(FOUND)
