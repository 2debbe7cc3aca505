"""The decided numbers: what may be set, within which bounds, and the recording of a change."""

import re
from typing import NamedTuple

from etl.publish import try_publish
from maturity.errors import InvalidInput, UnknownId
from maturity.language import N_, _, number
from maturity.parameters import parse_value
from maturity.rights import Actor
from maturity.settings import load
from web.services import opened, snapshot
from web.services.reasons import require_reason


class Bounds(NamedTuple):
    """What a parameter is called and which values make sense."""

    name: str
    low: float = 0.0
    high: float = 1.0
    is_whole: bool = False


BOUNDS: dict[str, Bounds] = {
    "coverage_topic": Bounds(N_("Answered questions that a topic’s score needs")),
    "coverage_index": Bounds(N_("Topics with a score that the index needs")),
    "target": Bounds(N_("Target of the network"), high=100),
    "strong_level": Bounds(N_("Level from which a city can show something"), high=4, is_whole=True),
    "imbalance_flag": Bounds(N_("Difference of the means from which a profile is called uneven"), high=100),
    "weight_spread": Bounds(N_("Trial runs: how far weights vary")),
    "answer_error": Bounds(N_("Trial runs: answers a level too high, and as many too low"), high=0.5),
    "simulation_runs": Bounds(N_("Trial runs: how many"), low=100, high=5000, is_whole=True),
    "simulation_seed": Bounds(N_("Trial runs: seed"), high=1_000_000, is_whole=True),
    "sobol_samples": Bounds(N_("Samples for “what drives the changes”"), low=64, high=4096, is_whole=True),
    "agreement_min_answers": Bounds(N_("Answers from which agreement is a number"), low=1, high=1000, is_whole=True),
    "weights_bod_at_least": Bounds(N_("Most favourable light: lowest weight of a topic")),
    "weights_bod_at_most": Bounds(N_("Most favourable light: highest weight of a topic"), low=1, high=10),
    "fit_maturity": Bounds(N_("Fit to lead: weight of maturity")),
    "fit_willingness": Bounds(N_("Fit to lead: weight of willingness")),
    "fit_headroom": Bounds(N_("Fit to lead: weight of free capacity")),
    "fit_evidence": Bounds(N_("Fit to lead: weight of evidence")),
    "lead_capacity": Bounds(N_("Leads of a city that states no number"), high=100, is_whole=True),
    "near_tie_share": Bounds(N_("Price of another lead up to which the choice is open")),
    "stable_share": Bounds(N_("Share of the trial runs from which a result is called robust"), low=0.5),
    "reuse_share": Bounds(N_("Cost of reusing a solution, share of building one’s own")),
    "keep_traces": Bounds(N_("Refused attempts and used invitations are kept for"), low=7, high=365, is_whole=True),
    "keep_drafts": Bounds(N_("Drafts that nobody changes are kept for"), low=1, high=60, is_whole=True),
    "keep_contacts": Bounds(N_("Contacts are kept after the end of the wave for"), low=1, high=60, is_whole=True),
    "keep_files": Bounds(N_("Files handed in are kept after the end of the wave for"), low=1, high=120, is_whole=True),
}


# Digits, with a point or as a fraction; no exponents, which could be endless numbers.
WRITTEN = re.compile(r"\d{1,9}(\.\d{1,9}|/0*[1-9]\d{0,8})?")


def name_of(parameter_id: str) -> str:
    """The parameter's name for readers; its id if the program does not know it."""
    bounds = BOUNDS.get(parameter_id)
    return _(bounds.name) if bounds else parameter_id


def default_wave() -> str:
    """Return the wave from which a change holds if none is named: the newest with answers, so that past ones stay."""
    waves = snapshot.waves()
    answered = waves.loc[waves["submitted_count"] > 0]
    return str((answered if len(answered) else waves)["wave_id"].iloc[-1])


def change(actor: Actor, parameter_id: str, *, text: str, reason: str, wave_id: str = "") -> None:
    """Set a parameter from a wave on in the ledger and publish; the waves before keep theirs.

    Args:
        actor: needs the right to set parameters.
        parameter_id: which one.
        text: the new value: a number with point or comma, or a fraction such as 2/3.
        reason: why; shown beside the value.
        wave_id: the first wave for which it holds; see `default_wave`.

    Raises:
        UnknownId: there is no such parameter or wave.
        InvalidInput: the value is no number or makes no sense, or the reason is missing.
        NotPermitted, LedgerUnwritable: nothing was stored.
    """
    opened.ledger().require(actor, "set_parameter")
    known = list(snapshot.table("parameters")["parameter_id"])
    if parameter_id not in known:
        raise UnknownId(value=parameter_id, concept=_("parameter"), known=", ".join(known))
    waves, wave_id = list(snapshot.waves()["wave_id"]), wave_id or default_wave()
    if wave_id not in waves:
        raise UnknownId(value=wave_id, concept=_("wave"), known=", ".join(waves))
    text = text.strip().replace(",", ".")
    if not WRITTEN.fullmatch(text):
        raise InvalidInput(what=_("The value"), value=text or _("empty"), expected=_("a number such as 0,75 or 2/3"))
    _require_sensible(parameter_id, parse_value(text))
    reason = require_reason(reason)
    opened.ledger().record(
        actor,
        "parameter",
        {"parameter_id": parameter_id, "value": text, "reason": reason, "since": wave_id, "wave_id": wave_id},
    )
    try_publish(opened.ledger(), load())


def _require_sensible(parameter_id: str, value: float) -> None:
    bounds = BOUNDS.get(parameter_id, Bounds(parameter_id, high=float("inf")))
    is_allowed = bounds.low <= value <= bounds.high and (not bounds.is_whole or value == round(value))
    if parameter_id == "sobol_samples":
        is_allowed = is_allowed and int(value) & (int(value) - 1) == 0
    if is_allowed:
        return
    between = _("a whole number between {low} and {high}") if bounds.is_whole else _("between {low} and {high}")
    if parameter_id == "sobol_samples":
        between = _("a power of 2 between {low} and {high}")
    raise InvalidInput(
        what=name_of(parameter_id),
        value=_plain(value),
        expected=between.format(low=_plain(bounds.low), high=_plain(bounds.high)),
    )


def _plain(value: float) -> str:
    return number(value, 0 if value == round(value) else 2)
