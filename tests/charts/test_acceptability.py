"""Rank acceptability as bars: every share at its place, readable without colour."""

import pandas as pd

from maturity.charts.acceptability import rank_bars

SHARES = pd.DataFrame(
    [[0.75, 0.20, 0.05], [0.25, 0.75, 0.0], [0.0, 0.05, 0.95]], columns=[1, 2, 3], index=["A", "B", "C"]
)


def test_each_bar_sums_to_all_runs_and_names_its_ranks() -> None:
    """A: 75 + 20 + 5 %; a rank that never occurs has no part, a part of 5 % no number."""
    figure = rank_bars(SHARES, is_sample=False)

    first, second, third = figure.data
    assert dict(zip(first.y, first.x, strict=True)) == {"A": 0.75, "B": 0.25}
    assert dict(zip(third.y, third.x, strict=True)) == {"A": 0.05, "C": 0.95}
    assert list(second.text) == ["2", "2", ""]
    assert first.hovertext[0] == "A: Rang 1, 75\u00a0%"
    assert list(figure.layout.yaxis.categoryarray) == ["C", "B", "A"]


def test_a_single_city_has_one_rank() -> None:
    figure = rank_bars(pd.DataFrame({1: [1.0]}, index=["A"]), is_sample=True)

    assert [trace.x for trace in figure.data] == [(1.0,)]
    assert figure.layout.title.text == "Beispieldaten"
