"""The state of a wave. The last event in the ledger decides; without one, the wave's dates do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, get_args

import pandas as pd

from maturity.language import N_

State = Literal["planned", "open", "closed"]
STATE_NAMES: dict[State, str] = {"planned": N_("planned"), "open": N_("open"), "closed": N_("closed")}
STATES: tuple[State, ...] = get_args(State)


def states_by_dates(waves: pd.DataFrame, day: date) -> dict[str, State]:
    """Return the state that each wave has by its dates alone.

    Args:
        waves: one row per wave; wave_id, opens_on, closes_on (as in 2026-03-01, '' = no bound), is_sample (0 or 1).
        day: the day it is for the network; a wave is open on its first and on its last day.
            A sample wave is there to try things out, so its invented dates never close it.
    """
    return {
        str(row["wave_id"]): "open" if row["is_sample"] == 1 else _by_dates(row["opens_on"], row["closes_on"], day)
        for row in waves.to_dict("records")
    }


def _by_dates(opens_on: str, closes_on: str, day: date) -> State:
    if opens_on and day.isoformat() < opens_on:
        return "planned"
    return "closed" if closes_on and day.isoformat() > closes_on else "open"


def states_in_force(by_dates: Mapping[str, State], events: Iterable[Mapping[str, Any]]) -> dict[str, State]:
    """Lay the events, oldest first, over the states by dates; an event of a wave that is no more is passed over.

    Args:
        by_dates: as `states_by_dates` returns it.
        events: payloads with wave_id, state.
    """
    decided = {str(event["wave_id"]): event["state"] for event in events}
    return {wave_id: decided.get(wave_id, state) for wave_id, state in by_dates.items()}
