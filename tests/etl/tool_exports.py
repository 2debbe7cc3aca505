"""Exports of survey tools, made by rule from a questionnaire and its answers: what each tool's file looks like.

    python -m tests.etl.tool_exports DIR

writes all of them, with the answers of the sample's first wave, to look at or to try elsewhere.
"""

import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import xlsxwriter

from etl.ingest import inspect
from etl.reference.read import Reference, read_reference
from maturity.settings import PROJECT

# city_id -> item key -> code as the questionnaire writes it; several choices joined by `;`
Answers = Mapping[str, Mapping[str, str]]
Rows = list[list[str]]
SAMPLE = PROJECT / "data" / "sample" / "2026-1"
CHOICES = ("eakte.challenges", "eakte.support", "webportal.challenges")
FIELDS = ("eakte.status", "eakte.priority", "fte_total", *CHOICES)


class Survey:
    """The questionnaire as a tool shows it: items in order, with texts and labels."""

    def __init__(self, reference: Reference, answers: Answers) -> None:
        self.answers = answers
        self.keys = list(dict.fromkeys(key for city in answers.values() for key in city))
        self.cities = dict(zip(reference.cities["city_id"], reference.cities["name"], strict=True))
        self.texts = dict(zip(reference.questions["question_id"], reference.questions["text_de"], strict=True))
        topics = dict(zip(reference.topics["topic_id"], reference.topics["name_de"], strict=True))
        fields = dict(zip(reference.planning_fields["field_id"], reference.planning_fields["label_de"], strict=True))
        for key in self.keys:
            if key not in self.texts:
                topic, _dot, field = key.rpartition(".")
                self.texts[key] = f"{topics[topic]} {fields[field]}" if topic else fields[field]
        self.labels: dict[tuple[str, str], str] = {}
        options = reference.options
        for question, code, label in zip(options["question_id"], options["code"], options["label_de"], strict=True):
            self.labels[question, code] = label
        options = reference.planning_options
        for field, code, label in zip(options["field_id"], options["code"], options["label_de"], strict=True):
            self.labels |= {(key, code): label for key in self.keys if key.rpartition(".")[2] == field}

    def codes(self, key: str) -> list[str]:
        """The codes of an item's options, in order."""
        return [code for item, code in self.labels if item == key]

    def said(self, city: str, key: str, *, as_text: bool) -> str:
        """The answer as the tool writes it."""
        code = self.answers[city].get(key, "")
        return self.labels.get((key, code), code) if as_text else code

    def chosen(self, city: str, key: str) -> list[str]:
        """The codes of the choices that were ticked."""
        return [code for code in self.answers[city].get(key, "").split(";") if code]


def sample_answers(reference: Reference) -> Answers:
    """All questions of the sample's first wave, and some planning fields of each type."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(SAMPLE.glob("*.csv")):
        values = inspect(path.read_bytes(), name=path.name, reference=reference).values
        for row in values.to_dict("records"):
            key = f"{row['topic_id']}.{row['item_id']}" if row["item"] == "topic_field" else row["item_id"]
            if row["item"] == "question" or key in FIELDS:
                found.setdefault(row["city_id"], {})[key] = row["code"] if row["code"] else row["text"]
    return found


def csv_bytes(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", all_quoted: bool = False) -> bytes:
    """Write rows as CSV with CRLF."""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*sheets: tuple[str, Rows]) -> bytes:
    """Write sheets as XLSX, numbers as numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if (cell.isdecimal() and not cell.startswith("0")) or cell == "0":
                        sheet.write_number(place, column, int(cell))
                    else:
                        sheet.write_string(place, column, cell)
    return target.getvalue()


class Columns:
    """Columns of an export: one per item, or one per choice."""

    def __init__(
        self,
        survey: Survey,
        *,
        name: Callable[[str], str],
        as_text: bool,
        split: Callable[[str, str], str] | None = None,
        marks: tuple[str, str] = ("1", "0"),
        joined: str = ";",
        ending: str = "",
    ) -> None:
        self.survey, self.as_text, self.marks, self.joined, self.ending = survey, as_text, marks, joined, ending
        self.columns: list[tuple[str, str, str]] = []  # heading, key, code of a choice
        for key in survey.keys:
            if split is not None and key in CHOICES:
                self.columns += [(split(key, code), key, code) for code in survey.codes(key)]
            else:
                self.columns.append((name(key), key, ""))

    @property
    def headings(self) -> list[str]:
        return [heading for heading, _key, _code in self.columns]

    def cells(self, city: str) -> list[str]:
        return [self._cell(city, key, code) for _heading, key, code in self.columns]

    def _cell(self, city: str, key: str, code: str) -> str:
        chosen = self.survey.chosen(city, key)
        if code:
            mark = self.survey.labels[key, code] if self.marks[0] == "label" else self.marks[0]
            return mark if code in chosen else self.marks[1] if chosen or self.marks[1] != "-77" else "-77"
        if key in CHOICES:
            names = [self.survey.labels[key, one] if self.as_text else one for one in chosen]
            return self.joined.join(names) + (self.ending if names else "")
        return self.survey.said(city, key, as_text=self.as_text)


def _table(meta: Sequence[str], columns: Columns, row: Callable[[int, str], Sequence[str]]) -> Rows:
    """Headings and one row per city; `row` gives the cells before the answers."""
    rows = [[*meta, *columns.headings]]
    for number, city in enumerate(columns.survey.answers, 1):
        rows.append([*row(number, city), *columns.cells(city)])
    return rows


def underscored(key: str) -> str:
    return key.replace(".", "_")


# LimeSurvey

LIME = ["id", "submitdate", "lastpage", "startlanguage", "seed", "stadt"]
LIME_TEXT = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert", "Ihre Stadt"]


def _lime_row(survey: Survey) -> Callable[[int, str], list[str]]:
    return lambda number, city: [*(str(number), "2026-03-17 10:00:00", "7", "de", "1234567", survey.cities[city])]


def limesurvey(survey: Survey, *, heading: str, as_text: bool) -> bytes:
    """CSV with headings as codes, texts, both, or abbreviated; choices as columns with Y and blank, or Ja and Nein."""
    names = {
        "code": underscored,
        "text": survey.texts.__getitem__,
        "both": lambda key: f"{underscored(key)}. {survey.texts[key]}",
        "abbreviated": lambda key: f"{survey.texts[key][:15]}.. ",
    }
    numbers = {key: {code: f"SQ{place:03}" for place, code in enumerate(survey.codes(key), 1)} for key in CHOICES}
    splits = {
        "code": lambda key, code: f"{underscored(key)}[{code}]",
        "text": lambda key, code: f"{survey.texts[key]} [{survey.labels[key, code]}]",
        "both": lambda key, code: (
            f"{underscored(key)}[{numbers[key][code]}]. {survey.texts[key]} [{survey.labels[key, code]}]"
        ),
        "abbreviated": lambda key, code: f"{survey.texts[key][:15]}.. [{survey.labels[key, code]}]",
    }
    columns = Columns(
        survey,
        name=names[heading],
        as_text=as_text,
        split=splits[heading],
        marks=("Ja", "Nein") if as_text else ("Y", ""),
    )
    rows = _table(LIME if heading == "code" else LIME_TEXT, columns, _lime_row(survey))
    return csv_bytes(rows, delimiter=",", encoding="utf-8-sig", all_quoted=True)


def limesurvey_vv(survey: Survey) -> bytes:
    """Tabs; texts in row 1, codes in row 2; choices numbered; {question_not_shown} where nothing was asked."""
    numbers = {key: {code: f"SQ{place:03}" for place, code in enumerate(survey.codes(key), 1)} for key in CHOICES}
    columns = Columns(
        survey,
        name=lambda key: survey.texts[key],
        as_text=False,
        split=lambda key, code: f"{survey.texts[key]} [{survey.labels[key, code]}]",
        marks=("Y", ""),
    )
    codes = [
        f"{underscored(key)}_{numbers[key][code]}" if code else underscored(key) for _h, key, code in columns.columns
    ]
    rows = _table(LIME_TEXT, columns, _lime_row(survey))
    rows.insert(1, [*LIME, *codes])
    filled = [row if place < 2 else [cell or "{question_not_shown}" for cell in row] for place, row in enumerate(rows)]
    return csv_bytes(filled, delimiter="\t")


def limesurvey_timed(survey: Survey) -> bytes:
    """With timings of each group and question, nearly 900 columns."""
    columns = Columns(
        survey, name=underscored, as_text=False, split=lambda key, code: f"{underscored(key)}[{code}]", marks=("Y", "")
    )
    rows = _table(LIME, columns, _lime_row(survey))
    names = [f"groupTime{number}" for number in range(700)] + [f"{underscored(key)}Time" for key in survey.keys]
    rows = [[*row, *(names if place == 0 else ["12.5"] * len(names))] for place, row in enumerate(rows)]
    return csv_bytes(rows, encoding="utf-8-sig", all_quoted=True)


def limesurvey_city_code(survey: Survey) -> bytes:
    """The city is a list question, exported as the tool's own code: nobody can know which city that is."""
    columns = Columns(survey, name=underscored, as_text=False)
    rows = _table(LIME, columns, lambda number, city: [*_lime_row(survey)(number, city)[:-1], f"A{number}"])
    return csv_bytes(rows, encoding="utf-8-sig", all_quoted=True)


# Microsoft and Google

FORMS = ["Id", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"]


def forms(survey: Survey, *, is_quiz: bool) -> bytes:
    """XLSX with texts; a quiz has points and feedback beside each question."""
    columns = Columns(survey, name=survey.texts.__getitem__, as_text=True, ending=";")
    rows = _table(
        [*FORMS, "Für welche Stadt antworten Sie?"],
        columns,
        lambda number, city: [
            *(str(number), "17.03.2026 10:00", "17.03.2026 10:20", "anonymous", "", survey.cities[city])
        ],
    )
    if is_quiz:
        rows = [_with_points(row, is_header=place == 0) for place, row in enumerate(rows)]
    return xlsx_bytes(("Form1", rows))


def _with_points(row: list[str], *, is_header: bool) -> list[str]:
    total = ["Gesamtpunktzahl", "Quiz-Feedback"] if is_header else ["0", ""]
    beside = [[f"Punkte – {cell}", f"Feedback – {cell}"] if is_header else ["0", ""] for cell in row[5:]]
    return [*row[:5], *total, *(cell for one, two in zip(row[5:], beside, strict=True) for cell in (one, *two))]


def google(survey: Survey, *, is_quiz: bool = False) -> bytes:
    """CSV with texts, choices joined by commas."""
    columns = Columns(survey, name=survey.texts.__getitem__, as_text=True, joined=", ")
    rows = _table(
        ["Zeitstempel", "Ihre Stadt"], columns, lambda _number, city: ["17.03.2026 10:20:00", survey.cities[city]]
    )
    if is_quiz:
        rows = [
            [
                row[0],
                "Gesamtpunktzahl" if place == 0 else "0 / 0",
                *(cell for one in row[1:] for cell in (one, f"{one} [Punktzahl]" if place == 0 else "-- / 0")),
            ]
            for place, row in enumerate(rows)
        ]
    return csv_bytes(rows)


# Others


def surveymonkey(survey: Survey, *, has_splits: bool) -> bytes:
    """Two header rows: questions, then “Response” or the choices; blank above the further choices."""
    meta = [
        "Respondent ID",
        "Collector ID",
        "Date Created",
        "Date Modified",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
    ]
    split = (lambda key, code: f"{key}|{code}") if has_splits else None
    columns = Columns(survey, name=lambda key: key, as_text=True, split=split, marks=("label", ""), joined=", ")
    upper, lower, last = [], [], ""
    for _heading, key, code in columns.columns:
        upper.append(survey.texts[key] if key != last else "")
        lower.append(survey.labels[key, code] if code else "Open-Ended Response" if key == "fte_total" else "Response")
        last = key
    rows = _table(
        [*meta, "Für welche Stadt antworten Sie?"],
        columns,
        lambda number, city: [
            *(
                str(118_000_000 + number),
                "400123",
                "03/17/2026 10:00:00 AM",
                "03/17/2026 10:20:00 AM",
                "",
                "",
                "",
                "",
                "",
                survey.cities[city],
            )
        ],
    )
    rows[0] = [*rows[0][:10], *upper]
    rows.insert(1, [""] * 9 + ["Response", *lower])
    return csv_bytes(rows, encoding="utf-8-sig")


def qualtrics(survey: Survey, *, has_splits: bool, own_names: bool) -> bytes:
    """Three header rows; one city that only looked at a preview and one that did not finish come last."""
    meta = [
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "DistributionChannel",
        "UserLanguage",
    ]
    split = (lambda key, code: f"{key}|{code}") if has_splits else None
    columns = Columns(survey, name=lambda key: key, as_text=True, split=split, marks=("label", ""), joined=",")
    names, texts = [], []
    for place, (_heading, key, code) in enumerate(columns.columns):
        name = underscored(key) if own_names else f"Q{place + 2}"
        names.append(f"{name}_{survey.codes(key).index(code) + 1}" if code else name)
        texts.append(
            f"{survey.texts[key]} - Selected Choice - {survey.labels[key, code]}" if code else survey.texts[key]
        )
    body = _table(
        [*meta, "Stadt"],
        columns,
        lambda number, city: [
            *(
                "2026-03-17 10:00:00",
                "2026-03-17 10:20:00",
                "IP Address",
                "",
                "100",
                "1200",
                "True",
                "2026-03-17 10:20:01",
                f"R_{number}abc",
                "anonymous",
                "DE",
                survey.cities[city],
            )
        ],
    )[1:]
    ids = ['{"ImportId":"' + name + '"}' for name in [*meta, "QID1", *names]]
    labels = [
        "Start Date",
        "End Date",
        "Response Type",
        "IP Address",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "Recorded Date",
        "Response ID",
        "Distribution Channel",
        "User Language",
    ]
    preview, broken = list(body[0]), list(body[0])
    preview[2], broken[6] = "Survey Preview", "False"
    return csv_bytes(
        [[*meta, "Q1", *names], [*labels, "Für welche Stadt antworten Sie?", *texts], ids, *body, preview, broken],
        encoding="utf-8-sig",
    )


def sosci(survey: Survey, *, codes: str) -> bytes:
    """UTF-16 with tabs, labels below the names; answers as texts, as own codes, or counted from 1."""
    meta = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED"]
    end = [
        "TIME001",
        "TIME_SUM",
        "MAILSENT",
        "LASTDATA",
        "FINISHED",
        "Q_VIEWER",
        "LASTPAGE",
        "MAXPAGE",
        "MISSING",
        "MISSREL",
    ]
    columns = Columns(
        survey,
        name=lambda key: key,
        as_text=codes == "text",
        split=lambda key, code: f"{key}|{code}",
        marks=("ausgewählt", "nicht gewählt") if codes == "text" else ("2", "1"),
    )
    names = [
        f"EA{place:02}_{survey.codes(key).index(code) + 1:02}" if code else f"EA{place:02}"
        for place, (_h, key, code) in enumerate(columns.columns, 2)
    ]
    texts = [
        f"{survey.texts[key]}: {survey.labels[key, code]}" if code else survey.texts[key]
        for _h, key, code in columns.columns
    ]
    rows = [
        [*meta, "ST01", *names, *end],
        [
            "Interview-Nummer (fortlaufend)",
            "Seriennummer",
            "Referenz",
            "Fragebogen",
            "Modus",
            "Beginn",
            "Stadt",
            *texts,
            *end,
        ],
    ]
    for number, city in enumerate(survey.answers, 101):
        cells = columns.cells(city)
        if codes == "place":
            cells = [_place(survey, key, cell) for (_h, key, _c), cell in zip(columns.columns, cells, strict=True)]
        cells = [cell or "-9" for cell in cells]
        rows.append(
            [
                str(number),
                "",
                "",
                "qnr1",
                "interview",
                "17.03.2026 10:00:00",
                survey.cities[city],
                *cells,
                "12",
                "300",
                "",
                "17.03.2026 10:20:00",
                "1",
                "0",
                "9",
                "9",
                "0",
                "0",
            ]
        )
    rows.append([*rows[2][:-6], "0", *rows[2][-5:]])
    return csv_bytes(rows, delimiter="\t", encoding="utf-16", all_quoted=True)


def _place(survey: Survey, key: str, code: str) -> str:
    codes = survey.codes(key)
    return str(codes.index(code) + 1) if code in codes and key not in CHOICES else code


def unipark(survey: Survey, *, codes: str) -> bytes:
    """Semicolons; -77 and -99 for no answer; `dispcode` 31 finished, 22 interrupted."""
    meta = ["lfdn", "external_lfdn", "tester", "dispcode", "lastpage", "quality", "duration", "v_1"]
    columns = Columns(
        survey,
        name=underscored,
        as_text=codes == "text",
        split=lambda key, code: f"{underscored(key)}_{code}",
        marks=("quoted", "not quoted") if codes == "text" else ("1", "0"),
    )
    rows = [[*meta, *columns.headings, "browser", "datetime", "rts1000"]]
    rows[0][7] = "stadt"
    for number, city in enumerate(survey.answers, 1):
        cells = columns.cells(city)
        if codes == "place":
            cells = [_place(survey, key, cell) for (_h, key, _c), cell in zip(columns.columns, cells, strict=True)]
        rows.append(
            [
                str(number),
                "0",
                "0",
                "31",
                "123",
                "1",
                "300",
                survey.cities[city],
                *(cell or "-77" for cell in cells),
                "Firefox",
                "2026-03-17 10:00:00",
                "12",
            ]
        )
    rows.append([*rows[1][:3], "22", *rows[1][4:]])
    return csv_bytes(rows, delimiter=";", encoding="cp1252")


def lamapoll(survey: Survey) -> bytes:
    """Semicolons and texts; the tool's “Bearbeitungszeit” stands before the question of the same name."""
    meta = ["Teilnehmer-ID", "Startzeit", "Endzeit", "Bearbeitungszeit", "Abgeschlossen", "Stadt"]
    columns = Columns(
        survey,
        name=survey.texts.__getitem__,
        as_text=True,
        split=lambda key, code: f"{survey.texts[key]}: {survey.labels[key, code]}",
        marks=("1", "0"),
    )
    rows = _table(
        meta,
        columns,
        lambda number, city: [
            str(number),
            "17.03.2026 10:00",
            "17.03.2026 10:20",
            "00:20:00",
            "Ja",
            survey.cities[city],
        ],
    )
    rows.append([*rows[1][:4], "Nein", *rows[1][5:]])
    return csv_bytes(rows, delimiter=";", encoding="utf-8-sig")


def kobo(survey: Survey, *, as_text: bool, both: bool) -> bytes:
    """Semicolons; groups before names; choices in one cell and as columns."""
    columns = Columns(
        survey,
        name=lambda key: survey.texts[key] if as_text else f"gruppe/{underscored(key)}",
        as_text=as_text,
        split=(
            lambda key, code: (
                f"{survey.texts[key]}/{survey.labels[key, code]}" if as_text else f"gruppe/{underscored(key)}/{code}"
            )
        )
        if both
        else None,
        joined=" ",
    )
    summary = Columns(
        survey,
        name=lambda key: survey.texts[key] if as_text else f"gruppe/{underscored(key)}",
        as_text=as_text,
        joined=" ",
    )
    end = [
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_tags",
        "_index",
    ]
    rows = [["start", "end", "Status", "gruppe/stadt", *columns.headings, *end]]
    places = [place for place, key in enumerate(survey.keys) if key in CHOICES] if both else []
    rows[0] += [summary.headings[place] for place in places]
    for number, city in enumerate(survey.answers, 1):
        cells = summary.cells(city)
        rows.append(
            [
                "2026-03-17T10:00:00.000+01:00",
                "2026-03-17T10:20:00.000+01:00",
                "fertig",
                survey.cities[city],
                *columns.cells(city),
                str(900 + number),
                f"u-{number}",
                "2026-03-17T09:20:00",
                "",
                "",
                "submitted_via_web",
                "",
                "v1",
                "",
                str(number),
                *(cells[place] for place in places),
            ]
        )
    return csv_bytes(rows, delimiter=";", encoding="utf-8-sig", all_quoted=True)


def odk(survey: Survey) -> bytes:
    """Commas; groups joined by a hyphen; a rejected response comes last."""
    columns = Columns(survey, name=lambda key: f"gruppe-{underscored(key)}", as_text=False, joined=" ")
    end = [
        "meta-instanceID",
        "meta-instanceName",
        "KEY",
        "SubmitterID",
        "SubmitterName",
        "AttachmentsPresent",
        "AttachmentsExpected",
        "Status",
        "ReviewState",
        "DeviceID",
        "Edits",
        "FormVersion",
    ]
    rows = [["SubmissionDate", "gruppe-stadt", *columns.headings, *end]]
    for number, city in enumerate(survey.answers, 1):
        rows.append(
            [
                "2026-03-17T09:20:00.000Z",
                survey.cities[city],
                *columns.cells(city),
                f"uuid:{number}",
                "",
                f"uuid:{number}",
                "5",
                "stelle",
                "0",
                "0",
                "",
                "approved",
                "",
                "0",
                "1",
            ]
        )
    rows.append([*rows[1][:-4], "rejected", *rows[1][-3:]])
    return csv_bytes(rows)


def redcap(survey: Survey, *, as_text: bool) -> bytes:
    """Raw: lower-case names, `name___code`; labels: `Label (choice=Text)` with Checked and Unchecked."""
    split: Callable[[str, str], str]
    if as_text:
        meta, name, end = (
            ["Record ID", "Survey Identifier", "Survey Timestamp", "Stadt"],
            survey.texts.__getitem__,
            "Complete?",
        )
        split, marks = (
            lambda key, code: f"{survey.texts[key]} (choice={survey.labels[key, code]})",
            ("Checked", "Unchecked"),
        )
    else:
        meta, end = ["record_id", "redcap_survey_identifier", "fragebogen_timestamp", "stadt"], "fragebogen_complete"
        name = lambda key: underscored(key).lower()  # noqa: E731
        split, marks = lambda key, code: f"{underscored(key).lower()}___{code.lower()}", ("1", "0")
    columns = Columns(survey, name=name, as_text=as_text, split=split, marks=marks)
    done, open_ = ("Complete", "Incomplete") if as_text else ("2", "0")
    rows = [[*meta, *columns.headings, end]]
    for number, city in enumerate(survey.answers, 1):
        rows.append([str(number), "", "2026-03-17 10:20", survey.cities[city], *columns.cells(city), done])
    rows.append([*rows[1][:-1], open_])
    return csv_bytes(rows)


def formbricks(survey: Survey) -> bytes:
    columns = Columns(survey, name=survey.texts.__getitem__, as_text=True, joined="; ")
    rows = _table(
        ["No.", "Response ID", "Timestamp", "Finished", "Survey ID", "User ID", "Notes", "Tags", "Stadt"],
        columns,
        lambda number, city: [
            str(number),
            f"cm{number}",
            "2026-03-17 10:20:00",
            "Yes",
            "s1",
            "",
            "",
            "",
            survey.cities[city],
        ],
    )
    return csv_bytes(rows)


def transposed(survey: Survey, *, by_text: bool) -> bytes:
    """Questions as rows, cities as columns."""
    cities = list(survey.answers)
    head = ["Frage"] if by_text else ["Frage-ID", "Frage"]
    rows = [[*head, *(survey.cities[city] for city in cities)]]
    for key in survey.keys:
        name = [survey.texts[key]] if by_text else [key, survey.texts[key]]
        rows.append([*name, *(survey.said(city, key, as_text=False) for city in cities)])
    return csv_bytes(rows, delimiter=";", encoding="utf-8-sig")


def sheet_per_city(survey: Survey, *, named: bool) -> bytes:
    """One sheet per city, each with the questions as rows; the city in its head, or only in the sheet's name."""
    sheets = []
    for number, city in enumerate(survey.answers, 1):
        head = [] if named else [["Stadt", city]]
        rows = [[key, survey.texts[key], survey.said(city, key, as_text=False)] for key in survey.keys]
        sheets.append(
            (survey.cities[city] if named else f"Blatt {number}", [*head, ["Frage-ID", "Frage", "Antwort"], *rows])
        )
    return xlsx_bytes(*sheets)


EXPORTS: dict[str, Callable[[Survey], bytes]] = {
    "limesurvey-codes.csv": lambda survey: limesurvey(survey, heading="code", as_text=False),
    "limesurvey-texts.csv": lambda survey: limesurvey(survey, heading="text", as_text=True),
    "limesurvey-both.csv": lambda survey: limesurvey(survey, heading="both", as_text=True),
    "limesurvey-abbreviated.csv": lambda survey: limesurvey(survey, heading="abbreviated", as_text=True),
    "limesurvey-vv.txt": limesurvey_vv,
    "limesurvey-timed.csv": limesurvey_timed,
    "limesurvey-city-code.csv": limesurvey_city_code,
    "forms.xlsx": lambda survey: forms(survey, is_quiz=False),
    "forms-points.xlsx": lambda survey: forms(survey, is_quiz=True),
    "google.csv": google,
    "google-points.csv": lambda survey: google(survey, is_quiz=True),
    "surveymonkey.csv": lambda survey: surveymonkey(survey, has_splits=True),
    "surveymonkey-condensed.csv": lambda survey: surveymonkey(survey, has_splits=False),
    "qualtrics.csv": lambda survey: qualtrics(survey, has_splits=False, own_names=False),
    "qualtrics-split.csv": lambda survey: qualtrics(survey, has_splits=True, own_names=False),
    "qualtrics-names.csv": lambda survey: qualtrics(survey, has_splits=True, own_names=True),
    "sosci-texts.csv": lambda survey: sosci(survey, codes="text"),
    "sosci-own-codes.csv": lambda survey: sosci(survey, codes="own"),
    "sosci-counted.csv": lambda survey: sosci(survey, codes="place"),
    "unipark-texts.csv": lambda survey: unipark(survey, codes="text"),
    "unipark-own-codes.csv": lambda survey: unipark(survey, codes="own"),
    "unipark-counted.csv": lambda survey: unipark(survey, codes="place"),
    "lamapoll.csv": lamapoll,
    "kobo-names.csv": lambda survey: kobo(survey, as_text=False, both=True),
    "kobo-labels.csv": lambda survey: kobo(survey, as_text=True, both=True),
    "kobo-one-cell.csv": lambda survey: kobo(survey, as_text=False, both=False),
    "odk.csv": odk,
    "redcap-raw.csv": lambda survey: redcap(survey, as_text=False),
    "redcap-labels.csv": lambda survey: redcap(survey, as_text=True),
    "formbricks.csv": formbricks,
    "transposed.csv": lambda survey: transposed(survey, by_text=False),
    "transposed-texts.csv": lambda survey: transposed(survey, by_text=True),
    "sheet-per-city.xlsx": lambda survey: sheet_per_city(survey, named=False),
    "sheet-named-city.xlsx": lambda survey: sheet_per_city(survey, named=True),
}


def main(arguments: Iterable[str]) -> None:
    """Write every export into a folder."""
    (folder,) = map(Path, arguments)
    folder.mkdir(parents=True, exist_ok=True)
    reference = read_reference(PROJECT / "data" / "reference")
    survey = Survey(reference, sample_answers(reference))
    for name, make in EXPORTS.items():
        (folder / name).write_bytes(make(survey))


if __name__ == "__main__":
    main(sys.argv[1:])
