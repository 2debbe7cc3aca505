"""Google Forms: the time first, several choices joined by commas; quizzes add scores and feedback."""

import re

from etl.recognising.tools.habits import Habits

HABITS = Habits(
    name="google",
    title="Google Forms",
    marks=frozenset({"zeitstempel", "timestamp"}),
    fewest=1,
    meta=frozenset({"gesamtpunktzahl", "punktzahl", "totalscore", "score"}),
    beside=re.compile(r"\[(?:Punktzahl|Score|Feedback)\]$"),
)
