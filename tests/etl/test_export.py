"""The export: what may be published and nothing else, in both formats, described."""

import codecs
import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package

from etl.export import export_tables
from etl.ingest import ingest
from etl.publish import publish
from etl.reference.versions import reference_in_force
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from tests.builders import change_reference
from tests.etl import survey_files as files
from tests.etl.survey_files import CITY, OTHER_CITY

ANSWERS = {
    CITY: {
        "EAK01": "3",
        "EAK02": "kA",
        "SEC01": "1",
        "infosicherheit.status": "pilot",
        "eakte.bp_text": "=1+1",
        "eakte.budget_eur": "18500",
        "contact": "digital@ettlingen.example",
        "visibility": "oeffentlich",
    },
    OTHER_CITY: {"EAK01": "4", "eakte.status": "pilot", "visibility": "netzwerk"},
}


@pytest.fixture
def exported(empty: Settings, tmp_path: Path) -> Path:
    return _export(empty, tmp_path / "real", is_sample=False)


def _export(settings: Settings, directory: Path, *, is_sample: bool) -> Path:
    if not is_sample:
        change_reference(settings, "waves.csv", {"2026-04-30;1": ";0", "2026-10-31;1": ";0"})
    ledger = open_ledger(settings.ledger_url)
    reference = reference_in_force(ledger, settings)
    content = files.write(files.long(ANSWERS))
    receipt = ingest(content, name="x.csv", actor=LOCAL_COORDINATOR, ledger=ledger, reference=reference)
    assert receipt.status == "accepted"
    export_tables(publish(ledger, settings), directory)
    return directory


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_of_a_real_wave_only_public_cities_are_in_it_and_no_sensitive_topic(exported: Path) -> None:
    """Ettlingen is public, Bühl is not; SEC01 is about security."""
    found = [(row["city_id"], row["question_id"], row["code"], row["note"]) for row in rows(exported / "answers.csv")]

    assert found == [(CITY, "EAK01", "3", ""), (CITY, "EAK02", "kA", "")]
    assert {row["city_id"] for row in rows(exported / "scores.csv")} == {CITY}
    assert "infosicherheit" not in {row["topic_id"] for row in rows(exported / "scores.csv")}
    assert not [row for row in rows(exported / "questions.csv") if row["question_id"].startswith("SEC")]


def test_the_package_says_how_much_is_left_out_and_why(exported: Path) -> None:
    """SEC01 is sensitive; EAK01 of Bühl is for the network only."""
    said = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))["description"]

    assert said == (
        "Nicht enthalten, weil die Stadt sie nicht veröffentlicht: Antworten 1, Städte 1. "
        "Nicht enthalten, weil das Thema vertraulich ist: Antworten 1, Städte 1."
    )


def test_neither_a_contact_nor_free_text_is_in_any_file(exported: Path) -> None:
    fields = [(row["topic_id"], row["field_id"], row["value"]) for row in rows(exported / "planning.csv")]

    assert fields == [
        ("", "visibility", "oeffentlich"),
        ("eakte", "budget_eur", "18500"),
    ]
    assert not [
        path for path in exported.iterdir() if any(text in path.read_bytes() for text in (b"ettlingen.example", b"1+1"))
    ]


def test_sample_waves_are_whole_and_marked_in_every_row(empty: Settings, tmp_path: Path) -> None:
    exported = _export(empty, tmp_path / "sample", is_sample=True)
    answers = rows(exported / "answers.csv")

    assert {row["city_id"] for row in answers} == {CITY, OTHER_CITY}
    assert {(row["is_sample"], row["note"]) for row in answers} == {("true", "Beispieldaten")}
    assert "Beispieldaten" in json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))["description"]


@pytest.mark.parametrize("name", ["answers", "planning", "scores", "questions"])
def test_both_formats_hold_the_same(name: str, exported: Path) -> None:
    text = pd.read_csv(exported / f"{name}.csv", dtype="str", keep_default_na=False)
    columns = pd.read_parquet(exported / f"{name}.parquet")

    assert list(text.columns) == list(columns.columns)
    assert len(text) == len(columns) > 0
    keys = [column for column in columns.columns if column.endswith("_id")]
    assert text[keys].to_numpy().tolist() == columns[keys].fillna("").to_numpy().tolist()


def test_excel_is_told_that_the_umlauts_are_utf_8(exported: Path) -> None:
    """A byte order mark, once, at the beginning of each CSV."""
    contents = [path.read_bytes() for path in sorted(exported.glob("*.csv"))]

    assert [content.startswith(codecs.BOM_UTF8) and content.count(codecs.BOM_UTF8) for content in contents] == [1] * 4


def test_the_package_describes_every_file_and_column(exported: Path) -> None:
    """The text keys of answers are its primary key; the level that a question lacks is what makes a number of it."""
    package = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}

    assert {resource["path"] for resource in resources.values()} == {
        path.name for path in exported.iterdir() if path.suffix in (".csv", ".parquet")
    }
    answers = resources["answers"]["schema"]
    assert [field["name"] for field in answers["fields"]] == list(rows(exported / "answers.csv")[0])
    assert answers["primaryKey"] == ["city_id", "wave_id", "question_id"]
    types = {field["name"]: field["type"] for field in answers["fields"]}
    assert (types["city_id"], types["is_sample"], types["answer_points"]) == ("string", "boolean", "number")


def test_the_same_data_gives_the_same_files(empty: Settings, tmp_path: Path) -> None:
    first = _export(empty, tmp_path / "a", is_sample=False)
    second = tmp_path / "b"
    export_tables(publish(open_ledger(empty.ledger_url), empty), second)
    names = [path.name for path in first.iterdir() if path.suffix in (".csv", ".parquet")]

    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]


def test_the_package_validates_and_portals_learn_what_is_left_out(exported: Path) -> None:
    """Frictionless reads every table against its description."""
    report = Package(str(exported / "datapackage.json")).validate()
    described = json.loads((exported / "dcat.jsonld").read_text(encoding="utf-8"))

    assert report.valid, report.flatten(["type", "message"])
    assert "Nicht enthalten, weil die Stadt sie nicht veröffentlicht" in described["dct:description"]["@value"]
    files = {distribution["dcat:accessURL"]["@id"] for distribution in described["dcat:distribution"]}
    assert files == {path.name for path in exported.iterdir()} - {"dcat.jsonld", "datapackage.json"}
