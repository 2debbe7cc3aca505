"""What a survey template asks, row by row: sections, questions, planning fields, with the answers to start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from etl.reference.read import Reference
from etl.vocabulary.numbers import read_number
from maturity.language import _, text_of
from maturity.rows import rows_of

# A mailbox is typed anew in each wave: contacts leave the ledger in no file.
NEVER_FILLED = frozenset({"contact"})
NUMBERS = frozenset({"integer", "number", "band"})

Row = dict[str, Any]


class Choice(NamedTuple):
    """One permitted answer and its wording."""

    code: str
    label: str


@dataclass(frozen=True)
class Line:
    """One row of the survey.

    Args:
        key: what stands in the id column, `EAK01` or `eakte.status`; empty for the title of a section.
        text: the question, the field's label or the section's title.
        kind: `section`, `question`, or the type of the planning field.
        start: the answer to start from, as a reader types it.
        choices: the permitted answers; empty where any text may stand.
        anchors: the wording of each level, the lowest first.
    """

    key: str
    text: str
    kind: str
    start: str = ""
    choices: tuple[Choice, ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def is_single_choice(self) -> bool:
        """Whether exactly one of the choices is to be picked."""
        return bool(self.choices) and self.kind not in ("choices", "topics")


class Survey(NamedTuple):
    """The content of a template: what stands above the table, its headings and its rows."""

    title: str
    network_name: str
    head: list[list[str]]
    headings: list[str]
    lines: list[Line]


def survey_lines(reference: Reference, *, answers: pd.DataFrame | None, core_only: bool) -> list[Line]:
    """List the rows of a network's survey in its order.

    Args:
        reference: the reference data.
        answers: one row per answer to start from: item, topic_id, item_id, code, text; None for an empty survey.
        core_only: the short survey, that is the core questions without planning.

    Returns:
        Per topic its title, its questions and its planning fields, then the fields about the city. Topics without a
        question to ask are left out.
    """
    starts = {} if answers is None else _starts(answers, reference)
    questions = _by(reference.questions.loc[reference.questions["core"] >= int(core_only)], "topic_id")
    options = _by(reference.options, "question_id")
    fields = {} if core_only else _by(reference.planning_fields, "per")
    choices = _field_choices(reference)
    lines: list[Line] = []
    for topic in _ordered(reference.topics):
        asked = questions.get(topic["topic_id"], [])
        lines += [Line("", _title(topic), "section")] if asked else []
        lines += [_question(question, options[question["question_id"]], starts) for question in asked]
        own = fields.get("topic", []) if asked else []
        lines += [_field(field, f"{topic['topic_id']}.{field['field_id']}", choices, starts) for field in own]
    about_city = fields.get("city", [])
    lines += [Line("", _("About the city"), "section")] if about_city else []
    return lines + [_field(field, field["field_id"], choices, starts) for field in about_city]


def _by(table: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """Return the rows of a table by the text in one column, in their order."""
    found: dict[str, list[Row]] = {}
    for row in _rows(table):
        found.setdefault(row[column], []).append(row)
    return found


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _ordered(topics: pd.DataFrame) -> list[Row]:
    return _rows(topics.sort_values(["position", "topic_id"]))


def _title(topic: Row) -> str:
    """Return a topic's name; in German its long one, of which there is no English."""
    name = text_of(topic, "name")
    return str(topic["long_name_de"]) if name == topic["name_de"] else name


def _question(question: Row, options: list[Row], starts: Mapping[str, str]) -> Line:
    key = question["question_id"]
    return Line(
        key,
        text_of(question, "text"),
        "question",
        starts.get(key, ""),
        tuple(Choice(option["code"], text_of(option, "label")) for option in options),
        tuple(_anchor(option) for option in options if option["kind"] == "level"),
    )


def _anchor(option: Row) -> str:
    """Return the wording of a level, behind its code where that is no plain number."""
    code, label = str(option["code"]), text_of(option, "label")
    return label if code.isdecimal() or code == label else f"{code} – {label}"


def _field(field: Row, key: str, choices: Mapping[str, tuple[Choice, ...]], starts: Mapping[str, str]) -> Line:
    name = "topics" if field["type"] == "topics" else field["field_id"]
    return Line(key, text_of(field, "label"), field["type"], starts.get(key, ""), choices.get(name, ()))


def _field_choices(reference: Reference) -> dict[str, tuple[Choice, ...]]:
    """Return the permitted answers of each planning field, and under `topics` the topics themselves."""
    choices = {
        field_id: tuple(Choice(option["code"], text_of(option, "label")) for option in options)
        for field_id, options in _by(reference.planning_options, "field_id").items()
    }
    topics = tuple(Choice(topic["topic_id"], text_of(topic, "name")) for topic in _ordered(reference.topics))
    return {**choices, "topics": topics}


def _starts(answers: pd.DataFrame, reference: Reference) -> dict[str, str]:
    """Return each answer by its key, written so that reading it again gives the same code."""
    types = dict(zip(reference.planning_fields["field_id"], reference.planning_fields["type"], strict=True))
    names = dict(zip(reference.products["product_id"], reference.products["name"], strict=True))
    starts = {}
    for row in rows_of(answers[["item", "topic_id", "item_id", "code", "text"]]):
        if row.item_id not in NEVER_FILLED:
            key = f"{row.topic_id}.{row.item_id}" if row.item == "topic_field" else str(row.item_id)
            kind = "question" if row.item == "question" else types.get(row.item_id, "text")
            starts[key] = _written(str(row.code), str(row.text), kind, names)
    return starts


def _written(code: str, text: str, kind: str, product_names: Mapping[str, str]) -> str:
    if kind == "product":
        return product_names.get(code, text)
    if kind in NUMBERS and isinstance(read_number(f"{code}0" if "." in code else code), float):
        return _number(code)
    if kind == "percent":
        return f"{_number(code)} %"
    return code.replace(";", "; ") if kind in ("choices", "topics") else code


def _number(code: str) -> str:
    """Write a canonical number in the German way. A fourth decimal keeps `1,125` from being read as thousands."""
    whole, point, decimals = code.partition(".")
    return f"{whole},{decimals}{'0' * (len(decimals) == 3)}" if point else whole
