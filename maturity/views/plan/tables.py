"""The plan in force as the workbook needs it."""

from maturity.reports.workbook import PlanTables
from maturity.views import data, naming
from maturity.views.plan.model import ProposedPlan


def plan_tables(wave_id: str, proposed: ProposedPlan, *, is_sample: bool) -> PlanTables:
    """Put the plan, its prices and the names of its ids together.

    Args:
        wave_id: the wave.
        proposed: the plan.
        is_sample: whether invented answers went into it.
    """
    names, topics = naming.names(wave_id), data.topics()
    # The workbook leaves the house: what tells the answers of sensitive topics stays here.
    closed = set(topics.loc[topics["is_sensitive"].astype(bool), "topic_id"])
    leads, prices = proposed.plan.leads, proposed.prices
    return PlanTables(
        network_name=str(data.network()["name"]),
        wave_id=wave_id,
        snapshot=data.snapshot().name,
        is_sample=is_sample,
        topic_names=names.topics,
        city_names=names.cities,
        leads=leads.assign(fit=leads["fit"].mask(leads["topic_id"].isin(closed))),
        co_leads=proposed.plan.co_leads,
        followers=proposed.followers,
        states=proposed.settled,
        loads=proposed.plan.loads,
        prices=prices.loc[~prices["topic_id"].isin(closed)],
        decided={topic_id: decision.kind for topic_id, decision in proposed.decided.items()},
    )
