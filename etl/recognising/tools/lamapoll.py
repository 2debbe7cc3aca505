"""LamaPoll: one heading row with the questions' texts, behind columns about the participation."""

from etl.recognising.tools.habits import ANY_TEXT, Habits
from maturity.language import N_

HABITS = Habits(
    name="lamapoll",
    title="LamaPoll",
    marks=frozenset(
        {
            *("bearbeitungszeit", "bearbeitungsdauer", "abgeschlossen", "beendet", "teilnehmerid", "teilnehmernummer"),
            *("teilnehmernr", "teilnehmer", "teilnahmeid", "fragebogenid", "endzeit", "enddatum", "endezeit"),
            *("teilnahmebeginn", "teilnahmeende", "umfragelink"),
        }
    ),
    meta=frozenset({"startzeit", "startdatum", "sprache", "status", "nr", "id", "datum", "uhrzeit", "gruppe"}),
    finished={
        **dict.fromkeys(
            ("abgeschlossen", "beendet", "status"),
            frozenset({"ja", "1", "abgeschlossen", "beendet", "vollständig", "komplett", "true", "wahr"}),
        ),
        **dict.fromkeys(("endzeit", "endezeit", "enddatum", "teilnahmeende"), ANY_TEXT),
    },
    missing=frozenset({"-", "–"}),
    counts_from_one=True,
    cure=N_("In LamaPoll export the answers as texts in place of codes."),
)
