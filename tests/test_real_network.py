"""The whole way on answers that nobody here wrote: 35 countries, another scale, other ids."""

import csv
import shutil
from pathlib import Path

import pytest

from etl.ingest import ingest
from etl.publish import publish
from etl.reference.read import read_reference
from maturity.ledger import open_ledger
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings
from maturity.store import Snapshot, query


@pytest.fixture(scope="module")
def real_snapshot(real_answers: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A network built from the real responses, through the one door."""
    data = tmp_path_factory.mktemp("real") / "data"
    shutil.copytree(real_answers / "reference", data / "reference", copy_function=shutil.copyfile)
    settings = Settings(data=data, ledger_url=f"sqlite:///{data / 'ledger.sqlite'}")
    ledger = open_ledger(settings.ledger_url)
    reference = read_reference(settings.reference)
    receipts = [
        ingest(
            file.read_bytes(), name=file.name, actor=LOCAL_COORDINATOR, ledger=ledger, reference=reference,
            city_from_name="^[A-Z]{2}", publish=False,
        )
        for file in sorted((real_answers / "responses").glob("*.csv"))
    ]  # fmt: skip
    assert [receipt.status for receipt in receipts] == ["accepted"] * 35
    return publish(ledger, settings)


def test_topic_points_sum_to_the_published_totals(real_answers: Path, real_snapshot: Snapshot) -> None:
    """A topic's points = score x weight of its answered questions / 100; the four topics of each country are summed."""
    with (real_answers / "expected_totals.csv").open(encoding="utf-8", newline="") as file:
        published = {row["city_id"]: int(row["published_total"]) for row in csv.DictReader(file, delimiter=";")}

    scores = query(real_snapshot, "topic_scores", wave_id="2023")
    points = scores["score"] * scores["answered_weight"] / 100

    assert len(published) == 35
    assert points.groupby(scores["city_id"]).sum().round(6).to_dict() == published
