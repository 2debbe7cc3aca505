"""The same answers as the template and the survey tools write them."""

import csv
import io
from collections.abc import Mapping
from typing import Literal

from etl.reference.read import Reference

# city_id -> item key (`EAK01`, `eakte.status`) -> text
Answers = Mapping[str, Mapping[str, str]]
CITY, OTHER_CITY, WAVE = "08215017", "08216007", "2026-1"
NAMES = {CITY: "Stadt Ettlingen", OTHER_CITY: "Buehl"}
ANSWERS: Answers = {
    CITY: {
        "EAK01": "3",
        "EAK02": "0",
        "EAK03": "kA",
        "EPO01": "nz",
        "eakte.status": "betrieb",
        "eakte.challenges": "PERS;ZEIT",
        "eakte.budget_eur": "18500",
        "eakte.contract_until": "2027-06",
        "fte_total": "2,5",
    },
    OTHER_CITY: {
        "EAK01": "4",
        "EAK03": "1",
        "EPO01": "2",
        "eakte.status": "pilot",
        "eakte.challenges": "GELD",
        "fte_total": "1",
    },
}


def write(rows: list[list[str]], *, delimiter: str = ";", encoding: str = "utf-8", all_quoted: bool = False) -> bytes:
    """Write rows as CSV with CRLF."""
    text = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def template(city: Mapping[str, str], *, city_id: str = CITY) -> list[list[str]]:
    """Our template: preface, section row, one question per row."""
    head = [["Digitalkompass", "Fragebogen", "", ""], ["Stadt", city_id, "", ""], ["Welle", WAVE, "", ""]]
    rows = [[key, "Text der Frage", text, ""] for key, text in city.items()]
    return [*head, ["Frage-ID", "Frage", "Antwort", "Kommentar"], ["", "Ein Abschnitt", "", ""], *rows]


def long(answers: Answers) -> list[list[str]]:
    """One answer per row, several cities."""
    rows = [[city_id, WAVE, key, text] for city_id, city in answers.items() for key, text in city.items()]
    return [["city_id", "wave_id", "question_id", "answer"], *rows]


def city_per_row(answers: Answers, *, city_heading: str = "Stadt") -> list[list[str]]:
    """One row per city, ids as headings."""
    keys = _keys(answers)
    rows = [[city_id, WAVE, *(city.get(key, "") for key in keys)] for city_id, city in answers.items()]
    return [[city_heading, "Welle", *keys], *rows]


def limesurvey(
    answers: Answers, reference: Reference, *, style: str = "code", as_text: bool = False
) -> list[list[str]]:
    """LimeSurvey: meta columns first, each choice a column of its own with `Y`; answers as codes or as texts."""
    texts, labels = _question_texts(reference), _answer_labels(reference)
    columns: list[tuple[str, str, str]] = []
    for key in _keys(answers):
        if key.endswith(".challenges"):
            columns += [(f"{key.replace('.', '_')}[{code}]", key, code) for code in ("PERS", "GELD", "ZEIT")]
        else:
            columns.append((_heading(key, style, texts), key, ""))
    rows = [["id", "submitdate", "lastpage", "startlanguage", "seed", "stadt", *(column[0] for column in columns)]]
    for number, (city_id, city) in enumerate(answers.items(), 1):
        cells = [
            _mark(city.get(key, ""), code) if code else _said(key, city.get(key, ""), labels if as_text else {})
            for _heading_text, key, code in columns
        ]
        rows.append([str(number), "2026-03-17 10:00:00", "7", "de", "12345", city_id, *cells])
    return rows


def microsoft_forms(answers: Answers, reference: Reference) -> list[list[str]]:
    """Microsoft Forms: texts everywhere; several choices in one cell, with a separator at the end."""
    keys, texts, labels = _keys(answers), _question_texts(reference), _answer_labels(reference)
    meta = ["Id", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"]
    rows = [[*meta, "Für welche Stadt antworten Sie?", *(texts.get(key, key) for key in keys)]]
    for number, (city_id, city) in enumerate(answers.items(), 1):
        cells = [_said(key, city.get(key, ""), labels) for key in keys]
        closed = [
            f"{cell};" if key.endswith("challenges") and cell else cell for key, cell in zip(keys, cells, strict=True)
        ]
        rows.append([str(number), "17.03.2026 10:00", "17.03.2026 10:20", "anonymous", "", NAMES[city_id], *closed])
    return rows


def google_forms(answers: Answers, reference: Reference) -> list[list[str]]:
    """Google Forms: the time first, several choices joined by a comma."""
    keys, texts, labels = _keys(answers), _question_texts(reference), _answer_labels(reference)
    rows = [["Zeitstempel", "Ihre Stadt", *(texts.get(key, key) for key in keys)]]
    for city_id, city in answers.items():
        cells = [_said(key, city.get(key, ""), labels).replace(";", ", ") for key in keys]
        rows.append(["2026/03/17 10:20:00 AM MEZ", NAMES[city_id], *cells])
    return rows


def _keys(answers: Answers) -> list[str]:
    return list(dict.fromkeys(key for city in answers.values() for key in city))


def _question_texts(reference: Reference) -> dict[str, str]:
    return dict(zip(reference.questions["question_id"], reference.questions["text_de"], strict=True))


def _answer_labels(reference: Reference) -> dict[tuple[str, str], str]:
    options = reference.options
    keys = zip(options["question_id"], options["code"], strict=True)
    return dict(zip(keys, options["label_de"], strict=True))


def _heading(key: str, style: str, texts: dict[str, str]) -> str:
    if key not in texts:
        return key.replace(".", "_")
    return {
        "code": key,
        "code and text": f"{key}. {texts[key]}",
        "sub-question": f"{key[:3]}[{key[3:]}]",
        "underscore": f"{key[:3]}_{key[3:]}",
        "text": texts[key],
    }[style]


def _said(key: str, text: str, labels: Mapping[tuple[str, str], str]) -> str:
    return labels.get((key, text), text)


def _mark(chosen: str, code: str) -> str:
    return "Y" if code in chosen.split(";") else ""
