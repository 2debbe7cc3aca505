"""The CSV derived from the export: one row per programme, lists as JSON in a cell."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from etl.findings import Finding
from etl.programmes.archive import MAX_DOCUMENT, NO_EXPORT, refuse
from etl.programmes.catalogue import SITE, Listed

TEXTS = {"title": "title", "short_description": "summary", "status_note": "status_note", "deadlines": "deadlines"}
LISTS = {
    "funding_area": "areas",
    "funding_location": "regions",
    "eligible_applicants": "applicants",
    "funding_body": "givers",
}
REQUIRED = {"url", "title", *LISTS}


def read_rows(text: str) -> Iterator[tuple[Listed | None, list[Finding]]]:
    """Yield each programme of the table, or None with the finding that says which row and column cannot be read.

    Raises:
        NotAnExport: it is another table.
    """
    csv.field_size_limit(MAX_DOCUMENT)  # the legal texts, which we pass over, are longer than the usual limit
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if not set(reader.fieldnames or ()) >= REQUIRED:
        refuse(NO_EXPORT)
    try:
        for number, row in enumerate(reader, start=2):
            if row.get("deleted", "").casefold() != "true":  # kept in that table after the database dropped it
                yield _read(row, number)
    except csv.Error:
        yield None, [Finding("programme_row_broken", row=number + 1, column="url")]


def _read(row: dict[str, str], number: int) -> tuple[Listed | None, list[Finding]]:
    lists: dict[str, Any] = {}
    broken = []
    for column, name in LISTS.items():
        try:
            lists[name] = tuple(str(code) for code in json.loads(row[column] or "[]"))
        except (ValueError, TypeError):
            broken.append(Finding("programme_row_broken", row=number, column=column, value=str(row[column])[:60]))
    url = row["url"] or ""
    listed_id = url.removeprefix(f"{SITE}/").removesuffix(".html")
    if not url.startswith(f"{SITE}/") or broken:
        return None, broken or [Finding("programme_row_broken", row=number, column="url", value=url[:60])]
    texts: dict[str, Any] = {name: row.get(column) or "" for column, name in TEXTS.items()}
    texts["title"] = texts["title"] or listed_id.rpartition("/")[2]
    return Listed(listed_id=listed_id, **texts, **lists), []
