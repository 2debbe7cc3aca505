"""Who the invented cities are: the tables behind the sample answers, for reading and changing by hand.

All of it is made up; the names are real only because the network is. generate.py writes the files from it.
In every table `.` means: not answered, and `_` stands for a space; `+` joins several codes.
"""

SEED = 2026
WAVES = ("2026-1", "2026-2")
CORE_ONLY = "GAG"  # answers the short survey, without any planning
ABSENT = {("BUE", "2026-2")}  # handed nothing in

# Capacity and habits. money: of a topic's usual budget; share: highest own share in percent; plain numbers write
# 18500 and 0,5 where others write 18.500,00 and a band; the last two columns: when the form was filled in.
CITIES = """
city city_id  fte leads running council   visibility  money share provider      numbers 2026-1     2026-2
BAD  08211000 6   3     1       liegt_vor rat         1.5   40    eigen         plain   2026-04-14 2026-10-06
BRE  08215007 2.5 2     0       nötig     netzwerk    0.7   30    Rechenzentrum plain   2026-04-21 2026-10-13
BRU  08215009 4.5 2     0       liegt_vor oeffentlich 1.2   40    Rechenzentrum bands   2026-04-09 2026-10-01
BUE  08216007 2   2     0       nötig     netzwerk    0.7   20    Rechenzentrum plain   2026-04-29 .
ETT  08215017 4   3     0       liegt_vor oeffentlich 1     50    Rechenzentrum plain   2026-04-16 2026-10-08
GAG  08216015 .   .     .       .         .           .     .     .             .       .          .
RAS  08216043 3.5 3     1       nötig     rat         1.2   30    Stadtwerke    bands   2026-04-28 2026-10-15
RHE  08215108 0.5 0     0       nein      netzwerk    0.4   10    Rechenzentrum bands   2026-04-30 2026-10-20
STU  08215109 2.5 3     0       liegt_vor rat         0.6   30    Rechenzentrum plain   2026-04-23 2026-10-09
"""
TOPICS_EXCLUDED = {"BUE": "sensorik", "RHE": "ki, sensorik"}

# Level around which the answers of the first wave lie, 0 to 4.
LEVELS = """
topic          BAD  BRE  BRU  BUE  ETT  GAG  RAS  RHE  STU
eakte          1.9  1.8  3.7  1.5  2.4  1.2  1.9  0.6  1.6
eposteingang   1.8  1.2  3.2  1.4  2.2  1.0  1.6  0.6  2.0
epayment       2.8  1.6  2.2  2.4  3.6  1.6  2.0  0.9  1.8
emobilitaet    2.3  1.4  1.6  1.6  1.8  1.3  3.6  1.0  1.4
parkraum       2.7  1.2  1.4  1.2  1.8  1.0  3.4  0.5  0.8
ozgdienste     2.4  1.8  2.4  2.2  3.5  1.9  2.1  1.1  2.0
erechnung      2.6  2.2  3.1  3.5  3.0  2.0  2.3  1.2  2.0
infosicherheit 3.4  1.8  2.4  2.0  3.1  1.5  2.2  0.9  1.7
strategie      3.2  1.7  2.7  3.2  2.4  1.2  2.0  0.8  1.9
prozesse       1.5  1.2  3.3  1.3  2.4  0.8  1.2  0.4  1.3
kompetenzen    2.0  3.3  1.9  3.1  1.8  1.3  1.5  0.7  1.6
daten          3.3  1.0  1.7  1.0  1.8  0.8  1.8  0.4  1.2
sensorik       0.9  0.6  1.0  0.4  1.2  0.3  1.7  0.2  1.4
beteiligung    3.5  1.6  1.8  2.0  2.2  1.2  1.9  0.9  1.4
bauamt         2.3  1.4  2.0  3.2  2.1  1.0  1.8  0.8  1.2
schule         2.0  3.6  1.9  1.8  2.0  3.0  2.0  1.4  2.2
netz           3.1  2.0  2.2  1.8  2.5  1.9  2.2  1.6  3.4
arbeitsplatz   2.2  1.9  3.1  2.0  1.8  1.4  1.6  1.0  3.3
ki             0.9  0.5  1.3  0.3  1.5  0.4  0.7  0.1  1.5
"""

# Project status in the first wave: k keine, g geplant, p pilot, b betrieb, w wechsel, s gestoppt.
STATUS = """
topic          BAD  BRE  BRU  BUE  ETT  GAG  RAS  RHE  STU
eakte          p    g    b    w    b    .    p    g    g
eposteingang   k    g    b    .    p    .    k    .    p
epayment       b    p    b    b    b    .    p    g    p
emobilitaet    p    k    k    g    k    .    b    k    .
parkraum       b    k    k    .    p    .    b    k    k
ozgdienste     p    p    p    b    b    .    p    g    p
erechnung      b    b    b    b    b    .    w    p    b
infosicherheit b    g    b    p    b    .    p    g    g
strategie      b    p    b    b    p    .    .    k    p
prozesse       k    k    b    k    g    .    k    .    k
kompetenzen    k    b    p    k    .    .    k    k    .
daten          b    k    g    .    g    .    g    .    k
sensorik       k    .    g    k    g    .    p    .    g
beteiligung    b    g    k    p    p    .    .    k    k
bauamt         p    g    w    b    p    .    g    .    g
schule         p    b    p    .    p    .    k    p    b
netz           k    .    k    k    .    .    k    g    b
arbeitsplatz   .    k    p    .    s    .    k    .    b
ki             p    g    p    k    p    .    g    .    p
"""

# Wish to lead: 0 no, 1 join in, 2 yes if relieved elsewhere, 3 yes. Bruchsal and Ettlingen both want the e-file.
LEAD_INTEREST = """
topic          BAD  BRE  BRU  BUE  ETT  GAG  RAS  RHE  STU
eakte          1    1    3    1    3    .    1    1    1
eposteingang   0    1    2    .    1    .    0    .    2
epayment       1    1    1    1    3    .    1    1    0
emobilitaet    2    0    0    1    1    .    3    0    .
parkraum       2    0    0    .    1    .    3    0    0
ozgdienste     1    1    1    1    3    .    1    1    1
erechnung      0    2    1    3    1    .    0    1    0
infosicherheit 2    1    1    1    1    .    0    1    1
strategie      2    0    1    2    0    .    .    0    1
prozesse       1    0    3    0    1    .    0    .    1
kompetenzen    0    3    1    0    .    .    1    0    .
daten          3    0    1    .    2    .    1    .    0
sensorik       0    .    1    0    1    .    2    .    1
beteiligung    3    1    0    1    1    .    .    0    0
bauamt         1    1    1    3    2    .    0    .    1
schule         0    3    1    .    0    .    1    1    1
netz           0    .    0    0    .    .    1    1    2
arbeitsplatz   .    1    0    .    0    .    1    .    3
ki             1    1    2    0    1    .    1    .    3
"""

# Topics a city calls urgent beside those it wants to lead.
URGENT = {
    "BAD": ("eakte", "ki"),
    "BRE": ("eakte", "infosicherheit", "ki"),
    "BRU": ("ki", "sensorik"),
    "BUE": ("eakte", "beteiligung"),
    "ETT": ("prozesse", "bauamt"),
    "RAS": ("eakte", "ki", "daten"),
    "RHE": ("eakte", "ozgdienste", "infosicherheit"),
    "STU": ("infosicherheit", "eakte", "bauamt"),
}

# What happened to the projects between the waves; everything else kept its status.
NEW_STATUS = {
    ("BAD", "ki"): "b",
    ("BAD", "eposteingang"): "g",
    ("BRE", "eakte"): "p",
    ("BRU", "bauamt"): "b",
    ("ETT", "eposteingang"): "b",
    ("ETT", "daten"): "p",
    ("RAS", "daten"): "p",
    ("RAS", "epayment"): "b",
    ("RHE", "ozgdienste"): "p",
    ("STU", "eakte"): "p",
}

# Two steps back in the second wave: a tool was switched off, a backup test failed.
SETBACKS = {("ETT", "ARB02"): 0, ("RAS", "SEC03"): 1}

NOT_RESPONSIBLE = {  # nz, in both waves
    "BRE": ("SEN04",),
    "RHE": ("BAU01", "BAU02", "BAU03", "BAU04", "NET01", "PAR04"),
    "STU": ("PAR05",),
}
NOT_STATED = {  # kA; two or more of four leave the topic without a score
    ("BAD", "2026-1"): ("EPA04",),
    ("BRE", "2026-1"): ("SEN01", "SEN02", "SEN03", "KII02", "KII04"),
    ("BRU", "2026-1"): ("SCH02",),
    ("BUE", "2026-1"): ("EMO02", "SEN02", "SEN03", "DAT03", "DAT04"),
    ("GAG", "2026-1"): ("SEN01", "PAR01"),
    ("RAS", "2026-1"): ("BET03", "BET04", "STR03"),
    ("RHE", "2026-1"): ("PRO02", "PRO03", "DAT02", "DAT04", "SEN02"),
    ("STU", "2026-1"): ("EPA04", "EMO02", "EMO03"),
    ("BAD", "2026-2"): ("EPA04",),
    ("BRE", "2026-2"): ("SEN01", "SEN02", "SEN03"),
    ("GAG", "2026-2"): ("SEN01",),
    ("RAS", "2026-2"): ("STR03",),
    ("RHE", "2026-2"): ("PRO02", "PRO03", "DAT04"),
    ("STU", "2026-2"): ("EMO02", "EMO03"),
}
LEFT_BLANK = {("RHE", "2026-1"): ("KII03", "KII04"), ("RHE", "2026-2"): ("KII04",)}

COMMENTS = {
    ("BAD", "EPA04"): "Messung läuft noch",
    ("BRE", "SEN01"): "Zuständigkeit ist zu klären; wird nachgereicht",
    ("BRU", "EAK01"): "Stand laut Einführungsplan",
    ("ETT", "ARB02"): "Werkzeug wird gewechselt",
    ("RAS", "SEC03"): 'Übung „Wiederanlauf" ist offen',
    ("RHE", "BAU01"): "liegt nicht bei uns",
    ("STU", "KII01"): "geschätzt",
}

# Products as people write them, so that finding one name for them has work to do; with the end of the contract.
PRODUCTS = """
topic        city product            until
eakte        BAD  enaio              2028-06
eakte        BRU  regisafe           2027-12
eakte        BUE  VIS-Suite          2027-06
eakte        ETT  enaio_ECM          2029-12
eakte        RAS  Regi_Safe          2027-09
eakte        BRE  d.3                2027-10
eposteingang BRU  GMM                2028-03
eposteingang ETT  Multi_Messenger    .
epayment     BAD  ePayBL             .
epayment     BRU  pmPayment          2027-12
epayment     ETT  pm_Payment         2027-12
epayment     BUE  GiroCheckout       .
emobilitaet  RAS  Charge_Cloud       2028-01
parkraum     BAD  Easy_Park          2027-11
parkraum     RAS  EasyPark           2028-02
parkraum     ETT  Parkster           2027-12
ozgdienste   BAD  service-bw         .
ozgdienste   BRE  Service_BW         .
ozgdienste   BRU  servicebw          .
ozgdienste   ETT  Form-Solutions     2028-12
ozgdienste   STU  service-bw.de      .
erechnung    BAD  Infoma_newsystem   2029-06
erechnung    BRU  newsystem          2028-09
erechnung    BUE  xSuite             2027-08
prozesse     BRU  PICTURE            2027-10
daten        BAD  masterportal       .
sensorik     RAS  TTN                .
beteiligung  BAD  CONSUL             .
beteiligung  ETT  adhocracy_plus     .
bauamt       BAD  ViBa               .
bauamt       BRU  ViBa-BW            .
bauamt       BUE  Virtuelles_Bauamt  .
schule       BRE  Jamf_School        2027-07
schule       STU  paedML             2027-12
arbeitsplatz BRU  Session            2028-05
arbeitsplatz STU  NextCloud_Hub      .
ki           STU  F_13               .
"""

# What the cities have in common in a topic: usual budget in euros for twelve months, quarter in which planned projects
# begin, what hinders them, what can be shared.
TOPICS = """
topic          budget start   challenges         assets
eakte          60000  2027-Q1 PERS+AKZEPT        LASTENHEFT+DIENSTANW+PROZESS
eposteingang   20000  2027-Q2 PERS+ZEIT          DIENSTANW+PROZESS
epayment       15000  2027-Q1 TECHNIK+ANBIETER   VERTRAG+PROZESS
emobilitaet    80000  2027-Q3 GELD               LASTENHEFT+VERGABE
parkraum       45000  2027-Q4 GELD+RAT           LASTENHEFT+VERGABE+VERTRAG
ozgdienste     30000  2026-Q4 TECHNIK+PERS       PROZESS+CODE
erechnung      12000  2027-Q4 ANBIETER           DIENSTANW+PROZESS
infosicherheit 35000  2027-Q1 PERS+WISSEN        DIENSTANW+SCHULUNG
strategie      10000  2027-Q4 ZEIT               PROZESS
prozesse       15000  2027-Q2 ZEIT+WISSEN        PROZESS+CODE+SCHULUNG
kompetenzen    12000  2027-Q4 ZEIT+AKZEPT        SCHULUNG
daten          25000  2027-Q3 WISSEN+DSGVO       CODE+DIENSTANW
sensorik       30000  2027-Q2 WISSEN+GELD        LASTENHEFT
beteiligung    14000  2027-Q4 AKZEPT             VERTRAG+SCHULUNG
bauamt         28000  2027-Q2 ANBIETER+RECHT     PROZESS+DIENSTANW
schule         70000  2027-Q4 GELD+PERS          LASTENHEFT+VERGABE+SCHULUNG
netz           90000  2028-Q1 GELD               VERGABE+VERTRAG
arbeitsplatz   24000  2027-Q4 AKZEPT             DIENSTANW+SCHULUNG
ki             18000  2027-Q1 DSGVO+RECHT+WISSEN DIENSTANW+CODE
"""
OTHER_STARTS = {("RHE", "eakte"): "2027-Q4", ("RAS", "daten"): "2028-Q1", ("STU", "bauamt"): "2027-Q3"}
CITY_CHALLENGE = {"BRE": "PERS", "BUE": "ZEIT", "RAS": "RAT", "RHE": "PERS", "STU": "GELD"}
CITY_SUPPORT = {
    "BAD": "ERFAHR",
    "BRE": "VORLAGE FACHKRAFT",
    "BRU": "ERFAHR TECHNIK",
    "BUE": "VORLAGE VERGABE",
    "ETT": "ERFAHR",
    "RAS": "VERGABE SCHULUNG",
    "RHE": "FACHKRAFT GELD VORLAGE",
    "STU": "FACHKRAFT ERFAHR",
}

# Good practices: city, topic, text. None of them describes a real project.
GOOD_PRACTICES = (
    ("BRU", "eakte", "Einführung Amt für Amt mit zwei Wochen Begleitung vor Ort; ein Aktenplan für alle."),
    ("BRU", "prozesse", "Steckbrief je Prozess auf einer Seite, von den Fachämtern selbst gepflegt."),
    ("ETT", "epayment", "QR-Code auf jedem Gebührenbescheid, Abgleich mit der Kasse über Nacht."),
    ("ETT", "ozgdienste", "Vierteljährlicher Test jedes Online-Dienstes mit Bürgerinnen und Bürgern."),
    ("RAS", "emobilitaet", "Gemeinsame Ausschreibung von Ladepunkten mit festem Preisrahmen."),
    ("RAS", "parkraum", "Virtueller Bewohnerparkausweis ohne Papier, Kontrolle über das Kennzeichen."),
    ("BAD", "daten", "Datenverzeichnis mit einer verantwortlichen Stelle je Datensatz und Lizenzvorgabe."),
    ("BAD", "beteiligung", "Zu jedem Vorschlag erscheint binnen vier Wochen, was daraus wurde."),
    ("BRE", "schule", "Zentrale Geräteverwaltung für alle Schulen, Tauschgerät am nächsten Tag."),
    ("BRE", "kompetenzen", "Digitallotsen mit fester Zeit: zwei Stunden in der Woche sind freigestellt."),
    ("STU", "arbeitsplatz", "Eine Vorlage für alle Projekte, Stand auf einer Seite im Intranet."),
)
FUNDED_TOPICS = ("emobilitaet", "infosicherheit", "daten", "sensorik", "beteiligung", "netz", "ki")
FUNDING_RUNNING = {
    ("RAS", "emobilitaet"): "Beispielförderung Ladepunkte, bis 06/2027",
    ("STU", "netz"): "Beispielförderung Glasfaser, bis 12/2027",
}
CONFIRMED = {("BRU", "eakte"), ("RAS", "parkraum")}  # seen by another city
