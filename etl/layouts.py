"""Layouts: recognise which of the three layouts a table has, and what each of its columns holds."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from etl.findings import Finding
from etl.harmonise import Vocabulary
from etl.items import How, Item, distance, squash
from etl.read import RawTable

Kind = Literal["question_per_row", "city_per_row", "long"]
Tool = Literal["", "limesurvey", "forms", "google"]
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
SUBMITTED_WORDS = {"submitdate", "datumabgeschickt", "datesubmitted", "abgeschicktam"}
PERSONAL_WORDS = {
    *("email", "emailadresse", "emailaddress", "name"),
    *("nutzername", "username", "ipaddr", "ipadresse"),
}
ANONYMOUS = {"anonymous", "anonym"}
LIMESURVEY_WORDS = {
    *("responseid", "antwortid", "lastpage", "letzteseite", "startlanguage", "startsprache", "seed", "startdate"),
    *("zufallsstartwert", "datumgestartet", "datestarted", "datestamp", "datumletzteaktivität", "datelastaction"),
    *("refurl", "urldesverweises", "referrerurl", "token", "zugangscode", "accesscode", "ausgangssprache"),
}
FORMS_WORDS = {
    *("startzeit", "fertigstellungszeit", "starttime", "completiontime", "sprache", "language"),
    *("uhrzeitderletztenänderung", "lastmodifiedtime"),
}
GOOGLE_WORDS = {"zeitstempel", "timestamp"}
# Columns that stand beside the answer in our template and in known questionnaires; left out without a word.
BESIDE_WORDS = {
    *("frage", "question", "fragetext", "text", "thema", "topic", "topicid", "hinweis"),
    *("kommentar", "comment", "bemerkung", "justification", "begründung"),
}
# The wording of the levels in our template.
BESIDE_LEVEL = re.compile(r"(?:stufe|level|wahl|choice)\d+")
# The column that an annotated copy adds; the mended copy is handed in with it.
FINDING_WORDS = {"befund", "finding"}
COMMENT_HEADING = re.compile(r"\[\s*(?:comment|kommentar|other|sonstiges)\s*\]\s*$", re.IGNORECASE)
MENTIONS_CITY = re.compile(r"stadt|kommune|gemeinde|city|municipality|\bAGS\b", re.IGNORECASE)


@dataclass(frozen=True)
class Overrides:
    """What a person decided against the recognition; None or absent means: as recognised.

    Args:
        layout: one of the three layouts.
        encoding: handed to the reader, as are delimiter, header_row and sheet.
        columns: heading -> item key (`EAK01`, `eakte.status`), `city`, `wave`, `id`, `answer`, or '' to leave it out.
        first_code: 0 or 1, the number of the first answer where a survey tool writes `A1`.
    """

    layout: Kind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    first_code: int | None = None


class Column(NamedTuple):
    """One column of the file and what it was taken for."""

    position: int
    heading: str
    role: Role
    item: Item | None = None
    option: str = ""
    how: How | Literal[""] = ""


@dataclass(frozen=True)
class Layout:
    """How a table was understood."""

    kind: Kind
    tool: Tool
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...] = ()

    def with_role(self, role: Role) -> list[Column]:
        """Return the columns of a role, in the order of the file."""
        return [column for column in self.columns if column.role == role]


def recognise(table: RawTable, vocabulary: Vocabulary, overrides: Overrides) -> Layout:
    """Tell which of the three layouts a table has and what each column holds.

    Returns:
        The layout; what it lacks, and what is there twice, is in its findings.
    """
    columns = [_column(index, heading, vocabulary, overrides) for index, heading in enumerate(table.header)]
    if _holds_rows(table, columns, vocabulary, overrides):
        columns = _keep_surest(table, [_as_row_part(column) for column in columns], vocabulary)
        kind: Kind = "long" if any(column.role == "city" for column in columns) else "question_per_row"
    else:
        kind = "city_per_row"
        columns = [_as_city_part(column, table, vocabulary) for column in columns]
    twins = _twins(columns)
    findings = [*_missing(kind, columns, table), *_conflicts(columns, table)]
    findings += [_twin_finding(twin, first, table) for twin, first in twins.items()]
    # Of twins only the first is read, or each answer would be a finding, too.
    kept = [column._replace(role="ignored") if column in twins else column for column in columns]
    return Layout(kind, _tool(table.header), tuple(kept), tuple(findings))


def with_code_row(table: RawTable, vocabulary: Vocabulary) -> RawTable:
    """Take a first row of codes as the header: LimeSurvey's VV format has the questions' texts above their codes."""
    if not table.rows:
        return table
    codes = [text.strip() for text in table.rows[0] if text.strip()]
    items = [code for code in codes if vocabulary.items.find_id(code)]
    others = [code for code in codes if code not in items and not any(squash(code) in w for w in _ROLE_WORDS.values())]
    # Codes head columns, so each stands once; a row of answers repeats itself.
    if len(items) < 2 or others or len(set(codes)) < len(codes):
        return table
    note = Finding("header_codes", row=table.row_numbers[0], value=items[0])
    return replace(
        table,
        header=table.rows[0],
        header_row=table.row_numbers[0],
        rows=table.rows[1:],
        row_numbers=table.row_numbers[1:],
        line_numbers=table.line_numbers[1:],
        repairs=[*table.repairs, note],
    )


def cell(row: list[str], column: Column) -> str:
    """Return a row's cell; a row that ends earlier has an empty one."""
    return row[column.position] if column.position < len(row) else ""


def _column(index: int, heading: str, vocabulary: Vocabulary, overrides: Overrides) -> Column:
    if heading in overrides.columns:
        return _chosen(index, heading, overrides.columns[heading], vocabulary)
    word = squash(heading)
    for role, words in _ROLE_WORDS.items():
        if word in words:
            return Column(index, heading, role)
    match = vocabulary.items.find(heading)
    if match is None:
        # LimeSurvey heads a question as `CODE. Text`; the city's question has such a code, too.
        code = squash(heading.partition(".")[0])
        role = "city" if code in CITY_WORDS else "wave" if code in WAVE_WORDS else "unknown"
        return Column(index, heading, "ignored" if COMMENT_HEADING.search(heading) or not word else role)
    role = "conflict" if match.how == "conflict" else "item"
    return Column(index, heading, role, match.item, match.option, match.how)


def _chosen(index: int, heading: str, target: str, vocabulary: Vocabulary) -> Column:
    roles: dict[str, Role] = {"": "ignored", "city": "city", "wave": "wave", "id": "id", "answer": "answer"}
    if target in roles:
        return Column(index, heading, roles[target], how="chosen")
    match = vocabulary.items.find(target)
    if match is None:
        return Column(index, heading, "unknown")
    return Column(index, heading, "item", match.item, match.option, "chosen")


_ROLE_WORDS: dict[Role, Collection[str]] = {
    "id": ID_WORDS,
    "answer": ANSWER_WORDS,
    "city": CITY_WORDS,
    "wave": WAVE_WORDS,
    "submitted": SUBMITTED_WORDS,
    "personal": PERSONAL_WORDS,
    "ignored": FINDING_WORDS,
    "meta": LIMESURVEY_WORDS | FORMS_WORDS | GOOGLE_WORDS,
}


def _holds_rows(table: RawTable, columns: list[Column], vocabulary: Vocabulary, overrides: Overrides) -> bool:
    """Whether each row holds one answer. With an `ID` column alone the cells decide: survey tools number their rows."""
    if overrides.layout is not None:
        return overrides.layout != "city_per_row"
    ids = [column for column in columns if column.role == "id"]
    has_item_columns = any(column.role in ("item", "conflict") for column in columns)
    has_answers = any(column.role == "answer" for column in columns)
    has_item_rows = any(vocabulary.items.find_id(cell(row, column)) for column in ids for row in table.rows)
    return has_item_rows or (not has_item_columns and (bool(ids) or has_answers))


def _hits(table: RawTable, column: Column, vocabulary: Vocabulary) -> int:
    return sum(1 for row in table.rows if vocabulary.items.find_id(cell(row, column)))


def _keep_surest(table: RawTable, columns: list[Column], vocabulary: Vocabulary) -> list[Column]:
    """Of several id and answer columns keep the one whose cells, then whose heading, fit best."""
    kept = list(columns)
    for role, words in (("id", ID_WORDS), ("answer", ANSWER_WORDS)):
        rank = {word: place for place, word in enumerate(words)}
        candidates = [column for column in columns if column.role == role]
        if len(candidates) < 2:
            continue
        hits = {column: _hits(table, column, vocabulary) if role == "id" else 0 for column in candidates}
        candidates.sort(key=lambda column: (column.how != "chosen", -hits[column], rank.get(squash(column.heading), 0)))
        for column in candidates[1:]:
            is_twin = squash(column.heading) == squash(candidates[0].heading)
            kept[column.position] = column if is_twin else column._replace(role="ignored")
    return kept


def _as_row_part(column: Column) -> Column:
    """Where each row is one answer, columns of items are none: `Hinweis` or a question's text beside the answer."""
    if column.how == "chosen":
        return column
    if squash(column.heading) in BESIDE_WORDS or BESIDE_LEVEL.fullmatch(squash(column.heading)):
        return column._replace(role="ignored", item=None, option="", how="")
    return column._replace(role="unknown", item=None, option="", how="") if column.role == "item" else column


def _as_city_part(column: Column, table: RawTable, vocabulary: Vocabulary) -> Column:
    """Where each row is one city, `ID` is the tool's own number; a question about the city is told by its answers."""
    if column.role in ("id", "answer"):
        return column._replace(role="meta")
    said = [cell(row, column).strip() for row in table.rows if cell(row, column).strip()]
    if column.role == "personal" and all(text.casefold() in ANONYMOUS for text in said):
        return column._replace(role="meta")
    if column.role in ("unknown", "personal") and MENTIONS_CITY.search(column.heading) and said:
        names_cities = all(vocabulary.cities.find(text) for text in said)
        return column._replace(role="city") if names_cities else column
    return column


def _missing(kind: Kind, columns: list[Column], table: RawTable) -> list[Finding]:
    """One finding per column that the layout cannot do without, with the heading that was probably meant."""
    if kind == "city_per_row":
        if any(column.role in ("item", "conflict") for column in columns):
            return []
        return [Finding("no_question_column", row=table.header_row)]
    wanted = {"id": ("Frage-ID", ID_WORDS), "answer": ("Antwort", ANSWER_WORDS)}
    present = {column.role for column in columns}
    return [
        _column_missing(name, words, columns, table) for role, (name, words) in wanted.items() if role not in present
    ]


def _column_missing(name: str, words: tuple[str, ...], columns: list[Column], table: RawTable) -> Finding:
    free = [column.heading for column in columns if column.role == "unknown"]
    near = [heading for heading in free if any(_is_near(squash(heading), word) for word in words)]
    code = "column_missing_near" if near else "column_missing"
    return Finding(code, row=table.header_row, details={"wanted": name, "near": near[0] if near else ""})


def _is_near(heading: str, word: str) -> bool:
    return len(word) > 3 and distance(heading, word, 2) <= 2


def _twins(columns: list[Column]) -> dict[Column, Column]:
    """Columns that take the same place as an earlier one, with that one."""
    seen: dict[tuple[object, ...], Column] = {}
    firsts = {
        column: seen.setdefault((column.role, column.item, column.option), column)
        for column in columns
        if column.role in ("id", "answer", "item")
    }
    return {column: first for column, first in firsts.items() if first is not column}


def _twin_finding(twin: Column, first: Column, table: RawTable) -> Finding:
    details = {"first": first.heading, "position": twin.position + 1, "first_position": first.position + 1}
    return Finding("column_twice", row=table.header_row, column=twin.heading, details=details)


def _conflicts(columns: list[Column], table: RawTable) -> list[Finding]:
    return [
        Finding("heading_conflict", row=table.header_row, column=column.heading, value=column.heading)
        for column in columns
        if column.role == "conflict"
    ]


def _tool(header: list[str]) -> Tool:
    words = [squash(heading) for heading in header]
    if len((LIMESURVEY_WORDS | SUBMITTED_WORDS) & set(words)) > 1:
        return "limesurvey"
    if FORMS_WORDS & set(words):
        return "forms"
    return "google" if words and words[0] in GOOGLE_WORDS else ""
