"""Templates: what goes out can be handed in as it is."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from etl.inspection import inspect
from etl.reference.read import Reference, read_reference
from etl.templates.make import template_csv, template_xlsx
from etl.templates.rows import _written
from etl.vocabulary.numbers import read_number, write_number
from maturity import language
from maturity.errors import UnknownId
from maturity.settings import PROJECT

KEY = ["item", "topic_id", "item_id"]
VALUES = ["city_id", "wave_id", *KEY, "code", "number"]
BRUCHSAL, CORE_CITY = "08215009", "08216015"
MAKERS = [template_csv, template_xlsx]
Maker = Callable[..., bytes]


@cache
def _reference() -> Reference:
    return read_reference(PROJECT / "data" / "reference")


@cache
def _answers(city_id: str) -> pd.DataFrame:
    path = PROJECT / "data" / "sample" / "2026-2" / f"{city_id}.csv"
    return inspect(path.read_bytes(), name=path.name, reference=_reference()).values


def _sorted(values: pd.DataFrame) -> pd.DataFrame:
    return values[VALUES].sort_values(KEY, ignore_index=True)


def _book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def _row_of(sheet: Any, key: str) -> int:
    return next(number for number, cell in enumerate(sheet["A"], 1) if cell.value == key)


@pytest.mark.parametrize("reader_language", ["de", "en"])
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("city_id", [BRUCHSAL, CORE_CITY])
def test_a_template_with_the_last_answers_reads_back_as_the_same_answers(
    city_id: str, make: Maker, reader_language: str
) -> None:
    """All but the contact, which no file of ours carries."""
    language.use(reader_language)
    answers = _answers(city_id)

    content = make(_reference(), city_id=city_id, wave_id="2026-2", answers=answers)
    again = inspect(content, name="", reference=_reference())

    assert again.errors == []
    pd.testing.assert_frame_equal(_sorted(again.values), _sorted(answers[answers["item_id"] != "contact"]))


@pytest.mark.parametrize("make", MAKERS)
def test_an_empty_template_is_refused_until_it_is_filled_in(make: Maker) -> None:
    content = make(_reference(), city_id=BRUCHSAL, wave_id="2026-2")

    found = inspect(content, name="", reference=_reference())

    assert found.values.empty
    assert [finding.code for finding in found.errors] == ["no_answers"]


def test_a_template_filled_in_by_hand_is_taken_with_its_city_and_wave() -> None:
    """A person types 3 beside EAK01, „nz“ beside EAK02 and 30.000 € beside the budget of E-Akte."""
    book = _book(template_xlsx(_reference(), city_id=BRUCHSAL, wave_id="2026-2"))
    sheet = book.worksheets[0]
    for key, typed in (("EAK01", 3), ("EAK02", "nz"), ("eakte.budget_eur", "30.000,00 €")):
        sheet.cell(_row_of(sheet, key), 3, typed)
    filled = io.BytesIO()
    book.save(filled)

    found = inspect(filled.getvalue(), name="", reference=_reference())

    assert found.errors == []
    assert found.values[["city_id", "wave_id", "item_id", "code"]].to_numpy().tolist() == [
        [BRUCHSAL, "2026-2", "EAK01", "3"],
        [BRUCHSAL, "2026-2", "EAK02", "nz"],
        [BRUCHSAL, "2026-2", "budget_eur", "30000"],
    ]


def test_no_column_of_the_template_is_unknown_to_the_reader() -> None:
    content = template_csv(_reference(), city_id=BRUCHSAL, wave_id="2026-2", answers=_answers(BRUCHSAL))

    found = inspect(content, name="", reference=_reference())

    assert "column_unknown" not in [finding.code for finding in found.findings]


def test_the_head_is_that_of_the_sample_files() -> None:
    content = template_csv(_reference(), city_id=BRUCHSAL, wave_id="2026-2", is_sample=True)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert [[cell for cell in row if cell] for row in rows[:5]] == [
        ["Regional.Digital", "Fragebogen"],
        ["Stadt", BRUCHSAL, "Bruchsal"],
        ["Welle", "2026-2"],
        ["Hinweis", "Beispieldaten: frei erfunden, keine Aussage über die Stadt"],
        ["Frage-ID", "Frage", "Antwort", "Kommentar", "Stufe 0", "Stufe 1", "Stufe 2", "Stufe 3", "Stufe 4"],
    ]
    assert rows[5][1] == "E-Akte / Dokumentenmanagement"
    assert rows[6][0] == "EAK01"
    assert rows[6][4] == "keine"


def test_the_short_survey_asks_the_core_questions_only() -> None:
    """19 topics with one core question each, no planning."""
    content = template_csv(_reference(), city_id=BRUCHSAL, wave_id="2026-2", core_only=True)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    asked = [row[0] for row in rows[5:] if row[0]]
    core = _reference().questions.loc[_reference().questions["core"] == 1, "question_id"]

    assert sorted(asked) == sorted(core)
    assert len(asked) == 19


def test_only_answers_and_comments_are_unlocked_and_no_password_is_set() -> None:
    sheet = _book(template_xlsx(_reference(), city_id=BRUCHSAL, wave_id="2026-2")).worksheets[0]
    row = _row_of(sheet, "EAK01")

    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert [sheet.cell(row, column).protection.locked for column in range(1, 10)] == [
        *(True, True, False, False),
        *([True] * 5),
    ]
    assert sheet.freeze_panes == "C6"


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("EAK01", [0, 1, 2, 3, 4, "kA", "nz"]),
        ("eakte.status", ["keine", "geplant", "pilot", "betrieb", "wechsel", "gestoppt"]),
        ("eakte.fte_12m", ["keine", "≤0,25", "≤0,5", "≤1", ">1"]),
        ("council_ok", ["nötig", "liegt vor", "nein"]),
    ],
)
def test_a_drop_down_offers_the_permitted_codes(key: str, codes: list[object]) -> None:
    book = _book(template_xlsx(_reference(), city_id=BRUCHSAL, wave_id="2026-2"))
    sheet = book.worksheets[0]
    place = f"C{_row_of(sheet, key)}"

    rule = next(rule for rule in sheet.data_validations.dataValidation if place in rule.sqref)
    name, area = str(rule.formula1).replace("$", "").split("!")
    column, first, _last_column, last = range_boundaries(area)

    assert [book[name.strip("'")].cell(row, column).value for row in range(first, last + 1)] == codes


def test_equal_codes_of_two_fields_are_explained_apart() -> None:
    """Priority and willingness to share both go from 0 to 3 and mean different things."""
    sheet = _book(template_xlsx(_reference(), city_id=BRUCHSAL, wave_id="2026-2"))["Erläuterung"]
    meanings = {(row[0], row[1]): row[2] for row in sheet.iter_rows(values_only=True)}

    assert meanings["Priorität", 3] == "hoch"
    assert meanings["Bereitschaft zu teilen", 3] == "Hospitation"


def test_no_text_becomes_a_formula() -> None:
    answers = pd.DataFrame(
        [("topic_field", "eakte", "bp_text", "=HYPERLINK(1)", "=HYPERLINK(1)")], columns=[*KEY, "code", "text"]
    )

    book = template_xlsx(_reference(), city_id=BRUCHSAL, wave_id="2026-2", answers=answers)
    text = template_csv(_reference(), city_id=BRUCHSAL, wave_id="2026-2", answers=answers)

    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert "eakte.bp_text;gute Praxis;'=HYPERLINK(1);" in text.decode("utf-8-sig")


def test_contacts_leave_in_no_file() -> None:
    answers = pd.DataFrame(
        [("city_field", "", "contact", "amt@stadt.example", "amt@stadt.example")], columns=[*KEY, "code", "text"]
    )

    content = template_csv(_reference(), city_id=BRUCHSAL, wave_id="2026-2", answers=answers)

    assert b"amt@stadt.example" not in content


@given(st.decimals(0, 10**7, places=3))
def test_a_number_to_start_from_has_one_reading(value: float) -> None:
    """1.125 is written 1,1250: with three decimals it could be read as thousands."""
    code = write_number(float(value))

    assert read_number(_written(code, code, "number", {})) == float(value)


def test_questions_with_scales_of_their_own_show_their_wording_by_place() -> None:
    """One question answered yes or no: two choices, headed 1 and 2."""
    reference = _reference()
    other = replace(
        reference,
        questions=reference.questions[:1],
        options=pd.DataFrame(
            [("EAK01", "yes", 1.0, "ja", "yes", "level"), ("EAK01", "no", 0.0, "no", "no", "level")],
            columns=reference.options.columns,
        ),
    )

    content = template_csv(other, city_id=BRUCHSAL, wave_id="2026-2")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert rows[4][4:] == ["Wahl 1", "Wahl 2"]
    assert rows[6][4:] == ["yes – ja", "no"]


@pytest.mark.parametrize(("city_id", "wave_id"), [("99999999", "2026-2"), (BRUCHSAL, "1999-1")])
def test_an_unknown_city_or_wave_is_refused(city_id: str, wave_id: str) -> None:
    with pytest.raises(UnknownId):
        template_csv(_reference(), city_id=city_id, wave_id=wave_id)


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_survey_gives_the_same_bytes(make: Maker) -> None:
    first, second = (make(_reference(), city_id=BRUCHSAL, wave_id="2026-2", core_only=True) for _ in range(2))

    assert first == second


def test_the_real_network_of_35_countries_has_a_template(real_answers: Path) -> None:
    reference = read_reference(real_answers / "reference")

    content = template_xlsx(reference, city_id="AT", wave_id="2023")

    assert inspect(content, name="", reference=reference).summary["layout"] == "question_per_row"
