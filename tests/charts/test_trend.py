"""The change between two waves beside a dot: arrows only where a level has certainly changed."""

import plotly.graph_objects as go

from maturity.charts.trend import add_changes, change_text, signed
from maturity.rows import rows_of
from tests.builders import table

CHANGES = """
name     | score_from | score_to | change | level_change
E-Akte   | 50         | 75       | 25     | 1
Parken   | 50         | 30       | -20    | -1
Schule   | 40         | 52.5     | 12.5   | .
KI       | .          | 20       | .      | .
"""


def test_arrows_mark_only_certain_changes_of_level() -> None:
    """Schule rises by half a level, but open answers could explain it; KI has nothing to compare with."""
    assert [change_text(row) for row in rows_of(table(CHANGES))] == ["+25,0 ▲", "−20,0 ▼", "+12,5", "–"]


def test_the_column_names_the_wave_and_stands_beyond_the_scale() -> None:
    figure, changes = go.Figure(), table(CHANGES).set_index("name")["change"].astype(str)
    add_changes(figure, changes, end=103, since="2026-1")

    [column], [heading] = figure.data, figure.layout.annotations
    assert list(column.y) == list(changes.index)
    assert min(column.x) > 100
    assert heading.text == "seit 2026-1"


def test_no_change_has_no_sign() -> None:
    assert [signed(points) for points in (0.04, -0.04, 0.06, -12.5)] == ["0,0", "0,0", "+0,1", "−12,5"]
