"""How the pages hand a snapshot's answers to the analysis: the same scores a second way, and its limits."""

import pandas as pd
import pytest

from maturity.analysis.robustness import Survey, simulate
from tests.builders import table
from web.services import robustness, snapshot

WAVE = "2026-2"


@pytest.mark.usefixtures("sample")
def test_the_index_of_the_analysis_is_the_index_of_the_sql() -> None:
    """Score and bounds of each city, once by numpy from the answers, once by the snapshot's SQL."""
    ours = robustness.index_scores(WAVE).set_index("city_id")
    stored = snapshot.table("index_scores", wave_id=WAVE).set_index("city_id")

    for column in ("score", "score_low", "score_high", "coverage"):
        pd.testing.assert_series_equal(stored[column].astype(float), ours[column].astype(float), check_exact=False)


@pytest.mark.usefixtures("sample")
def test_a_topics_trial_runs_start_from_the_scores_on_the_page() -> None:
    """The short survey of Gaggenau and its questions that were not asked count as in the SQL."""
    for topic_id in ("eakte", "bauamt", "sensorik"):
        result = robustness.simulation(WAVE, topic_id)
        stored = snapshot.topic_scores(WAVE)
        stored = stored.loc[(stored["topic_id"] == topic_id) & stored["applicable_count"].notna()]

        assert result is not None
        expected = stored.set_index("city_id")["score"].astype(float).sort_index()
        pd.testing.assert_series_equal(expected, result.cities.set_index("city_id")["score"], check_names=False)


@pytest.mark.usefixtures("sample")
def test_weights_that_change_nothing_change_no_rank() -> None:
    """All fields twice as much: only the ratio of weights counts."""
    twice = tuple((row, 2.0) for row in snapshot.table("dimensions")["dimension_id"])
    once, doubled = robustness.simulation(WAVE), robustness.simulation(WAVE, weights=twice)

    assert once is not None
    assert doubled is not None
    pd.testing.assert_frame_equal(once.wins, doubled.wins)


@pytest.mark.usefixtures("sample")
def test_too_many_cities_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robustness, "MOST_CITIES", 7)

    assert robustness.simulation(WAVE) is None
    assert robustness.bands(WAVE).empty
    assert robustness.one_at_a_time(WAVE).empty


@pytest.mark.usefixtures("sample")
def test_every_band_holds_the_citys_own_rank() -> None:
    result = robustness.simulation(WAVE)
    assert result is not None
    both = robustness.bands(WAVE).merge(result.cities[["city_id", "rank"]], on="city_id")

    assert len(both) == 8
    assert ((both["rank_from"] <= both["rank"]) & (both["rank"] <= both["rank_to"])).all()


def test_the_least_firm_neighbours_are_named_and_equal_cities_passed_over() -> None:
    """a and b are equal, c trails far; b before c is the nearest pair with an order."""
    points = table("""
        city_id | q1  | q2
        a       | 75  | 50
        b       | 75  | 50
        c       | 50  | 50
    """).set_index("city_id")
    result = simulate(Survey(points, {"q1": "t", "q2": "t"}), runs=200)

    closest = robustness.closest_neighbours(result)

    assert closest is not None
    assert closest[:2] == ("b", "c")
    assert closest[2] == result.wins.loc["b", "c"]
