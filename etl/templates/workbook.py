"""The survey as a workbook: drop-downs, the wording of each level, everything locked but answers and comments."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from etl.reference.read import Reference
from etl.templates.rows import Choice, Line, Survey
from maturity.language import _, text_of
from maturity.reports import sheets

ANSWER_COLUMN = 2
COMMENT_COLUMN = 3
# In these an answer typed with a point or a dash would turn into a date, or into a formula.
TEXT_KINDS = frozenset(
    {"quarter", "month", "date", "text", "url", "product", "mailbox", "choices", "topics", "percent"}
)
LONGEST_HINT = 250  # characters; Excel takes 255


def write_workbook(survey: Survey, reference: Reference) -> bytes:
    """Write a survey with a second sheet that explains its codes and feeds the drop-downs."""
    target = io.BytesIO()
    workbook = sheets.new_workbook(target, title=survey.title, author=survey.network_name)
    form = workbook.add_worksheet(_("Questionnaire"))
    ranges = _write_explanation(workbook, survey, reference)
    _write_form(workbook, form, survey, ranges)
    workbook.close()
    return target.getvalue()


class _Styles(NamedTuple):
    title: Any
    plain: Any
    header: Any
    section: Any
    wrapped: Any
    muted: Any
    answer: Any
    answer_text: Any


def _styles(workbook: Any) -> _Styles:
    wrap = {"text_wrap": True, "valign": "top", "font_color": sheets.INK}
    answer = {**wrap, "locked": False, "bg_color": sheets.INPUT_FILL, "border": 1, "border_color": "#b9a76a"}
    header = {**wrap, "bold": True, "bg_color": sheets.HEADER_FILL, "font_color": "#ffffff"}
    return _Styles(
        title=workbook.add_format({"bold": True, "font_size": 14, "font_color": sheets.ACCENT}),
        plain=workbook.add_format({"font_color": sheets.INK}),
        header=workbook.add_format(header),
        section=workbook.add_format({"bold": True, "bg_color": sheets.SECTION_FILL, "font_color": sheets.INK}),
        wrapped=workbook.add_format(wrap),
        muted=workbook.add_format({**wrap, "font_color": sheets.MUTED}),
        answer=workbook.add_format({**answer, "align": "left"}),
        answer_text=workbook.add_format({**answer, "align": "left", "num_format": "@"}),
    )


def _write_form(workbook: Any, form: Any, survey: Survey, ranges: dict[tuple[str, ...], str]) -> None:
    styles = _styles(workbook)
    sheets.write_row(form, 0, survey.head[0], styles.title)
    for number, row in enumerate(survey.head[1:], 1):
        sheets.write_row(form, number, row, styles.plain)
    top = len(survey.head)
    sheets.write_row(form, top, survey.headings, styles.header)
    for number, line in enumerate(survey.lines, top + 1):
        _write_line(form, number, line, len(survey.headings), styles)
        sheets.fit_height(form, number, [line.key, line.text, line.start, "", *line.anchors], _widths(survey))
        _add_choices(form, number, line, ranges)
    for column, width in enumerate(_widths(survey)):
        form.set_column(column, column, width)
    form.freeze_panes(top + 1, ANSWER_COLUMN)
    form.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheets.print_on_a4(form, header_row=top, page=_("Page {page} of {pages}"))


def _widths(survey: Survey) -> list[int]:
    return [30, 44, 16, 24, *[22] * (len(survey.headings) - 4)]


def _write_line(form: Any, row: int, line: Line, width: int, styles: _Styles) -> None:
    if line.kind == "section":
        sheets.write_row(form, row, ["", line.text, *[""] * (width - 2)], styles.section)
        return
    style = styles.answer_text if line.kind in TEXT_KINDS else styles.answer
    sheets.write_row(form, row, [line.key, line.text], styles.wrapped)
    sheets.write_cell(form, row, ANSWER_COLUMN, _typed(line.start, line.kind), style)
    sheets.write_cell(form, row, COMMENT_COLUMN, "", styles.answer_text)
    sheets.write_row(form, row, line.anchors, styles.muted, column=COMMENT_COLUMN + 1)


def _typed(text: str, kind: str) -> str | int:
    """Return a whole number as number, so that a drop-down's cell holds what a person would type there."""
    is_whole = text.isascii() and text.isdecimal() and str(int(text)) == text
    return int(text) if is_whole and kind not in TEXT_KINDS else text


def _add_choices(form: Any, row: int, line: Line, ranges: dict[tuple[str, ...], str]) -> None:
    """Offer the codes as a drop-down; where several may be chosen, or a number typed, only as a hint."""
    if not line.choices:
        return
    codes = ", ".join(choice.code for choice in line.choices)
    if not line.is_single_choice:
        hint = _("Several codes, separated by a semicolon: {codes}").format(codes=codes)
        form.data_validation(row, ANSWER_COLUMN, row, ANSWER_COLUMN, {"validate": "any", "input_message": _cut(hint)})
        return
    form.data_validation(
        row,
        ANSWER_COLUMN,
        row,
        ANSWER_COLUMN,
        {
            "validate": "list",
            "source": ranges[_list_of(line)],
            "error_type": "warning" if line.kind == "band" else "stop",
            "error_title": _("Not on the list"),
            "error_message": _cut(_("Permitted are: {codes}").format(codes=codes)),
        },
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_HINT else text[: LONGEST_HINT - 1] + "…"


def _write_explanation(workbook: Any, survey: Survey, reference: Reference) -> dict[tuple[str, ...], str]:
    """Write the sheet that explains codes; the drop-downs take their lists from it.

    Returns:
        Where each list of codes stands, as a formula.
    """
    styles, name = _styles(workbook), _("Explanation")
    sheet = workbook.add_worksheet(name)
    sheets.write_row(sheet, 0, [survey.title], styles.title)
    row = 1
    for row, text in enumerate(_explanation(), 1):
        sheets.write_row(sheet, row, [text], styles.plain)
    row += 2
    sheets.write_row(sheet, row, [_("Concerns"), _("Code"), _("Meaning")], styles.header)
    ranges: dict[tuple[str, ...], str] = {}
    for line, concerns, choices in _lists(survey.lines, reference):
        ranges[_list_of(line)] = f"='{name}'!$B${row + 2}:$B${row + 1 + len(choices)}"
        for choice in choices:
            row += 1
            cells = [concerns, _typed(choice.code, "question"), choice.label]
            sheets.write_row(sheet, row, cells, styles.wrapped)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 60)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheets.print_on_a4(sheet, header_row=0, page=_("Page {page} of {pages}"))
    return ranges


def _explanation() -> list[str]:
    return [
        _("Choose for each question the level whose wording fits best today, not the planned state."),
        _("“kA” means not stated, “nz” means that the city is not responsible. Neither counts as zero."),
        _("Empty cells count as unknown. Planning fields are all optional."),
        _("Comments stay in your file and are not taken over."),
        _("Please name offices and function mailboxes, never persons."),
    ]


def _lists(lines: Sequence[Line], reference: Reference) -> Iterator[tuple[Line, str, tuple[Choice, ...]]]:
    """Give each list of codes once, with what it concerns: one per field, one for all questions that share it."""
    names = {str(level["level"]): text_of(level, "name") for level in reference.levels.to_dict("records")}
    names |= {"kA": _("not stated"), "nz": _("not responsible")}
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        if not line.choices or _list_of(line) in seen:
            continue
        seen.add(_list_of(line))
        if line.kind == "question":
            own = tuple(choice._replace(label=names.get(choice.code, choice.label)) for choice in line.choices)
            yield line, _("Questions such as {question_id}").format(question_id=line.key), own
        else:
            yield line, line.text, line.choices


def _list_of(line: Line) -> tuple[str, ...]:
    """Name the list of a row: questions share theirs; equal codes of two fields mean different things."""
    return tuple(choice.code for choice in line.choices) if line.kind == "question" else (line.kind, line.text)
