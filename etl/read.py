"""Bytes of a survey file -> RawTable: header and rows as text, how it was read, and what was wrong.

Two stages: the tolerant reading shows as much as it can and names every fault; `strict` refuses whatever it would
have to guess. Both read the same way, so that a file that passes `strict` shows the same cells.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from etl.findings import Finding
from etl.reading import limits
from etl.reading.characters import find_characters, heading, suspicious
from etl.reading.delimiters import Delimiter, choose_delimiter
from etl.reading.encodings import Decoded, decode
from etl.reading.kinds import Kind, recognise, refuse
from etl.reading.records import Record, is_padded, split_lines, split_records
from etl.reading.tables import Table, arrange
from etl.reading.workbooks import Workbook, read_workbook
from maturity.errors import StrictlyUnreadable
from maturity.language import N_, _

# Notes that stand for a guess: the tolerant reading lists them, the strict one refuses.
GUESSES = frozenset(
    {
        *("header_assumed", "header_rows_merged", "header_doubled", "header_doubtful", "header_cells_merged"),
        *("footer_left_out", "trailing_delimiters_left_out", "sheet_assumed", "kinds_change"),
    }
)

ASSUMED = {"cp1252": "Windows-1252", "mac_roman": "Mac OS Roman"}  # encodings that bytes never prove
SEPARATOR_LINE = "sep="
DELIMITER_NAMES = {
    ";": N_("semicolon"),
    ",": N_("comma"),
    "\t": N_("tab"),
    "|": N_("vertical bar"),
    "": N_("nothing, as one column"),
}


@dataclass(frozen=True)
class RawTable:
    """One table as it stands in the file.

    Args:
        header: the headings, exactly as written; two header rows are joined (see `repairs`).
        rows: the data rows below the header, cells exactly as written. Short rows are filled with empty cells up to
            the header's width, long rows keep all their cells; both are findings. Blank rows, repeated headers and
            notes below the data are left out, rows of section titles stay.
        encoding: `utf-8`, `utf-8-sig`, `utf-16`, `cp1252`, `mac_roman`; empty for workbooks.
        delimiter: the character between cells; empty for workbooks and for text of one column.
        header_row: the header's row as a spreadsheet shows it; the first row is 1, blank ones count.
        row_numbers: the same for each row of `rows`.
        line_numbers: the physical text line where each row of `rows` begins; in workbooks the row.
        groups: the heading of the group that each column belongs to, where the header has two rows; else empty.
        preface: the filled rows above the header.
        footer: notes and totals below the data.
        kind: `csv`, `xlsx` or `ods`.
        sheet: the name of the sheet that was read; empty for text.
        repairs: notes on everything that was changed or assumed.
        findings: errors, by row.
    """

    header: list[str]
    rows: list[list[str]]
    encoding: str
    delimiter: str
    header_row: int
    row_numbers: list[int]
    line_numbers: list[int]
    preface: list[list[str]]
    footer: list[list[str]]
    kind: str
    sheet: str
    repairs: list[Finding]
    findings: list[Finding]
    groups: list[str] = field(default_factory=list)


def read_table(path: Path | str, *, strict: bool = False) -> RawTable:
    """Read the table of a file; see `read_bytes`."""
    path = Path(path)
    if path.stat().st_size > limits.MAX_BYTES:
        _refuse_large(_("more than {count} MB").format(count=limits.MAX_BYTES // 1_000_000))
    return read_bytes(path.read_bytes(), name=path.name, strict=strict)


def read_bytes(
    content: bytes,
    *,
    name: str = "",
    strict: bool = False,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | None = None,
) -> RawTable:
    """Read the table in these bytes. The kind is told by the content, never by the name.

    Args:
        content: the file as received.
        name: the file's name, for messages only.
        strict: refuse whatever cannot be read without guessing.
        encoding: overrules what was detected.
        delimiter: overrules what was detected; empty for one column.
        header_row: overrules what was detected, the first row is 1.
        sheet: the sheet of a workbook to read; by default the first filled one.

    Raises:
        NotATable: the file is empty, too large or something else than a table.
        StrictlyUnreadable: `strict` and the file has faults or needs a guess; `findings` has them all.
    """
    first, *others = read_tables(content, encoding=encoding, delimiter=delimiter, header_row=header_row, sheet=sheet)
    if others:
        names = ", ".join(table.sheet for table in others)
        first.repairs.insert(0, Finding("sheet_assumed", value=first.sheet, expected=names))
    if strict:
        refuse_guesses(first)
    return first


def read_tables(
    content: bytes,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    sheet: str | None = None,
) -> list[RawTable]:
    """Read the tables in these bytes: one, or one of each sheet where several have the same headings.

    The arguments and errors are those of `read_bytes`.
    """
    kind = recognise(content)
    if kind == "text":
        return [_read_text(content, encoding=encoding, delimiter=delimiter, header_row=header_row)]
    books = read_workbook(content, kind=kind, sheet=sheet)
    return [_read_sheet(book, kind=kind, header_row=header_row) for book in books]


def _read_text(content: bytes, *, encoding: str | None, delimiter: str | None, header_row: int | None) -> RawTable:
    _check_size(content)
    decoded = decode(content, encoding)
    if re.fullmatch(r"""[\s;,|"']*""", decoded.text):
        refuse(Finding("file_empty"))
    lines = split_lines(decoded.text)
    told = _separator_line(lines)
    choice = (
        choose_delimiter(lines)
        if delimiter is None and not told
        else Delimiter(told if delimiter is None else delimiter)
    )
    if choice.character and decoded.text.count(choice.character) > limits.MAX_CELLS:
        _refuse_large(_("more than {count} cells").format(count=limits.MAX_CELLS))
    padded = is_padded(lines, choice.character)
    if len(lines) > limits.MAX_ROWS:  # a look at the first ones, before all of them are held
        _check_records(split_records(lines, choice.character, padded=padded, limit=limits.MAX_ROWS + 1))
    records = split_records(lines, choice.character, padded=padded)
    if told:  # an instruction to Excel, which does not count it as a row
        records = [record._replace(row=record.row - 1) for record in records[1:]]
    _check_records(records)
    table = arrange(records, header_row=header_row, delimiter=choice.character)
    if padded:
        table.repairs.append(Finding("blanks_behind_delimiters"))
    if decoded.encoding in ASSUMED:
        table.repairs.insert(0, Finding("encoding_assumed", value=ASSUMED[decoded.encoding]))
    table.findings += [*_encoding_fault(decoded, records, choice.character, table), *_rivals(choice)]
    if suspicious(decoded.text):
        table.findings += find_characters(records, table.header, replaced=decoded.fault is not None)
    return _finished(table, encoding=decoded.encoding, delimiter=choice.character, kind="csv")


def _read_sheet(book: Workbook, *, kind: Kind, header_row: int | None) -> RawTable:
    table = arrange(book.records, header_row=header_row)
    table.repairs[:0] = book.repairs
    is_joined = any(note.code == "header_rows_merged" for note in table.repairs)
    if not is_joined and any(top < table.header_row <= bottom + 1 for top, bottom in book.merged_rows):
        table.repairs.append(Finding("header_cells_merged", row=table.header_row))
    for row, column in book.empty_formulas:
        table.findings.append(Finding("formula_without_value", row=row, column=heading(table.header, column - 1)))
    if book.more_formulas:
        table.findings.append(Finding("more_places", details={"count": book.more_formulas}))
    table.findings.extend(find_characters(book.records, table.header))
    return _finished(table, kind=kind, sheet=book.sheet)


def _finished(table: Table, *, encoding: str = "", delimiter: str = "", kind: str, sheet: str = "") -> RawTable:
    if table.width * len(table.body) > limits.MAX_CELLS:
        _refuse_large(_("more than {count} cells").format(count=limits.MAX_CELLS))
    return RawTable(
        header=table.header,
        rows=[record.cells + [""] * (table.width - len(record.cells)) for record in table.body],
        encoding=encoding,
        delimiter=delimiter,
        header_row=table.header_row,
        row_numbers=[record.row for record in table.body],
        line_numbers=[record.line for record in table.body],
        preface=table.preface,
        footer=table.footer,
        kind=kind,
        sheet=sheet,
        repairs=table.repairs,
        groups=table.groups[: table.width],
        findings=sorted(table.findings, key=lambda finding: (finding.row or finding.line or 0, finding.line or 0)),
    )


def _separator_line(lines: list[str]) -> str:
    """Return the delimiter that a first line `sep=;` names, or nothing."""
    first = lines[0].rstrip("\r\n").strip('"') if lines else ""
    is_separator = first.lower().startswith(SEPARATOR_LINE) and len(first) == len(SEPARATOR_LINE) + 1
    return first[-1] if is_separator else ""


def _rivals(choice: Delimiter) -> list[Finding]:
    if not choice.rivals:
        return []
    names = [_(DELIMITER_NAMES[character]) for character in (choice.character, *choice.rivals)]
    return [Finding("delimiter_ambiguous", value=names[0], expected=", ".join(names[1:]))]


def _encoding_fault(decoded: Decoded, records: list[Record], delimiter: str, table: Table) -> list[Finding]:
    """Add row and column to a fault that knows its place in the text only."""
    if decoded.fault is None:
        return []
    at = max(bisect_right([record.line for record in records], decoded.fault.line or 1) - 1, 0)
    record = records[at]
    lines = split_lines(decoded.text[: decoded.offset] + "x")[record.line - 1 :]
    before = split_records(lines, delimiter)[0]
    cell = before.faults[-1].cell if before.faults else len(before.cells) - 1
    return [replace(decoded.fault, row=record.row, column=heading(table.header, cell))]


def _check_size(content: bytes) -> None:
    if content.count(b"\n") + content.count(b"\r") > 2 * limits.MAX_LINES:
        _refuse_large(_("more than {count} lines").format(count=limits.MAX_LINES))
    if any(match.end() - match.start() > limits.MAX_LINE for match in re.finditer(rb"[^\r\n]+", content)):
        _refuse_large(_("a line of more than {count} characters").format(count=limits.MAX_LINE))


def _check_records(records: list[Record]) -> None:
    if sum(not record.is_blank for record in records) > limits.MAX_ROWS:
        _refuse_large(_("more than {count} rows").format(count=limits.MAX_ROWS))
    if any(len(record.cells) > limits.MAX_COLUMNS for record in records):
        _refuse_large(_("more than {count} columns").format(count=limits.MAX_COLUMNS))
    if any(len(cell) > limits.MAX_CELL for record in records for cell in record.cells):
        _refuse_large(_("a cell of more than {count} characters").format(count=limits.MAX_CELL))


def _refuse_large(what: str) -> NoReturn:
    refuse(Finding("text_too_large", value=what))


def refuse_guesses(table: RawTable) -> None:
    """Let only a table pass that has no fault and needed no guess.

    Raises:
        StrictlyUnreadable: `findings` has all faults and guesses.
    """
    faults = [*table.findings]
    faults += [note for note in table.repairs if note.code in GUESSES]
    if faults:
        raise StrictlyUnreadable(first=faults[0], findings=faults)
