"""Is a programme open, and may it be offered? Open, planned, closed or unknown on a given day. Pure."""

from collections.abc import Collection, Iterable
from datetime import date

import pandas as pd

from maturity.analysis.funding.programmes import Programme

# After so many days without a look, what was open may be closed.
MAX_AGE_DAYS = 90


def judge_states(
    programmes: Iterable[Programme], *, today: date, released: Collection[str], max_age_days: int = MAX_AGE_DAYS
) -> pd.DataFrame:
    """Say of each programme whether it is open on a day, and whether it may be shown as an opportunity.

    Args:
        programmes: the programmes.
        today: the day to judge.
        released: the ids of those whose facts, as they are now, a second person has released.
        max_age_days: from how many days without a check on a programme is stale.

    Returns:
        One row per programme, in the order given: programme_id; state (`open`, `planned`, `closed`, `unknown`); reason
        (`says_closed`, `deadline_passed`, `opens_later`, `says_open`, `within_dates`, `nothing_said`); closes (date or
        None); checked_on; age_days (missing if never checked); is_stale; is_released; is_offer: open, released and not
        stale.

    Source: docs/method.md, "Funding".
    """
    columns = ["programme_id", "state", "reason", "closes", "checked_on", "age_days", "is_stale", "is_released"]
    rows = [
        [
            programme.programme_id,
            *_state(programme, today),
            programme.value("closes"),
            programme.checked_on,
            *_age(programme, today, max_age_days),
            programme.programme_id in released,
        ]
        for programme in programmes
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"age_days": "Int64", "is_stale": bool, "is_released": bool})
    return table.assign(is_offer=(table["state"] == "open") & table["is_released"] & ~table["is_stale"])


def _state(programme: Programme, today: date) -> tuple[str, str]:
    status, opens, closes = (programme.value(field) for field in ("status", "opens", "closes"))
    if status == "closed":
        return "closed", "says_closed"
    if closes is not None and closes < today:
        return "closed", "deadline_passed"
    if opens is not None and opens > today:
        return "planned", "opens_later"
    if status == "open":
        return "open", "says_open"
    if opens is not None and closes is not None:
        return "open", "within_dates"
    return "unknown", "nothing_said"


def _age(programme: Programme, today: date, max_age_days: int) -> tuple[int | None, bool]:
    if programme.checked_on is None:
        return None, True
    age = (today - programme.checked_on).days
    return age, age > max_age_days
