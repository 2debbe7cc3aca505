"""The typed values of a submission as Parquet bytes: the same table always gives the same bytes. Pure.

A text column may be dictionary-encoded, each distinct text stored once: that is how millions of values stay small.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

# item is 'question', 'topic_field' or 'city_field'; topic_id is empty for city fields; item_id is the question or
# field; code is the canonical text, number the value where there is one; text, row and column are what stood where.
SCHEMA = pa.schema(
    [
        ("city_id", pa.string()),
        ("wave_id", pa.string()),
        ("item", pa.string()),
        ("topic_id", pa.string()),
        ("item_id", pa.string()),
        ("code", pa.string()),
        ("number", pa.float64()),
        ("text", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
    ]
)
COLUMNS: tuple[str, ...] = tuple(SCHEMA.names)


def as_arrow(values: pd.DataFrame | pa.Table) -> pa.Table:
    """Take the values' COLUMNS, each in its type; NaN and None become missing."""
    if isinstance(values, pa.Table):
        return values.select(COLUMNS)
    columns = [pa.array(values[field.name], field.type, from_pandas=True) for field in SCHEMA]
    return pa.table(columns, schema=SCHEMA)


def pack(table: pa.Table) -> bytes:
    """Write the values as Parquet."""
    sink = pa.BufferOutputStream()
    # Small tables take less time and place without dictionaries; and lz4, unlike zstd, costs nothing to start.
    encoded = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    pq.write_table(table, sink, compression="lz4", write_statistics=False, use_dictionary=encoded or False)
    return bytes(sink.getvalue())


def unpack(content: bytes, *, columns: Sequence[str] = COLUMNS) -> pa.Table:
    """Read what `pack` wrote, or some of its columns."""
    # Tables are small and many: starting threads would cost more than reading.
    return pq.ParquetFile(pa.BufferReader(content)).read(list(columns), use_threads=False)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Return the table for pandas: text columns, `number` float with NaN, whole numbers that may be missing."""
    frame: pd.DataFrame = as_plain(table).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame


def count_parts(table: pa.Table) -> dict[tuple[str, str], int]:
    """Count the values of each city and wave."""
    numbers, keys = _numbered_parts(table)
    counts = np.bincount(numbers, minlength=len(keys)).tolist()
    return {key: count for key, count in zip(keys, counts, strict=True) if count}


def is_same(content: bytes, other: bytes) -> bool:
    """Tell whether two packed tables hold the same values, even if another version of the library packed one."""
    # Frames are compared, not Arrow tables: there, NaN differs from itself.
    return content == other or as_frame(unpack(content)).equals(as_frame(unpack(other)))


def select_parts(table: pa.Table, keys: Collection[tuple[str, str]]) -> pa.Table:
    """Keep the values of these cities and waves."""
    numbers, known = _numbered_parts(table)
    return table.filter(pa.array(np.array([key in keys for key in known], dtype=bool)[numbers]))


def concat(tables: Iterable[tuple[int, pa.Table]]) -> pa.Table:
    """Lay submissions' values under one another, with `submission_id` as the first column."""
    numbered = [
        table.add_column(0, "submission_id", pa.repeat(pa.scalar(submission_id, pa.int64()), table.num_rows))
        for submission_id, table in tables
    ]
    if len(numbered) == 1:
        return numbered[0]
    empty = SCHEMA.insert(0, pa.field("submission_id", pa.int64())).empty_table()
    return pa.concat_tables([empty, *(as_plain(table) for table in numbered)])


def _numbered_parts(table: pa.Table) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Return for each row the number of its city and wave, and what the numbers mean; not every one occurs."""
    cities, waves = (_encoded(table[key]) for key in ("city_id", "wave_id"))
    numbers = cities.indices.to_numpy().astype(np.int64) * len(waves.dictionary) + waves.indices.to_numpy()
    return numbers, list(product(cities.dictionary.to_pylist(), waves.dictionary.to_pylist()))


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    # One chunk even where there is no row, with one dictionary.
    array = pa.concat_arrays(column.unify_dictionaries().chunks) if column.num_chunks else pa.array([], column.type)
    return array if pa.types.is_dictionary(array.type) else array.dictionary_encode()


def as_plain(table: pa.Table) -> pa.Table:
    """Write out each text of dictionary-encoded columns."""
    plain = [
        pa.field(one.name, one.type.value_type if pa.types.is_dictionary(one.type) else one.type)
        for one in table.schema
    ]
    return table.cast(pa.schema(plain))
