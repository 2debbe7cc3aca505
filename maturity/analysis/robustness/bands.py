"""Bands: what can be said about a city's place without naming a rank that other choices would change."""

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns

COLUMNS = ("rank_best", "rank_worst", "rank_p5", "rank_p95")


def find_bands(ranks: pd.DataFrame) -> pd.DataFrame:
    """Place each city ahead of the network's middle, behind it, or on par with it.

    Args:
        ranks: one row per city; city_id, rank_best and rank_worst (what open answers allow), rank_p5 and rank_p95 (of
            the simulation); NaN = no rank.

    Returns:
        One row per city, as given: city_id, rank_from (the better of the two best), rank_to (the worse of the two
            worst), ranked_count, band: "leading" if even rank_to is ahead of the middle rank (n + 1) / 2, "behind" if
            even rank_from is behind it, else "on_par"; missing without a rank.

    Raises:
        MissingColumns: ranks lacks one of its columns.

    Source: docs/method.md, "Bands".
    """
    require_columns(ranks, "city_id", *COLUMNS)
    best = ranks[["rank_best", "rank_p5"]].min(axis=1, skipna=False)
    worst = ranks[["rank_worst", "rank_p95"]].max(axis=1, skipna=False)
    count = int(best.notna().sum())
    middle = (count + 1) / 2
    bands = np.select([worst < middle, best > middle], ["leading", "behind"], default="on_par")
    return pd.DataFrame(
        {
            "city_id": ranks["city_id"],
            "rank_from": best,
            "rank_to": worst,
            "ranked_count": count,
            "band": pd.Series(bands, index=ranks.index, dtype=object).where(best.notna()),
        }
    )
