"""The waves of the network with their state, and which of them a page starts with."""

from datetime import date

import pandas as pd

from maturity.clock import today
from maturity.waves import State
from web.services import opened, snapshot


def states() -> dict[str, State]:
    """Return the state of each wave, now; for members, as all that is read from the ledger. Never change it."""
    return snapshot.remember_entries(_states, day=today(), reference_hash=opened.reference().hash)


def _states(day: date, reference_hash: str) -> dict[str, State]:
    return opened.ledger().wave_states(opened.reference().waves)


def survey_default() -> str:
    """Return the wave to hand in for: the newest open one, else the next planned one, else the newest."""
    known = states()
    for wanted, candidates in (("open", reversed(known)), ("planned", iter(known)), ("closed", reversed(known))):
        for wave_id in candidates:
            if known[wave_id] == wanted:
                return wave_id
    return ""


def results_default(waves: pd.DataFrame) -> str:
    """Return the wave to show: the newest in which enough members have answered, else the newest with answers.

    Args:
        waves: the waves with answers in their order; wave_id, member_count, submitted_count, min_share (0-1).
    """
    enough = waves.loc[waves["submitted_count"] >= waves["min_share"] * waves["member_count"]]
    return str((enough if len(enough) else waves)["wave_id"].iloc[-1])
