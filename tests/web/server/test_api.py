"""The interface for programs: the same table as on the page, in every format, unchanged while the data are."""

import io
import json
from html import escape

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from etl.reference.editing import with_changed
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.pages.harness import run_page, texts
from web.server import api
from web.services import administration

HOSTILE = '=1+1, <script>alert(1)</script> **Bühl** "x"; y'
RASTATT = {"rows": "question", "in_topic": "epayment", "in_county": "Landkreis Rastatt", "with": "2026-1"}


@pytest.fixture
def client(sample: Settings) -> TestClient:
    return TestClient(Starlette(routes=api.routes()))


def test_cells_are_the_table_of_the_page_in_every_format(client: TestClient) -> None:
    asked = {**RASTATT, "wave": "2026-2"}
    as_json = client.get("/api/v1/cells", params=asked).json()
    table = pd.DataFrame(as_json["rows"], columns=as_json["columns"])
    shown = texts(run_page("pages/explore.py", **asked))

    plain = pd.read_csv(io.BytesIO(client.get("/api/v1/cells", params={**asked, "format": "csv"}).content))
    german = client.get("/api/v1/cells", params={**asked, "format": "excel"}).content
    parquet = pd.read_parquet(io.BytesIO(client.get("/api/v1/cells", params={**asked, "format": "parquet"}).content))

    assert as_json["is_sample"] is True
    assert f">{str(table.iloc[-1, 2]).replace('.', ',')}</a>" in shown
    for found in (plain, pd.read_csv(io.BytesIO(german), sep=";", decimal=",", encoding="utf-8-sig"), parquet):
        pd.testing.assert_frame_equal(found, table, check_dtype=False)


def test_an_answer_is_not_sent_again_while_the_data_are_the_same(client: TestClient) -> None:
    first = client.get("/api/v1/cells")

    again = client.get("/api/v1/cells", headers={"If-None-Match": first.headers["etag"]})
    other = client.get("/api/v1/cells", params={"rows": "city"}, headers={"If-None-Match": first.headers["etag"]})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("cells", {"rows": "x"}),
        ("cells", {"measure": "x"}),
        ("cells", {"in_city": "x"}),
        ("cells", {"wave": "x"}),
        ("cells", {"format": "x"}),
        ("query", {"sql": "drop table mart_answers"}),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client: TestClient, path: str, params: dict[str, str]) -> None:
    refused = client.get(f"/api/v1/{path}", params=params)

    assert refused.status_code == 400
    assert refused.json()["error"].endswith(".")


def test_a_hostile_name_is_text_in_every_format_and_on_the_page(client: TestClient) -> None:
    """A formula, a script, Markdown, quotes, both delimiters; a spreadsheet gets an apostrophe before the formula."""
    administration.change_tables(
        LOCAL_COORDINATOR, lambda files: with_changed(files, "cities", "08215009", {"name": HOSTILE}), reason="Probe"
    )
    asked = {"rows": "city", "measure": "score", "wave": "2026-2"}
    answer = client.get("/api/v1/cells", params=asked)
    plain = client.get("/api/v1/cells", params={**asked, "format": "csv"}).content
    german = client.get("/api/v1/cells", params={**asked, "format": "excel"}).content
    parquet = client.get("/api/v1/cells", params={**asked, "format": "parquet"}).content
    shown = texts(run_page("pages/explore.py", **asked))

    assert answer.headers["content-type"] == "application/json"
    assert HOSTILE in [row[0] for row in answer.json()["rows"]]
    assert HOSTILE in list(pd.read_parquet(io.BytesIO(parquet)).iloc[:, 0])
    assert f"'{HOSTILE}" in list(pd.read_csv(io.BytesIO(plain)).iloc[:, 0])
    assert f"'{HOSTILE}" in list(pd.read_csv(io.BytesIO(german), sep=";", encoding="utf-8-sig").iloc[:, 0])
    assert "<script>" not in shown and escape(HOSTILE) in shown


def test_nothing_can_be_written(client: TestClient) -> None:
    assert client.post("/api/v1/cells").status_code == 405


def test_an_analysts_query_is_answered(client: TestClient) -> None:
    asked = {"sql": "select wave_id, member_count from mart_waves order by wave_id", "format": "csv"}

    assert client.get("/api/v1/query", params=asked).text.startswith("wave_id,member_count\r\n2026-1,9\r\n")


def test_the_interface_describes_itself_completely(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()

    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {"/measures", "/fields", "/cells", "/query"}
    for path in ("/measures", "/fields"):
        assert client.get(f"/api/v1{path}").status_code == 200
    assert "in_county" in json.dumps(described)
