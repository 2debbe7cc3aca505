"""Files to take away: numbers as shown, texts that stay texts, the sample mark in each."""

import io
import math

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from maturity.reports.exports import FORMATS, Export

HOSTILE = ['=cmd|"/c calc"!A1', "+1+1", "-1+1", "@SUM(1)", "<script>alert(1)</script>", 'a;b,"c"\nd', "Ö"]
EXPORT = Export(
    pd.DataFrame({"Stadt": HOSTILE, "Wert": [1.5, 2.0, math.nan, -3.25, 0.0, 1e6, 33.3]}),
    title="Probe", notes=("Welle 2026-2",), is_sample=True,
)  # fmt: skip


def _read(kind: str, content: bytes) -> pd.DataFrame:
    source = io.BytesIO(content)
    if kind == "excel":
        return pd.read_excel(source, header=4, engine="openpyxl")
    if kind == "parquet":
        return pd.read_parquet(source)
    if kind == "csv":
        return pd.read_csv(source, sep=";", decimal=",", encoding="utf-8-sig")
    return pd.read_csv(source)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_file_read_back_is_the_table(kind: str) -> None:
    found = _read(kind, FORMATS[kind].write(EXPORT))

    pd.testing.assert_series_equal(found["Wert"], EXPORT.table["Wert"], check_dtype=False)
    # A CSV has no types: what a spreadsheet would run gets an apostrophe in front and is text again.
    texts = found["Stadt"].str.removeprefix("'").str.replace("\r\n", "\n")
    assert list(texts) == HOSTILE


@pytest.mark.parametrize("kind", ["csv", "plain"])
def test_no_cell_of_a_csv_runs_as_a_formula(kind: str) -> None:
    found = _read(kind, FORMATS[kind].write(EXPORT))

    assert not found["Stadt"].str.startswith(("=", "+", "-", "@")).any()


def test_a_workbook_holds_texts_as_texts_a_chart_and_the_sample_mark() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["excel"].write(EXPORT))).worksheets[0]

    assert [cell.data_type for cell in sheet["A"][5:]] == ["s"] * len(HOSTILE)
    assert "Beispieldaten" in str(sheet["A2"].value)
    assert sheet["A3"].value == "Welle 2026-2"
    assert len(sheet._charts) == 1


def test_parquet_says_what_it_is() -> None:
    about = pq.read_schema(io.BytesIO(FORMATS["parquet"].write(EXPORT))).metadata

    assert "Beispieldaten" in about[b"notes"].decode()
    assert about[b"title"] == b"Probe"


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_table_gives_the_same_bytes(kind: str) -> None:
    assert FORMATS[kind].write(EXPORT) == FORMATS[kind].write(EXPORT)
