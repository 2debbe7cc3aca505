"""Formbricks: running number, response and survey ids, then the questions' texts."""

from etl.recognising.tools.habits import Habits

HABITS = Habits(
    name="formbricks",
    title="Formbricks",
    marks=frozenset({"no", "responseid", "surveyid", "formbricksidinternal", "userid", "finished", "timestamp"}),
    fewest=3,
    meta=frozenset({"notes", "tags", "url", "source", "country", "action", "agentbrowser", "agentos", "agentdevice"}),
    finished={"finished": frozenset({"1", "yes", "ja", "true"})},
)
