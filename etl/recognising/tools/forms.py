"""Microsoft Forms: texts everywhere, several choices in one cell as `A;B;`; quizzes add points and feedback."""

import re

from etl.recognising.tools.habits import Habits

HABITS = Habits(
    name="forms",
    title="Microsoft Forms",
    marks=frozenset(
        {
            *("startzeit", "fertigstellungszeit", "starttime", "completiontime"),
            *("uhrzeitderletztenänderung", "lastmodifiedtime", "gesamtpunktzahl", "totalpoints", "quizfeedback"),
        }
    ),
    fewest=1,
    meta=frozenset({"sprache", "language", "id", "notenveröffentlichungszeit", "gradepostedtime"}),
    beside=re.compile(r"^(?:Punkte|Points|Feedback)\s*[–—:-]\s*\S"),
)
