"""Tables as files that other programs read: CSV for German Excel or plain, XLSX with a native chart, Parquet.

Numbers stay numbers and texts stay texts; what was chosen and whether answers are invented stands in each file.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from maturity.language import N_, _
from maturity.reports import sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST, MOST_SERIES = 60, 12


@dataclass(frozen=True, eq=False)
class Export:
    """A table to take away.

    Args:
        table: texts and numbers; NaN where unknown; the first column names the rows.
        title: what it shows.
        notes: selection, data version, day; one line each.
        is_sample: whether invented answers went into it.
        kind: of the chart in XLSX: bar, line, or none.
    """

    table: pd.DataFrame
    title: str
    notes: tuple[str, ...] = ()
    is_sample: bool = False
    kind: str = "bar"


def german_csv(export: Export) -> bytes:
    """Write CSV that German Excel opens by a double click: BOM, `;`, decimal comma; no cell runs as a formula."""
    rows = [list(map(str, export.table.columns))]
    rows += [[_german(value) for value in row] for row in export.table.itertuples(index=False)]
    return sheets.csv_bytes(rows)


def plain_csv(export: Export) -> bytes:
    """Write CSV for programs: UTF-8, comma, decimal point, empty where unknown; no cell runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([sheets.inert(str(name)) for name in export.table.columns])
    writer.writerows([_plain(value) for value in row] for row in export.table.itertuples(index=False))
    return text.getvalue().encode("utf-8")


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value


def _german(value: object) -> str:
    if isinstance(value, float) and not _is_missing(value):
        return _trimmed(value).replace(".", ",")
    return _plain(value)


def _plain(value: object) -> str:
    if _is_missing(value):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _trimmed(value)
    return sheets.inert(value) if isinstance(value, str) else str(value)


def _trimmed(value: float) -> str:
    """The shortest text of a number; a whole one without decimals."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))


def parquet(export: Export) -> bytes:
    """Write Parquet; title, notes and the mark of sample data stand in the file's metadata."""
    table = pa.Table.from_pandas(export.table, preserve_index=False)
    about = {"title": export.title, "notes": "\n".join(_all_notes(export))}
    target = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), **about}), target)
    return target.getvalue()


def _all_notes(export: Export) -> list[str]:
    sample = [_("Sample data: invented answers, no statement about the cities")] if export.is_sample else []
    return [*sample, *export.notes]


def xlsx(export: Export) -> bytes:
    """Write a workbook: the table with its notes, and a chart that Excel draws from the cells."""
    target = io.BytesIO()
    workbook = sheets.new_workbook(target, title=export.title, author="Digitalkompass")
    sheet = workbook.add_worksheet(_("Table"))
    bold = workbook.add_format({"bold": True, "font_size": 14})
    header = workbook.add_format({"bold": True, "font_color": "#ffffff", "bg_color": sheets.HEADER_FILL})
    sheets.write_cell(sheet, 0, 0, export.title, bold)
    for place, note in enumerate(_all_notes(export), 1):
        sheets.write_cell(sheet, place, 0, note)
    top = len(_all_notes(export)) + 2
    sheets.write_row(sheet, top, list(export.table.columns), header)
    for place, row in enumerate(export.table.itertuples(index=False), top + 1):
        sheets.write_row(sheet, place, [None if _is_missing(value) else value for value in row])
    for place, name in enumerate(export.table.columns):
        longest = max([len(str(name)), *(len(str(value)) for value in export.table.iloc[:200, place])])
        sheet.set_column(place, place, min(longest + 2, WIDEST))
    sheet.freeze_panes(top + 1, 1)
    _add_chart(workbook, sheet, export, top)
    workbook.close()
    return target.getvalue()


def _add_chart(workbook: Any, sheet: Any, export: Export, top: int) -> None:
    table = export.table
    numbers = [place for place, name in enumerate(table.columns) if pd.api.types.is_numeric_dtype(table[name])]
    if export.kind == "none" or not numbers or table.empty:
        return
    name, last = sheet.get_name(), top + len(table)
    chart = workbook.add_chart({"type": export.kind})
    for place in numbers[:MOST_SERIES]:
        chart.add_series(
            {
                "name": [name, top, place],
                "categories": [name, top + 1, max(numbers[0] - 1, 0), last, max(numbers[0] - 1, 0)],
                "values": [name, top + 1, place, last, place],
            }
        )
    chart.set_title({"name": export.title, "name_font": {"size": 11}, "overlay": False})
    if export.kind == "bar":
        chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": 120 + 22 * min(len(table), 40)})
    sheet.insert_chart(top, len(table.columns) + 1, chart)


@dataclass(frozen=True)
class Format:
    """A kind of file: what it is called, its ending, its media type, and how it is written."""

    name: str
    ending: str
    mime: str
    write: Callable[[Export], bytes]


FORMATS: dict[str, Format] = {
    "excel": Format(N_("Excel workbook with chart"), "xlsx", XLSX, xlsx),
    "csv": Format(N_("CSV for German Excel"), "csv", "text/csv", german_csv),
    "plain": Format(N_("CSV, plain"), "csv", "text/csv", plain_csv),
    "parquet": Format(N_("Parquet"), "parquet", "application/vnd.apache.parquet", parquet),
}
