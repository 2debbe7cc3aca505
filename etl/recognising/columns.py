"""Columns: the headings that have a meaning of their own, and what one column of a file was taken for."""

import re
from collections.abc import Collection
from typing import Literal, NamedTuple

from etl.read import RawTable
from etl.vocabulary.items import How, Item
from etl.vocabulary.spellings import Vocabulary
from maturity.reports.sheets import DANGEROUS, SPLIT_APOSTROPHE

Role = Literal[
    "id", "answer", "city", "wave", "item", "conflict", "submitted", "personal", "meta", "ignored", "unknown"
]

# Headings in `squash` form; of ids and answers the surest comes first.
ID_WORDS = (
    *("frageid", "questionid", "fragenid", "fragecode", "questioncode", "fragennr", "fragennummer"),
    *("itemid", "nr", "id"),
)
ANSWER_WORDS = ("antwort", "answer", "antwortcode", "wert", "value", "stufe", "level", "response")
CITY_WORDS = {
    *("cityid", "city", "cityname", "municipality", "municipalitykey", "ags", "stadt", "kommune", "gemeinde", "ort"),
    *("stadtname", "namederstadt", "namederkommune", "stadtkommune", "gemeindeschlüssel", "amtlichergemeindeschlüssel"),
}
WAVE_WORDS = {"waveid", "wave", "welle", "erhebungswelle", "surveywave"}
PERSONAL_WORDS = {
    *("email", "emailadresse", "emailaddress", "name"),
    *("firstname", "lastname", "recipientemail", "recipientfirstname", "recipientlastname"),
    *(
        "nutzername",
        "username",
        "ipaddr",
        "ipadresse",
        "ipaddress",
        "telefon",
        "telefonnummer",
        "phone",
        "vorname",
        "nachname",
    ),
    *("ansprechpartner", "ansprechpartnerin", "ansprechperson", "kontaktperson", "bearbeiter", "bearbeiterin"),
}
ANONYMOUS = {"anonymous", "anonym"}
# Columns that stand beside the answer in our template and in known questionnaires; left out without a word.
COMMENT_WORDS = {"kommentar", "comment", "bemerkung", "justification", "begründung"}
BESIDE_WORDS = COMMENT_WORDS | {
    *("frage", "question", "fragetext", "text", "thema", "topic", "topicid", "hinweis"),
}
# The wording of the levels in our template.
BESIDE_LEVEL = re.compile(r"(?:stufe|level|wahl|choice)\d+")
# The column that an annotated copy adds; the mended copy is handed in with it.
FINDING_WORDS = {"befund", "finding"}
# Headings of a question's text, which tells the question where there is no id.
TEXT_WORDS = ("frage", "question", "fragetext", "questiontext", "text")
# So many rows tell whether a column holds questions in other words.
SOME_ROWS = 20
COMMENT_HEADING = re.compile(r"\[\s*(?:comment|kommentar|other|sonstiges)\s*\]\s*$", re.IGNORECASE)
MENTIONS_CITY = re.compile(r"stadt|kommune|gemeinde|city|municipality|\bAGS\b", re.IGNORECASE)


ROLE_WORDS: dict[Role, Collection[str]] = {
    "id": ID_WORDS,
    "answer": ANSWER_WORDS,
    "city": CITY_WORDS,
    "wave": WAVE_WORDS,
    "personal": PERSONAL_WORDS,
    "ignored": FINDING_WORDS,
}


def is_role_word(word: str) -> bool:
    """Whether a heading, in `squash` form, has a meaning of its own."""
    return any(word in words for words in ROLE_WORDS.values())


class Column(NamedTuple):
    """One column of the file and what it was taken for."""

    position: int
    heading: str
    role: Role
    item: Item | None = None
    option: str = ""
    how: How | Literal[""] = ""


def cell(row: list[str], column: Column) -> str:
    """Return a row's cell as it was typed; a row that ends earlier has an empty one."""
    return as_typed(row[column.position]) if column.position < len(row) else ""


def as_typed(text: str) -> str:
    """Take off the apostrophe that our own exports put before `=` and the like."""
    said = text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text
    return SPLIT_APOSTROPHE.sub(r"\1\2", said) if "'" in said else said


def count_items(table: RawTable, column: Column, vocabulary: Vocabulary) -> int:
    """Count the rows whose cell in this column names a question or field."""
    return sum(1 for row in table.rows if vocabulary.items.find_row(cell(row, column), is_text=column.how == "text"))
