"""Which row is the header? By heading words we know, else by shape. Pure: rows of cells in, a place out."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

Rows = Sequence[Sequence[str]]

# Rows that are looked at; nobody writes more preface than this.
SEARCHED = 60

# Compared without case, spaces and punctuation.
_HEADINGS = """
    id frageid questionid frage question antwort answer answers wert value stufe level kommentar comment justification
    begründung stadt kommune gemeinde city cityid cityname ags welle wave waveid topicid thema
    submitdate lastpage startlanguage seed startdate datestamp responseid antwortid antwortnummer datumabgeschickt
    datesubmitted letzteseite ausgangssprache startdatum zeitstempel timestamp startzeit starttime
    fertigstellungszeit completiontime email emailaddress emailadresse name
"""
HEADING_WORDS = frozenset(_HEADINGS.split())

# First cells of rows that stand above a header and name one thing each.
_PREFACES = """
    stadt kommune gemeinde city cityid cityname ags welle wave waveid hinweis note titel title stand datum date
    netzwerk network version fragebogen questionnaire
"""
PREFACE_WORDS = frozenset(_PREFACES.split())
# What a survey tool calls a column.
CODE = re.compile(r"[^\W\d][\w.\[\]/-]*")
NUMBER = re.compile(r"[-+]?[\d.,]*\d\s*%?")


class Header(NamedTuple):
    """Where the header is, and why: by known `words`, as the `first` row, by its `shape`, or `told`."""

    position: int
    reason: Literal["words", "first", "shape", "told"]


def find_header(rows: Rows) -> Header:
    """Find the header among the first rows.

    The first row with two heading words we know wins; else the first row that fills at least half of the table's
    usual width. `words` is given only where the rows above look like a preface; otherwise the choice is a guess.
    """
    searched = [index for index in range(min(len(rows), SEARCHED)) if filled(rows[index])]
    if not searched:
        return Header(0, "first")
    width = usual_width(rows)
    searched = _up_to_data(rows, searched, width)
    known = [index for index in searched if knows(rows[index])]
    # `Stadt;Ettlingen;Welle;2026-1` holds two heading words as well; it is no header where another one follows.
    for index in [index for index in known if not names_values(rows[index])] or known:
        index = _codes_above(rows, index)
        above = [rows[earlier] for earlier in searched if earlier < index]
        is_sure = all(_is_preface(row, len(rows[index])) for row in above)
        return Header(index, "words" if is_sure else "shape")
    for index in _behind_preface(rows, searched):
        is_fact = names_values(rows[index]) and filled(rows[index]) == 2 < width
        if filled(rows[index]) >= max(min(width, 2), width / 2) and not is_fact:
            return Header(index, "first" if index == searched[0] else "shape")
    return Header(searched[0], "first")


def _up_to_data(rows: Rows, searched: list[int], width: int) -> list[int]:
    """Leave out the rows from the second one on that looks like data: no header stands below data."""
    data = [index for index in searched if _is_data(rows[index], width)]
    return [index for index in searched if index <= data[1]] if len(data) > 1 else searched


def _is_data(row: Sequence[str], width: int) -> bool:
    """Whether a row is as wide as the table, filled for the most part, and holds numbers but names nothing."""
    is_full = len(row) == width and filled(row) > max(1, width / 2)
    return is_full and any(map(is_number, row)) and not names_values(row) and not knows(row)


def _codes_above(rows: Rows, index: int) -> int:
    """Go up to a row of as many different names, all without a blank: survey tools write codes above their labels."""
    codes = [cell.strip() for cell in rows[index - 1]] if index else []
    is_codes = len(codes) == len(rows[index]) > 2 and all(CODE.fullmatch(code) for code in codes)
    return index - 1 if is_codes and len(set(codes)) == len(codes) else index


def knows(row: Sequence[str]) -> bool:
    """Whether a row holds at least two heading words we know."""
    return len({plain(cell) for cell in row} & HEADING_WORDS) >= 2


def names_values(row: Sequence[str]) -> bool:
    """Whether a row reads like `Stadt;08215017;Ettlingen` above a table: a word, then what it is."""
    return len(row) > 1 and plain(row[0]) in PREFACE_WORDS and bool(plain(row[1])) and not _is_heading(row[1])


def filled(row: Sequence[str]) -> int:
    """Count the cells that hold more than white space."""
    return sum(1 for cell in row if cell.strip())


def usual_width(rows: Rows) -> int:
    """Return the commonest count of cells among the rows that are not blank, the larger one of two."""
    counts = Counter(len(row) for row in rows if filled(row))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def plain(cell: str) -> str:
    """Return a heading without case, spaces and punctuation: `Frage-ID` becomes `frageid`."""
    return re.sub(r"[\W_]+", "", cell.casefold())


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return NUMBER.fullmatch(cell.strip()) is not None


def _is_preface(row: Sequence[str], width: int) -> bool:
    first = next(cell for cell in row if cell.strip())
    return filled(row) <= max(1, width / 2) or plain(first.partition(":")[0]) in PREFACE_WORDS


def _behind_preface(rows: Rows, searched: list[int]) -> list[int]:
    """Leave out rows that name values as long as a row with a heading word comes below them."""
    behind = [
        index for place, index in enumerate(searched) if not all(names_values(rows[i]) for i in searched[: place + 1])
    ]
    return behind if behind and any(_is_heading(cell) for cell in rows[behind[0]]) else searched


def _is_heading(cell: str) -> bool:
    return plain(cell) in HEADING_WORDS
