"""Potential: what others have that a city has not yet. Pure: a table in, a table out."""

import pandas as pd

from maturity.errors import UnknownId


def find_potential(scores: pd.DataFrame, city_id: str, *, strong_points: float) -> pd.DataFrame:
    """List where a city is below what counts as working, and somebody else is not.

    Args:
        scores: one row per topic or question, one column per city, the city itself among them; 0-100 points, NaN =
            unknown.
        city_id: the city.
        strong_points: points from which something works.

    Returns:
        One row per topic or question where the city has fewer than strong_points and another at least as many,
        widest first: row_id, own_points, best_points, potential = best - own, city_ids (";"-joined, best first). A city
        without points of its own has no row: it is unknown, not zero.

    Raises:
        UnknownId: the city is none of the columns.

    Source: docs/analysis.md, "Potential".
    """
    if city_id not in scores.columns:
        raise UnknownId(value=city_id, concept="city", known=", ".join(map(str, scores.columns)))
    others, mine = scores.drop(columns=city_id).astype(float), scores[city_id].astype(float)
    rows = []
    for row_id, own in mine.dropna().items():
        strong = others.T[row_id].dropna()
        # Rounded first, so that 75 reached by another order of summing counts.
        strong = strong[strong.round(9) >= strong_points]
        if round(own, 9) < strong_points and len(strong):
            names = sorted(strong.index, key=lambda other: (-round(strong[other], 9), other))
            rows.append((row_id, own, strong.max(), strong.max() - own, ";".join(names)))
    table = pd.DataFrame(rows, columns=["row_id", "own_points", "best_points", "potential", "city_ids"])
    return table.sort_values(["potential", "row_id"], ascending=[False, True], ignore_index=True)
