"""LimeSurvey: CSV, XLSX and the VV format; headings as codes, texts or both, answers as codes or texts."""

import re

from etl.recognising.tools.habits import ANY_TEXT, Habits
from maturity.language import N_

HABITS = Habits(
    name="limesurvey",
    title="LimeSurvey",
    marks=frozenset(
        {
            *("responseid", "antwortid", "lastpage", "letzteseite", "startlanguage", "startsprache", "seed"),
            *("startdate", "zufallsstartwert", "datumgestartet", "datestarted", "datestamp", "datumletzteaktivität"),
            *("datelastaction", "refurl", "urldesverweises", "referrerurl", "token", "zugangscode", "accesscode"),
            *("ausgangssprache", "submitdate", "datumabgeschickt", "datesubmitted", "abgeschicktam"),
        }
    ),
    meta=frozenset({"id", "ipaddr", "ipadresse", "ipaddress", "interviewtime", "quotaexit"}),
    # Timings, one column per group and question.
    beside=re.compile(
        r"^(?:(?:Total|Group|Question) time|Gesamtzeit|Gruppenzeit|Fragenzeit)\b|^(?:group|question)Time\d*|\wTime$"
    ),
    number=frozenset({"responseid", "antwortid", "id"}),
    finished={
        **dict.fromkeys(("submitdate", "datumabgeschickt", "datesubmitted", "abgeschicktam"), ANY_TEXT),
        "completed": frozenset({"y", "yes", "ja"}),
        "abgeschlossen": frozenset({"y", "yes", "ja"}),
    },
    missing=frozenset({"{question_not_shown}", "{question not shown}", "N/A", "n/a"}),
    cure=N_("In LimeSurvey choose “Full answers” for the responses and “Question code” for the headings."),
)
