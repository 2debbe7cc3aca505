"""Workbooks (XLSX, ODS) -> records: a look at the archive first, then a child process with limits reads the cells.

A workbook of 2 KB can take all memory of the process that opens it, or end it. So it is opened by
`etl/reading/workbook_child.py`, which may die: its death is a refusal. Memory and CPU time are limited where the
operating system can (not on Windows); the wall clock ends the child everywhere.
"""

import io
import json
import logging
import posixpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple, NoReturn, TypedDict

from etl.findings import Finding
from etl.reading import limits
from etl.reading.headers import SEARCHED, find_header, knows, plain
from etl.reading.kinds import ARCHIVE_FAULTS, PROTECTED, Kind, refuse, refuse_kind
from etl.reading.records import Record
from maturity.errors import NotATable, UnknownId
from maturity.language import N_, _

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("workbook_child.py")
CHUNK = 1 << 16
MOST_NAMED = 12
DAMAGED = N_("a damaged workbook or archive")

# In any of the encodings that XML may have; a document type can define entities, which can define bombs.
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_ENCODINGS = ("ascii", "utf-16-le", "utf-16-be")
FORBIDDEN_XML = re.compile(b"|".join(re.escape(text.encode(name)) for text in _DECLARATIONS for name in _ENCODINGS))


class Sheet(TypedDict):
    """One sheet as the child tells it: its rows without a width, ranges and places counted from 0."""

    sheet: str
    hidden: bool
    rows: list[list[str]]
    merged: list[list[int]]
    hidden_rows: list[int]
    hidden_columns: list[int]
    empty_formulas: list[list[int]]  # the first ones
    formula_count: int


class Workbook(NamedTuple):
    """One sheet's rows as records (the line is the row), its name and notes.

    `empty_formulas`: row and column of each formula without a result; `merged_rows`: first and last row of each merged
    range, counted from 0.
    `more_formulas`: how many further formulas have no result.
    """

    records: list[Record]
    sheet: str
    repairs: list[Finding]
    empty_formulas: list[tuple[int, int]]
    merged_rows: list[tuple[int, int]]
    more_formulas: int


def read_workbook(content: bytes, *, kind: Kind, sheet: str | None = None) -> list[Workbook]:
    """Read the sheets of a workbook that hold a table of the same kind: nearly always one.

    Args:
        content: the file as received.
        kind: `xlsx` or `ods`.
        sheet: the sheet's name; by default the first visible one that is filled, and all with the same headings.

    Raises:
        NotATable: the archive breaks a limit or a rule, or no library can read it.
    """
    try:
        check_archive(content)
    except ARCHIVE_FAULTS as error:
        _refuse_damaged(error)
    sheets = _run_child(content, kind)
    chosen, note = _choose(sheets, sheet)
    return [_workbook(one, note + _notes(one, sheets)) for one in chosen]


def _workbook(chosen: Sheet, notes: list[Finding]) -> Workbook:
    rows = _filled_merges(chosen["rows"], chosen["merged"])
    records = [Record(number, number, cells or [""]) for number, cells in enumerate(rows, start=1)]
    empty = [(row, column) for row, column in chosen["empty_formulas"]]
    merged = [(top, bottom) for top, _left, bottom, _right in chosen["merged"]]
    more = chosen["formula_count"] - len(empty)
    return Workbook(records, chosen["sheet"], notes, empty, merged, more)


def check_archive(content: bytes) -> None:
    """Look at the archive's directory, then unpack each part piece by piece and throw it away.

    Raises:
        NotATable: too many or too large parts, encryption, an outside path, or a document type in a part.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > limits.MAX_ENTRIES:
            _refuse_large(_("more than {count} parts").format(count=limits.MAX_ENTRIES))
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED:
            _refuse_unpacked()
        unpacked = 0
        for entry in entries:
            unpacked += _check_part(archive, entry, allowed=limits.MAX_UNPACKED - unpacked)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        refuse_kind(PROTECTED)
    path = entry.filename.replace("\\", "/")
    is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
    if path.startswith("/") or ":" in path or ".." in posixpath.normpath(path).split("/") or is_link:
        refuse(Finding("workbook_forbidden_part", value=entry.filename[:60]))
    if path.lower().endswith((".zip", ".xlsx", ".xlsm", ".ods", ".7z", ".gz")):
        refuse(Finding("workbook_forbidden_part", value=entry.filename[:60]))
    if entry.file_size > 1_000_000 and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1):
        _refuse_large(_("packed more than {count}-fold").format(count=limits.MAX_RATIO))


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, allowed: int) -> int:
    size, tail = 0, b""
    with archive.open(entry) as part:
        while piece := part.read(CHUNK):
            size += len(piece)
            if size > allowed:
                _refuse_unpacked()
            if FORBIDDEN_XML.search(tail + piece):
                refuse(Finding("workbook_forbidden_part", value=f"{entry.filename[:60]}: DOCTYPE"))
            tail = piece[-32:]
    return size


def _run_child(content: bytes, kind: Kind) -> list[Sheet]:
    # -I keeps the child away from the environment and the current directory, so it imports nothing of ours.
    names = (
        *("CHILD_MEMORY", "CHILD_CPU", "MAX_ROWS", "MAX_COLUMNS", "MAX_CELL", "MAX_CELLS", "MAX_MERGED"),
        "MAX_WORKBOOK_TEXT",
    )
    orders = {"kind": kind, **{name: getattr(limits, name) for name in names}}
    command = [sys.executable, "-I", str(CHILD), json.dumps(orders)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=limits.CHILD_WALL, check=False)
    except subprocess.TimeoutExpired:
        _refuse_large(_("reading takes too long"))
    if b"Traceback" in done.stderr and b"MemoryError" not in done.stderr:  # a library stumbled, or we did
        logger.error("workbook child: %s", done.stderr.decode("utf-8", "replace"))
        refuse_kind(DAMAGED)
    answers: list[Sheet] = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
    if not answers:  # killed by a limit, or ended by a library
        _refuse_large(_("reading takes too much memory or time"))
    refusal = answers[0].get("refusal")
    if refusal == "large":
        _refuse_large(
            _("more than {rows} rows, {columns} columns, {cells} cells or {cell} characters in a cell").format(
                rows=limits.MAX_ROWS, columns=limits.MAX_COLUMNS, cells=limits.MAX_CELLS, cell=limits.MAX_CELL
            )
        )
    if refusal:
        refuse_kind(DAMAGED)
    return answers[:-1]


def _choose(sheets: list[Sheet], wanted: str | None) -> tuple[list[Sheet], list[Finding]]:
    """Choose the wanted sheet, else all visible ones if their headers are known and the same, else the first."""
    visible = [sheet for sheet in sheets if sheet["rows"] and not sheet["hidden"]]
    if wanted is not None:
        named = [sheet for sheet in sheets if sheet["sheet"] == wanted]
        if not named:
            raise UnknownId(concept=_("sheet"), value=wanted, known=", ".join(sheet["sheet"] for sheet in sheets))
        return named[:1], []
    if not visible:
        refuse(Finding("file_empty"))
    known = [sheet for sheet in visible if any(knows(row) for row in sheet["rows"][:SEARCHED])]
    if len(known) > 1 and len({_header(sheet) for sheet in known}) == 1:
        return known, []
    chosen = (known or visible)[0]
    others = ", ".join(sheet["sheet"] for sheet in visible if sheet is not chosen)
    code = "sheet_chosen" if len(known) == 1 else "sheet_assumed"
    return [chosen], [Finding(code, value=chosen["sheet"], expected=others)] if others else []


def _header(sheet: Sheet) -> tuple[str, ...]:
    rows = sheet["rows"]
    return tuple(plain(cell) for cell in rows[find_header(rows).position] if cell.strip())


def _notes(chosen: Sheet, sheets: list[Sheet]) -> list[Finding]:
    notes = [Finding("sheet_hidden", value=sheet["sheet"]) for sheet in sheets if sheet["hidden"] and sheet["rows"]]
    hidden = chosen["hidden_rows"]
    if hidden:
        notes.append(Finding("rows_hidden", row=hidden[0], details={"count": len(hidden)}))
    width = max(map(len, chosen["rows"]), default=0)
    columns = [letters(column) for column in chosen["hidden_columns"] if column <= width]
    if columns:
        names = ", ".join(columns[:MOST_NAMED])
        notes.append(Finding("columns_hidden", value=names, details={"count": len(columns)}))
    if chosen["merged"]:
        top, left, bottom, right = chosen["merged"][0]
        place = f"{letters(left + 1)}{top + 1}:{letters(right + 1)}{bottom + 1}"
        notes.append(Finding("cells_merged", row=top + 1, value=place, details={"count": len(chosen["merged"])}))
    return notes


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 28 is AB."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _filled_merges(rows: list[list[str]], merged: list[list[int]]) -> list[list[str]]:
    """Write a merged range's text into each of its cells, but for titles that span half of the sheet or more."""
    width = max(map(len, rows), default=0)
    size = width * sum(map(bool, rows))
    for top, left, bottom, right in merged:
        size += max(0, min(bottom, len(rows)) - top + 1) * (right - left + 1)
    if size > limits.MAX_CELLS:
        _refuse_large(_("more than {count} cells").format(count=limits.MAX_CELLS))
    rows = [row + [""] * (width - len(row)) if row else [] for row in rows]
    for top, left, bottom, right in merged:
        if top >= len(rows) or left >= len(rows[top]) or right - left + 1 > max(width / 2, 1):
            continue
        for row in rows[top : bottom + 1]:
            row += [""] * (width - len(row))
            row[left : right + 1] = [rows[top][left]] * (min(right + 1, width) - left)
    return rows


def _refuse_damaged(error: Exception) -> NoReturn:
    """Refuse, and keep the cause for the log."""
    try:
        refuse_kind(DAMAGED)
    except NotATable as refusal:
        raise refusal from error


def _refuse_unpacked() -> NoReturn:
    _refuse_large(_("more than {count} MB unpacked").format(count=limits.MAX_UNPACKED // 1_000_000))


def _refuse_large(what: str) -> NoReturn:
    refuse(Finding("workbook_too_large", value=what))
