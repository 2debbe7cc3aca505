"""ODK Central: groups joined to names by a hyphen; several choices in one cell, separated by blanks."""

from etl.recognising.tools.habits import Habits

HABITS = Habits(
    name="odk",
    title="ODK",
    marks=frozenset(
        {
            *("submissiondate", "metainstanceid", "instanceid", "submitterid", "submittername"),
            *("attachmentspresent", "attachmentsexpected", "reviewstate", "formversion", "key"),
        }
    ),
    fewest=3,
    meta=frozenset({"start", "end", "today", "deviceid", "edits", "status", "metainstancename", "instancename"}),
    finished={"reviewstate": frozenset({"", "received", "approved", "edited", "hasissues"})},
    choices_by_space=True,
    path="/-",
)
