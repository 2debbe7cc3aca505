"""KoboToolbox: names or labels as headings, groups before them; choices as one cell, as columns, or both."""

from etl.recognising.tools.habits import Habits
from maturity.language import N_

HABITS = Habits(
    name="kobo",
    title="KoboToolbox",
    marks=frozenset({"uuid", "submissiontime", "validationstatus", "submittedby", "index", "tags", "xformidstring"}),
    meta=frozenset(
        {"start", "end", "today", "deviceid", "id", "notes", "status", "version", "username", "attachments"}
    ),
    missing=frozenset({"NA", "n/a", "N/A"}),
    choices_by_space=True,
    cure=N_("In KoboToolbox choose “XML values and headers”."),
)
