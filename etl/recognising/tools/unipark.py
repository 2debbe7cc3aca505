"""Unipark (EFS Survey): `dispcode` tells what became of a response; 0 and numbers below it mean no answer."""

import re

from etl.recognising.tools.habits import NO, YES, Habits
from maturity.language import N_

HABITS = Habits(
    name="unipark",
    title="Unipark",
    marks=frozenset({"lfdn", "externallfdn", "dispcode", "tester", "pagehistory", "rtsstart", "participantbrowser"}),
    meta=frozenset(
        {
            *("lastpage", "quality", "duration", "browser", "referer", "devicetype", "quota", "quotaassignment"),
            *("datetime", "dateoflastaccess", "dateoffirstmail", "participantua", "flash", "javascript", "output"),
            *("externalid", "hflip", "language", "quotarejectedid"),
        }
    ),
    beside=re.compile(r"^(?:rts\d+|dur\d+|quota_\d+|c_\d{4})$"),
    number=frozenset({"lfdn"}),
    finished={"dispcode": frozenset({"31", "32", "beendet", "completed", "beendetnachunterbrechung"})},
    missing=frozenset({"-77", "-66", "-99", "-88"}),
    chosen=YES,
    not_chosen=NO | {"77", "66", "99"},
    counts_from_one=True,
    zero_is_missing=True,
    cure=N_("In Unipark export the answers as texts (labels) in place of codes."),
)
