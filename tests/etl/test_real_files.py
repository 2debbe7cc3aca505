"""The 35 real responses: read as they are, and rewritten into every layout, to the same answers."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from etl.ingest import Inspection, inspect
from etl.reference.read import Reference, read_reference
from tests.etl import survey_files as files

CITY_FROM_NAME = "^[A-Z]{2}"


@pytest.fixture(scope="module")
def reference(real_answers: Path) -> Reference:
    return read_reference(real_answers / "reference")


@pytest.fixture(scope="module")
def inspections(real_answers: Path, reference: Reference) -> dict[str, Inspection]:
    """By the country's two letters."""
    paths = sorted((real_answers / "responses").glob("*.csv"))
    return {
        path.name[:2]: inspect(path.read_bytes(), name=path.name, reference=reference, city_from_name=CITY_FROM_NAME)
        for path in paths
    }


def test_all_files_can_be_taken(inspections: dict[str, Inspection]) -> None:
    assert len(inspections) == 35
    assert [str(error) for found in inspections.values() for error in found.errors] == []


def test_the_points_of_all_questions_sum_to_the_published_totals(
    real_answers: Path, reference: Reference, inspections: dict[str, Inspection]
) -> None:
    """A question of weight 30 on a scale from 0 to 30: the answer's value is its points."""
    with (real_answers / "expected_totals.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {row["city_id"]: float(row["published_total"]) for row in csv.DictReader(file, delimiter=";")}
    questions = reference.questions.set_index("question_id")
    totals = {}
    for city_id, found in inspections.items():
        question = questions.loc[found.values["item_id"]]
        low, high = question["scale_min"].to_numpy(), question["scale_max"].to_numpy()
        points = (found.values["number"].to_numpy() - low) / (high - low) * question["weight"].to_numpy()
        totals[city_id] = round(float(pd.Series(points).sum()), 6)

    assert published == totals


@pytest.fixture(scope="module")
def answers(inspections: dict[str, Inspection]) -> dict[str, dict[str, str]]:
    return {
        city_id: dict(zip(found.values["item_id"], found.values["text"], strict=True))
        for city_id, found in inspections.items()
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("layout", ["long", "city per row"])
def test_the_same_answers_in_every_layout_and_dialect_are_the_same(
    layout: str,
    delimiter: str,
    encoding: str,
    answers: dict[str, dict[str, str]],
    reference: Reference,
    inspections: dict[str, Inspection],
) -> None:
    """Three countries a dialect keep this quick; all 35 go through one below."""
    some = {city_id: answers[city_id] for city_id in ("DE", "FR", "IE")}
    rewritten = _rewrite(some, layout=layout)
    found = inspect(files.write(rewritten, delimiter=delimiter, encoding=encoding), name="x", reference=reference)

    assert not found.errors
    for city_id in some:
        assert _codes(inspections[city_id], city_id) == _codes(found, city_id)


def test_all_35_in_one_long_file_are_the_same(
    answers: dict[str, dict[str, str]], reference: Reference, inspections: dict[str, Inspection]
) -> None:
    found = inspect(files.write(_rewrite(answers, layout="long")), name="x", reference=reference)

    assert not found.errors
    assert {city_id: _codes(found, city_id) for city_id in answers} == {
        city_id: _codes(inspections[city_id], city_id) for city_id in answers
    }


def _rewrite(answers: dict[str, dict[str, str]], *, layout: str) -> list[list[str]]:
    keys = list(next(iter(answers.values())))
    if layout == "city per row":
        return [["city", *keys], *([city_id, *(city[key] for key in keys)] for city_id, city in answers.items())]
    rows = [[city_id, "2023", key, text] for city_id, city in answers.items() for key, text in city.items()]
    return [["city_id", "wave_id", "question_id", "answer"], *rows]


def _codes(inspection: Inspection, city_id: str) -> dict[str, str]:
    own = inspection.values.loc[inspection.values["city_id"] == city_id]
    return dict(zip(own["item_id"], own["code"], strict=True))
