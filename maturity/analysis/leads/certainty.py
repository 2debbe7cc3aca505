"""Certainty: one word per lead for how far it can be relied on. Pure: a plan and what is known of it in, a table."""

from typing import Any

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_columns
from maturity.analysis.leads.fit import PARTS
from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.stability import CONTESTED_SHARE, STABLE_SHARE, Stability

# From the firmest to what cannot be judged.
CERTAINTIES = ("firm", "narrow", "open", "unknown")
# From so many missing parts on a fit says too little about the city.
TOO_MANY_MISSING = 2


def find_certainty(
    plan: Plan,
    fits: pd.DataFrame,
    settled: pd.DataFrame,
    stability: Stability,
    *,
    stable_share: float = STABLE_SHARE,
    agreed_topics: frozenset[Any] | None = None,
) -> pd.DataFrame:
    """Say how certain each topic's lead is.

    Args:
        plan: the plan.
        fits: as `fit_table` returns it.
        settled: as `find_settled` returns it for this plan.
        stability: as `find_stability` returns it for this plan.
        stable_share: share of the simulated plans from which a lead can be firm (0-1).
        agreed_topics: topics whose lead is the same under all five rules (see `find_rule_panel`); None = not asked.

    Returns:
        One row per topic in the plan's order: topic_id, city_id, certainty, missing_parts (of the lead's fit, joined by
        ";"), share (of the simulated plans). certainty, the first that holds: "unknown" - the lead's willingness
        or two or more parts of its fit are missing; "firm" - pinned, or in at least stable_share of the
        simulated plans, settled, and the same under all rules; "open" - in less than half of them, or other leads are
        as good; else "narrow". None where nobody leads.

    Raises:
        MissingColumns: a table lacks its columns.

    Source: docs/method.md, "Certainty of a lead".
    """
    require_columns(fits, "city_id", "topic_id", *PARTS)
    require_columns(settled, "topic_id", "state")
    state_of = dict(zip(settled["topic_id"], settled["state"], strict=True))
    share_of = dict(zip(stability.topics["topic_id"], stability.topics["share"], strict=True))
    parts = fits.set_index(["topic_id", "city_id"])[list(PARTS)]
    rows = []
    for topic_id, city_id in zip(plan.leads["topic_id"], plan.leads["city_id"], strict=True):
        missing, share = _missing(parts, (topic_id, city_id)), float(share_of[topic_id])
        is_agreed = agreed_topics is None or topic_id in agreed_topics
        certainty = (
            None if city_id is None else _certainty(missing, str(state_of[topic_id]), share, is_agreed, stable_share)
        )
        rows.append((topic_id, city_id, certainty, "" if city_id is None else ";".join(missing), share))
    columns = ["topic_id", "city_id", "certainty", "missing_parts", "share"]
    return pd.DataFrame(rows, columns=columns, dtype="object").astype({"share": "float64"})


def _missing(parts: pd.DataFrame, pair: tuple[Any, Any]) -> list[str]:
    if pair not in parts.index:
        return list(PARTS)
    known = parts.loc[pair].to_numpy(dtype="float64")
    return [part for part, value in zip(PARTS, known, strict=True) if np.isnan(value)]


def _certainty(missing: list[str], state: str, share: float, is_agreed: bool, stable_share: float) -> str:
    if "willingness" in missing or len(missing) >= TOO_MANY_MISSING:
        return "unknown"
    if state == "pinned" or (state == "settled" and share >= stable_share and is_agreed):
        return "firm"
    return "open" if state == "open" or share < CONTESTED_SHARE else "narrow"
