"""What a city does in the plan, for papers: leads, shares, reuses, each with its state."""

from collections.abc import Iterator
from typing import NamedTuple

from maturity.analysis.leads.proposal import ProposedPlan
from maturity.language import _
from web.services import naming, plans, snapshot


class Roles(NamedTuple):
    """The topics in which a city leads, shares the lead, or would reuse what others build; ids in their order."""

    leads: tuple[str, ...]
    co_leads: tuple[str, ...]
    follows: tuple[str, ...]


def of_city(proposed: ProposedPlan, city_id: str) -> Roles:
    """Find the roles of a city; topics about security stay out of papers."""
    closed = snapshot.sensitive_topics()
    topics = [topic_id for topic_id in proposed.plan.leads["topic_id"] if topic_id not in closed]
    return Roles(
        leads=tuple(topic_id for topic_id in topics if proposed.lead(topic_id) == city_id),
        co_leads=tuple(topic_id for topic_id in topics if proposed.co_lead(topic_id) == city_id),
        follows=tuple(topic_id for topic_id in topics if city_id in proposed.followers_of(topic_id)),
    )


def sentences(wave_id: str, city_id: str) -> Iterator[str]:
    """Say each role in a sentence: what the city leads, shares and may reuse."""
    proposed, names = plans.solve(wave_id), naming.names(wave_id)
    roles = of_city(proposed, city_id)
    for topic_id in roles.leads:
        text = _("Leads “{topic}” ({state}).")
        yield text.format(topic=names.topics[topic_id], state=state(proposed, topic_id))
    for topic_id in roles.co_leads:
        text = _("Shares the lead of “{topic}” with {city} ({state}).")
        lead = names.city(proposed.lead(topic_id))
        yield text.format(topic=names.topics[topic_id], city=lead, state=state(proposed, topic_id))
    if roles.follows:
        text = _("May reuse what others build: {topics}.")
        listed = [
            _("“{topic}” from {city}").format(topic=names.topics[topic_id], city=names.city(proposed.lead(topic_id)))
            for topic_id in roles.follows
            if proposed.lead(topic_id)
        ]
        yield text.format(topics="; ".join(listed))


def state(proposed: ProposedPlan, topic_id: str) -> str:
    """Say whether a lead is decided or a proposal."""
    return _("decided") if topic_id in proposed.decided else _("proposal")
