"""What a survey template asks, row by row: sections, questions, planning fields, with the answers to start from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from etl.numbers import read_number
from etl.reference import Reference
from maturity.language import _, text_of
from maturity.rows import rows_of

# A mailbox is typed anew in each wave: contacts leave the ledger in no file.
NEVER_FILLED = frozenset({"contact"})
NUMBERS = frozenset({"integer", "number", "band"})


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
    lines: list[Line] = []
    for topic in reference.topics.sort_values(["position", "topic_id"]).to_dict("records"):
        asked = list(_questions(reference, str(topic["topic_id"]), starts, core_only=core_only))
        title = topic["long_name_de"] if text_of(topic, "name") == topic["name_de"] else text_of(topic, "name")
        fields = [] if core_only else list(_fields(reference, str(topic["topic_id"]), starts))
        lines += [Line("", str(title), "section"), *asked, *fields] if asked else []
    about_city = [] if core_only else list(_fields(reference, "", starts))
    return lines + ([Line("", _("About the city"), "section"), *about_city] if about_city else [])


def _questions(reference: Reference, topic_id: str, starts: Mapping[str, str], *, core_only: bool) -> Iterator[Line]:
    questions = reference.questions
    asked = questions.loc[(questions["topic_id"] == topic_id) & (~core_only | (questions["core"] == 1))]
    for question in asked.to_dict("records"):
        key = str(question["question_id"])
        options = reference.options.loc[reference.options["question_id"] == key].to_dict("records")
        yield Line(
            key,
            text_of(question, "text"),
            "question",
            starts.get(key, ""),
            tuple(Choice(str(option["code"]), text_of(option, "label")) for option in options),
            tuple(_anchor(option) for option in options if option["kind"] == "level"),
        )


def _anchor(option: Mapping[Any, Any]) -> str:
    """Return the wording of a level, behind its code where that is no plain number."""
    code, label = str(option["code"]), text_of(option, "label")
    return label if code.isdecimal() or code == label else f"{code} – {label}"


def _fields(reference: Reference, topic_id: str, starts: Mapping[str, str]) -> Iterator[Line]:
    fields = reference.planning_fields
    for field in fields.loc[fields["per"] == ("topic" if topic_id else "city")].to_dict("records"):
        field_id = str(field["field_id"])
        key = f"{topic_id}.{field_id}" if topic_id else field_id
        yield Line(key, text_of(field, "label"), str(field["type"]), starts.get(key, ""), _choices(reference, field))


def _choices(reference: Reference, field: Mapping[Any, Any]) -> tuple[Choice, ...]:
    if field["type"] == "topics":
        topics = reference.topics.sort_values(["position", "topic_id"]).to_dict("records")
        return tuple(Choice(str(topic["topic_id"]), text_of(topic, "name")) for topic in topics)
    options = reference.planning_options
    own = options.loc[options["field_id"] == field["field_id"]].to_dict("records")
    return tuple(Choice(str(option["code"]), text_of(option, "label")) for option in own)


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
