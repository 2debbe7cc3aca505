"""The typed values of a submission as Parquet bytes: the same table always gives the same bytes. Pure."""

from collections.abc import Collection, Iterable

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


def as_arrow(values: pd.DataFrame) -> pa.Table:
    """Take the values' COLUMNS, each in its type; NaN and None become missing."""
    columns = [pa.array(values[field.name], field.type, from_pandas=True) for field in SCHEMA]
    return pa.table(columns, schema=SCHEMA)


def pack(table: pa.Table) -> bytes:
    """Write the values as Parquet."""
    sink = pa.BufferOutputStream()
    # Without dictionaries, small tables take less time and place, large ones no more.
    pq.write_table(table, sink, compression="zstd", write_statistics=False, use_dictionary=False)
    return bytes(sink.getvalue())


def unpack(content: bytes) -> pa.Table:
    """Read what `pack` wrote."""
    # Tables are small and many: starting threads would cost more than reading.
    return pq.ParquetFile(pa.BufferReader(content)).read(use_threads=False)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """Return the table for pandas: text columns, `number` float with NaN, whole numbers that may be missing."""
    frame: pd.DataFrame = table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame


def count_parts(table: pa.Table) -> dict[tuple[str, str], int]:
    """Count the values of each city and wave."""
    counts = table.group_by(["city_id", "wave_id"], use_threads=False).aggregate([([], "count_all")])
    return {(row["city_id"], row["wave_id"]): row["count_all"] for row in counts.to_pylist()}


def is_same(content: bytes, other: bytes) -> bool:
    """Tell whether two packed tables hold the same values, even if another version of the library packed one."""
    # Frames are compared, not Arrow tables: there, NaN differs from itself.
    return content == other or as_frame(unpack(content)).equals(as_frame(unpack(other)))


def select_parts(table: pa.Table, keys: Collection[tuple[str, str]]) -> pa.Table:
    """Keep the values of these cities and waves."""
    pairs = zip(table["city_id"].to_pylist(), table["wave_id"].to_pylist(), strict=True)
    return table.filter(pa.array([pair in keys for pair in pairs], pa.bool_()))


def concat(tables: Iterable[tuple[int, pa.Table]]) -> pd.DataFrame:
    """Lay submissions' values under one another, with `submission_id` as the first column."""
    numbered = [
        table.add_column(0, "submission_id", pa.array([submission_id] * table.num_rows, pa.int64()))
        for submission_id, table in tables
    ]
    empty = SCHEMA.insert(0, pa.field("submission_id", pa.int64())).empty_table()
    return as_frame(pa.concat_tables([empty, *numbered]))
