"""Qualtrics: three header rows, the third one in JSON; previews and spam are told by `Status`."""

import re

from etl.recognising.tools.habits import Habits
from maturity.language import N_

HABITS = Habits(
    name="qualtrics",
    title="Qualtrics",
    marks=frozenset(
        {
            *("startdate", "enddate", "progress", "durationinseconds", "finished", "recordeddate", "responseid"),
            *(
                "recipientlastname",
                "recipientfirstname",
                "recipientemail",
                "externalreference",
                "externaldatareference",
            ),
            *("locationlatitude", "locationlongitude", "distributionchannel", "userlanguage"),
        }
    ),
    fewest=4,
    meta=frozenset({"status", "ipaddress"}),
    beside=re.compile(r"_(?:DO|First Click|Last Click|Page Submit|Click Count)(?:_|$)"),
    number=frozenset({"responseid", "startdate"}),
    finished={
        "finished": frozenset({"1", "true", "wahr"}),
        "status": frozenset({"0", "ipaddress", "ipadresse", "imported", "importiert", "4"}),
    },
    missing=frozenset({"-99"}),
    counts_from_one=True,
    cure=N_("In Qualtrics choose “Use choice text”."),
)
