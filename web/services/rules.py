"""The rules that people gave, read from the ledger's entries."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from maturity.analysis.leads.rules import FIXING, Basis, Decision, Rule, RuleKind, Rules
from maturity.ledger import Entry

EARLIER_WORDS = {"settled": "firm", "near_tie": "narrow"}


def rules_from(entries: Iterable[Entry], wave_id: str, *, earlier: Collection[str] = ()) -> Rules:
    """Work out what is in force in a wave.

    The newest entry per kind, city and topic counts, the newest decision per topic. A decision stands above earlier
    pins of its topic and earlier vetoes of its city; a later veto of its city opens the topic again.

    Args:
        entries: the ledger's pins, vetoes and decisions, oldest first.
        wave_id: the wave.
        earlier: the waves before it whose decided leads the plan should keep where nothing speaks against it.
    """
    entries = list(entries)
    own = [entry for entry in entries if entry.payload["wave_id"] == wave_id]
    history = [_decision(entry) for entry in own if entry.kind == "decision"]
    newest = _newest(history)
    stated = _stated(entry for entry in own if entry.kind != "decision")
    vetoes = {rule.pair: rule for rule in stated if rule.kind == "veto"}
    decided = [
        decision
        for decision in newest
        if decision.kind in FIXING
        and (decision.pair not in vetoes or vetoes[decision.pair].sequence < decision.sequence)
    ]
    fixed = {decision.topic_id: decision for decision in decided}
    return Rules(
        pins=tuple(rule for rule in stated if rule.kind == "pin" and not _is_overruled(rule, fixed)),
        vetoes=tuple(
            rule for rule in vetoes.values() if rule.topic_id not in fixed or fixed[rule.topic_id].pair != rule.pair
        ),
        decisions=tuple(newest),
        decided=tuple(decided),
        history=tuple(history),
        previous=_previous(entries, earlier),
    )


def _is_overruled(pin: Rule, fixed: Mapping[str, Decision]) -> bool:
    return pin.topic_id in fixed and fixed[pin.topic_id].sequence > pin.sequence


def _newest(history: Iterable[Decision]) -> list[Decision]:
    by_topic = {decision.topic_id: decision for decision in history}
    return sorted(by_topic.values(), key=lambda decision: decision.sequence)


def _stated(entries: Iterable[Entry]) -> list[Rule]:
    """Return the newest pin and veto per city and topic that was not taken back, oldest first."""
    newest = {(entry.kind, entry.payload["city_id"], entry.payload["topic_id"]): entry for entry in entries}
    standing = sorted(
        (entry for entry in newest.values() if not entry.payload["is_lifted"]), key=lambda entry: entry.sequence
    )
    return [
        Rule(
            kind=cast("RuleKind", entry.kind),
            city_id=entry.payload["city_id"],
            topic_id=entry.payload["topic_id"],
            reason=entry.payload["reason"],
            actor=entry.actor,
            at=entry.at,
            sequence=entry.sequence,
        )
        for entry in standing
    ]


def _decision(entry: Entry) -> Decision:
    fields = ("topic_id", "kind", "city_id", "co_city_id", "reason", "snapshot", "meeting_id", "wave_id")
    said: dict[str, Any] = {field: entry.payload.get(field) for field in fields}
    said["reason_words"] = tuple(sorted(entry.payload.get("reason_words", {}).items()))
    basis = Basis(**entry.payload.get("basis", {}))
    # Before there was one scale of certainty, other words were recorded.
    basis = basis._replace(firmness=EARLIER_WORDS.get(str(basis.firmness), basis.firmness))
    return Decision(**said, actor=entry.actor, at=entry.at, sequence=entry.sequence, basis=basis)


def _previous(entries: Iterable[Entry], earlier: Collection[str]) -> tuple[Decision, ...]:
    before = [entry for entry in entries if entry.kind == "decision" and entry.payload["wave_id"] in earlier]
    newest = _newest(_decision(entry) for entry in before)
    return tuple(sorted((decision for decision in newest if decision.kind in FIXING), key=lambda found: found.topic_id))
