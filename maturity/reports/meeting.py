"""A meeting as its documents need it: minutes, slides and hand-outs are made from this. Texts are ready to read."""

from dataclasses import dataclass
from typing import Literal

DecisionKind = Literal["accepted", "other_city", "deferred", "vetoed"]


@dataclass(frozen=True)
class Participant:
    """One member of the network; persons are not named."""

    city_name: str
    is_present: bool


@dataclass(frozen=True)
class TopicLevel:
    """How far the network is in one topic.

    Args:
        topic_name: the topic.
        median_level: 0-4; None when too few cities have a score.
        city_count: cities with a score.
        city_total: cities of the wave.
    """

    topic_name: str
    median_level: float | None
    city_count: int
    city_total: int


@dataclass(frozen=True)
class Resolution:
    """What was decided about one topic.

    Args:
        topic_name: the topic.
        kind: `accepted`, `other_city` leads instead, `deferred`, or `vetoed` (the proposed city is excluded).
        proposed_lead: the city the program proposed; empty where it could not propose one.
        lead, co_lead: the cities with a role now; empty for none.
        followers: the cities to which the result is offered; whether they agree is theirs to say.
        reason: why, in the meeting's own words.
        price: what the choice costs, in words.
        firmness: how firm the proposal was, in words.
        excluded: the city that was excluded; is_for_all: it takes no further lead at all.
        consents: which city said what, in words.
    """

    topic_name: str
    kind: DecisionKind
    proposed_lead: str = ""
    lead: str = ""
    co_lead: str = ""
    followers: tuple[str, ...] = ()
    reason: str = ""
    price: str = ""
    firmness: str = ""
    excluded: str = ""
    is_for_all: bool = False
    consents: str = ""


@dataclass(frozen=True)
class Meeting:
    """One meeting of a network.

    Args:
        network_name: the network.
        wave_id: the wave that was talked about.
        snapshot: the data version it was talked about on.
        held_on: the date as the reader writes it; next_meeting likewise, or empty.
        is_sample: whether invented answers went into it; every document then says so.
        begins, ends: the times as the reader writes them; empty while they are not known.
        gaps, overlaps, open_points, follow_up (what became of earlier decisions): one sentence each.
    """

    network_name: str
    wave_id: str
    snapshot: str
    held_on: str
    is_sample: bool
    participants: tuple[Participant, ...] = ()
    levels: tuple[TopicLevel, ...] = ()
    gaps: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    decisions: tuple[Resolution, ...] = ()
    open_points: tuple[str, ...] = ()
    next_meeting: str = ""
    follow_up: tuple[str, ...] = ()
    begins: str = ""
    ends: str = ""
