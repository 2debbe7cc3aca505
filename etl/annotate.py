"""An annotated copy of a file: its rows where they were, faulty cells marked, the sentences beside each row.

The copy is there to be mended and handed in again; `etl/layouts.py` passes over the column it adds.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from etl.findings import Finding
from etl.read import RawTable
from etl.reading import limits
from maturity.language import _
from maturity.reports import sheets

LONGEST_NOTE = 1000  # characters
WIDEST = 40
WIDTH_OF_FINDINGS = 70


class _Styles(NamedTuple):
    header: Any
    text: Any
    error: Any
    note: Any
    link: Any

    def of(self, finding: Finding) -> Any:
        return self.error if finding.severity == "error" else self.note


def annotated_copy(table: RawTable, findings: Sequence[Finding]) -> bytes:
    """Make a workbook of a file's rows with its findings marked.

    Args:
        table: the file as it was read.
        findings: what was found in it; errors and notes.

    Returns:
        XLSX: on the first sheet every row under its number, all cells as texts, faulty cells filled and with a note,
        in a last column “Befund” the row's sentences; on the second sheet all findings.
    """
    target = io.BytesIO()
    workbook = sheets.new_workbook(target, title=_("Annotated copy"), author="")
    styles = _styles(workbook)
    ordered = sorted(findings, key=lambda finding: (finding.row or 0, finding.severity, finding.code))
    copy = _Copy(workbook.add_worksheet(_("Table")), table, styles)
    copy.write(ordered)
    _write_findings(workbook, ordered, copy, styles)
    workbook.close()
    return target.getvalue()


class _Copy:
    """The first sheet: where the file's rows stand and which cells are marked."""

    def __init__(self, sheet: Any, table: RawTable, styles: _Styles) -> None:
        self.sheet = sheet
        self.table = table
        self.styles = styles
        self.rows = _placed(table)
        self.befund = max(len(cells) for cells in self.rows.values())
        self.widths = [_width(self.rows.values(), column) for column in range(self.befund)] + [WIDTH_OF_FINDINGS]

    def write(self, findings: Sequence[Finding]) -> None:
        marks: dict[tuple[int, int], list[Finding]] = {}
        sentences: dict[int, list[Finding]] = {}
        for finding in findings:
            if finding.row is not None:
                sentences.setdefault(finding.row, []).append(finding)
                if (column := self.column_of(finding)) is not None:
                    marks.setdefault((finding.row, column), []).append(finding)
        for row, cells in self.rows.items():
            said = "\n".join(_in_row(finding) for finding in sentences.get(row, []))
            sheets.fit_height(self.sheet, row - 1, [*cells, *[""] * (self.befund - len(cells)), said], self.widths)
            is_header = row == self.table.header_row
            sheets.write_row(self.sheet, row - 1, cells, self.styles.header if is_header else self.styles.text)
        self._mark(marks)
        self._say(sentences)
        self._set_up()

    def column_of(self, finding: Finding) -> int | None:
        """Return the column that a finding means, None for the whole row; of equal headings, where its value stands."""
        cells = self.rows.get(finding.row or 0, [])
        places = [place for place, heading in enumerate(self.table.header) if heading == finding.column]
        places.sort(key=lambda place: place >= len(cells) or cells[place] != finding.value)
        if places or finding.column is None:
            return places[0] if places else None
        # Columns without a heading are named by their number.
        number = int(finding.column) if finding.column.isdecimal() else 0
        return number - 1 if 0 < number <= self.befund else None

    def _mark(self, marks: dict[tuple[int, int], list[Finding]]) -> None:
        for (row, column), findings in marks.items():
            cells = self.rows.get(row, [])
            text = cells[column] if column < len(cells) else ""
            sheets.write_cell(self.sheet, row - 1, column, text, self.styles.of(findings[0]))
            sentences = "\n".join(finding.sentence for finding in findings)
            self.sheet.write_comment(row - 1, column, sentences[:LONGEST_NOTE], {"x_scale": 2, "y_scale": 1.5})

    def _say(self, sentences: dict[int, list[Finding]]) -> None:
        """Fill the column of findings beside the data. Beside the head it would be read as part of it."""
        self.sheet.write_string(self.table.header_row - 1, self.befund, _("Finding"), self.styles.header)
        for row in self.table.row_numbers:
            if findings := sentences.get(row):
                text = "\n".join(_in_row(finding) for finding in findings)
                self.sheet.write_string(row - 1, self.befund, text[: limits.MAX_CELL], self.styles.of(findings[0]))

    def _set_up(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self.sheet.freeze_panes(self.table.header_row, 1)
        sheets.print_on_a4(self.sheet, header_row=self.table.header_row - 1, page=_("Page {page} of {pages}"))
        # Every cell is a text on purpose: no leading zero is lost and no date made.
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _width(rows: Iterable[list[str]], column: int) -> int:
    longest = max((len(cells[column]) for cells in rows if column < len(cells)), default=0)
    return min(max(longest + 2, 10), WIDEST)


def _placed(table: RawTable) -> dict[int, list[str]]:
    """Return the cells of each row by its number. Where a preface row stood is known by its order only."""
    last = max(table.row_numbers, default=table.header_row)
    return {
        **dict(enumerate(table.preface, 1)),
        table.header_row: table.header,
        **dict(zip(table.row_numbers, table.rows, strict=True)),
        **dict(enumerate(table.footer, last + 1)),
    }


def _in_row(finding: Finding) -> str:
    if finding.column is None:
        return finding.sentence
    column = _("Column {column}").format(column=finding.column)
    return f"{column}: {finding.sentence}"


def _write_findings(workbook: Any, findings: Sequence[Finding], copy: _Copy, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(_("Findings"))
    headings = [_("Severity"), _("Row"), _("Column"), _("Value"), _("What is wrong and how to fix it"), _("Code")]
    sheets.write_row(sheet, 0, headings, styles.header)
    names = {"error": _("Error"), "note": _("Note")}
    widths = (10, 8, 24, 24, 90, 8)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, finding in enumerate(findings, 1):
        cells = [names[finding.severity], None, finding.column, finding.value, finding.sentence, finding.message.number]
        sheets.fit_height(sheet, number, cells, widths)
        sheets.write_row(sheet, number, cells, styles.text)
        sheets.write_cell(sheet, number, 0, cells[0], styles.of(finding))
        if finding.row is not None:
            _link_to_row(sheet, number, finding, copy, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(findings), len(headings) - 1)
    sheets.print_on_a4(sheet, header_row=0, page=_("Page {page} of {pages}"))


def _link_to_row(sheet: Any, number: int, finding: Finding, copy: _Copy, styles: _Styles) -> None:
    column = copy.column_of(finding)
    place = xl_rowcol_to_cell((finding.row or 1) - 1, column or 0)
    sheet.write_url(number, 1, f"internal:'{copy.sheet.get_name()}'!{place}", styles.link, str(finding.row))


def _styles(workbook: Any) -> _Styles:
    text = {"text_wrap": True, "valign": "top", "num_format": "@", "font_color": sheets.INK}
    header = {**text, "bold": True, "bg_color": sheets.HEADER_FILL, "font_color": "#ffffff"}
    return _Styles(
        header=workbook.add_format(header),
        text=workbook.add_format(text),
        error=workbook.add_format({**text, "bg_color": sheets.ERROR_FILL, "border": 1}),
        note=workbook.add_format({**text, "bg_color": sheets.NOTE_FILL, "border": 1}),
        link=workbook.add_format({**text, "font_color": sheets.ACCENT, "underline": 1}),
    )
