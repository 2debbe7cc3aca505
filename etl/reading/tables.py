"""Records -> one table: header, data rows, and what stood around them. Each change is a note, each fault an error."""

import re
from collections import Counter
from dataclasses import dataclass, field

from etl.findings import Finding
from etl.reading.characters import heading
from etl.reading.headers import Header, filled, find_header, is_number, knows, names_values, plain
from etl.reading.ragged import find_change, find_ragged, find_second_table, is_doubtful, join_broken
from etl.reading.records import Record

TOTAL_WORDS = frozenset(
    {
        *("summe", "gesamt", "gesamtsumme", "insgesamt", "total", "totals", "sum", "median"),
        *("durchschnitt", "mittelwert", "schnitt", "ø", "average", "mean"),
    }
)
SHOWN = 60  # characters of a cell that a finding quotes


@dataclass
class Table:
    """A table in the making.

    Args:
        header: the headings.
        body: the records below the header, later without blank, repeated and closing ones.
        preface: the filled rows above the header.
        footer: notes and totals below the data.
        groups: the group of each column, where the header has two rows.
        header_row: the row of the header as the spreadsheet shows it.
        repairs: notes on all that was changed or assumed.
        findings: errors.
    """

    header: list[str]
    body: list[Record]
    preface: list[list[str]]
    header_row: int
    footer: list[list[str]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    repairs: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns the header has."""
        return len(self.header)


def arrange(records: list[Record], *, header_row: int | None = None, delimiter: str = "") -> Table:
    """Find the header and set aside what is no data.

    Args:
        records: all rows of the file in their order; at least one is not blank.
        header_row: the header's row when a person named it.
        delimiter: the character between the cells; empty for workbooks.
    """
    place = _place(records, header_row)
    top = records[place.position]
    preface = [record.cells for record in records[: place.position] if not record.is_blank]
    table = Table(list(top.cells), records[place.position + 1 :], preface, top.row)
    _note_place(table, place)
    _join_header_rows(table, records, place)
    _leave_out_repeats(table, top)
    _leave_out_footer(table)
    _leave_out_blanks(table)
    _leave_out_empty_columns(table)
    _find_faults(table, top, delimiter)
    return table


def _place(records: list[Record], header_row: int | None) -> Header:
    if header_row is None:
        return find_header([record.cells for record in records])
    last = records[-1].row
    wanted = min(max(header_row, records[0].row), last)
    return Header(next(index for index, record in enumerate(records) if record.row >= wanted), "told")


def _note_place(table: Table, place: Header) -> None:
    if place.reason == "shape":
        table.repairs.append(Finding("header_assumed", row=table.header_row))
    elif table.preface:
        table.repairs.append(Finding("preface_skipped", row=1, details={"count": len(table.preface)}))
    cells = [cell for cell in table.header if cell.strip()]
    if cells and all(is_number(cell) for cell in cells):
        table.findings.append(Finding("header_missing", row=table.header_row, value=cells[0]))


def _join_header_rows(table: Table, records: list[Record], place: Header) -> None:
    """Join a row of groups and the row of headings below it, as survey tools write them."""
    above = records[place.position - 1] if place.position else None
    below = table.body[0] if table.body else None
    if above and _is_preface_of(above.cells, table.header):
        return
    if above and _are_two_rows(above.cells, table.header):
        table.groups = _groups(above.cells)
        table.header = _joined(above.cells, table.header)
        table.preface.pop()
        table.repairs = [note for note in table.repairs if note.code != "preface_skipped" or table.preface]
    elif below and place.reason != "told" and _are_two_rows(table.header, below.cells):
        table.groups = _groups(table.header)
        table.header = _joined(table.header, below.cells)
        table.body = table.body[1:]
        table.header_row = below.row
    else:
        return
    table.repairs.append(Finding("header_rows_merged", row=table.header_row))


def _are_two_rows(upper: list[str], lower: list[str]) -> bool:
    """Whether each row names columns that the other leaves open, and the lower one is no data."""
    pairs = list(zip(upper, lower, strict=False))
    if len(upper) != len(lower) or any(is_number(cell) for cell in lower):
        return False
    names = [cell.strip() for cell in lower if cell.strip()]
    only_upper = sum(1 for above, under in pairs if above.strip() and under.strip() in ("", above.strip()))
    only_lower = sum(1 for index, (_, under) in enumerate(pairs) if under.strip() and _is_open(upper, index))
    return bool(only_upper and only_lower) and len(names) > 1


def _is_preface_of(above: list[str], header: list[str]) -> bool:
    """Whether `Welle;2026-1;;` above `Welle;Frage-ID;...` tells the wave; groups of columns name more, and no keys."""
    is_short = filled(above) == 2 or any(cell.strip().isdecimal() for cell in above)
    return is_short and names_values(above) and knows(header)


def _is_open(row: list[str], index: int) -> bool:
    """Whether the cell is empty or repeats its left neighbour, as a merged cell does."""
    text = row[index].strip()
    return not text or (index > 0 and text == row[index - 1].strip())


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Take the lower heading, the upper where there is none, and `upper.lower` where that is not unique."""
    plain_names = [under if under.strip() else above for above, under in zip(upper, lower, strict=True)]
    counts = Counter(name.strip() for name in plain_names)
    return [
        f"{group}.{name}" if counts[name.strip()] > 1 and name.strip() not in ("", group) else name
        for group, name in zip(_groups(upper), plain_names, strict=True)
    ]


def _groups(upper: list[str]) -> list[str]:
    """Spread the headings of groups over their columns."""
    group, groups = "", []
    for cell in upper:
        group = cell.strip() or group
        groups.append(group)
    return groups


def _leave_out_repeats(table: Table, top: Record) -> None:
    heads = {_stripped(table.header), _stripped(top.cells)}
    repeats = [record for record in table.body if _stripped(record.cells) in heads]
    if repeats:
        code = "header_doubled" if repeats[0] is table.body[0] else "header_repeated"
        table.body = [record for record in table.body if _stripped(record.cells) not in heads]
        table.repairs.append(Finding(code, row=repeats[0].row, details={"count": len(repeats)}))


def _stripped(cells: list[str]) -> tuple[str, ...]:
    kept = [cell.strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _leave_out_footer(table: Table) -> None:
    """Set aside closing rows: notes of one cell behind a blank row or without any delimiter, and totals."""
    if table.width < 2:
        return
    start = len(table.body)
    for index in range(len(table.body) - 1, 0, -1):
        record = table.body[index]
        if record.is_blank:
            continue
        is_below_gap = table.width > 2 and table.body[index - 1].is_blank
        is_apart = is_below_gap or len(record.cells) == 1 or start < len(table.body)
        if not (_is_total(record.cells) or (is_apart and _is_remark(record.cells))):
            break
        start = index
    closing = [record for record in table.body[start:] if not record.is_blank]
    table.body = table.body[:start]
    for record in closing:
        table.footer.append(record.cells)
        text = next(cell for cell in record.cells if cell.strip())
        table.repairs.append(Finding("footer_left_out", row=record.row, line=record.line, value=text[:SHOWN]))


def _is_remark(cells: list[str]) -> bool:
    """Whether a row is one cell of prose; a lone id is a question without an answer."""
    return filled(cells) == 1 and re.search(r"\S[\s:]", "".join(cells).strip()) is not None


def _is_total(cells: list[str]) -> bool:
    return bool(cells) and plain(cells[0]) in TOTAL_WORDS


def _leave_out_blanks(table: Table) -> None:
    kept = [record for record in table.body if not record.is_blank]
    if len(kept) < len(table.body):
        count = len(table.body) - len(kept)
        first = next(record.row for record in table.body if record.is_blank)
        table.repairs.append(Finding("blank_rows_left_out", row=first, details={"count": count}))
        table.body = kept


def _leave_out_empty_columns(table: Table) -> None:
    """Cut columns on the right that hold nothing at all, and a delimiter too many at the end of every row."""
    full = table.width
    while table.width > 1 and not table.header[-1].strip() and not _is_used(table, table.width - 1):
        table.header.pop()
    if table.width < full:
        table.repairs.append(Finding("empty_columns_left_out", details={"count": full - table.width}))
    lengths = {len(record.cells) for record in table.body if not record.faults}
    longest = max(lengths, default=0)
    has_tail = len(lengths) == 1 and len(table.body) > 1 and longest > full
    if has_tail and not any(_is_used(table, index) for index in range(full, longest)):
        table.repairs.append(Finding("trailing_delimiters_left_out"))
        full = longest
    if full > table.width:
        table.body = [_cut(record, full, table.width) for record in table.body]


def _is_used(table: Table, index: int) -> bool:
    return any(len(record.cells) > index and record.cells[index].strip() for record in table.body)


def _cut(record: Record, full: int, width: int) -> Record:
    return record._replace(cells=record.cells[:width]) if len(record.cells) == full else record


def _find_faults(table: Table, top: Record, delimiter: str) -> None:
    table.body, second = find_second_table(table.body, table.header)
    change = find_change(table.body, table.width)
    if change and change.is_table:
        table.body, second = table.body[: change.position], table.body[change.position]
    elif change:
        record = table.body[change.position]
        table.repairs.append(Finding("kinds_change", row=record.row, line=record.line))
    table.body = join_broken(table.body, table.width)
    for record in [top, *table.body]:
        for fault in record.faults:
            column = heading(table.header, fault.cell)
            value = fault.value[:SHOWN]
            table.findings.append(Finding(fault.code, row=record.row, column=column, line=fault.line, value=value))
    table.findings += find_ragged(table.body, table.header, table.header_row, delimiter=delimiter)
    if second:
        table.findings.append(Finding("second_table", row=second.row, line=second.line, value=second.cells[0]))
    if is_doubtful(table.header, table.body) and not knows(table.header) and not table.findings:
        table.repairs.append(Finding("header_doubtful", row=table.header_row, value=table.header[0][:SHOWN]))
    if not table.body:
        table.findings.append(Finding("no_rows", row=table.header_row))
