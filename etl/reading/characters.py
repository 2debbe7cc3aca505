"""Characters that must not be in a cell, and umlauts that a wrong conversion has broken."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from etl.findings import Finding
from etl.reading.limits import MAX_FINDINGS
from etl.reading.records import Record

# Control characters but tab and line ends; marks that turn the direction of text; characters without width;
# and the sign that stands for a character lost in a conversion.
FORBIDDEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd]"
)
# UTF-8 read as Windows-1252: `Ã¤`, `Â§`, `â€“`.
BROKEN = re.compile(r"Ã[\x80-\xbfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|Â[\xa0-\xbf]|â€[\x80-\xbfœžš¢¦“”™˜˜“„‚¡]|â‚¬")


def suspicious(text: str) -> bool:
    """Whether a text may hold anything that `find_characters` would name; quick, for whole files."""
    return FORBIDDEN.search(text) is not None or BROKEN.search(text) is not None


def find_characters(records: list[Record], header: list[str], *, replaced: bool = False) -> list[Finding]:
    """Name each cell with a forbidden character, and each with broken umlauts; of very many only the first.

    Args:
        records: the rows, those above the header, too.
        header: the headings, for the places.
        replaced: the decoding put U+FFFD for bytes and said so; it need not be named again.
    """
    found = _found(records, header, replaced=replaced)
    named = list(islice(found, MAX_FINDINGS))
    more = sum(1 for _finding in found)
    return [*named, Finding("more_places", details={"count": more})] if more else named


def _found(records: list[Record], header: list[str], *, replaced: bool) -> Iterator[Finding]:
    for record in records:
        line = record.line
        for index, cell in enumerate(record.cells):
            for code, match in _matches(cell.replace("\ufffd", "?") if replaced else cell):
                column = heading(header, index)
                place = line + len(re.findall(r"\r\n|\r|\n", cell[: match.start()]))
                if code == "mojibake":
                    value, expected = _word(cell, match), _mended(_word(cell, match))
                    yield Finding(code, row=record.row, column=column, line=place, value=value, expected=expected)
                else:
                    yield Finding(code, row=record.row, column=column, line=place, value=_name(match.group()))
            line += len(re.findall(r"\r\n|\r|\n", cell))


def heading(header: list[str], index: int) -> str:
    """Return the column's heading, or its number where it has none."""
    return header[index] if index < len(header) and header[index].strip() else str(index + 1)


def _matches(cell: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in FORBIDDEN.finditer(cell):
        if not _joins_emoji(cell, match):
            yield "character_forbidden", match
            break
    if match_broken := BROKEN.search(cell):
        yield "mojibake", match_broken


def _joins_emoji(cell: str, match: re.Match[str]) -> bool:
    """Whether this is the joiner inside a composed emoji, which is one visible sign."""
    following = cell[match.end() : match.end() + 1]
    return match.group() == "\u200d" and match.start() > 0 and ord(following or "\0") > 0x2000


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()


def _word(cell: str, match: re.Match[str]) -> str:
    start = max(cell.rfind(space, 0, match.start()) for space in " \n\t") + 1
    return cell[start:].split()[0][:60] if cell[start:].split() else match.group()


def _mended(word: str) -> str:
    try:
        return word.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return "?"
