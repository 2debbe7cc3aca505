"""What became of the leads decided for earlier waves: the lead's level then and now, its project, who has caught up."""

import pandas as pd

from maturity.analysis.leads.rules import Decision, Rules
from maturity.language import _
from maturity.rows import rows_of
from web.services import naming, snapshot
from web.shared import markup


def outcomes(wave_id: str, rules: Rules) -> str:
    """Write one row per lead decided for an earlier wave; a city or topic that left has no values now."""
    names = naming.names(wave_id)
    known = [decision for decision in rules.previous if decision.topic_id in names.topics]
    rows = pd.DataFrame(
        {
            _("Topic"): [names.topics[decision.topic_id] for decision in known],
            _("Lead"): [names.city(decision.city_id) for decision in known],
            _("Decided in wave"): [decision.wave_id for decision in known],
            _("Level of the lead"): [_levels(decision, wave_id) for decision in known],
            _("Its project now"): [_project(decision, wave_id) for decision in known],
            _("Cities far enough"): [_far_enough(decision, wave_id) for decision in known],
        }
    )
    caption = _("Then and now; far enough: from level {level} on, of the cities with a score.")
    return markup.html_table(rows, caption=caption.format(level=int(snapshot.parameter("strong_level", wave_id))))


def _levels(decision: Decision, wave_id: str) -> str:
    return _then_and_now(*(_level(decision, wave) for wave in (decision.wave_id, wave_id)))


def _level(decision: Decision, wave_id: str) -> str:
    scores = _of_topic(decision, wave_id)
    found = scores.loc[scores["city_id"] == decision.city_id, "level"].dropna()
    return _("unknown") if found.empty else str(int(found.iloc[0]))


def _far_enough(decision: Decision, wave_id: str) -> str:
    return _then_and_now(*(_strong(decision, wave) for wave in (decision.wave_id, wave_id)))


def _strong(decision: Decision, wave_id: str) -> str:
    levels = _of_topic(decision, wave_id)["level"].dropna()
    strong = int((levels >= snapshot.parameter("strong_level", wave_id)).sum())
    return _("{count} of {total}").format(count=strong, total=len(levels))


def _of_topic(decision: Decision, wave_id: str) -> pd.DataFrame:
    scores = snapshot.topic_scores(wave_id)
    return scores.loc[scores["topic_id"] == decision.topic_id]


def _then_and_now(then: str, now: str) -> str:
    return _("{then}, now {now}").format(then=then, now=now)


def _project(decision: Decision, wave_id: str) -> str:
    planning = snapshot.table("planning", wave_id=wave_id)
    own = planning.loc[(planning["city_id"] == decision.city_id) & (planning["topic_id"] == decision.topic_id)]
    status = [row.status for row in rows_of(own) if not pd.isna(row.status)]
    return naming.of_codes("status", status[0]) if status else _("unknown")
