"""Questions against their topics: alpha from ten cities on, and below that the reason why there is none."""

import numpy as np
import pandas as pd

from web.method.fitting import fitting

TOPIC_OF = {"E1": "e", "E2": "e", "E3": "e", "E4": "e", "K1": "k", "K2": "k"}
NAMES = {"e": "E-Akte", "k": "KI"}


def _points(cities: int) -> pd.DataFrame:
    base = np.linspace(0, 100, cities)
    return pd.DataFrame({name: base[::-1] if name == "E4" else base for name in TOPIC_OF})


def test_with_ten_cities_each_question_stands_beside_its_alpha() -> None:
    """Without the reversed E4 the others agree fully; KI has two questions and says so."""
    found = fitting(_points(10), topic_of=TOPIC_OF, topic_names=NAMES)

    assert found.note == ""
    row = found.table[found.table.index('<th scope="row">E4</th>') :]
    cells = [cell.split(">")[-1] for cell in row[: row.index("</tr>")].split("</td>")[:-1]]
    assert cells == ["E-Akte", "10", "-1,00", "0,00", "1,00"]
    assert "zu wenige Fragen" in found.table


def test_with_nine_cities_it_says_why_there_is_no_alpha() -> None:
    found = fitting(_points(9), topic_of=TOPIC_OF, topic_names=NAMES)

    assert "Unter 3 Fragen je Thema und 10 Städten" in found.note
    assert "höchstens 9 Städte" in found.note
    assert "Alpha des Themas" not in found.table
    assert "Frage gegen den Rest" in found.table
