"""The same answers through every layout, tool and dialect are the same: drawn at random, and the real ones, all 35."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.ingest import Inspection, inspect
from etl.recognising.layouts import Overrides
from etl.reference.read import Reference, read_reference
from etl.templates.make import template_csv, template_xlsx
from maturity.settings import PROJECT
from tests.etl import survey_files as files
from tests.etl.dialects import write_csv
from tests.etl.survey_files import CITY, OTHER_CITY, WAVE, Answers

REFERENCE: Reference = read_reference(PROJECT / "data" / "reference")
QUESTIONS = [str(question_id) for question_id in REFERENCE.questions["question_id"]]
VALUES = ["city_id", "wave_id", "item", "topic_id", "item_id", "code", "number"]
Rows = list[list[str]]


def _limesurvey(style: str, *, as_text: bool) -> Callable[[Answers], Rows]:
    return lambda answers: files.limesurvey(answers, REFERENCE, style=style, as_text=as_text)


def _two_header_rows(answers: Answers) -> Rows:
    """Groups above the ids, as a workbook with merged cells is saved."""
    header, *rows = files.city_per_row(answers)
    return [["Stadt", "Welle", *["Fragen"] * (len(header) - 2)], header, *rows]


def _under_a_preface(answers: Answers) -> Rows:
    header, *rows = files.city_per_row(answers)
    blank = [""] * len(header)
    return [["Umfrage", *blank[1:]], blank, ["Welle", WAVE, *blank[2:]], header, *rows]


LAYOUTS: dict[str, Callable[[Answers], Rows]] = {
    "long": files.long,
    "city per row": files.city_per_row,
    "two header rows": _two_header_rows,
    "under a preface": _under_a_preface,
    "LimeSurvey, codes": _limesurvey("code", as_text=False),
    "LimeSurvey, codes and texts": _limesurvey("code and text", as_text=True),
    "LimeSurvey, sub-questions": _limesurvey("sub-question", as_text=False),
    "LimeSurvey, texts": _limesurvey("text", as_text=True),
    "Microsoft Forms": lambda answers: files.microsoft_forms(answers, REFERENCE),
    "Google Forms": lambda answers: files.google_forms(answers, REFERENCE),
}


def values_of(inspection: Inspection) -> pd.DataFrame:
    assert not inspection.errors, [str(error) for error in inspection.errors][:5]
    return inspection.values[VALUES].sort_values(VALUES[:5], ignore_index=True)


def as_workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(text) if text.isdecimal() and text[0] != "0" else text or None for text in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@st.composite
def city_answers(draw: st.DrawFn) -> dict[str, str]:
    """At least two questions; planning fields whose text has one reading only."""
    levels = st.sampled_from(["0", "1", "2", "3", "4", "kA", "nz"])
    asked = draw(st.lists(st.sampled_from(QUESTIONS), min_size=2, max_size=8, unique=True))
    plan = {
        "eakte.status": draw(st.sampled_from(["", "keine", "geplant", "pilot", "betrieb"])),
        "eakte.challenges": draw(st.sampled_from(["", "PERS", "GELD;ZEIT", "PERS;GELD;ZEIT"])),
        "eakte.budget_eur": draw(st.sampled_from(["", "0", "18500", "18.500,00"])),
        "fte_total": draw(st.sampled_from(["", "2,5", "0"])),
    }
    return {key: draw(levels) for key in asked} | {key: text for key, text in plan.items() if text}


@settings(max_examples=120, deadline=None)
@given(
    first=city_answers(),
    second=city_answers(),
    layout=st.sampled_from(list(LAYOUTS)),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    is_quoted=st.booleans(),
)
def test_any_answers_survive_any_layout_and_dialect(
    first: dict[str, str],
    second: dict[str, str],
    layout: str,
    delimiter: str,
    end: str,
    encoding: str,
    is_quoted: bool,
) -> None:
    """Read twice, once as plain long file and once as drawn: equal to the last value."""
    answers = {CITY: first, OTHER_CITY: second}
    rows = LAYOUTS[layout](answers)
    content = write_csv(rows, delimiter=delimiter, end=end, is_quoted=is_quoted).encode(encoding, "replace")
    # A delimiter that prose holds as often as the real one is asked about; here the person answers.
    chosen = Overrides(delimiter=delimiter)
    drawn = inspect(content, name="x.csv", reference=REFERENCE, wave_id=WAVE, overrides=chosen)
    plain = inspect(files.write(files.long(answers)), name="y.csv", reference=REFERENCE)

    pd.testing.assert_frame_equal(values_of(plain), values_of(drawn))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_survives_a_workbook(layout: str) -> None:
    drawn = inspect(as_workbook(LAYOUTS[layout](files.ANSWERS)), name="x.xlsx", reference=REFERENCE, wave_id=WAVE)
    plain = inspect(files.write(files.long(files.ANSWERS)), name="y.csv", reference=REFERENCE)

    pd.testing.assert_frame_equal(values_of(plain), values_of(drawn))


@pytest.mark.parametrize("make", [template_csv, template_xlsx])
@pytest.mark.parametrize("path", sorted((PROJECT / "data" / "sample").glob("2026-1/*.csv"))[:3], ids=lambda p: p.stem)
def test_sample_answers_survive_the_template(path: Path, make: Callable[..., bytes]) -> None:
    """All but the contact, which is asked anew each time."""
    found = inspect(path.read_bytes(), name=path.name, reference=REFERENCE)
    city_id = found.parts[0].city_id
    content = make(REFERENCE, city_id=city_id, wave_id=WAVE, answers=found.values, is_sample=True)
    again = inspect(content, name="x", reference=REFERENCE)
    expected = values_of(found).loc[lambda rows: rows["item_id"] != "contact"].reset_index(drop=True)

    pd.testing.assert_frame_equal(expected, values_of(again))


@pytest.fixture(scope="module")
def real(real_answers: Path) -> tuple[Reference, dict[str, Inspection]]:
    """The 35 real files, by the country's two letters."""
    reference = read_reference(real_answers / "reference")
    paths = sorted((real_answers / "responses").glob("*.csv"))
    return reference, {
        path.name[:2]: inspect(path.read_bytes(), name=path.name, reference=reference, city_from_name="^[A-Z]{2}")
        for path in paths
    }


def _question_per_row(city_id: str, answers: dict[str, str], _texts: dict[str, str]) -> Rows:
    return [["City", city_id, ""], ["ID", "Question", "Answer"], *([key, "", text] for key, text in answers.items())]


def _long(city_id: str, answers: dict[str, str], _texts: dict[str, str]) -> Rows:
    return [["city_id", "question_id", "answer"], *([city_id, key, text] for key, text in answers.items())]


def _ids_as_headings(city_id: str, answers: dict[str, str], _texts: dict[str, str]) -> Rows:
    return [["city", *answers], [city_id, *answers.values()]]


def _texts_as_headings(city_id: str, answers: dict[str, str], texts: dict[str, str]) -> Rows:
    header = ["Timestamp", "Your city", *(f"{key}. {texts[key]}" for key in answers)]
    return [header, ["2023/06/01", city_id, *answers.values()]]


REAL_LAYOUTS = {
    "question per row": _question_per_row,
    "long": _long,
    "ids as headings": _ids_as_headings,
    "texts as headings": _texts_as_headings,
}
DIALECTS = [(";", "\r\n", "utf-8-sig"), (",", "\n", "utf-8"), ("\t", "\r\n", "utf-16"), ("|", "\r", "utf-8")]


@pytest.mark.parametrize(("delimiter", "end", "encoding"), DIALECTS)
@pytest.mark.parametrize("layout", REAL_LAYOUTS)
def test_all_real_answers_survive_every_layout(
    layout: str, delimiter: str, end: str, encoding: str, real: tuple[Reference, dict[str, Inspection]]
) -> None:
    """Each of the 35 files by itself, 162 answers each, in one dialect per run."""
    reference, inspections = real
    texts = dict(zip(reference.questions["question_id"], reference.questions["text_en"], strict=True))
    different = []
    for city_id, before in inspections.items():
        answers = dict(zip(before.values["item_id"], before.values["text"], strict=True))
        rows = REAL_LAYOUTS[layout](city_id, answers, texts)
        content = write_csv(rows, delimiter=delimiter, end=end).encode(encoding)
        after = inspect(content, name=city_id, reference=reference)
        columns = ["item_id", "code", "number"]
        same = (
            before.values[columns]
            .sort_values("item_id", ignore_index=True)
            .equals(after.values[columns].sort_values("item_id", ignore_index=True))
        )
        different += [] if same and not after.errors else [(city_id, [str(error) for error in after.errors][:2])]

    assert different == []
