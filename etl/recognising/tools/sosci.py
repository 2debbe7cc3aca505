"""SoSci Survey: UTF-16 or UTF-8, labels in a row below the names; answers count from 1, below zero is missing."""

import re

from etl.recognising.tools.habits import Habits
from maturity.language import N_

HABITS = Habits(
    name="sosci",
    title="SoSci Survey",
    marks=frozenset(
        {
            *("case", "serial", "questnnr", "started", "lastdata", "maxpage", "missrel", "timersi", "degtime"),
            *("timesum", "qviewer", "mailsent"),
        }
    ),
    fewest=3,
    meta=frozenset({"ref", "mode", "finished", "lastpage", "missing", "language", "status"}),
    beside=re.compile(r"^TIME\d{3}$"),
    number=frozenset({"case"}),
    finished={"finished": frozenset({"1", "true", "wahr", "ja", "abgeschlossen"})},
    missing=frozenset({"-9", "nicht beantwortet"}),
    not_stated=frozenset({"-1", "weiß nicht"}),
    # A choice that was not ticked is a 1, one that was a 2.
    chosen=frozenset({"2", "ausgewählt", "gewählt", "true", "wahr", "checked"}),
    not_chosen=frozenset({"", "1", "nichtgewählt", "nichtausgewählt", "false", "falsch", "notchecked"}),
    counts_from_one=True,
    cure=N_("In SoSci Survey choose the answer texts in place of codes."),
)
