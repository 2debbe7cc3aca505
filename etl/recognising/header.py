"""The header of a survey tool: which rows below the first one name columns, too, and all names of each column."""

import re
from dataclasses import replace
from typing import NamedTuple

from etl.findings import Finding
from etl.read import RawTable
from etl.recognising.columns import is_role_word
from etl.recognising.tools import NO_TOOL, all_tools, tell_tool
from etl.recognising.tools.habits import Habits
from etl.vocabulary.items import squash
from etl.vocabulary.spellings import Vocabulary

# No tool writes more rows of names below its first one.
MOST_LABEL_ROWS = 3
# `EAK01`, `eakte_challenges[SQ001]`, `id`: what a tool's code of a column looks like.
CODE = re.compile(r"[^\W\d]\w*(?:[\[./-]\w+\]?)*")


class Header(NamedTuple):
    """A table whose header is found, the tool that wrote it, and the names of each column, the surest one first."""

    table: RawTable
    tool: Habits
    names: list[tuple[str, ...]]


def find_tool_header(table: RawTable, vocabulary: Vocabulary) -> Header:
    """Find the rows below the header that name columns, too: codes below texts, texts below codes, choices."""
    tool = tell_tool(table.header)
    above: list[str] = []
    if table.rows and _is_code_row(table.rows[0], vocabulary):
        above = table.header
        tool = tool if tool is not NO_TOOL else tell_tool(table.rows[0])
        table = _with_code_row(table)
    count = _count_label_rows(table, tool)
    labels, table = table.rows[:count], _without_rows(table, count)
    names = [_names(table, index, [above, *labels]) for index in range(len(table.header))]
    return Header(table, tool, names)


def _is_code_row(row: list[str], vocabulary: Vocabulary) -> bool:
    """Whether the row below the header holds codes, as in LimeSurvey's VV format.

    Codes head columns, so each stands once; a row of answers repeats itself. Two must be known; then the others may
    be codes of the tool's own.
    """
    codes = [text.strip() for text in row if text.strip()]
    if len(set(codes)) < len(codes) or not all(CODE.fullmatch(code) for code in codes):
        return False
    items = [code for code in codes if vocabulary.items.find_id(code)]
    others = [code for code in codes if code not in items and not is_role_word(squash(code))]
    has_tool = any(sum(tool.owns(code) for code in codes) >= 2 for tool in all_tools())
    return len(items) >= 2 and (not others or has_tool)


def _with_code_row(table: RawTable) -> RawTable:
    first = next(text.strip() for text in table.rows[0] if text.strip())
    note = Finding("header_codes", row=table.row_numbers[0], value=first)
    header, row = table.rows[0], table.row_numbers[0]
    kept = replace(_without_rows(table, 1), header=header, header_row=row)
    return replace(kept, repairs=[*table.repairs, note])


def _count_label_rows(table: RawTable, tool: Habits) -> int:
    """Count the rows below the header without any digit where the tool numbers its responses."""
    places = [index for index, heading in enumerate(table.header) if squash(heading) in tool.number]
    if not places:
        return 0
    for count, row in enumerate(table.rows[:MOST_LABEL_ROWS]):
        if any(character.isdigit() for index in places for character in row[index]):
            return count
    return min(len(table.rows), MOST_LABEL_ROWS)


def _without_rows(table: RawTable, count: int) -> RawTable:
    if not count:
        return table
    note = Finding("header_labels", row=table.row_numbers[0], details={"count": count})
    return replace(
        table,
        rows=table.rows[count:],
        row_numbers=table.row_numbers[count:],
        line_numbers=table.line_numbers[count:],
        repairs=[*table.repairs, note],
    )


def _names(table: RawTable, index: int, others: list[list[str]]) -> tuple[str, ...]:
    """Every name of a column: its heading, the cells of the other rows, and group with choice."""
    heading = table.header[index]
    cells = [row[index] for row in others if index < len(row)]
    group = table.groups[index] if index < len(table.groups) else ""
    names = [heading, *cells, *(f"{group} [{text}]" for text in (_lower(heading, group), *cells) if group and text)]
    if group and _is_alone(table.groups, index):
        names.append(group)
    # The row above is blank over the further columns of a question.
    asked = _nearest(table.header, index)
    names += [f"{asked} [{text}]" for text in cells if asked != heading]
    return tuple(dict.fromkeys(name for name in names if name.strip()))


def _lower(heading: str, group: str) -> str:
    return heading.removeprefix(f"{group}.") if heading != group else ""


def _is_alone(groups: list[str], index: int) -> bool:
    return groups.count(groups[index]) == 1


def _nearest(header: list[str], index: int) -> str:
    """The heading itself, or where it is empty the nearest one on the left."""
    return next((text for text in header[index::-1] if text.strip()), "")
