"""SurveyMonkey: a second header row names the choices, or says “Response” below a question of one answer."""

from etl.recognising.tools.habits import Habits
from maturity.language import N_

HABITS = Habits(
    name="surveymonkey",
    title="SurveyMonkey",
    marks=frozenset(
        {
            *("respondentid", "collectorid", "datecreated", "datemodified", "customdata1"),
            *("befragtenid", "teilnehmerid", "erstellungsdatum", "änderungsdatum", "datumderänderung"),
            *("datumdererstellung", "benutzerdefiniertedaten1"),
        }
    ),
    meta=frozenset({"ipaddress", "ipadresse"}),
    number=frozenset({"respondentid", "befragtenid"}),
    counts_from_one=True,
    cure=N_("In SurveyMonkey choose “Actual answer text” for the cells."),
)
