"""The change between two waves: open dot to filled dot, arrows only where a level has certainly changed."""

import pandas as pd

from maturity.charts.trend import change_dots, signed
from tests.builders import table

CHANGES = """
name     | score_from | score_to | change | level_change
E-Akte   | 50         | 75       | 25     | 1
Parken   | 50         | 30       | -20    | -1
Schule   | 40         | 52.5     | 12.5   | .
KI       | .          | 20       | .      | .
"""


def test_a_line_leads_from_the_earlier_to_the_later_score() -> None:
    figure = change_dots(table(CHANGES), label_from="2026-1", label_to="2026-2", is_sample=False)

    lines, before, after = figure.data
    assert (list(before.x), list(after.x)) == ([50, 50, 40], [75, 30, 52.5])
    assert list(lines.x)[:3] == [50, 75, None]
    assert (before.name, after.name) == ("2026-1", "2026-2")


def test_arrows_mark_only_certain_changes_of_level() -> None:
    """Schule rises by half a level, but open answers could explain it; KI has nothing to compare with."""
    after = change_dots(table(CHANGES), label_from="1", label_to="2", is_sample=False).data[2]

    assert [text.strip() for text in after.text] == ["+25,0 ▲", "−20,0 ▼", "+12,5"]
    assert "KI" not in after.y


def test_no_change_has_no_sign() -> None:
    assert [signed(points) for points in (0.04, -0.04, 0.06, -12.5)] == ["0,0", "0,0", "+0,1", "−12,5"]


def test_nothing_to_compare_is_an_empty_figure() -> None:
    nothing = table(CHANGES).assign(change=float("nan"))

    assert list(change_dots(pd.DataFrame(nothing), label_from="1", label_to="2", is_sample=False).data[1].x) == []
