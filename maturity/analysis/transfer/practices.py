"""Good practices: one card per practice that a city has described, and the search in them."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis._wave import in_wave

# Upper ends of the cost bands in euros; what is above the last is the band "more".
COST_BANDS = (10_000, 25_000, 50_000, 100_000)
PLANNED = ["status", "start_planned", "target", "budget_eur", "product", "challenges", "share", "assets"]
PLANNED += ["bp_text", "bp_url", "evidence", "confidence"]


def list_practices(planning: pd.DataFrame, scores: pd.DataFrame, *, wave_id: str) -> pd.DataFrame:
    """List the good practices that cities have described.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id, status, start_planned, target, budget_eur,
            product, challenges, share, assets, bp_text, bp_url, evidence, confidence.
        scores: one row per city and topic; city_id, topic_id, wave_id, score, level.
        wave_id: the wave to look at.

    Returns:
        One row per practice, the furthest city first: the columns of planning, score, level, cost_band (0-based
        place in COST_BANDS, their count above the last; NaN = unknown budget).

    Raises:
        MissingColumns: a table lacks one of its columns.

    Source: docs/method.md, "Good practices".
    """
    rows = in_wave(planning, wave_id, *PLANNED)
    rows = rows.loc[rows["bp_text"].fillna("").str.strip() != ""]
    cards = rows.merge(in_wave(scores, wave_id, "score", "level"), on=["city_id", "topic_id"], how="left")
    budget = cards["budget_eur"].astype(float)
    cards = cards.assign(cost_band=np.where(budget.isna(), np.nan, np.searchsorted(COST_BANDS, budget)))
    return cards.sort_values(["score", "city_id", "topic_id"], ascending=[False, True, True], ignore_index=True)


def search_practices(
    cards: pd.DataFrame,
    *,
    words: str = "",
    topic_id: str | None = None,
    city_id: str | None = None,
    asset: str | None = None,
    searched: tuple[str, ...] = ("bp_text", "product"),
) -> pd.DataFrame:
    """Keep the cards that match every filter given.

    Args:
        cards: as from list_practices, with any further columns to search in.
        words: each word must occur in one of the searched columns, in any case.
        topic_id: cards of this topic only.
        city_id: cards of this city only.
        asset: cards that offer this code only.
        searched: the columns to search in.

    Raises:
        MissingColumns: cards lacks a column.
    """
    require_columns(cards, "topic_id", "city_id", "assets", *searched)
    wanted, exact = words.casefold().split(), {"topic_id": topic_id, "city_id": city_id}

    def matches(card: dict[Hashable, Any]) -> bool:
        text = " ".join(str(card[column]) for column in searched if pd.notna(card[column])).casefold()
        return (
            all(word in text for word in wanted)
            and all(value is None or card[column] == value for column, value in exact.items())
            and (asset is None or asset in str(card["assets"]).split(";"))
        )

    # Plain Python: a few dozen cards are searched faster than pandas begins.
    return cards.loc[[matches(card) for card in cards.to_dict("records")]].reset_index(drop=True)
