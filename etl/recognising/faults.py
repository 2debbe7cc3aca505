"""What a layout lacks, what is there twice, and what is not taken: the findings about a table's columns."""

from etl.findings import Finding
from etl.read import RawTable
from etl.reading.headers import HEADING_WORDS, is_number, names_values, plain
from etl.reading.tables import SHOWN
from etl.recognising.columns import ANSWER_WORDS, COMMENT_HEADING, COMMENT_WORDS, ID_WORDS, Column, cell, count_items
from etl.vocabulary.items import distance, squash
from etl.vocabulary.options import Place, Problem, Value
from etl.vocabulary.spellings import Vocabulary


def find_faults(columns: list[Column], table: RawTable, vocabulary: Vocabulary, *, by_city: bool) -> list[Finding]:
    """List what is wrong with the columns of a table; `by_city` when each row is a city."""
    findings = _missing(columns, table, vocabulary, by_city=by_city)
    findings += [*_conflicts(columns, table, vocabulary), *_unnamed(columns, table)]
    return findings + [_twin_finding(twin, first, table) for twin, first in find_twins(columns).items()]


def _missing(columns: list[Column], table: RawTable, vocabulary: Vocabulary, *, by_city: bool) -> list[Finding]:
    """One finding per column that the layout cannot do without, with the heading that was probably meant."""
    if by_city:
        if any(column.role in ("item", "conflict") for column in columns):
            return []
        return [Finding("no_question_column", row=table.header_row)]
    present = {column.role for column in columns}
    free = [column for column in columns if column.role == "unknown"]
    findings = []
    if "id" not in present:
        near = [column.heading for column in free if 2 * count_items(table, column, vocabulary) > len(table.rows) > 0]
        findings.append(_column_missing("Frage-ID", near + _nearly(free, ID_WORDS), table))
    if "answer" not in present:
        findings.append(_column_missing("Antwort", _nearly(free, ANSWER_WORDS), table))
    return findings


def _nearly(columns: list[Column], words: tuple[str, ...]) -> list[str]:
    return [one.heading for one in columns if any(_is_near(squash(one.heading), word) for word in words)]


def _column_missing(name: str, near: list[str], table: RawTable) -> Finding:
    code = "column_missing_near" if near else "column_missing"
    return Finding(code, row=table.header_row, details={"wanted": name, "near": near[0] if near else ""})


def _is_near(heading: str, word: str) -> bool:
    return len(word) > 3 and distance(heading, word, 2) <= 2


def find_twins(columns: list[Column]) -> dict[Column, Column]:
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


def _conflicts(columns: list[Column], table: RawTable, vocabulary: Vocabulary) -> list[Finding]:
    findings = []
    for column in columns:
        if column.how == "option" and column.item:
            permitted = vocabulary.fields[column.item.item_id].permitted
            problem = Problem("option_unknown", expected=permitted, details={"item": column.item.key})
            findings.append(problem.at(Place(table.header_row, column.heading), column.option))
        elif column.role == "conflict":
            heading = column.heading
            findings.append(Finding("heading_conflict", row=table.header_row, column=heading, value=heading))
    return findings


def _unnamed(columns: list[Column], table: RawTable) -> list[Finding]:
    """Name each column that is filled under an empty heading: its cells are not taken."""
    findings = []
    for column in columns:
        if column.role != "ignored" or squash(column.heading) or column.how == "chosen":
            continue
        numbered = zip(table.row_numbers, table.rows, strict=True)
        filled = [(number, cell(row, column).strip()) for number, row in numbered if cell(row, column).strip()]
        if filled:
            (row, text), position = filled[0], column.position + 1
            problem = Problem("column_unnamed", details={"position": position, "count": len(filled)})
            findings.append(problem.at(Place(row), text[:SHOWN]))
    return findings


def find_comments(columns: list[Column], table: RawTable) -> list[Finding]:
    """Name each column of remarks that is filled: remarks are not taken."""
    findings = []
    for column in columns:
        is_comment = squash(column.heading) in COMMENT_WORDS or COMMENT_HEADING.search(column.heading)
        count = sum(1 for row in table.rows if cell(row, column).strip()) if is_comment else 0
        if count and column.role == "ignored" and column.how != "chosen":
            findings.append(Finding("comments_left_out", value=column.heading, details={"count": count}))
    return findings


def find_answers_in_footer(table: RawTable, vocabulary: Vocabulary) -> list[Finding]:
    """Name each last row that was taken for a remark, but names a question or a city."""
    findings = []
    for row in table.footer:
        named = [text.strip() for text in row if _names_something(text.strip(), vocabulary)]
        findings += [Finding("footer_holds_answer", value=named[0])] if named else []
    return findings


def _names_something(text: str, vocabulary: Vocabulary) -> bool:
    return bool(text) and (vocabulary.items.find_id(text) or vocabulary.cities.find(text)) is not None


def find_missing_header(table: RawTable, vocabulary: Vocabulary) -> Finding | None:
    """Find answers where the header should be: the id of a question above other ids, or a city's name beside numbers.

    Returns:
        The finding, which names the row, what stands there and the heading that is missing; None for a header.
    """
    ids = [index for index, text in enumerate(table.header) if vocabulary.items.find_id(text.strip())]
    if names_values(table.header):
        return None if ids else _ids_below_preface(table, vocabulary)
    if any(plain(heading) in HEADING_WORDS for heading in table.header):
        return None
    if len(ids) == 1 and _is_row_of_ids(table, ids[0], vocabulary):
        return Finding("heading_missing", row=table.header_row, value=table.header[ids[0]].strip(), expected="Frage-ID")
    filled = [text.strip() for text in table.header if text.strip()]
    if len(filled) > 1 and vocabulary.cities.find(filled[0]) and all(map(is_number, filled[1:])):
        return Finding("heading_missing", row=table.header_row, value=filled[0], expected="Stadt")
    return None


def _ids_below_preface(table: RawTable, vocabulary: Vocabulary) -> Finding | None:
    """Find rows of answers right below `Stadt;08215017;`, which was taken for the header because none came."""
    for index in range(len(table.header)):
        ids = [
            (number, row[index].strip())
            for number, row in zip(table.row_numbers, table.rows, strict=True)
            if vocabulary.items.find_id(row[index].strip())
        ]
        if 2 * len(ids) > len(table.rows):
            return Finding("heading_missing", row=ids[0][0], value=ids[0][1], expected="Frage-ID")
    return None


def _is_row_of_ids(table: RawTable, index: int, vocabulary: Vocabulary) -> bool:
    """Whether ids go on below the one in the header; where nothing is below, whether an answer stands beside it."""
    below = [text for row in table.rows if (text := row[index].strip())]
    if below:
        return 2 * sum(vocabulary.items.find_id(text) is not None for text in below) >= len(below)
    match = vocabulary.items.find_id(table.header[index].strip())
    options = vocabulary.questions.get(match.item.item_id) if match else None
    beside = [text for text in table.header[index + 1 :] if text.strip()]
    return options is not None and any(isinstance(options.find(text), Value) for text in beside)
