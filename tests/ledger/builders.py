"""Small inputs for the tests of the ledger: values written as a table, files, parts, actors."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from maturity.ledger import Ledger, Part, SourceFile, SubmissionRecord, open_ledger
from maturity.ledger.values import as_arrow, as_frame, count_parts
from maturity.rights import Actor

BRETTEN = "08215007"
BRUCHSAL = "08215009"
BUEHL = "08216007"
WAVE = "2026-1"
MARK = "database-url"
COORDINATOR = Actor(name="Koordination", role="coordinator")
OFFICER = Actor(name="Digitalbüro Bretten", role="officer", city_id=BRETTEN)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def values(table: str) -> pd.DataFrame:
    """Read `city_id | item_id | number` lines as values of one wave; an empty number is a missing one."""
    lines = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]
    rows = [
        {
            "city_id": city_id,
            "wave_id": WAVE,
            "item": "question",
            "topic_id": "eakte",
            "item_id": item_id,
            "code": text or "kA",
            "number": float(text) if text else None,
            "text": text or "k. A.",
            "row": row,
            "column": "Antwort",
        }
        for row, (city_id, item_id, text) in enumerate(lines, start=2)
    ]
    return as_frame(as_arrow(pd.DataFrame(rows)))


# Three cities, two questions, one hole: Bühl does not say how far it is with EAK02.
ANSWERS = values(
    """
    city_id  | item_id | number
    08215007 | EAK01   | 3
    08215007 | EAK02   | 1
    08215009 | EAK01   | 0
    08215009 | EAK02   | 4
    08216007 | EAK01   | 2
    08216007 | EAK02   |
    """
)


def of_city(city_id: str, level: float | None = None) -> pd.DataFrame:
    """Return the city's two values of ANSWERS, or both at the given level."""
    own = ANSWERS.loc[ANSWERS["city_id"] == city_id].reset_index(drop=True)
    return own if level is None else own.assign(number=float(level), code=str(level), text=str(level))


def file(content: str, name: str = "antworten.csv") -> SourceFile:
    """Return a file with this content; what is in it does not matter to the ledger."""
    return SourceFile(name=name, content=content.encode(), layout="long")


def parts_of(table: pd.DataFrame) -> list[Part]:
    """Return the parts that the table's values make."""
    return [Part(city_id, wave_id, count) for (city_id, wave_id), count in sorted(count_parts(as_arrow(table)).items())]


def submit(
    ledger: Ledger, content: str, table: pd.DataFrame | None = None, *, actor: Actor = COORDINATOR
) -> SubmissionRecord:
    """Record a file with the values of the table, by default Bretten's."""
    table = of_city(BRETTEN) if table is None else table
    return ledger.record_submission(actor, file(content), parts_of(table), table)


def url_of(folder: Path) -> str:
    """Return the URL of the ledger in the folder, or of the database that a file there names."""
    named = folder / MARK
    # A folder that may not be read holds no mark; what the ledger says of it is another test's question.
    is_marked = os.access(folder, os.X_OK) and named.exists()
    return named.read_text() if is_marked else f"sqlite:///{folder / 'ledger.sqlite'}"


def open_in(folder: Path, *, now: Callable[[], datetime] = lambda: NOON, is_checked: bool = True) -> Ledger:
    """Open the folder's ledger with a standing clock and without looking at the free space of the test machine."""
    return open_ledger(url_of(folder), now=now, min_free_bytes=0, is_checked=is_checked)
