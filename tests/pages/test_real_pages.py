"""The pages of scores and method on answers that nobody here wrote: 35 countries, one wave, no planning, no levels."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.ingest import ingest
from etl.publish import publish
from etl.reference.read import read_reference
from maturity import settings
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from tests.pages.harness import figure, run_page, texts


@pytest.fixture(scope="module")
def real_data(real_answers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the real responses, through the one door."""
    data = tmp_path_factory.mktemp("real") / "data"
    shutil.copytree(real_answers / "reference", data / "reference", copy_function=shutil.copyfile)
    places = settings.Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}")
    ledger, reference = open_ledger(places.ledger_url), read_reference(places.reference)
    for file in sorted((real_answers / "responses").glob("*.csv")):
        ingest(
            file.read_bytes(), name=file.name, actor=LOCAL_COORDINATOR, ledger=ledger, reference=reference,
            city_from_name="^[A-Z]{2}", publish=False,
        )  # fmt: skip
    publish(ledger, places)
    return data


@pytest.fixture(autouse=True)
def in_force(real_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(real_data))
    monkeypatch.delenv("DIGITALKOMPASS_LEDGER", raising=False)
    settings.load.cache_clear()
    yield
    settings.load.cache_clear()


def test_a_profile_without_targets_and_waves_says_so() -> None:
    page = run_page("pages/cities.py", city="DE", lang="de")

    shown = texts(page)
    assert not page.exception
    assert "von 4 Themen über dem Median des Netzwerks." in shown
    assert "Unbekannt: Die Stadt hat in der Erhebung keine Zielstufen genannt." in shown
    assert "von 35." in shown
    assert "Beispieldaten" not in shown


def test_all_ranks_are_drawn() -> None:
    page = run_page("pages/method.py", method="firmness")

    names = {name for trace in figure(page, "method_ranks")["data"] for name in trace["y"]}
    assert not page.exception
    assert len(names) == 35


@pytest.mark.parametrize("part", ["weights", "numbers", "formulas"])
def test_every_part_of_the_method_shows(part: str) -> None:
    page = run_page("pages/method.py", method=part)

    assert not page.exception
    assert not page.error
    assert texts(page)


def test_a_topic_of_many_questions_says_how_far_its_order_holds() -> None:
    shown = texts(run_page("pages/topics.py", topic="dim2", lang="de"))

    assert "von 1.000 Proberechnungen vorn." in shown
    assert "Einigkeit der 35 Stufen" in shown
