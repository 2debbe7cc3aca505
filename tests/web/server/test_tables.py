"""A page's table as a workbook and as Parquet: numbers are numbers, texts stay texts, whatever stands in them."""

import io
import json
from typing import Any

import openpyxl
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from web.server import tables
from web.server.access.limits import TABLE_BODY

SENT: dict[str, Any] = {
    "title": "Punkte je Stadt",
    "notes": ["Welle: 2026-2"],
    "is_sample": True,
    "columns": ["Stadt", "Punkte", "Punkte", "Schlüssel", ""],
    "rows": [["Bühl", "1.052,5", "+4,9", "08216007", "=1+1"], ["Rastatt", "–", "-0,5", "08216043", "52 %"]],
}


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=tables.routes()))


def test_numbers_are_numbers_ids_and_formulas_stay_texts(client: TestClient) -> None:
    sent = client.post("/kompass/table?format=parquet&lang=de", content=json.dumps(SENT))
    table = pd.read_parquet(io.BytesIO(sent.content))

    assert list(table.columns) == ["Stadt", "Punkte", "Punkte (2)", "Schlüssel", "Spalte 5"]
    assert table["Punkte"].tolist()[0] == 1052.5
    assert pd.isna(table["Punkte"].tolist()[1])
    assert table["Punkte (2)"].tolist() == [4.9, -0.5]
    assert table["Schlüssel"].tolist() == ["08216007", "08216043"]
    assert table["Spalte 5"].tolist() == ["=1+1", "52 %"]


def test_the_workbook_says_what_it_is_and_has_a_chart(client: TestClient) -> None:
    sent = client.post("/kompass/table?format=excel&lang=de", content=json.dumps(SENT))
    sheet = openpyxl.load_workbook(io.BytesIO(sent.content)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert "Punkte je Stadt" in cells
    assert any(str(text).startswith("Beispieldaten") for text in cells)
    assert 1052.5 in cells
    assert len(sheet._charts) == 1


def test_english_numbers_are_read_in_english(client: TestClient) -> None:
    english = SENT | {"rows": [["Bühl", "1,052.5", "4.9", "1", "x"]]}
    sent = client.post("/kompass/table?format=parquet&lang=en", content=json.dumps(english))

    assert pd.read_parquet(io.BytesIO(sent.content))["Punkte"].tolist() == [1052.5]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        json.dumps(SENT | {"rows": [["zu kurz"]]}).encode(),
        json.dumps(SENT | {"columns": "Stadt"}).encode(),
        json.dumps({"title": "x"}).encode(),
    ],
)
def test_anything_else_is_refused_in_words(client: TestClient, body: bytes) -> None:
    refused = client.post("/kompass/table?format=excel&lang=de", content=body)

    assert refused.status_code == 400
    assert refused.text.startswith("Die Tabelle ist")


def test_too_much_and_unknown_formats_are_refused(client: TestClient) -> None:
    large = client.post("/kompass/table?format=excel", content=b"x" * (TABLE_BODY + 1))

    assert large.status_code == 413
    assert client.post("/kompass/table?format=exe", content=json.dumps(SENT)).status_code == 400
