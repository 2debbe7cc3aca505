"""Every layout and dialect of the same answers gives the same values."""

import pandas as pd
import pytest

from etl.findings import Finding
from etl.ingest import Inspection, inspect
from etl.recognising.layouts import Overrides
from etl.reference.read import Reference, read_reference
from maturity.settings import PROJECT
from tests.etl import survey_files as files
from tests.etl.survey_files import ANSWERS, CITY, OTHER_CITY, WAVE

REFERENCE: Reference = read_reference(PROJECT / "data" / "reference")
VALUES = ["city_id", "wave_id", "item", "topic_id", "item_id", "code", "number"]


def read(
    rows: list[list[str]] | bytes, *, wave_id: str | None = None, overrides: Overrides | None = None
) -> Inspection:
    content = rows if isinstance(rows, bytes) else files.write(rows)
    return inspect(content, name="export.csv", reference=REFERENCE, wave_id=wave_id, overrides=overrides)


def values_of(inspection: Inspection) -> pd.DataFrame:
    assert not inspection.errors, "\n".join(str(finding) for finding in inspection.errors)
    return inspection.values[VALUES].sort_values(VALUES[:5], ignore_index=True)


def test_the_long_layout_gives_each_answer_its_code_and_number() -> None:
    """Ettlingen: EAK01 is level 3, `kA` has no number, 2,5 posts are 2.5; Bühl left EAK02 out, so it has no row."""
    inspection = read(files.long(ANSWERS))
    rows = inspection.values.to_dict("records")
    found = {(row["city_id"], row["item_id"]): (row["code"], row["number"]) for row in rows}

    assert found[CITY, "EAK01"] == ("3", 3.0)
    assert found[CITY, "EAK03"][0] == "kA"
    assert pd.isna(found[CITY, "EAK03"][1])
    assert found[CITY, "challenges"][0] == "PERS;ZEIT"
    assert found[CITY, "budget_eur"] == ("18500", 18500.0)
    assert found[CITY, "fte_total"] == ("2.5", 2.5)
    assert (OTHER_CITY, "EAK02") not in found
    assert inspection.summary["layout"] == "long"


def _lower_headings() -> list[list[str]]:
    header, *rows = files.city_per_row(ANSWERS)
    return [[heading.lower() for heading in header], *rows]


DIALECTS: dict[str, bytes] = {
    "ids as headings": files.write(files.city_per_row(ANSWERS)),
    "comma": files.write(files.city_per_row(ANSWERS), delimiter=","),
    "tab, UTF-16": files.write(files.long(ANSWERS), delimiter="\t", encoding="utf-16"),
    "pipe, BOM": files.write(files.long(ANSWERS), delimiter="|", encoding="utf-8-sig"),
    "city headed AGS": files.write(files.city_per_row(ANSWERS, city_heading="AGS")),
    "lower case headings": files.write(_lower_headings()),
    "columns turned round": files.write([row[::-1] for row in files.city_per_row(ANSWERS)]),
    "rows turned round": files.write([files.long(ANSWERS)[0], *files.long(ANSWERS)[:0:-1]]),
    "Microsoft Forms": files.write(files.microsoft_forms(ANSWERS, REFERENCE), encoding="cp1252"),
    "Google Forms": files.write(files.google_forms(ANSWERS, REFERENCE), delimiter=","),
}
LIMESURVEY = [
    (style, as_text)
    for style in ("code", "code and text", "sub-question", "underscore", "text")
    for as_text in (False, True)
]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_same_values(dialect: str) -> None:
    """Survey tools do not know the wave; it is said at the upload."""
    expected = values_of(read(files.long(ANSWERS)))

    pd.testing.assert_frame_equal(expected, values_of(read(DIALECTS[dialect], wave_id=WAVE)))


@pytest.mark.parametrize(("style", "as_text"), LIMESURVEY)
def test_every_export_of_limesurvey_gives_the_same_values(style: str, as_text: bool) -> None:
    """With BOM, every cell quoted and an extra blank line at the end, as LimeSurvey writes."""
    rows = files.limesurvey(ANSWERS, REFERENCE, style=style, as_text=as_text)
    inspection = read(files.write(rows, encoding="utf-8-sig", all_quoted=True) + b"\r\n", wave_id=WAVE)

    pd.testing.assert_frame_equal(values_of(read(files.long(ANSWERS))), values_of(inspection))
    assert inspection.summary["tool"] == "limesurvey"


def test_the_template_gives_the_same_values() -> None:
    """City and wave stand in its head."""
    expected = values_of(read(files.long({CITY: ANSWERS[CITY]})))
    inspection = read(files.template(ANSWERS[CITY]))

    pd.testing.assert_frame_equal(expected, values_of(inspection))
    assert inspection.summary["cities"] == {CITY: ["head"]}
    assert inspection.summary["waves"] == {WAVE: ["head"]}


def test_survey_codes_count_from_the_first_answer_and_say_so() -> None:
    """A1 is the first answer, level 0; A5 is level 4; A6 is `kA`."""
    rows = [["id", "submitdate", "lastpage", "stadt", "EAK01", "EAK02", "EAK03"]]
    rows += [["1", "2026-03-17", "7", CITY, "A1", "A5", "A6"]]
    inspection = read(rows, wave_id=WAVE)

    assert values_of(inspection)["code"].tolist() == ["0", "4", "kA"]
    assert [finding.code for finding in inspection.findings if finding.message.number == "F31"] == ["survey_codes"]


@pytest.mark.parametrize(("first", "first_code", "codes"), [("A0", None, ["0", "3"]), ("A1", 0, ["1", "3"])])
def test_survey_codes_from_zero_are_levels(first: str, first_code: int | None, codes: list[str]) -> None:
    """A file that holds A0 counts from zero; without it a person can say so."""
    rows = [["Stadt", "EAK01", "EAK02"], [CITY, first, "A3"]]
    inspection = read(rows, wave_id=WAVE, overrides=Overrides(first_code=first_code))

    assert codes == values_of(inspection)["code"].tolist()


def test_answers_that_were_not_submitted_are_left_out_with_a_note() -> None:
    """Bühl never pressed the last button: no submitdate."""
    rows = [["id", "submitdate", "lastpage", "stadt", "EAK01"]]
    rows += [["1", "2026-03-17", "7", CITY, "3"], ["2", "", "3", OTHER_CITY, "1"]]
    inspection = read(rows, wave_id=WAVE)

    assert values_of(inspection)["city_id"].tolist() == [CITY]
    assert [(f.code, f.row) for f in inspection.findings if f.message.number == "F29"] == [("response_unfinished", 3)]


def test_columns_of_the_tool_are_not_taken_and_not_complained_about() -> None:
    rows = files.limesurvey(ANSWERS, REFERENCE)

    assert [f.code for f in read(rows, wave_id=WAVE).findings] == []


def test_an_unknown_column_is_a_note_and_a_misspelt_one_an_error() -> None:
    rows = [["Stadt", "Welle", "EAK01", "Wetter", "EAK0Z"], [CITY, WAVE, "3", "schön", "2"]]
    found = [(f.code, f.row, f.column) for f in read(rows).findings]

    assert found == [("column_unknown", 1, "Wetter"), ("question_misspelt", 1, "EAK0Z")]


def test_a_person_can_say_what_a_column_means() -> None:
    """`Reife` becomes EAK01, `Ort der Stadtwerke` is left out."""
    rows = [["Stadt", "Welle", "Reife", "EAK02"], [CITY, WAVE, "3", "2"]]
    inspection = read(rows, overrides=Overrides(columns={"Reife": "EAK01"}))
    mapping = inspection.mapping.set_index("heading")

    assert values_of(inspection)["item_id"].tolist() == ["EAK01", "EAK02"]
    assert mapping.loc["Reife", "how"] == "chosen"
    assert mapping.loc["EAK02", "how"] == "id"


def test_rows_without_an_id_are_sections_unless_they_hold_a_questions_text() -> None:
    """The second row has an answer but no question: a note. The third has the question's text: its id was lost."""
    rows = [["Frage-ID", "Frage", "Antwort"], ["EAK01", "", "3"], ["", "Zwischenstand", "4"]]
    rows += [["", "Ersetzendes Scannen", "2"]]
    found = [(f.code, f.row, f.severity) for f in inspect_city(rows)]

    assert found == [("row_without_id", 3, "note"), ("id_lost", 4, "error")]


def inspect_city(rows: list[list[str]]) -> list[Finding]:
    inspection = inspect(files.write(rows), name="x.csv", reference=REFERENCE, city_id=CITY, wave_id=WAVE)
    return inspection.findings


def test_columns_with_names_of_people_are_noted_unless_they_are_anonymous() -> None:
    """Microsoft Forms writes `anonymous` where nobody was asked to sign in."""
    header, row = ["Id", "E-Mail", "Name", "Stadt", "EAK01"], ["1", "anonymous", "Erika Muster", CITY, "3"]
    found = [(f.code, f.column) for f in read([header, row], wave_id=WAVE).findings]

    assert found == [("personal_column", "Name")]


def test_the_vv_format_has_its_codes_in_the_second_row() -> None:
    """Row 1 holds the texts, row 2 the codes; a question that was not shown has no answer."""
    texts = ["Response ID", "Date submitted", "Ort", "Anteil der Organisationseinheiten", "Aktenplan"]
    rows = [
        texts,
        ["id", "submitdate", "stadt", "EAK01", "EAK02"],
        ["1", "2026-03-17", CITY, "3", "{question_not_shown}"],
    ]
    inspection = read(files.write(rows, delimiter="\t"), wave_id=WAVE)

    assert values_of(inspection)["item_id"].tolist() == ["EAK01"]
    assert inspection.values["row"].tolist() == [3]
    assert inspection.summary["header_row"] == 2
    assert [finding.code for finding in inspection.findings] == ["header_codes"]
