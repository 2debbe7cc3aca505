"""What a joint project costs its members under four keys, from their budgets."""

from collections.abc import Sequence

import pandas as pd

from maturity.analysis.leads.cost_shares import CostShares, find_cost_shares
from maturity.analysis.overlaps.gaps import find_target_gaps
from web.services import opened, snapshot


def budgets_of(wave_id: str, topic_id: str, members: Sequence[str]) -> dict[str, float | None]:
    """Return what each member would spend alone in twelve months; None = unknown."""
    planning = snapshot.table("planning", wave_id=wave_id)
    own = planning.loc[planning["topic_id"] == topic_id].set_index("city_id")["budget_eur"]
    return {city_id: _known(own.get(city_id)) for city_id in members}


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def shares_of(wave_id: str, topic_id: str, members: Sequence[str]) -> CostShares | None:
    """Share the cost among the members with a budget; None where nobody has one."""
    paying = {city_id: value for city_id, value in budgets_of(wave_id, topic_id, members).items() if value}
    if not paying:
        return None
    return find_cost_shares(
        paying,
        reuse_share=snapshot.parameter("reuse_share", wave_id),
        inhabitants=_inhabitants(),
        benefits=_benefits(wave_id, topic_id),
    )


def _inhabitants() -> dict[str, float]:
    cities = opened.reference().cities.dropna(subset="population")
    return dict(zip(cities["city_id"], cities["population"].astype(float), strict=True))


def _benefits(wave_id: str, topic_id: str) -> dict[str, float]:
    """Return the points to each city's target: what it can gain."""
    gaps = find_target_gaps(
        snapshot.topic_scores(wave_id),
        snapshot.table("planning", wave_id=wave_id),
        wave_id=wave_id,
        target=snapshot.parameter("target", wave_id),
    )
    own = gaps.loc[gaps["topic_id"] == topic_id].dropna(subset="target_gap")
    return dict(zip(own["city_id"], own["target_gap"].clip(lower=0).astype(float), strict=True))
