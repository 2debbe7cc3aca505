"""The survey as a file to fill in: XLSX with drop-downs and wording, or CSV for German Excel.

Both have the head rows and the columns that `etl/read.py` and `etl/layouts.py` take without a question, so that a
filled template can be handed in as it is.
"""

from collections.abc import Sequence
from typing import Required, TypedDict, Unpack

import pandas as pd

from etl.reference.questionnaire import asked_in
from etl.reference.read import Reference
from etl.templates.rows import Line, Survey, survey_lines
from etl.templates.workbook import write_workbook
from maturity.errors import UnknownId
from maturity.language import _
from maturity.reports import sheets


class Wanted(TypedDict, total=False):
    """Whose survey is made, and what stands in it already.

    city_id: the city that answers. wave_id: the wave it answers in. answers: those to start from, one row each: item,
    topic_id, item_id, code, text; contacts are left out. core_only: the short survey, that is the core questions
    without planning. is_sample: whether the answers are invented; the file then says so.
    """

    city_id: Required[str]
    wave_id: Required[str]
    answers: pd.DataFrame | None
    core_only: bool
    is_sample: bool


def template_xlsx(reference: Reference, **wanted: Unpack[Wanted]) -> bytes:
    """Make the survey of one city as a workbook: drop-downs, wording of the levels, only the answers unlocked.

    Raises:
        UnknownId: the city or the wave is not in the reference data.
    """
    return write_workbook(_survey(reference, **wanted), reference)


def template_csv(reference: Reference, **wanted: Unpack[Wanted]) -> bytes:
    """Make the survey of one city as CSV for German Excel; errors as in `template_xlsx`."""
    survey = _survey(reference, **wanted)
    rows = [*survey.head, survey.headings]
    rows += [[line.key, line.text, line.start, "", *line.anchors] for line in survey.lines]
    width = len(survey.headings)
    return sheets.csv_bytes(row + [""] * (width - len(row)) for row in rows)


def _survey(
    reference: Reference,
    *,
    city_id: str,
    wave_id: str,
    answers: pd.DataFrame | None = None,
    core_only: bool = False,
    is_sample: bool = False,
) -> Survey:
    cities = dict(zip(reference.cities["city_id"], reference.cities["name"], strict=True))
    waves = dict(zip(reference.waves["wave_id"], reference.waves["label"], strict=True))
    for value, known, concept in ((city_id, cities, _("city")), (wave_id, waves, _("wave"))):
        if value not in known:
            raise UnknownId(value=value, concept=concept, known=", ".join(sorted(known)))
    hint = _("Please fill in the answers only. An empty cell counts as unknown, not as zero.")
    if is_sample:
        hint = _("Sample data: freely invented, they say nothing about the city.")
    name = str(reference.network["name"])
    lines = survey_lines(asked_in(reference, wave_id), answers=answers, core_only=core_only)
    head = [[name, _("Questionnaire")], [_("City"), city_id, cities[city_id]], [_("Wave"), wave_id], [_("Hint"), hint]]
    title = _("Questionnaire of {city}, wave {wave_id}").format(city=cities[city_id], wave_id=wave_id)
    headings = [_("Question ID"), _("Question"), _("Answer"), _("Comment"), *_level_headings(reference, lines)]
    return Survey(title, name, head, headings, lines)


def _level_headings(reference: Reference, lines: Sequence[Line]) -> list[str]:
    """Head the wordings by level where all questions share one scale, else by their place."""
    width = max((len(line.anchors) for line in lines), default=0)
    levels = [str(level) for level in reference.levels["level"]]
    asked = [line for line in lines if line.kind == "question"]
    if all([choice.code for choice in line.choices[: len(levels)]] == levels for line in asked) and levels:
        return [_("Level {level}").format(level=level) for level in levels]
    return [_("Choice {number}").format(number=number) for number in range(1, width + 1)]
