"""Export: what may be published, as tidy CSV and Parquet with a `datapackage.json` (Frictionless Data Package).

It is made from the snapshot for the public (`store.audiences`): of real waves only cities whose answers are public,
never topics marked sensitive, never a contact, no text that somebody wrote freely.
"""

import codecs
import json
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.audiences import left_out_words
from etl.catalogue import describe
from maturity.language import N_, _
from maturity.reports.exports import Export, plain_csv
from maturity.store import Snapshot, query, snapshot_for


class _Table(NamedTuple):
    """A table of the package: what one row is, and the columns that name it."""

    title: str
    key: tuple[str, ...]


TABLES = {
    "answers": _Table(N_("One row per city, wave and question answered"), ("city_id", "wave_id", "question_id")),
    "planning": _Table(
        N_("One row per city, wave and planning answer; without a topic it is about the city"),
        ("city_id", "wave_id", "topic_id", "field_id"),
    ),
    "scores": _Table(N_("One row per city, wave and topic"), ("city_id", "wave_id", "topic_id")),
    "questions": _Table(N_("One row per question"), ("question_id",)),
}
PACKAGE, CATALOGUE = "datapackage.json", "dcat.jsonld"


def export_tables(network: Snapshot, directory: Path) -> list[Path]:
    """Write the tables that may be published and the package's description.

    Args:
        network: the published snapshot.
        directory: where to; made if absent, files of the same names are replaced.

    Returns:
        The files written: per table CSV and Parquet, then `dcat.jsonld`, at last `datapackage.json`.

    Raises:
        StoreBusy: the snapshot cannot be read.
    """
    snapshot = snapshot_for(network, "public")
    directory.mkdir(parents=True, exist_ok=True)
    tables = {name: _marked(query(snapshot, f"export_{name}")) for name in TABLES}
    written = []
    for name, table in tables.items():
        text, columns = directory / f"{name}.csv", directory / f"{name}.parquet"
        # Published files are opened in Excel all the same: without the mark it garbles their umlauts.
        text.write_bytes(codecs.BOM_UTF8 + plain_csv(Export(table, title=name)))
        pq.write_table(pa.Table.from_pandas(table, preserve_index=False), columns)
        written += [text, columns]
    about = _about(tables, snapshot)
    package, catalogue = directory / PACKAGE, directory / CATALOGUE
    package.write_text(_description(tables, snapshot, about), encoding="utf-8")
    catalogue.write_text(_described(written, snapshot, about), encoding="utf-8")
    return [*written, catalogue, package]


def _described(written: list[Path], snapshot: Snapshot, about: str) -> str:
    network = str(query(snapshot, "network").iloc[0]["name"])
    return describe(
        written,
        title=_("Digital maturity in the network {network}").format(network=network),
        description=about,
        publisher=network,
        version=snapshot.name,
        titles={name: _(table.title) for name, table in TABLES.items()},
    )


def _about(tables: dict[str, pd.DataFrame], snapshot: Snapshot) -> str:
    """Say whether answers are invented, and what was left out."""
    is_sample = any("is_sample" in table and bool(table["is_sample"].any()) for table in tables.values())
    sample = [_("Sample data: freely invented, they say nothing about the city.")] if is_sample else []
    return " ".join([*sample, *left_out_words(snapshot)])


def _marked(table: pd.DataFrame) -> pd.DataFrame:
    """Let each row of a sample wave say in words that it is invented."""
    if "is_sample" not in table:
        return table
    words = table["is_sample"].map({True: _("Sample data"), False: ""}).astype("str")
    return table.assign(note=words)


def _description(tables: dict[str, pd.DataFrame], snapshot: Snapshot, about: str) -> str:
    network = query(snapshot, "network").iloc[0]
    package = {
        "profile": "data-package",  # a tabular one may hold no Parquet
        "name": "digitalkompass",
        "title": str(network["name"]),
        "description": about,
        "version": snapshot.name,
        "resources": [resource for name, table in tables.items() for resource in _resources(name, table)],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resources(name: str, table: pd.DataFrame) -> list[dict[str, object]]:
    fields = [{"name": column, "type": _type(table[column])} for column in table.columns]
    about = {"title": _(TABLES[name].title), "schema": {"fields": fields, "missingValues": [""]}}
    key = [column for column in TABLES[name].key if not table[column].isna().any()]
    if len(key) == len(TABLES[name].key):
        about["schema"] = {"fields": fields, "missingValues": [""], "primaryKey": key}
    text = {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "format": "csv"}
    columns = {"name": f"{name}-parquet", "path": f"{name}.parquet", "format": "parquet"}
    return [
        {**text, "mediatype": "text/csv", "encoding": "utf-8", "dialect": {"delimiter": ","}, **about},
        {**columns, "mediatype": "application/vnd.apache.parquet", **about},
    ]


def _type(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "string"
