"""What the plan is worth to each city: what it gains through others, against what it carries."""

import pandas as pd

from maturity.analysis.leads.proposal import Assumptions
from maturity.analysis.leads.rules import Rules
from maturity.analysis.leads.value import find_value
from web.services import plans, snapshot


def value(wave_id: str, *, rules: Rules, assumptions: Assumptions) -> pd.DataFrame:
    """Return `find_value` of the plan, worked out once."""
    return snapshot.remember(_value, wave_id=wave_id, rules=rules, assumptions=assumptions)


def _value(wave_id: str, rules: Rules, assumptions: Assumptions) -> pd.DataFrame:
    proposed, given = plans.solve(wave_id, assumptions, under=rules), plans.inputs(wave_id)
    return find_value(
        proposed.plan,
        proposed.followers,
        given.scores,
        given.planning,
        reuse_share=snapshot.parameter("reuse_share", wave_id),
    )
