"""The plan as XLSX."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from maturity.reports.workbook import PlanTables, plan_xlsx
from tests.builders import table

PLAN = PlanTables(
    network_name="Regional.Digital",
    wave_id="2026-2",
    snapshot="maturity-000017",
    is_sample=True,
    topic_names={"eakte": "E-Akte", "epay": "E-Payment", "ki": "=1+1"},
    city_names={"a": "Bretten", "b": "Bühl"},
    leads=table("""
        topic_id | fit
        eakte    | 81.25
        epay     | 60
        ki       | .
    """).assign(city_id=pd.Series(["a", "b", None], dtype="object")),
    co_leads=table("""
        topic_id | city_id
        eakte    | b
    """),
    followers=table("""
        topic_id | city_id
        epay     | a
    """),
    certainty=pd.DataFrame(
        [("eakte", "firm", ""), ("epay", "unknown", "willingness"), ("ki", "uncovered", "")],
        columns=["topic_id", "state", "missing"],
    ),
    loads=table("""
        city_id | lead_count | co_lead_count | load | capacity
        a       | 1          | 0             | 1    | 2
        b       | 1          | 1             | 1.5  | 2
    """),
    prices=table("""
        topic_id | city_id | fit   | is_lead | price_uncovered | price_fit
        eakte    | a       | 81.25 | 1       | 0               | 0
        eakte    | b       | 70    | 0       | 0               | 4.5
    """),
    decided={"eakte": "accepted"},
)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(plan_xlsx(PLAN)))


def _rows(book: openpyxl.Workbook, name: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book[name].iter_rows(values_only=True)]


def test_the_plan_names_roles_decisions_and_firmness(book: openpyxl.Workbook) -> None:
    assert _rows(book, "Vorhabenplan")[4:] == [
        ("Thema", "Federführung", "Ko-Federführung", "Nachnutzung", "Eignung (Punkte)", "Stand", "Belastbarkeit"),
        ("E-Akte", "Bretten", "Bühl", None, 81.25, "beschlossen: wie vorgeschlagen", "belastbar"),
        ("E-Payment", "Bühl", None, "Bretten", 60, "Vorschlag", "unbekannt: Bereitschaft fehlt"),
        ("=1+1", "–", None, None, None, "Vorschlag", "ohne Federführung"),
    ]


def test_loads_and_prices_stand_on_their_own_sheets(book: openpyxl.Workbook) -> None:
    assert [row[:5] for row in _rows(book, "Auslastung der Städte")[5:7]] == [
        ("Bretten", 1, 0, 1, 2),
        ("Bühl", 1, 1, 1.5, 2),
    ]
    assert _rows(book, "Preis der Wahl")[5:] == [("E-Akte", "Bretten", 81.25, 0, 0), ("E-Akte", "Bühl", 70, 4.5, 0)]


def test_every_sheet_names_its_basis_and_sample_data(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet["A2"].value == "Grundlage: Antworten der Welle 2026-2, Datenstand Nr. 17."
        assert str(sheet["A3"].value).startswith("Beispieldaten")

    real = openpyxl.load_workbook(io.BytesIO(plan_xlsx(replace(PLAN, is_sample=False))))

    assert [sheet["A3"].value for sheet in real.worksheets] == [None, None, None]


def test_a_name_that_looks_like_a_formula_is_text(book: openpyxl.Workbook) -> None:
    assert book["Vorhabenplan"]["A8"].data_type == "s"


def test_the_chart_of_the_loads_has_an_alternative_text() -> None:
    parts = zipfile.ZipFile(io.BytesIO(plan_xlsx(PLAN)))
    drawing = parts.read("xl/drawings/drawing1.xml").decode()

    assert "Auslastung und Kapazität je Stadt. Bretten: 1,0/2,0; Bühl: 1,5/2,0." in drawing


def test_a_plan_without_cities_has_no_chart_and_no_fault() -> None:
    empty = replace(PLAN, leads=PLAN.leads[:0], loads=PLAN.loads[:0], prices=PLAN.prices[:0])

    assert "xl/drawings/drawing1.xml" not in zipfile.ZipFile(io.BytesIO(plan_xlsx(empty))).namelist()


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_xlsx(PLAN) == plan_xlsx(PLAN)
