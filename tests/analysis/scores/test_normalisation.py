"""Normalisation: answers on any scale become points; reversed, observed and coded variants."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.analysis.scores.normalisation import CODINGS, Coding, Normalisation, Ties, normalise, recode
from maturity.errors import InvalidInput, OutsideScale

NONE = np.nan
TIES: tuple[Ties, ...] = ("middle", "lowest")


def answers(**columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=["ett", "bru", "ras"], dtype=float)


def test_goalposts_measure_against_the_ends_of_the_scale() -> None:
    """3 on 0-4 is 100 x 3/4 = 75; 12 on 0-30 is 40; on the reversed 5-1, a 2 is 100 x (2 - 5)/(1 - 5) = 75."""
    values = answers(EAK01=[3, 0, NONE], ODM1=[12, 30, 0], REV1=[2, 5, 1])
    points = normalise(
        values,
        scale_min=pd.Series({"EAK01": 0, "ODM1": 0, "REV1": 5}),
        scale_max={"EAK01": 4, "ODM1": 30, "REV1": 1},
    )

    expected = answers(EAK01=[75, 0, NONE], ODM1=[40, 100, 0], REV1=[75, 0, 100])
    pd.testing.assert_frame_equal(expected, points)


def test_an_answer_outside_its_scale_is_named_with_city_question_and_value() -> None:
    with pytest.raises(OutsideScale) as raised:
        normalise(answers(EAK01=[3, 0, 4], EAK02=[1, 6, NONE]), scale_min=0, scale_max=4)

    details = raised.value.details
    assert (details["city_id"], details["question_id"], details["value"]) == ("bru", "EAK02", 6)
    assert "bru" in str(raised.value)
    assert "EAK02" in str(raised.value)


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinity_is_no_answer(value: float) -> None:
    with pytest.raises(OutsideScale):
        normalise(answers(EAK01=[value, 0, 4]), scale_min=0, scale_max=4)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # 1, 3: 100 x (3 - 1)/(3 - 1) = 100.
        ("min_max", [0, 100, NONE]),
        # 25 and 75 points: mean 50, deviation 25; 50 - 10 and 50 + 10.
        ("z_score", [40, 60, NONE]),
        # Ranks 1 and 2 of two: 0 and 100.
        ("percentile_rank", [0, 100, NONE]),
    ],
)
def test_the_variants_measure_against_the_observed_answers(method: Normalisation, expected: list[float]) -> None:
    points = normalise(answers(EAK01=[1, 3, NONE]), scale_min=0, scale_max=4, method=method)

    assert expected == pytest.approx(points["EAK01"].tolist(), nan_ok=True)


@pytest.mark.parametrize("method", ["min_max", "z_score", "percentile_rank"])
@pytest.mark.parametrize("values", [[1, 1, 1], [19 / 30, 19 / 30, 19 / 30], [2, NONE, NONE]])
def test_a_question_on_which_all_agree_puts_everyone_in_the_middle(method: Normalisation, values: list[float]) -> None:
    points = normalise(answers(EAK01=values), scale_min=0, scale_max=4, method=method)

    assert set(points["EAK01"].dropna()) == {50}
    assert points["EAK01"].isna().tolist() == np.isnan(values).tolist()


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ("equal", [0, 25, 50, 75, 100]),
        ("convex", [0, 10, 30, 60, 100]),
        ("concave", [0, 40, 70, 90, 100]),
        # Five answers, one at each level: half of one fifth, then a fifth more each.
        ("ridit", [10, 30, 50, 70, 90]),
    ],
)
def test_codings_give_the_levels_other_distances(coding: Coding, expected: list[float]) -> None:
    values = pd.DataFrame({"EAK01": [0.0, 1, 2, 3, 4, NONE]})
    points = normalise(values, scale_min=0, scale_max=4, coding=coding)["EAK01"]

    assert [*expected, NONE] == pytest.approx(points.tolist(), nan_ok=True)


def test_ridit_counts_the_answers_below_and_half_of_those_at_the_level() -> None:
    """Levels 1, 1, 4: a 1 has none below and two at its level: 100 x (0 + 1)/3; the 4 has two below: 100 x 2.5/3."""
    points = normalise(answers(EAK01=[1, 1, 4]), scale_min=0, scale_max=4, coding="ridit")

    assert points["EAK01"].tolist() == pytest.approx([100 / 3, 100 / 3, 250 / 3])


@given(
    st.lists(st.one_of(st.just(NONE), st.integers(0, 4)), min_size=1, max_size=8),
    st.sampled_from(CODINGS),
    st.sampled_from(["goalposts", "min_max", "z_score", "percentile_rank"]),
)
def test_reversing_a_question_and_mirroring_its_answers_changes_nothing(
    levels: list[float], coding: Coding, method: Normalisation
) -> None:
    values = pd.DataFrame({"EAK01": np.array(levels, dtype=float)})
    as_asked = normalise(values, scale_min=0, scale_max=4, method=method, coding=coding)
    mirrored = normalise(4 - values, scale_min=4, scale_max=0, method=method, coding=coding)

    pd.testing.assert_frame_equal(as_asked, mirrored)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=8), st.sampled_from(CODINGS))
def test_no_coding_turns_two_answers_around(levels: list[float], coding: Coding) -> None:
    values = pd.DataFrame({"EAK01": np.array(levels, dtype=float)})
    points = normalise(values, scale_min=0, scale_max=4, coding=coding)["EAK01"].to_numpy()

    assert (np.sign(np.subtract.outer(levels, levels)) == np.sign(np.subtract.outer(points, points).round(9))).all()


def test_nullable_numbers_are_read_and_text_is_refused() -> None:
    values = pd.DataFrame({"EAK01": pd.array([2, None], dtype="Int64")})

    assert normalise(values, scale_min=0, scale_max=4)["EAK01"].tolist() == pytest.approx([50, NONE], nan_ok=True)
    with pytest.raises(InvalidInput):
        normalise(pd.DataFrame({"EAK01": ["drei"]}), scale_min=0, scale_max=4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"scale_max": 0},
        {"scale_max": {"EAK02": 4}},
        {"scale_max": 4, "method": "borda"},
        {"scale_max": 4, "coding": "linear"},
    ],
)
def test_ends_that_do_not_fit_and_unknown_names_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        normalise(answers(EAK01=[1, 2, 3]), scale_min=0, **wrong)  # type: ignore[arg-type]


def test_a_scale_of_four_levels_has_its_ridits() -> None:
    """One answer at each of four levels: a quarter each, so 12.5, 37.5, 62.5, 87.5; thirds of 100 are not exact."""
    points = normalise(pd.DataFrame({"Q": [0.0, 1, 2, 3]}), scale_min=0, scale_max=3, coding="ridit")

    assert points["Q"].tolist() == pytest.approx([12.5, 37.5, 62.5, 87.5])


def test_an_answer_shifted_to_a_level_counts_as_that_level() -> None:
    """With 7 levels 16.67 points more than level 1 is level 2, whichever way the sum was rounded."""
    given = np.arange(7)[:, None] * 100 / 6
    shifted = np.clip(given + 100 / 6, 0, 100)

    assert recode(shifted, "ridit", among=given)[:-1] == pytest.approx(recode(given, "ridit", among=given)[1:])


def test_the_noise_of_summing_splits_no_tie() -> None:
    """0.1 + 0.2 is not 0.3 in binary; both are the same answer, and no variant leaves 0-100."""
    values = pd.DataFrame({"Q": [0.1 + 0.2, 0.3, 0.7, 0.1]})
    methods: tuple[Normalisation, ...] = ("min_max", "z_score", "percentile_rank")
    for method in methods:
        points = normalise(values, scale_min=0, scale_max=1, method=method)["Q"]

        assert points[0] == points[1]
        assert points.between(0, 100).all()


def test_the_variants_follow_either_convention() -> None:
    """25, 75 points: deviation 25 by n, 35.36 by n - 1. 1, 1, 3: the tie at the middle (0.5 of 2) or lowest rank."""
    values = pd.DataFrame({"Q": [1.0, 3.0]})
    sample = normalise(values, scale_min=0, scale_max=4, method="z_score", ddof=1)["Q"]
    tied = pd.DataFrame({"Q": [1.0, 1.0, 3.0]})
    middle, lowest = (
        normalise(tied, scale_min=0, scale_max=4, method="percentile_rank", ties=ties)["Q"].tolist() for ties in TIES
    )

    assert sample.tolist() == pytest.approx([50 - 10 / 2**0.5, 50 + 10 / 2**0.5])
    assert (middle, lowest) == ([25, 25, 100], [0, 0, 100])
