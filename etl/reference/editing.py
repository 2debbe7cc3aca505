"""Changes of reference files, row by row: files in, changed files out; nothing is checked or recorded here."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from etl.reference.tables import TABLES

Files = Mapping[str, bytes]
Cells = Mapping[str, str]


def rows_in(files: Files, name: str) -> list[dict[str, str]]:
    """Return the rows of a table as text; none where the file is absent."""
    text = files.get(f"{name}.csv", b"").decode("utf-8-sig")
    return [dict(row) for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=";")]


def with_table(files: Files, name: str, rows: Sequence[Cells]) -> dict[str, bytes]:
    """Return the files with one table written anew; columns of one's own are kept."""
    known = list(TABLES[name].columns)
    own = [column for column in dict.fromkeys(key for row in rows for key in row) if column not in known]
    columns = [*known, *own]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=";", lineterminator="\n", restval="")
    writer.writeheader()
    defaults = {key: column.default for key, column in TABLES[name].columns.items() if column.default}
    writer.writerows(
        defaults | {key: cell for key, cell in row.items() if cell != "" or key not in defaults} for row in rows
    )
    return {**files, f"{name}.csv": text.getvalue().encode()}


def with_added(files: Files, name: str, rows: Iterable[Cells]) -> dict[str, bytes]:
    """Return the files with rows added at the end of a table."""
    return with_table(files, name, [*rows_in(files, name), *rows])


def with_changed(files: Files, name: str, key: str, cells: Cells) -> dict[str, bytes]:
    """Return the files with the cells of the row whose id is `key` replaced."""
    id_column = TABLES[name].key[0]
    rows = [row | dict(cells) if row[id_column] == key else row for row in rows_in(files, name)]
    return with_table(files, name, rows)


def with_kept(files: Files, name: str, is_kept: Callable[[Cells], bool]) -> dict[str, bytes]:
    """Return the files with only those rows of a table that are kept."""
    return with_table(files, name, [row for row in rows_in(files, name) if is_kept(row)])
