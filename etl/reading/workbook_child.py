"""The child process that opens a workbook: bytes on standard input, JSON lines on standard output.

Run by `etl/reading/workbooks.py` as a script in isolated mode; imports nothing of this project. It may be killed by its
own limits or crash in a library; the parent takes that for a refusal.

Output: one line per sheet that is filled or hidden, `{"sheet": name, "hidden": ..., "rows": [[...], ...], ...}`, then
`{"end": true}`; or one line `{"refusal": reason}`.
"""

import datetime
import io
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

REMARKS = (b"<f", b":f", b'hidden="', b't="e"')
PERCENT = (9, 10)  # the built-in formats `0%` and `0.00%`
MAX_REMARKS = 200


class Refused(Exception):
    """A limit is broken; the argument is the reason."""


def limit_resources(memory: int, cpu: int) -> None:
    """Bound memory and CPU time where the operating system can; Windows cannot, there the parent's clock has to do."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the orders from the command line and the workbook from standard input."""
    orders = json.loads(sys.argv[1])
    limit_resources(orders["CHILD_MEMORY"], orders["CHILD_CPU"])
    content = sys.stdin.buffer.read()
    try:
        answers = [*read_sheets(content, orders), {"end": True}]
    except Refused as refusal:
        answers = [{"refusal": str(refusal)}]
    for answer in answers:
        sys.stdout.write(json.dumps(answer) + "\n")


def read_sheets(content: bytes, orders: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Read every sheet with calamine; an XLSX that calamine refuses, with openpyxl."""
    from python_calamine import CalamineError

    try:
        sheets = with_calamine(content, orders)
    except CalamineError:
        if orders["kind"] != "xlsx":
            raise Refused("unreadable") from None
        sheets = with_openpyxl(content, orders)
    if orders["kind"] == "xlsx":
        add_remarks(content, sheets)
    else:
        add_percents(content, sheets)
    return sheets


def with_calamine(content: bytes, orders: dict[str, Any]) -> list[dict[str, Any]]:
    """Read every sheet's cells and merged ranges."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        merged = sheet.merged_cell_ranges or []
        if len(merged) > orders["MAX_MERGED"]:
            raise Refused("large")
        values = sheet.to_python(skip_empty_area=False) if is_small(sheet.end, orders) else []
        found = described(about.name, about.visible != SheetVisibleEnum.Visible, as_text(values, orders))
        found["merged"] = [[*start, *end] for start, end in merged]
        sheets.append(found)
    return sheets


def is_small(end: tuple[int, int] | None, orders: dict[str, Any]) -> bool:
    """Whether the sheet holds anything. Raises Refused when its last cell is too far out.

    Calamine makes a cell of each place up to there.
    """
    if end is None:
        return False
    is_far = end[0] >= orders["MAX_ROWS"] or end[1] >= orders["MAX_COLUMNS"]
    if is_far or (end[0] + 1) * (end[1] + 1) > orders["MAX_CELLS"]:
        raise Refused("large")
    return True


def with_openpyxl(content: bytes, orders: dict[str, Any]) -> list[dict[str, Any]]:
    """Read every sheet's cells, slower but less strict; merged ranges stay unknown."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [
            described(sheet.title, sheet.sheet_state != "visible", as_text(sheet.iter_rows(values_only=True), orders))
            for sheet in book.worksheets
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile, SyntaxError):
        raise Refused("unreadable") from None


def described(name: str, hidden: bool, rows: list[list[str]]) -> dict[str, Any]:
    """Return a sheet without remarks."""
    return {
        "sheet": name,
        "hidden": hidden,
        "rows": rows,
        "merged": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "empty_formulas": [],
        "formula_count": 0,
    }


def as_text(values: Iterable[Iterable[Any]], orders: dict[str, Any]) -> list[list[str]]:
    """Turn values into text, without blank rows at the end. Raises Refused beyond a limit."""
    rows: list[list[str]] = []
    size = count = filled = 0
    for number, row in enumerate(values, start=1):
        cells = [text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows += [[] for _ in range(filled + 1, number)] + [cells]
            filled = number
        size += sum(map(len, cells))
        count += len(cells)
        is_large = filled > orders["MAX_ROWS"] or len(cells) > orders["MAX_COLUMNS"] or count > orders["MAX_CELLS"]
        if is_large or size > orders["MAX_WORKBOOK_TEXT"] or max(map(len, cells), default=0) > orders["MAX_CELL"]:
            raise Refused("large")
    return rows


def text(value: Any) -> str:
    """Write a value as a person would: whole numbers without `.0`, ISO dates, 15 digits as the spreadsheet keeps."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def number(value: float) -> str:
    """Write `3.0` as `3`, `0.30000000000000004` as `0.3`.

    A number cell has one meaning, but as text `1.234` would have two in German; `1.2340` has one.
    """
    value = float(f"{value:.15g}")
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return f"{value!r}0" if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", repr(value)) else repr(value)


def add_remarks(content: bytes, sheets: list[dict[str, Any]]) -> None:
    """Add what libraries do not tell: hidden rows, formulas without a stored result, error values as `#N/A`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts, percents = sheet_parts(archive), percent_styles(archive)
        for sheet in sheets:
            xml = archive.read(parts[sheet["sheet"]]) if sheet["sheet"] in parts else b""
            if percents or any(mark in xml for mark in REMARKS):
                remark(sheet, xml, percents)


def add_percents(content: bytes, sheets: list[dict[str, Any]]) -> None:
    """Write the numbers of an ODS workbook as the per cent they show; rows and cells may stand for many."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    if b'"percentage"' not in xml:
        return
    rows_of = {sheet["sheet"]: sheet["rows"] for sheet in sheets}
    rows, at = [], 0
    for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end")):
        if event == "start" and is_(element, "table"):
            rows, at = rows_of.get(attribute(element, "name"), []), 0
        elif event == "end" and is_(element, "table-row"):
            below = at + int(attribute(element, "number-rows-repeated") or 1)
            for cells in rows[at:below]:
                write_percents(cells, element)
            at = below
            element.clear()


def write_percents(cells: list[str], row: ElementTree.Element) -> None:
    """Put per cents in the place of the shares that the row's cells hold."""
    at = 0
    for cell in row:
        behind = at + int(attribute(cell, "number-columns-repeated") or 1)
        if attribute(cell, "value-type") == "percentage":
            shown = f"{number(float(attribute(cell, 'value')) * 100)} %"
            cells[at:behind] = [shown] * len(cells[at:behind])
        at = behind


def attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute whatever its namespace, or nothing."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def percent_styles(archive: zipfile.ZipFile) -> set[str]:
    """Return the numbers of the cell styles that show a number as per cent."""
    try:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    except (KeyError, ElementTree.ParseError):
        return set()
    own = {one.get("numFmtId") for one in styles.iter() if is_(one, "numFmt") and "%" in one.get("formatCode", "")}
    known = own | {str(number) for number in PERCENT}
    cells = next((one for one in styles if is_(one, "cellXfs")), ())
    return {str(place) for place, style in enumerate(cells) if style.get("numFmtId") in known}


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return each sheet's name with the name of its part; empty where the archive is unusual."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = [sheet.attrib for sheet in book.iter() if is_(sheet, "sheet")]
    # The relation's attribute is `id` in one of two namespaces; the sheet's own number is `sheetId` in none.
    links = {sheet.get("name", ""): [value for key, value in sheet.items() if key.endswith("}id")] for sheet in sheets}
    parts = {name: targets.get(ids[0], "") for name, ids in links.items() if ids}
    paths = {name: posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for name, target in parts.items()}
    return {name: path for name, path in paths.items() if path in archive.namelist()}


def is_(element: ElementTree.Element, name: str) -> bool:
    """Whether the element has this name in any namespace."""
    return element.tag.rpartition("}")[2] == name


def remark(sheet: dict[str, Any], xml: bytes, percents: set[str]) -> None:
    """Walk through the sheet's rows; a row or cell without an address follows the one before."""
    at = 0
    for _, element in ElementTree.iterparse(io.BytesIO(xml)):
        if is_(element, "col") and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", 1)), int(element.get("max", 1))
            room = MAX_REMARKS - len(sheet["hidden_columns"])
            sheet["hidden_columns"] += range(first, min(last + 1, first + room))
            element.clear()
        if not is_(element, "row"):
            continue
        at = int(element.get("r", at + 1))
        if element.get("hidden") in ("1", "true") and len(sheet["hidden_rows"]) < MAX_REMARKS:
            sheet["hidden_rows"].append(at)
        column = 0
        for cell in element:
            column = column_of(cell.get("r", "")) or column + 1
            remark_cell(sheet, cell, (at, column), percents)
        element.clear()


def remark_cell(sheet: dict[str, Any], cell: ElementTree.Element, place: tuple[int, int], percents: set[str]) -> None:
    """Note a formula without a result; put an error value in its place; write a number as the per cent it shows."""
    row, column = place
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if "f" in parts and not parts.get("v") and "is" not in parts and cell.get("t") != "str":
        sheet["formula_count"] += 1
        if len(sheet["empty_formulas"]) < MAX_REMARKS:
            sheet["empty_formulas"].append([row, column])
    if cell.get("s") in percents and cell.get("t", "n") == "n" and parts.get("v"):
        cells = sheet["rows"][row - 1] if row <= len(sheet["rows"]) else []
        if column <= len(cells) and cells[column - 1]:
            cells[column - 1] = f"{number(float(parts['v']) * 100)} %"
    if cell.get("t") == "e":
        while len(sheet["rows"]) < row:
            sheet["rows"].append([])
        cells = sheet["rows"][row - 1]
        cells += [""] * (column - len(cells))
        cells[column - 1] = parts.get("v", "#N/A")


def column_of(address: str) -> int:
    """Return the column's number of `B7`: 2; 0 without an address."""
    number = 0
    for letter in address:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    return number


if __name__ == "__main__":
    main()
