"""One at a time: a single change and what it does to the ranks."""

import numpy as np
import pandas as pd
import pytest

from maturity.analysis.robustness.draws import FACTORS, NORMALISATION, Uncertainty, draw_model
from maturity.analysis.robustness.single_changes import one_at_a_time
from maturity.analysis.robustness.survey import Survey, read_structure
from maturity.analysis.scores import aggregate, rank
from maturity.errors import InvalidInput

PARENTS = {"E1": "eakte", "K1": "karte"}
# ett is balanced, bru as high by one strong topic, ras far behind.
POINTS = pd.DataFrame({"E1": [50.0, 100.0, 0.0], "K1": [50.0, 0.0, 25.0]}, index=["ett", "bru", "ras"])
SURVEY = Survey(POINTS, PARENTS)


def test_each_row_is_one_change_against_the_reference() -> None:
    """Reference: ett 50 and bru 50 share rank 1, ras 12.5. eakte times 1.25: bru 125 / 2.25 = 55.6 is first alone, ett
    second. Geometric: bru (root of 100 - 1) / 0.99 = 9.1 is second, before ras (root of 25.75 - 1) / 0.99 = 4.1."""
    table = one_at_a_time(SURVEY)
    heavier = table[(table["choice"] == "eakte") & (table["weight_factor"] == 1.25)].iloc[0]
    geometric = table[table["choice"] == "geometric"].iloc[0]

    for row in (heavier, geometric):
        assert (row["changed_count"], row["largest_shift"]) == (1, 1)
        assert row["mean_rank_shift"] == pytest.approx(1 / 3)


def test_leaving_out_a_question_is_scoring_without_it() -> None:
    table = one_at_a_time(SURVEY).set_index("choice")
    for question_id in PARENTS:
        rest = POINTS.drop(columns=question_id)
        indices = [
            aggregate(points, parents=PARENTS).query("node_id == 'index'")["score"].reset_index(drop=True)
            for points in (POINTS, rest)
        ]
        shifts = (rank(indices[1]) - rank(indices[0])).abs()

        assert table.loc[question_id, "changed_count"] == (shifts > 0).sum()
        assert table.loc[question_id, "largest_shift"] == shifts.max()


def test_every_choice_has_its_row_and_chance_has_none() -> None:
    table = one_at_a_time(SURVEY)

    assert table.groupby("factor", sort=False).size().to_dict() == {
        "weights": 4,
        "coding": 3,
        "aggregation": 1,
        "missing": 3,
        "left_out": 2,
    }


def test_other_normalisations_are_changes_when_asked_for() -> None:
    """By ranks within each question: ett 50 + 100, bru 100 + 0, ras 0 + 50: ett is first alone, bru second."""
    uncertainty = Uncertainty(normalisations=("goalposts", "z_score", "percentile_rank"))
    table = one_at_a_time(SURVEY, uncertainty=uncertainty)
    found = table[table["factor"] == "normalisation"]

    assert found["choice"].tolist() == ["z_score", "percentile_rank"]
    assert found["changed_count"].iloc[1] == 1


def test_each_convention_of_a_normalisation_is_a_change_of_its_own() -> None:
    """Two of three cities tie on A: at the middle of their ranks they have 25, at the lowest 0."""
    names = ("goalposts", "percentile_rank", "percentile_rank_lowest", "z_score", "z_score_sample")
    survey = Survey(pd.DataFrame({"A": [0.0, 0, 100], "B": [60.0, 50, 0]}, index=list("xyz")), {"A": "a", "B": "b"})
    model = draw_model(read_structure(survey), Uncertainty(normalisations=names), draws=0, rng=np.random.default_rng(1))
    choices = np.zeros((len(names), len(FACTORS)), dtype=int)
    choices[:, NORMALISATION] = range(len(names))
    scores = model.evaluate(choices)[..., 0]

    assert scores[1].tolist() == [62.5, 37.5, 50]
    assert scores[2].tolist() == [50, 25, 50]
    assert np.allclose((scores[3] - 50) / (scores[4] - 50), np.sqrt(3 / 2))
    with pytest.raises(InvalidInput, match="rank_highest"):
        Uncertainty(normalisations=("goalposts", "rank_highest"))


def test_without_anything_to_change_there_are_no_rows() -> None:
    certain = Uncertainty(0.0, ("equal",), ("arithmetic",), ("available",), leave_one_out=False)

    assert one_at_a_time(SURVEY, uncertainty=certain).empty
