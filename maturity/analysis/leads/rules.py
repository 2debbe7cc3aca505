"""Rules that people gave the lead plan: pins, vetoes and decisions, read from the ledger's entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

Pair = tuple[str, str]  # city_id, topic_id
RuleKind = Literal["pin", "veto"]
DecisionKind = Literal["accepted", "other_city", "deferred", "vetoed"]
FIXING: tuple[DecisionKind, ...] = ("accepted", "other_city")

# In place of a topic: the city takes no further lead.
ANY_TOPIC = "*"


class Rule(NamedTuple):
    """A pin or veto in force: a city must, or must not, lead a topic. `at` is UTC in ISO form."""

    kind: RuleKind
    city_id: str
    topic_id: str
    reason: str
    actor: str
    at: str
    sequence: int

    @property
    def pair(self) -> Pair:
        """City and topic."""
        return self.city_id, self.topic_id


class Basis(NamedTuple):
    """What a meeting had before it: the city proposed, what the choice costs, how firm the proposal was.

    original_city_id: the city proposed when the meeting began. price_uncovered: topics without a lead more. price_fit:
    points of total fit. firmness, missing: certainty as in `find_certainty`, what it lacks.
    """

    proposed_city_id: str | None = None
    price_uncovered: float | None = None
    price_fit: float | None = None
    firmness: str | None = None
    missing: str = ""
    original_city_id: str | None = None


NO_BASIS = Basis()


class Decision(NamedTuple):
    """What a meeting decided about a topic. `city_id` is the lead, for `vetoed` the excluded city."""

    topic_id: str
    kind: DecisionKind
    city_id: str | None
    co_city_id: str | None
    reason: str
    snapshot: str
    meeting_id: str
    actor: str
    at: str
    sequence: int
    basis: Basis = NO_BASIS
    wave_id: str = ""
    reason_words: tuple[tuple[str, str], ...] = ()

    @property
    def pair(self) -> Pair:
        """City and topic."""
        return str(self.city_id), self.topic_id

    def reason_in(self, language: str) -> str:
        """The reason in a language, as given where only one was given."""
        return dict(self.reason_words).get(language, self.reason)


@dataclass(frozen=True)
class Rules:
    """Everything people fixed in one wave.

    pins, vetoes: in force, oldest first. decisions: the newest per topic, oldest first. decided: those of them that fix
    the lead now. history: all decisions of the wave, oldest first. previous: the decisions that gave a lead in
    the waves before, the newest per topic, by topic.
    """

    pins: tuple[Rule, ...] = ()
    vetoes: tuple[Rule, ...] = ()
    decisions: tuple[Decision, ...] = ()
    decided: tuple[Decision, ...] = ()
    history: tuple[Decision, ...] = ()
    previous: tuple[Decision, ...] = ()

    @cached_property
    def pinned_pairs(self) -> frozenset[Pair]:
        """City and topic of each pin."""
        return frozenset(rule.pair for rule in self.pins)

    @cached_property
    def vetoed_pairs(self) -> frozenset[Pair]:
        """City and topic of each veto."""
        return frozenset(rule.pair for rule in self.vetoes)

    @cached_property
    def closed_cities(self) -> Mapping[str, str]:
        """City that takes no further lead -> why."""
        return {rule.city_id: rule.reason for rule in self.vetoes if rule.topic_id == ANY_TOPIC}

    @cached_property
    def decided_co_leads(self) -> Mapping[str, str]:
        """Topic -> the co-lead that was decided."""
        return {decision.topic_id: decision.co_city_id for decision in self.decided if decision.co_city_id}
