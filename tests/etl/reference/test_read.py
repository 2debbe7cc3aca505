"""Reference data: the shipped files hold, and every fault of other files is named with its file and line."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from etl.findings import CATALOGUE, Finding
from etl.reference.read import check_reference, read_reference
from maturity import language, settings
from maturity.errors import DataDirectoryInvalid, ReferenceInvalid

SHIPPED = settings.PROJECT / "data" / "reference"
REAL = settings.PROJECT.parent / "shared" / "real" / "odm2023" / "reference"

# Three cities, two topics, two questions; the county of 09000003 and its position are unknown.
SMALL = {
    "network.toml": 'name = "Klein"\ncoordinator = "01000001"\nlanguages = ["de", "en"]\ncity_key = "ags"\n',
    "cities.csv": """\
city_id;name;status;county;population;area_km2;lat;lon
01000001;Astadt;Stadt;Kreis;1000;10.5;49.1;8.1
01000002;Bstadt;Stadt;Kreis;2000;20.5;49.2;8.2
09000003;Cstadt;Stadt;;3000;;;
""",
    "waves.csv": """\
wave_id;label;opens_on;closes_on;is_sample
2026-1;Erste;2026-03-01;2026-04-30;1
2026-2;Zweite;2026-09-01;2026-10-31;0
""",
    "memberships.csv": """\
city_id;wave_id
01000001;2026-1
01000002;2026-1
""",
    "topics.csv": """\
topic_id;position;dimension_id;name_de;long_name_de;name_en;sensitive
netz;2;grund;Netz;Breitband;Network;0
akte;1;amt;Akte;E-Akte;Records;1
""",
    "questions.csv": """\
question_id;topic_id;core;weight;scale_min;scale_max;text_de;text_en
A1;akte;1;1;0;4;Anteil;Share
N1;netz;0;0.5;4;0;Ausbau;Roll-out
""",
    "options.csv": """\
question_id;code;value;label_de;label_en;kind
A1;0;0;keine;none;level
A1;4;4;alle;all;level
A1;kA;;keine Angabe;not stated;kA
N1;0;0;keiner;none;level
N1;NZ;;nicht zuständig;not ours;nz
N1;nz;0;teils;partly;level
""",
}
PLANNING = {
    "dimensions.csv": "dimension_id;position;name_de;name_en\namt;1;Amt;Office\ngrund;2;Grund;Base\n",
    "levels.csv": "level;name_de;name_en\n0;keine;none\n1;alle;all\n",
    "planning_fields.csv": """\
field_id;per;type;options;label_de;label_en
status;topic;choice;keine|pilot;Stand;Status
contact;city;mailbox;;Postfach;Mailbox
""",
    "planning_options.csv": """\
field_id;code;value;label_de;label_en
status;keine;;kein Projekt;no project
status;pilot;;Pilot;pilot
""",
    "products.csv": "product_id;name;vendor;topic_id;spellings\nx;X;Firma;akte;X 1|X 2\n",
    "aliases.csv": """\
kind;alias;target_id
city;Aburg;01000001
question;Frage 1;A1
field;Projektstand;status
option;im Test;status.pilot
option;komplett;A1.0
""",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return _write(tmp_path / "reference", SMALL | PLANNING)


def _write(directory: Path, files: dict[str, str]) -> Path:
    directory.mkdir()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8", newline="")
    return directory


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")


def _places(findings: list[Finding]) -> list[tuple[str, object, int | None, str | None]]:
    return [(finding.code, finding.details["file"], finding.row, finding.column) for finding in findings]


# The shipped files


def test_the_shipped_reference_has_no_fault() -> None:
    assert check_reference(SHIPPED) == []


def test_the_shipped_reference_has_ten_cities_nine_members_and_the_whole_questionnaire() -> None:
    """77 questions with the levels 0 to 4, kA and nz each: 77 x 7 = 539 options; one core question per topic."""
    reference = read_reference(SHIPPED)

    assert (len(reference.cities), len(reference.topics), len(reference.questions)) == (10, 19, 77)
    assert len(reference.options) == 539
    assert set(reference.options.groupby("question_id").size()) == {7}
    assert set(reference.questions.groupby("topic_id")["core"].sum()) == {1}
    assert reference.memberships.groupby("wave_id").size().to_dict() == {"2026-1": 9, "2026-2": 9, "2027-1": 9}
    assert "08215106" not in set(reference.memberships["city_id"])  # Waghäusel is no member
    assert list(reference.waves["is_sample"]) == [1, 1, 0]
    assert len(reference.dimensions) == 4
    assert list(reference.levels["name_de"])[3] == "im Regelbetrieb"


def test_every_shipped_text_has_its_own_german_and_english() -> None:
    reference = read_reference(SHIPPED)
    texts = {
        "name": [reference.dimensions, reference.topics, reference.levels],
        "label": [reference.options, reference.planning_fields, reference.planning_options],
        "text": [reference.questions],
    }

    empty = [
        (name, list(table.columns))
        for name, tables in texts.items()
        for table in tables
        if (table[[f"{name}_de", f"{name}_en"]] == "").to_numpy().any()
    ]
    assert empty == []
    assert (reference.questions["text_de"] != reference.questions["text_en"]).all()


def test_the_labels_of_one_question_are_distinct_in_both_languages_so_that_an_answer_can_be_given_by_its_text() -> None:
    options = read_reference(SHIPPED).options
    labels = options.melt("question_id", ["label_de", "label_en"], value_name="label")
    labels["label"] = labels["label"].str.casefold()

    assert labels[labels.duplicated()].empty


def test_a_spelling_means_one_product_only() -> None:
    products = read_reference(SHIPPED).products
    spellings = (
        (products["name"] + "|" + products["spellings"]).str.split("|").map(lambda names: {*map(str.casefold, names)})
    )

    assert not spellings.explode().duplicated().any()


def test_every_planning_field_of_the_design_is_there() -> None:
    fields = read_reference(SHIPPED).planning_fields.set_index("field_id")

    assert (fields["per"] == "topic").sum() == 21
    assert (fields["per"] == "city").sum() == 9
    assert fields.loc["status", "options"] == "keine|geplant|pilot|betrieb|wechsel|gestoppt"


def test_the_real_reference_of_another_network_has_no_fault() -> None:
    """Text ids, empty populations, no dimension file, and options whose codes differ only by case."""
    if not REAL.exists():
        pytest.skip(f"{REAL} is not there: the real survey is not part of the repository")

    # Its only wave has no dates, and so is open until somebody closes it.
    assert [fault.code for fault in check_reference(REAL)] == ["reference_dates_missing"]
    reference = read_reference(REAL)
    assert (len(reference.cities), len(reference.questions)) == (35, 162)
    assert list(reference.dimensions["dimension_id"]) == ["odm"]


# Reading


def test_text_stays_text_and_numbers_become_numbers(small: Path) -> None:
    reference = read_reference(small)

    assert list(reference.cities["city_id"]) == ["01000001", "01000002", "09000003"]
    assert list(reference.cities["county"]) == ["Kreis", "Kreis", ""]
    assert reference.cities["lat"].tolist()[:2] == [49.1, 49.2]
    assert reference.cities["lat"].isna().tolist() == [False, False, True]
    assert reference.questions["weight"].tolist() == [1.0, 0.5]
    assert reference.topics["sensitive"].dtype == "int64"
    assert reference.options["value"].isna().tolist() == [False, False, True, False, True, False]
    assert reference.network["coordinator"] == "01000001"


def test_without_their_files_dimensions_come_from_the_topics_and_the_rest_is_empty(tmp_path: Path) -> None:
    """By position `akte` is the first topic, so its dimension `amt` is the first."""
    reference = read_reference(_write(tmp_path / "reference", SMALL))

    expected = pd.DataFrame(
        {"dimension_id": ["amt", "grund"], "position": [1, 2], "name_de": ["amt", "grund"], "name_en": ["amt", "grund"]}
    ).assign(weight=1.0)
    pd.testing.assert_frame_equal(expected, reference.dimensions)
    assert reference.planning_options.empty
    assert list(reference.levels.columns) == ["level", "name_de", "name_en"]
    assert reference.levels["level"].dtype == "int64"


def test_a_file_saved_by_a_spreadsheet_with_bom_crlf_and_a_line_break_in_a_cell_reads_the_same(small: Path) -> None:
    before = read_reference(small).questions
    path = small / "questions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    after = read_reference(small).questions
    _replace(small / "options.csv", "alle;all", '"alle,\nwirklich";all')
    _replace(small / "options.csv", "teils;partly", "teils;")

    pd.testing.assert_frame_equal(before, after)
    # The broken cell stands in lines 3 and 4, so the last row starts in line 8.
    assert _places(check_reference(small)) == [("reference_text_missing", "options.csv", 8, "label_en")]


def test_the_hash_changes_with_any_byte_of_any_file_and_with_nothing_else(small: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(small, tmp_path / "copy"))
    before = read_reference(copy).hash
    assert before == read_reference(small).hash
    assert re.fullmatch("[0-9a-f]{64}", before)

    (copy / "notes.txt").write_text("not a reference file")
    assert before == read_reference(copy).hash
    (copy / "parameters.toml").write_text("[limit]\n")
    assert before != read_reference(copy).hash


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    directory = _write(tmp_path / "reference", SMALL)
    (directory / "topics.csv").unlink()
    (directory / "network.toml").unlink()

    with pytest.raises(DataDirectoryInvalid) as raised:
        check_reference(directory)
    assert raised.value.details == {
        "directory": tmp_path,
        "missing": "reference/network.toml, reference/topics.csv",
    }
    with pytest.raises(DataDirectoryInvalid):
        read_reference(tmp_path / "nowhere")


# Faults

TWELVE = [
    # file, what stands there, what a slip makes of it, the finding
    ("cities.csv", "01000002;Bstadt", "1000002;Bstadt", ("reference_ags_invalid", 3, "city_id")),
    ("cities.csv", "49.1", "149.1", ("reference_out_of_range", 2, "lat")),
    ("waves.csv", "2026-04-30", "2026-02-30", ("reference_not_a_date", 2, "closes_on")),
    ("memberships.csv", "01000001;2026-1", "01000001;2025-1", ("reference_id_unknown", 2, "wave_id")),
    ("topics.csv", "netz;2;grund", "netz;2;grnd", ("reference_id_unknown", 2, "dimension_id")),
    ("topics.csv", "E-Akte;Records", "E-Akte;", ("reference_text_missing", 3, "name_en")),
    ("questions.csv", "A1;akte;1;1", "A1;akte;1;-1", ("reference_out_of_range", 2, "weight")),
    ("questions.csv", "0.5;4;0", "0,5;4;0", ("reference_not_a_number", 3, "weight")),
    ("options.csv", "A1;4;4", "A1;4;5", ("reference_off_scale", 3, "value")),
    ("options.csv", "not ours;nz", "not ours;n.z.", ("reference_kind_unknown", 6, "kind")),
    ("planning_fields.csv", "contact;city;mailbox", "contact;city;e-mail", ("reference_kind_unknown", 3, "type")),
    ("aliases.csv", "question;Frage 1;A1", "question;Frage 1;A9", ("reference_id_unknown", 3, "target_id")),
]


def test_twelve_faults_in_one_directory_are_all_found_with_file_and_line(small: Path) -> None:
    # A city whose id lost its 0 is also unknown to its membership in line 3.
    for file, old, new, _ in TWELVE:
        _replace(small / file, old, new)

    expected = {(code, file, row, column) for file, _, _, (code, row, column) in TWELVE}
    expected.add(("reference_id_unknown", "memberships.csv", 3, "city_id"))
    findings = _places(check_reference(small))
    assert len(findings) == 13
    assert expected == set(findings)


OTHERS = [
    ("network.toml", 'name = "Klein"\n', "", ("reference_text_missing", None, "name")),
    ("network.toml", '"ags"', '"gkz"', ("reference_kind_unknown", None, "city_key")),
    ("network.toml", '"01000001"', '"01000009"', ("reference_id_unknown", None, "coordinator")),
    ("network.toml", '"Klein"', '"Klein', ("reference_unreadable", None, None)),
    ("cities.csv", "09000003;Cstadt", ";Cstadt", ("reference_id_empty", 4, "city_id")),
    ("cities.csv", "Cstadt;Stadt", "Cstadt", ("reference_row_length", 4, None)),
    ("cities.csv", "Cstadt", "Bstadt", ("reference_name_twice", 4, "name")),
    ("waves.csv", ";2026-10-31;0", ";;0", ("reference_dates_missing", 3, "closes_on")),
    ("cities.csv", "8.2", "188.2", ("reference_out_of_range", 3, "lon")),
    ("cities.csv", ";3000;", ";3.000 E;", ("reference_not_a_number", 4, "population")),
    ("waves.csv", "2026-04-30", "2026-02-28", ("reference_out_of_range", 2, "closes_on")),
    ("waves.csv", ";0", ";nein", ("reference_kind_unknown", 3, "is_sample")),
    ("memberships.csv", "01000002;2026-1", "01000001;2026-1", ("reference_duplicate", 3, "wave_id")),
    ("memberships.csv", "01000002;2026-1", "01000009;2026-1", ("reference_id_unknown", 3, "city_id")),
    ("topics.csv", "netz;2;", "netz;zwei;", ("reference_not_a_number", 2, "position")),
    ("topics.csv", "netz;2;", f"netz;{10**20};", ("reference_out_of_range", 2, "position")),
    ("topics.csv", "Netz;Breitband", "Netz; ", ("reference_text_missing", 2, "long_name_de")),
    ("questions.csv", "N1;netz;0;0.5;4;0", "N1;netz;0;0.5;0;0", ("reference_scale_flat", 3, "scale_max")),
    ("questions.csv", "text_en", "text_english", ("reference_column_missing", 1, "text_en")),
    (
        "questions.csv",
        "Roll-out\n",
        "Roll-out\nA2;akte;0;1;0;4;Plan;Plan\n",
        ("reference_options_missing", 4, "question_id"),
    ),
    ("questions.csv", "Roll-out\n", "Roll-out\nA1;akte;0;1;0;4;Plan;Plan\n", ("reference_duplicate", 4, "question_id")),
    ("options.csv", "N1;0;0", "B1;0;0", ("reference_id_unknown", 5, "question_id")),
    ("options.csv", "A1;4;4", "A1;0;4", ("reference_duplicate", 3, "code")),
    ("options.csv", "A1;4;4", "A1;4;", ("reference_not_a_number", 3, "value")),
    ("options.csv", "A1;kA;", "A1;kA;0", ("reference_value_unexpected", 4, "value")),
    ("options.csv", "alle;all", '"alle;all', ("reference_unreadable", 3, None)),
    ("levels.csv", "1;alle", "0;alle", ("reference_duplicate", 3, "level")),
    ("planning_fields.csv", "mailbox;", "choice;", ("reference_options_missing", 3, "options")),
    ("planning_fields.csv", "keine|pilot", "keine|pilot|ende", ("reference_id_unknown", 2, "options")),
    ("planning_fields.csv", "contact;city", "contact;Stadt", ("reference_kind_unknown", 3, "per")),
    ("planning_options.csv", "Pilot;pilot\n", "Pilot;pilot\nstatus;x;;X;X\n", ("reference_id_unknown", 4, "code")),
    ("products.csv", "Firma;akte", "Firma;akten", ("reference_id_unknown", 2, "topic_id")),
    ("aliases.csv", "status.pilot", "status.betrieb", ("reference_id_unknown", 5, "target_id")),
    ("aliases.csv", "city;Aburg;01000001", "town;Aburg;01000001", ("reference_kind_unknown", 2, "kind")),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), [*TWELVE[1:], *OTHERS])
def test_one_fault_gives_one_finding_that_names_it(
    small: Path, file: str, old: str, new: str, expected: tuple[str, int | None, str | None]
) -> None:
    _replace(small / file, old, new)

    code, row, column = expected
    findings = check_reference(small)
    assert _places(findings) == [(code, file, row, column)]
    for spoken in ("en", "de"):
        language.use(spoken)
        assert file in findings[0].sentence


def test_every_code_of_the_reference_is_triggered_by_a_planted_fault() -> None:
    planted = {code for _, _, _, (code, _, _) in [*TWELVE, *OTHERS]}

    # What a version lacks that the one before had, and questions of no wave, are tested in test_versions.py.
    assert planted == {code for code in CATALOGUE if code.startswith("reference_")} - {
        "reference_id_lost",
        "reference_never_asked",
    }


def test_a_file_that_is_not_utf8_is_named_with_its_line(small: Path) -> None:
    path = small / "topics.csv"
    path.write_bytes(path.read_bytes().replace(b"Breitband", "Büros".encode("cp1252")))

    assert _places(check_reference(small)) == [("reference_unreadable", "topics.csv", 2, None)]


def test_an_empty_network_file_lacks_its_entries(small: Path) -> None:
    (small / "network.toml").write_text("")

    columns = [finding.column for finding in check_reference(small)]
    assert columns == ["name", "city_key", "languages"]


def test_a_file_without_its_columns_blames_no_other_file(small: Path) -> None:
    (small / "cities.csv").write_text("")

    assert {finding.details["file"] for finding in check_reference(small)} == {"cities.csv"}
    assert len(check_reference(small)) == 8


def test_a_question_without_weight_may_lack_a_scale_because_it_is_never_scored(small: Path) -> None:
    _replace(small / "questions.csv", "N1;netz;0;0.5;4;0", "N1;netz;0;0;0;0")

    assert check_reference(small) == []


def test_a_network_without_english_needs_no_english_texts(small: Path) -> None:
    _replace(small / "topics.csv", "E-Akte;Records", "E-Akte;")
    _replace(small / "network.toml", '["de", "en"]', '["de"]')

    assert check_reference(small) == []


def test_a_network_of_other_cities_needs_no_municipality_keys(small: Path) -> None:
    for file in ("cities.csv", "memberships.csv"):
        _replace(small / file, "01000002", "BE")
    _replace(small / "network.toml", '"ags"', '"text"')

    assert check_reference(small) == []


def test_reading_faulty_files_raises_with_the_number_and_the_sentences_of_all_faults(small: Path) -> None:
    _replace(small / "options.csv", "A1;4;4", "A1;4;5")
    _replace(small / "cities.csv", "49.1", "149.1")
    language.use("de")

    with pytest.raises(ReferenceInvalid) as raised:
        read_reference(small)
    assert raised.value.details["count"] == 2
    assert raised.value.details["faults"] == [
        "Zeile 2, Spalte lat: „149.1“ in cities.csv liegt außerhalb des zulässigen Bereichs (≤ 90). "
        "Bitte berichtigen Sie den Wert.",
        "Zeile 3, Spalte value: „5“ in options.csv liegt nicht auf der Skala der Frage (0 … 4). "
        "Bitte den Wert oder die Skala der Frage berichtigen.",
    ]


def test_facts_of_programmes_fit_their_fields_and_name_topics_of_the_network(small: Path) -> None:
    header = "programme_id;field;value;quotation;source;checked_on\n"
    facts = "P;rate;101;Zitat;;\nP;topics;netz;Zitat;;\nP;topics_;x;;;\nP;closes;2027-3-1;;;\nP;topics;nirgends;;;\n"
    (small / "programmes.csv").write_text(header + facts, encoding="utf-8")
    (small / "programme_areas.csv").write_text(
        "kind;code;target\narea;mobil;netz\narea;mobil;rad\nregion;hier;01\n", encoding="utf-8"
    )

    assert [(*place, finding.value) for finding in check_reference(small) for place in _places([finding])] == [
        ("reference_kind_unknown", "programmes.csv", 2, "value", "101"),
        ("reference_kind_unknown", "programmes.csv", 4, "field", "topics_"),
        ("reference_kind_unknown", "programmes.csv", 5, "value", "2027-3-1"),
        ("reference_duplicate", "programmes.csv", 6, "field", "topics"),
        ("reference_id_unknown", "programmes.csv", 6, "value", "nirgends"),
        ("reference_id_unknown", "programme_areas.csv", 3, "target", "rad"),
    ]


def test_every_shipped_fact_of_a_programme_has_its_quotation_source_and_day() -> None:
    facts = read_reference(SHIPPED).programmes

    assert (facts[["quotation", "source", "checked_on"]] != "").all(axis=None)
    assert facts["source"].str.startswith("http").all()
    assert facts["programme_id"].nunique() == 10
