"""Pivots: equal to the engine, exact about what adds up, read from the address, deaf to foreign text."""

import random
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from etl.start import prepare
from maturity.errors import InvalidInput, UnknownId, UnknownWave
from maturity.measures import FILTERS, measures
from maturity.rights import LOCAL_COORDINATOR
from maturity.settings import Settings, load
from maturity.store import current_snapshot, query
from tests.web.services.engine_pivots import compare, load_engine, weigh
from web.services import parameters, pivots
from web.services.pivots import Pivot


@pytest.fixture
def weighted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sample answers under weights that differ."""
    monkeypatch.setenv("DIGITALKOMPASS_DATA", str(tmp_path / "data"))
    load.cache_clear()
    weigh(tmp_path / "data")
    prepare(load())
    yield
    load.cache_clear()


@pytest.mark.usefixtures("weighted")
def test_random_pivots_equal_the_engine_in_every_cell_subtotal_and_total() -> None:
    count, found, weightless = compare(load_engine(), random.Random(7), runs=25)

    assert found == []
    assert count > 10_000
    assert weightless < 8


def test_an_unfiltered_pivot_shows_the_scores_of_the_other_pages(sample: Settings) -> None:
    cells = pivots.cells(Pivot(measures=("score",), rows="topic", columns="city", waves=("2026-2",)))
    scores = query(current_snapshot(sample.snapshots), "topic_scores", wave_id="2026-2").dropna(
        subset="applicable_count"
    )

    cells = cells.loc[~cells["is_all_rows"] & ~cells["is_all_columns"]]
    both = scores.merge(
        cells, left_on=["topic_id", "city_id"], right_on=["row_id", "column_id"], suffixes=("", "_cell")
    )

    assert len(both) == len(cells)
    pd.testing.assert_series_equal(both["score"], both["score_cell"], check_names=False)


@pytest.mark.parametrize("field", ["city", "topic", "question"])
def test_exactly_the_measures_that_say_so_add_up(sample: Settings, field: str) -> None:
    cells = pivots.cells(Pivot(measures=("score",), rows=field, columns="all", waves=("2026-2",)))
    parts, total = cells.loc[~cells["is_all_rows"]], cells.loc[cells["is_all_rows"]].iloc[0]

    adding = {name for name in measures() if abs(parts[name].sum() - total[name]) < 1e-9}

    assert adding == {name for name, found in measures().items() if field in found.adds_over}


def test_the_same_pivot_comes_out_of_its_address(sample: Settings) -> None:
    pivot = Pivot(
        measures=("coverage", "score"), rows="question", columns="county", waves=("2026-1", "2026-2"), group_by="topic",
        is_alike=False, filters=(("city", ("08216043",)), ("status", ("betrieb", "none"))), sort="high",
    )  # fmt: skip

    address = pivots.write(pivot)

    assert pivots.read(address, wave_id=address["wave"]) == pivot


def test_without_an_address_scores_by_topic_stand_beside_the_wave_before(sample: Settings) -> None:
    pivot = pivots.read({}, wave_id="2026-2")

    assert pivot == Pivot(measures=("score",), rows="topic", columns="all", waves=("2026-1", "2026-2"))


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ({"rows": "city; drop table mart_answers"}, UnknownId),
        ({"measure": "score) from ref_cities --"}, UnknownId),
        ({"rows": "topic", "columns": "topic"}, InvalidInput),
        ({"with": "2019-1"}, UnknownWave),
        ({"sort": "x"}, UnknownId),
    ],
)
def test_an_address_that_names_no_field_is_refused(
    sample: Settings, address: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        pivots.read(address, wave_id="2026-2")


@pytest.mark.parametrize("field", FILTERS)
def test_a_filter_is_a_value_and_never_sql(sample: Settings, field: str) -> None:
    pivot = pivots.read({f"in_{field}": "x') or 1=1 --"}, wave_id="2026-2")

    assert pivots.cells(pivot).empty


def test_agreement_asks_for_as_many_answers_as_each_wave_does(sample: Settings) -> None:
    """From 2026-2 on a hundred answers are asked for: that wave has none of its topics left, the one before all."""
    parameters.change(LOCAL_COORDINATOR, "agreement_min_answers", text="100", reason="Versuch", wave_id="2026-2")
    cells = pivots.cells(Pivot(measures=("agreement",), rows="question", columns="all", waves=("2026-1", "2026-2")))
    known = cells.groupby("wave_id")["agreement"].count()

    assert known["2026-1"] > 0
    assert known["2026-2"] == 0
