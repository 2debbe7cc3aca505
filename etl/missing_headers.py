"""A table without a header: answers stand where the headings should be."""

from etl.findings import Finding
from etl.harmonise import Vocabulary
from etl.options import Value
from etl.read import RawTable
from etl.reading.headers import HEADING_WORDS, is_number, names_values, plain


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
    first, *others = [text.strip() for text in table.header if text.strip()]
    if others and vocabulary.cities.find(first) and all(map(is_number, others)):
        return Finding("heading_missing", row=table.header_row, value=first, expected="Stadt")
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
