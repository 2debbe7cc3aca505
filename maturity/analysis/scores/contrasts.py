"""Contrasts: whether place or size goes along with how far cities are. Pure: table in, table out."""

from collections.abc import Iterator

import pandas as pd

from maturity.analysis._checks import require_columns

# Column, name of the half with its higher values, name of the other half.
HALVES = (("lat", "north", "south"), ("lon", "east", "west"), ("population", "large", "small"))
# Fewer cities have no halves worth a mean.
CITIES_FROM = 4


def find_contrasts(places: pd.DataFrame) -> pd.DataFrame:
    """Compare the mean score of each half of the cities: north and south, east and west, large and small.

    Args:
        places: one row per city; city_id (text), lat, lon (degrees), population (inhabitants), score (0-100 points);
            each may be NaN = unknown.

    Returns:
        One row per comparison with at least four cities that have both the value and a score: ahead (the half with the
        higher mean: "north", "south", "east", "west", "large", "small"), ahead_mean, behind_mean, difference (points),
        city_count (of each half; of an odd number the middle city is left out). The widest difference first.

    Source: docs/method.md, "Contrasts on the map".
    """
    require_columns(places, "city_id", "lat", "lon", "population", "score")
    columns = ["ahead", "ahead_mean", "behind_mean", "difference", "city_count"]
    found = pd.DataFrame(_contrasts(places), columns=columns)
    return found.sort_values("difference", ascending=False, kind="stable", ignore_index=True)


def _contrasts(places: pd.DataFrame) -> Iterator[tuple[str, float, float, float, int]]:
    for column, high_name, low_name in HALVES:
        known = places.dropna(subset=[column, "score"]).sort_values([column, "city_id"])
        if len(known) < CITIES_FROM:
            continue
        half = len(known) // 2
        low, high = float(known["score"].iloc[:half].mean()), float(known["score"].iloc[-half:].mean())
        ahead = high_name if high >= low else low_name
        yield ahead, max(high, low), min(high, low), abs(high - low), half
