"""Which character separates the cells? Decided by reading the records under each candidate, never by a sniffer."""

from collections.abc import Sequence
from typing import NamedTuple

from etl.reading.headers import filled, find_header, knows
from etl.reading.records import JUDGED, Record, is_padded, split_records

CANDIDATES = (";", ",", "\t", "|")

JUDGED_CHARACTERS = 1_000_000

# A candidate under which fewer of the rows have the header's width does not separate this table.
MIN_SHARE = 0.5
# From this share on another candidate makes the choice ambiguous. Commas are common in prose, the others are not.
RIVAL_SHARES = {";": 0.5, ",": 0.8, "\t": 0.5, "|": 0.5}


class Delimiter(NamedTuple):
    """The chosen character (empty: one column) and the others that would do as well."""

    character: str
    rivals: tuple[str, ...] = ()


class _Fit(NamedTuple):
    """How a table looks under a candidate: is its header known, which shares of the rows are regular, are split."""

    has_heading_words: bool
    regular: float
    split: float
    width: int


def choose_delimiter(lines: Sequence[str]) -> Delimiter:
    """Choose the candidate under which the most rows have the header's width, and more than one cell.

    A header with two words we know settles it alone. Where no candidate makes most rows regular, one that at least
    splits the header and most rows is taken, and the rows will be named as ragged. Only then the file has one column.
    """
    lines = _beginning(lines)
    fits = {candidate: fit for candidate in CANDIDATES if (fit := _fit(lines, candidate)).width > 1}
    with_words = {candidate: fit for candidate, fit in fits.items() if fit.has_heading_words}
    regular = {candidate: fit for candidate, fit in fits.items() if fit.regular >= MIN_SHARE}
    split = {candidate: fit for candidate, fit in fits.items() if fit.split >= MIN_SHARE}
    choices = with_words or regular or split
    if not choices:
        return Delimiter("", tuple(fits) or _within_cells(lines))
    best = max(choices, key=lambda candidate: (choices[candidate].regular, choices[candidate].width))
    rivals = [one for one, fit in choices.items() if one != best and fit.regular >= RIVAL_SHARES[one]]
    return Delimiter(best, tuple(rivals))


def _beginning(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines that are judged: of long ones fewer tell as much."""
    size = 0
    for number, line in enumerate(lines[:JUDGED], start=1):
        size += len(line)
        if size > JUDGED_CHARACTERS:
            return lines[:number]
    return lines


def _fit(lines: Sequence[str], delimiter: str) -> _Fit:
    if not any(delimiter in line for line in lines[:JUDGED]):
        return _Fit(False, 0.0, 0.0, 1)
    padded = is_padded(lines, delimiter)
    records = split_records(lines, delimiter, limit=JUDGED, padded=padded)
    records = [record for record in records if filled(record.cells)]
    place = find_header([record.cells for record in records])
    table = records[place.position :]
    if not table or len(table[0].cells) < 2:
        return _Fit(False, 0.0, 0.0, 1)
    header = table[0].cells
    # Rows above a header that is only assumed count against the candidate: they may be rows it cannot split.
    judged = len(records) if place.reason == "shape" else len(table)
    regular = sum(_is_regular(record, len(header)) for record in table) / judged
    split = sum(len(record.cells) > 1 for record in table) / judged
    return _Fit(knows(header), regular, split, len(header))


def _within_cells(lines: Sequence[str]) -> tuple[str, ...]:
    """Name candidates that each cell of the single column holds equally often: whole rows were quoted by mistake."""
    cells = [record.cells[0] for record in split_records(lines, "", limit=JUDGED) if filled(record.cells)]
    counts = {candidate: {cell.count(candidate) for cell in cells} for candidate in CANDIDATES}
    return tuple(
        candidate for candidate, found in counts.items() if len(found) == 1 and found != {0} and len(cells) > 1
    )


def _is_regular(record: Record, width: int) -> bool:
    return len(record.cells) == width and not record.faults
