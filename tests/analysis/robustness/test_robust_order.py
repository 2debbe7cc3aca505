"""The robust order: by hand, against a linear programme, and against thousands of codings and weights."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from maturity.analysis.robustness import (
    Survey,
    effective_weights,
    find_sure_changes,
    find_sure_order,
    find_valuable_answers,
)
from maturity.analysis.robustness.worst_case import answers_of, read_within, topics_of, worst_differences
from maturity.analysis.scores.means import Array
from maturity.errors import InvalidInput, UnknownId

NONE = np.nan
LEVELS = np.array([0.0, 25.0, 50.0, 75.0, 100.0])
PARENTS = {"E1": "eakte", "E2": "eakte", "E3": "eakte", "K1": "karte"}
SURVEY = Survey(
    pd.DataFrame(
        {"E1": [25.0, 50.0, 0.0], "E2": [50.0, NONE, 100.0], "E3": [NONE, NONE, 50.0], "K1": [100.0, 75.0, 0.0]},
        index=["ett", "bru", "ras"],
    ),
    PARENTS,
)


def test_one_pair_of_three_is_sure_and_open_answers_cost_another() -> None:
    """ett against ras, at level 2 and above: eakte 1/3 - 2/3, karte 1 - 0; the worst is (0.75 - 1.25 / 3) / 2 > 0. bru,
    with two open answers at 0, is below ras at level 4 of eakte; over E1 and K1 alone it is ahead."""
    order = find_sure_order(SURVEY)

    assert order.ahead.loc["ett", "ras"]
    assert (order.sure_count, order.pair_count, order.lost_count) == (1, 3, 1)
    assert order.cities.to_numpy().tolist() == [["ett", 1, 0, 1, 2], ["bru", 0, 0, 1, 3], ["ras", 0, 1, 2, 3]]
    assert order.steps.to_numpy().tolist() == [["ett", "ras"]]


def test_a_chain_is_drawn_without_its_detours_and_equal_cities_are_not_ahead() -> None:
    points = pd.DataFrame({"E1": [100.0, 50, 50, 0], "K1": [75.0, 75, 75, 25]}, index=list("abcd"))
    order = find_sure_order(Survey(points, PARENTS))

    assert order.sure_count == 5
    assert order.steps.to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"]]
    assert order.cities["rank_worst"].tolist() == [1, 3, 3, 4]


def test_a_wider_band_leaves_fewer_pairs() -> None:
    """a leads one topic by 1, trails the other by 3/4: 1 - 0.75 > 0, but 0.8 - 0.9 < 0 at 20 %."""
    points = pd.DataFrame({"E1": [100.0, 0.0], "K1": [25.0, 25.0], "K2": [25.0, 100.0]}, index=["a", "b"])
    survey = Survey(points, {"E1": "eakte", "K1": "karte", "K2": "karte"}, weights={"K1": 1, "K2": 3})

    assert [find_sure_order(survey, weight_band=band).sure_count for band in (0, 0.1, 0.2)] == [1, 1, 0]


def test_what_applies_to_one_of_two_cities_alone_is_left_out_for_both() -> None:
    points = pd.DataFrame({"E1": [50.0, 25.0], "K1": [NONE, 100.0]}, index=["a", "b"])
    applicable = pd.DataFrame({"E1": [True, True], "K1": [False, True]}, index=points.index)

    assert find_sure_order(Survey(points, PARENTS)).sure_count == 0
    assert find_sure_order(Survey(points, PARENTS, applicable=applicable)).ahead.loc["a", "b"]


def draw_survey(rng: np.random.Generator, *, cities: int = 5) -> Survey:
    """Up to seven questions in up to three topics, some open, some not applicable, unequal weights."""
    count = int(rng.integers(2, 8))
    names = [f"Q{number}" for number in range(count)]
    centre = rng.integers(0, 5, (cities, 1))
    points = LEVELS[np.clip(centre + rng.integers(-1, 2, (cities, count)), 0, 4)]
    points[rng.random(points.shape) < 0.1] = np.nan
    table = pd.DataFrame(points, index=[f"city{number}" for number in range(cities)], columns=names)
    parents = {name: f"t{rng.integers(0, 3)}" for name in names}
    weights = {name: float(rng.choice([0.5, 1.0, 2.0])) for name in [*names, *sorted({*parents.values()})]}
    applicable = pd.DataFrame(rng.random(points.shape) > 0.05, index=table.index, columns=names)
    return Survey(table, parents, weights, applicable if rng.random() < 0.5 else None)


def topic_parts(survey: Survey, first: int, second: int) -> Iterator[tuple[float, Array, list[str]]]:
    """Weight of each topic, the shares of its questions that both cities are asked, and their names."""
    weights = effective_weights(list(map(str, survey.points)), parents=survey.parents, weights=survey.weights)
    effective = weights.set_index("id")["effective_weight"]
    asked = pd.DataFrame(True, index=survey.points.index, columns=survey.points.columns)
    if survey.applicable is not None:
        asked = survey.applicable | survey.points.notna()
    both = asked.iloc[first] & asked.iloc[second]
    topic_of = {str(name): dict(survey.parents)[str(name)] for name in survey.points.columns}
    for topic in sorted(set(topic_of.values())):
        names = [name for name, above in topic_of.items() if above == topic and bool(both[name])]
        if names:
            shares = effective[names].to_numpy()
            yield float(effective[topic]), shares / shares.sum(), names


def lowest_by_programme(survey: Survey, first: int, second: int, band: float) -> float:
    """The least difference over increments of the coding (sum 1) and, for each, weights within the band: one linear
    programme in the increments and in the products of weight and increment."""
    low, high = survey.points.iloc[first].fillna(0.0), survey.points.iloc[second].fillna(100.0)
    steps = LEVELS[1:]
    parts = list(topic_parts(survey, first, second))
    if not parts:
        return 0.0
    differences = [
        [
            float(shares @ (low[names].to_numpy() >= step)) - float(shares @ (high[names].to_numpy() >= step))
            for step in steps
        ]
        for _, shares, names in parts
    ]
    products, count = len(parts) * len(steps), len(steps)
    rows = np.zeros((2 * products, products + count))
    for topic, (weight, *_) in enumerate(parts):
        for step in range(count):
            cell = topic * count + step
            rows[2 * cell, [cell, products + step]] = -1, weight * (1 - band)
            rows[2 * cell + 1, [cell, products + step]] = 1, -weight * (1 + band)
    found = linprog(
        np.concatenate([np.ravel(differences), np.zeros(count)]),
        A_ub=rows,
        b_ub=np.zeros(len(rows)),
        A_eq=np.concatenate([np.zeros(products), np.ones(count)])[None],
        b_eq=[1.0],
    )
    return float(found.fun)


def test_the_closed_form_equals_a_linear_programme_over_codings_and_weights() -> None:
    """300 random surveys of two cities."""
    rng = np.random.default_rng(1)
    for _ in range(300):
        survey = draw_survey(rng, cities=2)
        structure = read_within(survey, 0.25)
        answers = answers_of(structure)
        worst = worst_differences(topics_of(structure), answers, answers, 0.25)

        assert worst[0, 1] == pytest.approx(lowest_by_programme(survey, 0, 1, 0.25), abs=1e-9)
        assert worst[1, 0] == pytest.approx(lowest_by_programme(survey, 1, 0, 0.25), abs=1e-9)


def draw_differences(survey: Survey, first: int, second: int, rng: np.random.Generator, runs: int) -> Array:
    """Score of the first less the second, with open answers, codings and weights drawn at random."""
    codings = np.sort(rng.random((runs, 5)), axis=1)
    codings = (codings - codings[:, :1]) / np.ptp(codings, axis=1, keepdims=True)
    codings[::3] = np.round(codings[::3])  # a single step
    total = np.zeros(runs)
    for weight, shares, names in topic_parts(survey, first, second):
        points = survey.points[names].to_numpy()[[first, second]]
        levels = np.where(np.isnan(points), rng.choice(LEVELS, (runs, *points.shape)), points) / 25
        values = np.take_along_axis(codings, levels.reshape(runs, -1).astype(int), axis=1).reshape(levels.shape)
        factors = rng.choice([0.75, 1.25, rng.uniform(0.75, 1.25)], runs)
        total += weight * factors * ((values[:, 0] - values[:, 1]) @ shares)
    return total


def test_no_sure_pair_ever_turns_around() -> None:
    """Thousands of random codings, weights and fillings of the open answers: no pair flips."""
    rng = np.random.default_rng(2)
    tried = 0
    for _ in range(60):
        survey = draw_survey(rng)
        for first, second in np.argwhere(find_sure_order(survey).ahead.to_numpy()):
            found = draw_differences(survey, int(first), int(second), rng, 50)
            tried += len(found)

            assert found.min() >= -1e-9

    assert tried > 10_000


def test_the_order_is_transitive_and_its_steps_hold_all_of_it() -> None:
    rng = np.random.default_rng(3)
    for _ in range(100):
        order = find_sure_order(draw_survey(rng, cities=7))
        ahead = order.ahead.to_numpy()
        reached = pd.DataFrame(False, index=order.ahead.index, columns=order.ahead.columns)
        for first, second in order.steps.itertuples(index=False):
            reached.loc[first, second] = True
        closed = reached.to_numpy()
        for _round in range(7):
            closed = closed | (closed.astype(int) @ closed.astype(int) > 0)

        assert not (ahead & ahead.T).any()
        assert not ((ahead.astype(int) @ ahead.astype(int) > 0) & ~ahead).any()
        assert (closed == ahead).all()


def test_the_most_valuable_answer_is_the_one_that_settles_most_when_filled_in() -> None:
    rng = np.random.default_rng(4)
    for _ in range(15):
        survey = draw_survey(rng)
        survey = Survey(survey.points, survey.parents, survey.weights)
        found = find_valuable_answers(survey).set_index("city_id")
        for city in map(str, survey.points.index):
            gaps = [name for name in survey.points if np.isnan(survey.points[name][city])]
            counts = {str(name): [added(survey, city, str(name), level) for level in LEVELS] for name in gaps}
            best = max(((max(row), min(row)) for row in counts.values()), default=(0, 0))

            if best[0] == 0:
                assert city not in found.index
            else:
                assert (found.loc[city, "added_most"], found.loc[city, "added_least"]) == best
                assert max(counts[str(found.loc[city, "question_id"])]) == best[0]


def added(survey: Survey, city: str, question: str, level: float) -> int:
    points = survey.points.copy()
    points.loc[city, question] = level
    before, after = (
        find_sure_order(Survey(table, survey.parents, survey.weights)).ahead for table in (survey.points, points)
    )
    settled = [(order.loc[city] | order[city]).to_numpy().sum() for order in (before, after)]
    return int(settled[1] - settled[0])


def test_a_rise_is_sure_only_if_no_coding_weight_or_open_answer_can_deny_it() -> None:
    """a rises everywhere; b rises in one topic and falls in the other; c left open what it had; d stays; e fell."""
    index = list("abcde")
    before = pd.DataFrame({"E1": [0.0, 0, 50, 25, 75], "K1": [25.0, 75, 50, 25, 50]}, index=index)
    after = pd.DataFrame({"E1": [25.0, 75, 75, 25, 25], "K1": [25.0, 50, NONE, 25, 50]}, index=index)

    changes = find_sure_changes(Survey(before, PARENTS), Survey(after, PARENTS))

    assert dict(zip(changes["city_id"], changes["change"], strict=True)) == {
        "a": "risen", "b": "open", "c": "open", "d": "equal", "e": "fallen",
    }  # fmt: skip
    assert changes["question_count"].tolist() == [2] * 5


def test_a_change_compares_only_cities_and_questions_of_both_waves() -> None:
    before = pd.DataFrame({"E1": [50.0, 0.0]}, index=["a", "b"])
    after = pd.DataFrame({"E1": [75.0], "K1": [0.0]}, index=["a"])

    changes = find_sure_changes(Survey(before, PARENTS), Survey(after, PARENTS))

    assert changes.to_numpy().tolist() == [["a", "risen", 1]]


def test_a_wrong_band_and_an_unknown_city_are_refused() -> None:
    with pytest.raises(InvalidInput):
        find_sure_order(SURVEY, weight_band=1.0)
    with pytest.raises(UnknownId):
        find_valuable_answers(SURVEY, city_ids=["nowhere"])
    assert find_sure_order(Survey(SURVEY.points[:0], PARENTS)).pair_count == 0
