"""The online questionnaire without its widgets: sections, progress, and the form as a file for `etl.ingest`. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from etl.reference.read import Reference
from etl.templates.rows import NEVER_FILLED, Line, survey_lines
from maturity.language import _, current

Answers = Mapping[str, str]


class Section(NamedTuple):
    """One page of the form: a topic's questions, core ones first, and its planning fields; or the city's fields."""

    section_id: str
    title: str
    core: tuple[Line, ...]
    others: tuple[Line, ...]
    fields: tuple[Line, ...]

    def questions(self, *, core_only: bool) -> tuple[Line, ...]:
        """The questions to be asked."""
        return self.core if core_only else self.core + self.others


class Progress(NamedTuple):
    """How many of the questions asked have an answer; `kA` and `nz` are answers here."""

    answered: int
    asked: int


ABOUT_CITY = "city"


def sections(reference: Reference) -> list[Section]:
    """Return the form's sections in the reader's language: the topics in their order, then the fields of the city."""
    return list(_sections(reference, current()))


@lru_cache(maxsize=8)
def _sections(reference: Reference, language: str) -> tuple[Section, ...]:
    core = set(reference.questions.loc[reference.questions["core"] == 1, "question_id"])
    topic_of = dict(zip(reference.questions["question_id"], reference.questions["topic_id"], strict=True))
    found: list[Section] = []
    lines = survey_lines(reference, answers=None, core_only=False)
    starts = [place for place, line in enumerate(lines) if line.kind == "section"] + [len(lines)]
    for start, end in pairwise(starts):
        body = lines[start + 1 : end]
        questions = [line for line in body if line.kind == "question"]
        found.append(
            Section(
                str(topic_of[questions[0].key]) if questions else ABOUT_CITY,
                lines[start].text,
                tuple(line for line in questions if line.key in core),
                tuple(line for line in questions if line.key not in core),
                tuple(line for line in body if line.kind != "question"),
            )
        )
    return tuple(found)


def progress(parts: Sequence[Section], answers: Answers, *, core_only: bool) -> Progress:
    """Count the questions of these sections that have an answer."""
    keys = [line.key for section in parts for line in section.questions(core_only=core_only)]
    return Progress(sum(1 for key in keys if answers.get(key)), len(keys))


def start_from(reference: Reference, values: pd.DataFrame | None) -> dict[str, str]:
    """Return the answers of an earlier submission as the form holds them; without one, an empty form."""
    if values is None:
        return {}
    lines = survey_lines(reference, answers=values, core_only=False)
    # Templates leave these out because a file travels; the form does not.
    kept = values.loc[values["item_id"].isin(NEVER_FILLED)]
    answers = {line.key: _chosen(line) for line in lines if line.start}
    return answers | dict(zip(kept["item_id"], kept["text"], strict=True))


def _chosen(line: Line) -> str:
    return line.start.replace("; ", ";") if line.kind in ("choices", "topics") else line.start


def form_file(reference: Reference, answers: Answers, *, city_id: str, wave_id: str) -> tuple[bytes, dict[int, str]]:
    """Write the form as a survey file: one answer per row, with its city and wave.

    Returns:
        The file, and the key of each row by its number, to name the place of a finding.
    """
    head = [_("City"), _("Wave"), _("Question ID"), _("Question"), _("Answer")]
    asked = [line for section in sections(reference) for line in (*section.core, *section.others, *section.fields)]
    given = [line for line in asked if answers.get(line.key)]
    rows = [[city_id, wave_id, line.key, line.text, answers[line.key]] for line in given]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig"), {row: line.key for row, line in enumerate(given, 2)}
