"""The plan service of the pages: rules that people gave, the plan solved under them, and the recording of new rules.

Rules come straight from the ledger, so that a pin, veto or decision counts at once; no snapshot has to be built for it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, cast

from maturity.analysis.leads.certainty import find_certainty
from maturity.analysis.leads.fit import WEIGHTS, capacities_from, fit_table
from maturity.analysis.leads.plan import Plan
from maturity.analysis.leads.proposal import NO_ASSUMPTIONS, Assumptions, PlanInputs, ProposedPlan, propose, solve_leads
from maturity.analysis.leads.rule_panel import RULES, RulePanel, find_rule_panel
from maturity.analysis.leads.rules import (
    ANY_TOPIC,
    FIXING,
    NO_BASIS,
    Basis,
    Decision,
    DecisionKind,
    Pair,
    Rule,
    RuleKind,
    Rules,
)
from maturity.analysis.leads.stability import Stability, draw_fits, find_stability
from maturity.errors import Conflict, Conflicts, Contradiction, InvalidInput
from maturity.language import _, current
from maturity.rights import Actor
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.services.opened import ledger
from web.services.reasons import require_reason
from web.services.rules import rules_from

STABILITY_RUNS = 500
# Pairs of city and topic; more of them would keep a page waiting for the simulation.
MOST_PAIRS = 5_000
# A share of simulated plans below this is not worth naming as a rival.
LEAST_RIVAL_SHARE = 0.05


def inputs(wave_id: str) -> PlanInputs:
    """Return what the plan of a wave is made from, read once per snapshot."""
    return snapshot.remember(_inputs, wave_id=wave_id)


def _inputs(wave_id: str) -> PlanInputs:
    scores = snapshot.topic_scores(wave_id)
    planning, about_city = (snapshot.table(name, wave_id=wave_id) for name in ("planning", "city_planning"))
    weights = _decided_numbers(wave_id, "fit", WEIGHTS)
    fits = fit_table(scores, planning, about_city, wave_id=wave_id, weights=weights)
    usual = round(snapshot.parameter("lead_capacity", wave_id))
    capacity = capacities_from(about_city, wave_id=wave_id, default=usual)
    cities = list(dict.fromkeys(fits["city_id"]))
    topics = [topic_id for topic_id in snapshot.topics()["topic_id"] if topic_id in set(fits["topic_id"])]
    return PlanInputs(
        fits=fits,
        capacity={city_id: float(capacity.get(city_id, usual)) for city_id in cities},
        effort=_decided_numbers(wave_id, "effort", dict.fromkeys(topics, 1.0)),
        weights=weights,
        scores=scores,
        planning=planning,
        answers=snapshot.table("wave_answers", wave_id=wave_id),
        near_tie=snapshot.parameter("near_tie_share", wave_id),
        has_planning=not (planning.empty and about_city.empty),
    )


def _decided_numbers(wave_id: str, group: str, usual: Mapping[str, float]) -> dict[str, float]:
    """Return `usual` with the numbers that a parameter `<group>_<key>` decides otherwise."""
    parameters = snapshot.parameters(wave_id).set_index("parameter_id")["value"]
    return {key: float(parameters.get(f"{group}_{key}", value)) for key, value in usual.items()}


def rules(wave_id: str) -> Rules:
    """Return the pins, vetoes and decisions in force, read again when the ledger has grown."""
    earlier = snapshot.remember(earlier_waves, wave_id=wave_id)
    return snapshot.remember_entries(_rules, wave_id=wave_id, earlier=earlier)


def decided_leads(wave_id: str) -> tuple[tuple[str, str], ...]:
    """Return topic and city of each decided lead."""
    return tuple(sorted((decision.topic_id, str(decision.city_id)) for decision in rules(wave_id).decided))


def earlier_waves(wave_id: str) -> tuple[str, ...]:
    """Return the waves before this one; invented answers and real ones never touch."""
    is_sample = snapshot.waves().set_index("wave_id")["is_sample"].to_dict()
    before = list(is_sample)[: list(is_sample).index(wave_id)]
    return tuple(str(earlier) for earlier in before if is_sample[earlier] == is_sample[wave_id])


def _rules(wave_id: str, earlier: tuple[str, ...]) -> Rules:
    return rules_from(ledger().entries("pin", "veto", "decision"), wave_id, earlier=earlier)


def solve(wave_id: str, assumptions: Assumptions = NO_ASSUMPTIONS, *, under: Rules | None = None) -> ProposedPlan:
    """Return the best plan under the rules of people and the assumptions, solved once.

    Args:
        wave_id: the wave.
        assumptions: what is tried out beside the rules.
        under: the rules, where the caller has read them; those in force if None.

    Raises:
        Contradiction: rules exclude each other; cities and topics are named.
    """
    return snapshot.remember(_solve, wave_id=wave_id, rules=_or_in_force(under, wave_id), assumptions=assumptions)


def _or_in_force(under: Rules | None, wave_id: str) -> Rules:
    return rules(wave_id) if under is None else under


def _solve(wave_id: str, rules: Rules, assumptions: Assumptions) -> ProposedPlan:
    try:
        return propose(inputs(wave_id), rules, assumptions)
    except Contradiction as error:
        raise _with_names(error, wave_id) from error


def _with_names(error: Contradiction, wave_id: str) -> Contradiction:
    """Return the same contradiction with names in place of ids."""
    names = naming.names(wave_id)
    known = {**names.cities, **names.topics}
    conflicts = cast("Conflicts", error.details["conflicts"])
    return Contradiction(
        conflicts=Conflicts(
            Conflict(
                conflict.code,
                {
                    name: ", ".join(known.get(part, part) for part in str(value).split(", "))
                    for name, value in conflict.details.items()
                },
            )
            for conflict in conflicts
        )
    )


def stability(wave_id: str, assumptions: Assumptions = NO_ASSUMPTIONS, *, under: Rules | None = None) -> Stability:
    """Return how firm the plan is when scores and weights are shaken, worked out once; arguments as in `solve`.

    One run with nothing shaken where the network is so large that more would take minutes.
    """
    return snapshot.remember(_stability, wave_id=wave_id, rules=_or_in_force(under, wave_id), assumptions=assumptions)


def _stability(wave_id: str, rules: Rules, assumptions: Assumptions) -> Stability:
    proposed = solve(wave_id, assumptions, under=rules)
    if len(proposed.fits) > MOST_PAIRS:
        return find_stability(proposed.plan, proposed.plan.problem.fit[None])
    draws = draw_fits(proposed.plan, proposed.fits, weights=proposed.weights, runs=STABILITY_RUNS)
    return find_stability(proposed.plan, draws, stable_share=snapshot.parameter("stable_share", wave_id))


def rule_panel(
    wave_id: str, assumptions: Assumptions = NO_ASSUMPTIONS, *, under: Rules | None = None
) -> RulePanel | None:
    """Return the leads under five rules, worked out once; None in too large a network. Arguments as in `solve`."""
    return snapshot.remember(_rule_panel, wave_id=wave_id, rules=_or_in_force(under, wave_id), assumptions=assumptions)


def _rule_panel(wave_id: str, rules: Rules, assumptions: Assumptions) -> RulePanel | None:
    proposed = solve(wave_id, assumptions, under=rules)
    if len(proposed.fits) > MOST_PAIRS:
        return None
    return find_rule_panel(proposed.plan, stability(wave_id, assumptions, under=rules))


class Certainty(NamedTuple):
    """How firm a topic's lead is, for every page and paper.

    state: a certainty of `find_certainty`, or `uncovered`. missing: what an `unknown` one lacks, `willingness` or
    `parts`; `rules` where it is `narrow` only because another rule names another lead. rivals: city ids joined by ";",
    those of the other rules, of the best plans or the one that led most often instead. share: of the simulated plans
    with this lead.
    """

    topic_id: str
    state: str
    missing: str
    rivals: str
    share: float


Certainties = Mapping[str, Certainty]


def certainty(wave_id: str, assumptions: Assumptions = NO_ASSUMPTIONS, *, under: Rules | None = None) -> Certainties:
    """Return how firm each topic's lead is, by topic. Arguments as in `solve`."""
    return snapshot.remember(_certainty, wave_id=wave_id, rules=_or_in_force(under, wave_id), assumptions=assumptions)


def _certainty(wave_id: str, rules: Rules, assumptions: Assumptions) -> dict[str, Certainty]:
    proposed, runs = solve(wave_id, assumptions, under=rules), stability(wave_id, assumptions, under=rules)
    share = snapshot.parameter("stable_share", wave_id)
    panel = rule_panel(wave_id, assumptions, under=rules)
    found = find_certainty(
        proposed.plan, proposed.fits, proposed.settled, runs, stable_share=share,
        agreed_topics=None if panel is None else panel.agreed_topics,
    )  # fmt: skip
    simulated = {row.topic_id: row for row in rows_of(runs.topics)}
    certainties = {}
    for row in rows_of(found):
        settled = proposed.settled_rows[row.topic_id]
        is_only_rules = row.certainty == "narrow" and settled.state == "settled" and row.share >= share
        others = _other_leads(panel, row) if panel is not None and is_only_rules else settled.rivals
        certainties[row.topic_id] = Certainty(
            topic_id=row.topic_id,
            state=row.certainty or "uncovered",
            missing="rules" if is_only_rules else _missing(row),
            rivals=others or _rival(simulated[row.topic_id]),
            share=row.share,
        )
    return certainties


def _other_leads(panel: RulePanel, row: Any) -> str:
    """The cities that lead the topic by other rules."""
    leads = panel.leads.set_index("topic_id").loc[row.topic_id, list(RULES)].dropna()
    return ";".join(sorted({str(city_id) for city_id in leads} - {str(row.city_id)}))


def _missing(row: Any) -> str:
    if row.certainty != "unknown":
        return ""
    return "willingness" if "willingness" in row.missing_parts.split(";") else "parts"


def _rival(runs: Any) -> str:
    """The city that led most often in place of the lead, if it did so often enough."""
    rival_id, share = (
        (runs.second_id, runs.second_share) if runs.first_id == runs.lead_id else (runs.first_id, runs.first_share)
    )
    return str(rival_id) if rival_id is not None and share >= LEAST_RIVAL_SHARE else ""


# Recording


def record_pin(actor: Actor, wave_id: str, *, city_id: str, topic_id: str, reason: str) -> None:
    """Give a city the lead of a topic.

    Raises:
        Contradiction: the pin excludes other rules; nothing was recorded.
        InvalidInput: the reason is empty.
        NotPermitted, LedgerUnwritable: nothing was recorded.
    """
    ledger().require(actor, "pin", city_id)
    reason = require_reason(reason)
    _try(wave_id, rules(wave_id), Assumptions(pins=((city_id, topic_id),)))
    _record_rule(actor, "pin", wave_id, (city_id, topic_id), reason=reason)


def record_veto(actor: Actor, wave_id: str, *, city_id: str, topic_id: str, reason: str) -> None:
    """Exclude a city from leading a topic; a decision for this very city no longer counts.

    With ANY_TOPIC as the topic the city takes no further lead; what was decided for it stays.

    Raises: as in `record_pin`.
    """
    ledger().require(actor, "pin", city_id)
    reason = require_reason(reason)
    in_force = rules(wave_id)
    if topic_id == ANY_TOPIC:
        _try(wave_id, in_force, Assumptions(capacities=((city_id, 0.0),)))
        _record_rule(actor, "veto", wave_id, (city_id, topic_id), reason=reason)
        return
    decided = tuple(decision for decision in in_force.decided if decision.pair != (city_id, topic_id))
    _try(wave_id, replace(in_force, decided=decided), Assumptions(vetoes=((city_id, topic_id),)))
    _record_rule(actor, "veto", wave_id, (city_id, topic_id), reason=reason)


def lift(actor: Actor, wave_id: str, rule: Rule, *, reason: str) -> None:
    """Take a pin or veto back; it stays in the ledger. Errors as in `record_pin`."""
    ledger().require(actor, "pin", rule.city_id)
    reason = require_reason(reason)
    _record_rule(actor, rule.kind, wave_id, (rule.city_id, rule.topic_id), reason=reason, is_lifted=True)


def record_decision(
    actor: Actor,
    wave_id: str,
    *,
    topic_id: str,
    kind: DecisionKind,
    city_id: str | None = None,
    co_city_id: str | None = None,
    reason: str | Mapping[str, str],
    meeting_id: str,
    basis: Basis = NO_BASIS,
) -> None:
    """Record what a meeting decided about a topic, with the snapshot it looked at.

    Args:
        actor: needs the right to decide.
        wave_id: the wave in view.
        topic_id: the topic.
        kind: `accepted` and `other_city` fix the lead, `vetoed` excludes the city (its veto is recorded too),
            `deferred` leaves the topic open.
        city_id: the lead, for `vetoed` the excluded city.
        co_city_id: the co-lead, if one was decided.
        reason: why, in the meeting's words; by language where the program wrote it.
        meeting_id: the meeting.
        basis: what the meeting had before it.

    Raises:
        InvalidInput: the reason is empty, or a city is missing or both lead and co-lead.
        Contradiction: the decision excludes other rules; nothing was recorded.
        NotPermitted, LedgerUnwritable: as in `Ledger.record`.
    """
    ledger().require(actor, "decide")
    words = {} if isinstance(reason, str) else dict(reason)
    said = require_reason(reason if isinstance(reason, str) else reason[current()])
    require_open(meeting_id)
    if (kind != "deferred" and city_id is None) or (city_id is not None and city_id == co_city_id):
        raise InvalidInput(what=_("The decision"), value=kind, expected=_("a city that is not also the co-lead"))
    if kind == "vetoed":
        record_veto(actor, wave_id, city_id=str(city_id), topic_id=topic_id, reason=said)
    payload: dict[str, Any] = {
        "topic_id": topic_id,
        "kind": kind,
        "city_id": city_id,
        "co_city_id": co_city_id,
        "reason": said,
        "snapshot": snapshot.snapshot().name,
        "meeting_id": meeting_id,
    }
    if kind in FIXING:
        _require_room(wave_id, Decision(**payload, actor=actor.name, at="", sequence=ledger().version() + 1))
    recorded = {"wave_id": wave_id, **payload, "basis": basis._asdict(), "reason_words": words}
    ledger().record(actor, "decision", recorded)


def require_open(meeting_id: str) -> None:
    """Refuse what a closed meeting can no longer decide: its papers are made."""
    notes = [entry.payload for entry in ledger().entries("meeting") if entry.payload["meeting_id"] == meeting_id]
    if any(payload.get("document") for payload in notes):
        raise InvalidInput(what=_("The meeting"), value=meeting_id, expected=_("one that is not closed"))


def _require_room(wave_id: str, decision: Decision) -> None:
    """Refuse a decision that leaves no plan, for example because its city is pinned to as much as it can carry."""
    in_force = rules(wave_id)
    others = tuple(known for known in in_force.decided if known.topic_id != decision.topic_id)
    pins = tuple(rule for rule in in_force.pins if rule.topic_id != decision.topic_id)
    vetoes = tuple(rule for rule in in_force.vetoes if rule.pair != decision.pair)
    tried = replace(in_force, decided=(*others, decision), pins=pins, vetoes=vetoes)
    _try(wave_id, tried, NO_ASSUMPTIONS)


def _try(wave_id: str, in_force: Rules, added: Assumptions) -> Plan:
    """Solve with a rule that is not recorded yet, so that one that cannot hold is refused with its conflict."""
    try:
        return solve_leads(inputs(wave_id), in_force, added)
    except Contradiction as error:
        raise _with_names(error, wave_id) from error


def _record_rule(
    actor: Actor, kind: RuleKind, wave_id: str, pair: Pair, *, reason: str, is_lifted: bool = False
) -> None:
    city_id, topic_id = pair
    payload = {
        "wave_id": wave_id,
        "city_id": city_id,
        "topic_id": topic_id,
        "role": "lead",
        "reason": reason,
        "is_lifted": is_lifted,
    }
    ledger().record(actor, kind, payload)
