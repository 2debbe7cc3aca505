"""Savings: what a joint project could save against everyone alone. An estimate, never shown without its assumption."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from maturity.analysis._wave import in_wave
from maturity.errors import InvalidInput

# Work that still lies ahead; what is in operation has been paid for.
AHEAD = ("geplant", "pilot", "wechsel")
# Assumed, not measured: specification, procurement and training material are reused; licences, set-up, data and
# training on site remain. The half between "nothing saved" and "all saved" until projects of the network are measured.
REUSE_SHARE = 0.5


def estimate_savings(
    planning: pd.DataFrame, *, wave_id: str, reuse_share: float = REUSE_SHARE, leads: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Compare per topic everyone alone with one city that leads and pays in full while the others reuse its work.

    Args:
        planning: one row per city and topic; city_id, topic_id, wave_id, status, budget_eur (twelve months; NaN =
            unknown).
        wave_id: the wave to look at.
        reuse_share: what reusing still costs, as a share of the own budget (0-1).
        leads: the leading city by topic; where none is given, the city with the largest known budget: the choice that
            saves least, so that the estimate errs on the cautious side.

    Returns:
        One row per topic in which two or more cities have work ahead (AHEAD, or lead it), largest saving first:
        topic_id, city_count, lead_id (missing if no budget is known), alone_eur (sum of the known budgets),
        together_eur = lead's budget + reuse_share x the others', saved_eur = alone - together, known_count,
        unknown_city_ids (cities whose budget is unknown and counts nowhere; joined by ";").

    Raises:
        MissingColumns: planning lacks one of its columns.
        InvalidInput: reuse_share lies outside 0-1.

    Source: docs/method.md, "Savings".
    """
    if not 0 <= reuse_share <= 1:
        raise InvalidInput(what="reuse_share", value=reuse_share, expected="between 0 and 1")
    chosen = dict(leads or {})
    rows = in_wave(planning, wave_id, "status", "budget_eur")
    takes_part = rows["status"].isin(AHEAD) | rows["city_id"].eq(rows["topic_id"].map(chosen))
    columns = ["topic_id", "city_count", "lead_id", "alone_eur", "together_eur", "saved_eur", "known_count"]
    topics = [
        [topic_id, *_compare(cells, chosen.get(str(topic_id)), reuse_share)]
        for topic_id, cells in rows.loc[takes_part].sort_values("city_id").groupby("topic_id", sort=True)
        if len(cells) > 1
    ]
    table = pd.DataFrame(topics, columns=[*columns, "unknown_city_ids"])
    return table.sort_values(["saved_eur", "topic_id"], ascending=[False, True], ignore_index=True)


def _compare(cells: pd.DataFrame, lead_id: str | None, reuse_share: float) -> list[object]:
    budgets = cells.set_index("city_id")["budget_eur"].astype(float)
    known = budgets.dropna()
    unknown = ";".join(budgets.index[budgets.isna()])
    if known.empty:
        return [len(cells), lead_id, np.nan, np.nan, np.nan, 0, unknown]
    # idxmax takes the first of equals, that is the lowest id.
    leader = lead_id or str(known.idxmax())
    reusers = known.drop(leader, errors="ignore").sum()
    saved = (1 - reuse_share) * reusers
    return [len(cells), leader, known.sum(), known.sum() - saved, saved, len(known), unknown]
