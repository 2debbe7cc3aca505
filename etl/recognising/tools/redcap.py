"""REDCap: choices as `name___code` or `Label (choice=Text)`; each form has a column that calls it complete or not."""

import re

from etl.recognising.tools.habits import Habits

HABITS = Habits(
    name="redcap",
    title="REDCap",
    marks=frozenset(
        {
            *(
                "recordid",
                "redcapeventname",
                "redcapsurveyidentifier",
                "redcaprepeatinstrument",
                "redcaprepeatinstance",
            ),
            *("redcapdataaccessgroup", "surveyidentifier", "surveytimestamp", "eventname", "complete"),
            *("repeatinstrument", "repeatinstance", "dataaccessgroup"),
        }
    ),
    beside=re.compile(r"^\w+_(?:complete|timestamp)$|^Complete\?"),
    finished={"complete": frozenset({"2", "complete"})},
)
