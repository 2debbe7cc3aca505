"""Robustness: what the runs say about ranks, checked against counting them one by one."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from maturity.analysis.robustness import Robustness, Survey, Uncertainty, simulate
from maturity.analysis.robustness.draws import draw_choices, draw_model
from maturity.analysis.robustness.survey import read_structure
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.ranks import rank_rows
from maturity.errors import InvalidInput

NONE = np.nan
PARENTS = {"E1": "eakte", "E2": "eakte", "K1": "karte", "K2": "karte"}
# bru dominates all, ett and ras tie, bad has no score.
POINTS = pd.DataFrame(
    {
        "E1": [50.0, 100.0, 75.0, NONE],
        "E2": [75.0, 100.0, 25.0, NONE],
        "K1": [50.0, 100.0, 50.0, 25.0],
        "K2": [25.0, 75.0, NONE, NONE],
    },
    index=["ett", "bru", "ras", "bad"],
)
# Half of a topic is enough for its score, but bad has only one of two topics.
HALF = {"eakte": 0.5, "karte": 0.5}
SURVEY = Survey(POINTS, PARENTS, min_coverage=HALF)
CERTAIN = Uncertainty(0.0, ("equal",), ("arithmetic",), ("available",), leave_one_out=False, answer_error=0.0)


def simulate_points(**options: object) -> Robustness:
    return simulate(SURVEY, **({"runs": 200} | options))  # type: ignore[arg-type]


def draw_scores(runs: int) -> Array:
    """The index of every city in every run, drawn as `simulate` draws them."""
    rng = np.random.default_rng(1)
    model = draw_model(read_structure(SURVEY), Uncertainty(), draws=runs, rng=rng)
    return model.evaluate(draw_choices(model, runs=runs, rng=rng))[..., 0]


def test_the_tables_are_what_counting_the_runs_gives() -> None:
    found = simulate_points()
    ranks = rank_rows(draw_scores(200))
    reference = found.cities["rank"].to_numpy()
    for place, city_id in enumerate(POINTS.index[:3]):
        counted = [int((ranks[:, place] == number).sum()) / 200 for number in (1, 2, 3, 4)]
        assert found.acceptability.loc[city_id].tolist() == pytest.approx(counted)
        assert found.cities.loc[place, "top_share"] == pytest.approx(sum(counted[:3]))
        for other, other_id in enumerate(POINTS.index[:3]):
            if other != place:
                before = sum(run[place] < run[other] for run in ranks) / 200
                assert found.wins.loc[city_id, other_id] == pytest.approx(before)
    shifts = [np.mean([abs(run[place] - reference[place]) for place in range(3)]) for run in ranks]
    tau = [kendalltau(reference[:3], run[:3]).statistic for run in ranks]

    assert found.runs["mean_rank_shift"].tolist() == pytest.approx(shifts)
    assert found.runs["kendall_tau"].tolist() == pytest.approx(tau, nan_ok=True)
    assert found.mean_rank_shift == pytest.approx(np.mean(shifts))
    assert found.same_order_share == pytest.approx(np.mean([(run[:3] == reference[:3]).all() for run in ranks]))


def test_quantiles_are_the_smallest_value_that_enough_runs_do_not_exceed() -> None:
    """Of 30 runs, sorted: 5 % is 1.5, so the 2nd; the median the 15th; 95 % is 28.5, so the 29th."""
    found = simulate_points(runs=30).cities
    ordered = sorted(draw_scores(30)[:, 0])

    assert found.loc[0, "score_p5"] == ordered[1]
    assert found.loc[0, "score_median"] == ordered[14]
    assert found.loc[0, "score_p95"] == ordered[28]


def test_quantiles_of_ranks_are_ranks_that_occur() -> None:
    found = simulate_points().cities.set_index("city_id")

    assert list(found.loc["bru", ["rank", "rank_median", "rank_p5", "rank_p95"]]) == [1, 1, 1, 1]
    assert (found["rank_p5"].dropna() <= found["rank_median"].dropna()).all()
    assert set(found["rank_p95"].dropna()) <= {1, 2, 3}
    assert (found["score_p5"] <= found["score_median"]).loc[["ett", "bru", "ras"]].all()


def test_a_city_without_a_score_has_no_rank_in_any_run() -> None:
    found = simulate_points()

    assert found.cities.set_index("city_id").loc["bad"].isna().all()
    assert found.wins.loc["bad"].isna().all()
    assert found.acceptability.loc["bad"].isna().all()
    assert found.cities["rank"].tolist() == pytest.approx([2, 1, 2, NONE], nan_ok=True)


def test_who_is_nowhere_lower_is_never_overtaken_while_answers_and_gaps_are_certain() -> None:
    """bru dominates ett on all four questions; weights, coding, means and a question less cannot turn that around."""
    found = simulate_points(uncertainty=Uncertainty(answer_error=0.0))

    assert found.wins.loc["bru", "ett"] == 1
    assert found.wins.loc["ett", "bru"] == 0


def test_without_uncertainty_every_run_is_the_reference() -> None:
    found = simulate_points(uncertainty=CERTAIN)

    assert (found.same_order_share, found.mean_rank_shift, found.kendall_tau, found.pairs_kept_share) == (1, 0, 1, 1)
    assert (found.cities["score"].dropna() == found.cities["score_p5"].dropna()).all()


def test_the_same_seed_gives_the_same_result_and_another_seed_another() -> None:
    pd.testing.assert_frame_equal(simulate_points().runs, simulate_points().runs)
    assert not simulate_points().runs.equals(simulate_points(seed=2).runs)
    assert (simulate_points().run_count, simulate_points().seed) == (200, 1)


def test_permuting_cities_permutes_a_result_without_chance_in_the_answers() -> None:
    """Weights are drawn per question and node, so only answer errors belong to a place in the table."""
    uncertainty = Uncertainty(answer_error=0.0)
    found = simulate_points(uncertainty=uncertainty).cities.set_index("city_id")
    turned = simulate(Survey(POINTS[::-1], PARENTS, min_coverage=HALF), runs=200, uncertainty=uncertainty)

    pd.testing.assert_frame_equal(found.sort_index(), turned.cities.set_index("city_id").sort_index())


def test_equal_cities_always_tie() -> None:
    twins = pd.concat([POINTS[:1], POINTS[:1].rename(index={"ett": "twin"})])
    found = simulate(Survey(twins, PARENTS), runs=50, uncertainty=Uncertainty(answer_error=0.0))

    assert (found.wins.loc["ett", "twin"], found.wins.loc["twin", "ett"]) == (0, 0)
    assert found.acceptability[1].tolist() == [1, 1]
    assert np.isnan(found.kendall_tau)


def test_one_topic_alone_gives_the_robustness_of_its_order() -> None:
    topic = POINTS[["E1", "E2"]].dropna()
    found = simulate(Survey(topic, PARENTS), runs=100)

    assert found.cities["score"].tolist() == [62.5, 100, 50]
    assert 0 < found.same_order_share <= 1


def test_a_single_question_is_never_left_out() -> None:
    found = simulate(Survey(POINTS[["K1"]], PARENTS), runs=50)

    assert found.runs["left_out"].isna().all()
    assert found.runs["mean_rank_shift"].notna().all()


def test_leaving_out_the_only_answer_of_a_city_leaves_it_unranked_in_that_run() -> None:
    """bad answered K1 alone: in the runs without K1 it has no rank, and its shares refer to the other runs."""
    uncertainty = Uncertainty(missing=("available",), answer_error=0.0, weight_spread=0.0)
    found = simulate(Survey(POINTS, PARENTS, min_coverage=0.1), runs=300, uncertainty=uncertainty)

    assert found.acceptability.loc["bad"].sum() == pytest.approx(1)
    assert (found.wins.loc["bru", "bad"], found.wins.loc["bad", "bru"]) == (1, 0)
    without = found.runs["left_out"] == "K1"
    assert found.runs.loc[without, "kendall_tau"].between(-1, 1).all()
    assert (found.runs["pairs_kept_share"] <= 1).all()
    assert found.runs["left_out"].value_counts().reindex(["E1", "E2", "K1", "K2"]).min() > 30


def test_no_runs_are_refused() -> None:
    with pytest.raises(InvalidInput):
        simulate_points(runs=0)
