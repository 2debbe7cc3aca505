"""Rows of a bulk file: four text columns, each as its distinct texts and a number per row."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.read import RawTable
from etl.recognising.columns import as_typed
from etl.recognising.layouts import Layout
from maturity.store.snapshots import statement_text

Ints = np.ndarray[tuple[int], np.dtype[np.signedinteger]]
# What a column's role is called in the statement.
ROLES = {"city": "city", "wave": "wave", "id": "question", "answer": "answer"}


class Texts(NamedTuple):
    """One column: its distinct texts, and for each row which of them."""

    heading: str
    texts: list[str]
    numbers: Ints


@dataclass(frozen=True)
class Rows:
    """The four columns of the file, and the lines that have another width."""

    city: Texts
    wave: Texts
    question: Texts
    answer: Texts
    rejected: list[tuple[int, str]]

    def __len__(self) -> int:
        return len(self.city.numbers)

    def spreadsheet_rows(self, positions: Ints) -> Ints:
        """Return the rows as a spreadsheet shows them: below the header, the rejected lines counted."""
        if not self.rejected:
            return positions + 2
        rejected = np.array([line for line, _text in self.rejected], dtype=np.int64)
        first = rejected - np.arange(len(rejected)) - 2
        return positions + 2 + np.searchsorted(first, positions, side="right")


def read_rows(path: Path, table: RawTable, layout: Layout, *, rejects_limit: int) -> Rows:
    """Read a long file with DuckDB, every option said."""
    names = {ROLES.get(column.role, f"other_{column.position}"): column for column in layout.columns}
    options = {
        "path": str(path),
        "columns": dict.fromkeys(names, "VARCHAR"),
        "delimiter": table.delimiter,
        "rejects_limit": rejects_limit,
    }
    with duckdb.connect() as connection:
        read = connection.sql(statement_text("bulk_rows"), params=options).to_arrow_table()
        rejected = connection.sql(statement_text("bulk_rejects")).fetchall()
    texts = {name: _texts(names[name].heading, read[name]) for name in ROLES.values()}
    return Rows(**texts, rejected=rejected)


def _texts(heading: str, column: pa.ChunkedArray) -> Texts:
    filled = pc.fill_null(column, "") if column.null_count else column
    # One chunk even where there is no row.
    encoded = pa.chunked_array([*filled.chunks, pa.array([], pa.string())]).dictionary_encode().combine_chunks()
    return Texts(heading, list(map(as_typed, encoded.dictionary.to_pylist())), encoded.indices.to_numpy())


class Pairs(NamedTuple):
    """The distinct pairs of two columns: for each row which pair, and for each pair its first row."""

    numbers: Ints
    first: Ints
    left: Ints
    right: Ints


def pairs(left: Texts, right: Texts) -> Pairs:
    """Number the distinct pairs of two columns."""
    width = max(len(right.texts), 1)
    size = len(left.texts) * width
    keys: Ints = np.add(left.numbers.astype(small(size)) * width, right.numbers)
    kept, first, numbers = distinct(keys, size)
    return Pairs(numbers, first, kept // width, kept % width)


def distinct(keys: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """As `numpy.unique` with first places and inverse, without sorting where the keys are few."""
    if size > 4 * len(keys) + 1_000:
        kept, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
        return kept, first, numbers
    places = np.full(size, -1, dtype=small(len(keys)))
    # Of several rows with one key, the last one written stays: so they are written backwards.
    places[keys[::-1]] = np.arange(len(keys) - 1, -1, -1, dtype=places.dtype)
    kept = np.flatnonzero(places >= 0)
    number_of = np.empty(size, dtype=small(size))
    number_of[kept] = np.arange(len(kept))
    return kept, places[kept], number_of[keys]


def small(size: int) -> type[np.int32] | type[np.int64]:
    """The smallest type for numbers below a size: arrays of a row each cost mostly memory."""
    return np.int32 if size < 2**31 else np.int64
