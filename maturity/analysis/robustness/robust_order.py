"""The robust order: who is ahead whatever the distances of the levels, whatever the weights within a band."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from maturity.analysis.robustness.survey import Structure, Survey
from maturity.analysis.robustness.worst_case import (
    DIGITS,
    ROUNDING,
    Answers,
    Flags,
    Topic,
    answers_of,
    is_ahead,
    read_within,
    topics_of,
    worst_differences,
)
from maturity.analysis.scores.means import Array
from maturity.errors import UnknownId

WEIGHT_BAND = 0.25


@dataclass(frozen=True, eq=False)
class SureOrder:
    """Who is surely ahead of whom.

    Args:
        ahead: city by city, cities as given: True = the row's city is surely ahead of the column's. Transitive.
        cities: one row per city, as given: city_id, ahead_count (cities it is surely ahead of), behind_count (cities
            surely ahead of it), rank_best = 1 + behind_count, rank_worst = cities - ahead_count.
        steps: one row per pair with nobody between (the lines of a Hasse diagram), by the two places in `cities`:
            city_id, next_city_id.
        pair_count: pairs of cities. sure_count: of these, the ones with a sure order. lost_count: pairs without, that
            would have one over the questions that both cities answered.
        weight_band: each topic's weight may be this share higher or lower.
    """

    ahead: pd.DataFrame
    cities: pd.DataFrame
    steps: pd.DataFrame
    pair_count: int
    sure_count: int
    lost_count: int
    weight_band: float


def find_sure_order(survey: Survey, *, weight_band: float = WEIGHT_BAND) -> SureOrder:
    """Find the pairs of cities whose order holds under every monotone coding and every weight in the band.

    Args:
        survey: the answers; the same coding holds for all questions. An open answer counts lowest for the city
            ahead and highest for the one behind; a question that does not apply to one of two cities is left out for
            both. Coverage thresholds do not count here: what is missing is at its worst.
        weight_band: 0 = the weights as they are, below 1.

    Returns:
        The sure order. Where cities differ in what applies to them, a pair counts as sure only if it agrees with
        every other sure pair, so that the order is transitive.

    Raises:
        OutsideScale, UnknownId, InvalidInput: as `scores.aggregate`; or the band is not 0 to below 1.

    Source: docs/method.md, "Robust order".
    """
    structure = read_within(survey, weight_band)
    topics, answers = topics_of(structure), answers_of(structure)
    ahead = _order(answers, topics, weight_band)
    answered = Answers(answers.points, answers.asked & ~np.isnan(answers.points))
    possible = _order(answered, topics, weight_band)
    count = len(ahead)
    behind_counts, ahead_counts = ahead.sum(axis=0), ahead.sum(axis=1)
    names = structure.city_ids
    first, second = np.nonzero(_without_detours(ahead))
    return SureOrder(
        ahead=pd.DataFrame(ahead, index=names, columns=names),
        cities=pd.DataFrame(
            {
                "city_id": names,
                "ahead_count": ahead_counts,
                "behind_count": behind_counts,
                "rank_best": 1 + behind_counts,
                "rank_worst": count - ahead_counts,
            }
        ),
        steps=pd.DataFrame({"city_id": names[first], "next_city_id": names[second]}),
        pair_count=count * (count - 1) // 2,
        sure_count=int(ahead.sum()),
        lost_count=int((possible & ~ahead & ~ahead.T).sum()),
        weight_band=weight_band,
    )


def find_sure_changes(before: Survey, after: Survey, *, weight_band: float = WEIGHT_BAND) -> pd.DataFrame:
    """Tell which cities surely rose between two waves: under every monotone coding and every weight in the band.

    Args:
        before: the earlier wave; weights and tree are the later wave's.
        after: the later wave. Only cities of both waves and questions in both surveys are compared, each city on
            what applies to it in both waves; an open answer counts highest before and lowest after for a rise, the
            other way round for a fall.
        weight_band: as in `find_sure_order`.

    Returns:
        One row per city of both waves, in the order of `after`: city_id, change ("risen", "fallen", "equal" under
        every coding and weight, "open"), question_count (questions that apply in both waves; 0 leaves it "open").

    Raises:
        As `find_sure_order`.

    Source: docs/method.md, "Robust order".
    """
    old, new = (read_within(wave, weight_band) for wave in _shared(before, after))
    topics, both = topics_of(new), old.asked & new.asked
    states = [
        [Answers(np.round(wave.points[[city]], DIGITS), both[[city]]) for wave in (old, new)]
        for city in range(len(both))
    ]
    rows = []
    for city, (earlier, later) in enumerate(states):
        rise = worst_differences(topics, later, earlier, weight_band)[0, 0]
        fall = worst_differences(topics, earlier, later, weight_band)[0, 0]
        rows.append((new.city_ids[city], _change(rise, fall) if both[city].any() else "open", int(both[city].sum())))
    return pd.DataFrame(rows, columns=["city_id", "change", "question_count"])


def _change(rise: float, fall: float) -> str:
    never_lower, never_higher = rise >= -ROUNDING, fall >= -ROUNDING
    if never_lower:
        return "equal" if never_higher else "risen"
    return "fallen" if never_higher else "open"


def find_valuable_answers(
    survey: Survey,
    *,
    levels: int | Mapping[str, int] = 5,
    weight_band: float = WEIGHT_BAND,
    city_ids: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Find the one missing answer of each city that would settle most of its pairs.

    Args:
        survey, weight_band: as in `find_sure_order`.
        levels: number of evenly spaced levels of a scale, both ends counted; one for all or by question id (5 for
            the others).
        city_ids: whose answers to look at; all cities if not given.

    Returns:
        One row per city with a missing answer that could settle a pair, in the order of the survey: city_id,
        question_id, added_most, added_least (pairs of the city that become sure, at the level that settles most and
        at the one that settles least). The largest added_most wins, then added_least, then the survey's order.

    Raises:
        As `find_sure_order`; UnknownId: a city is not in the survey.

    Source: docs/method.md, "Robust order".
    """
    structure = read_within(survey, weight_band)
    wanted = list(structure.city_ids if city_ids is None else city_ids)
    if unknown := [city_id for city_id in wanted if city_id not in structure.city_ids]:
        raise UnknownId(value=unknown[0], concept="city", known=", ".join(map(str, structure.city_ids)))
    scale = levels if isinstance(levels, Mapping) else dict.fromkeys(structure.tree.ids, levels)
    scales = np.array([scale.get(name, 5) for name in structure.tree.ids[: structure.tree.question_count]])
    rows = []
    for city in np.flatnonzero(structure.city_ids.isin(wanted)):
        found = _best_answer(structure, int(city), scales, weight_band)
        if found is not None and found[1] > 0:
            rows.append((structure.city_ids[int(city)], *found))
    return pd.DataFrame(rows, columns=["city_id", "question_id", "added_most", "added_least"])


def _shared(before: Survey, after: Survey) -> tuple[Survey, Survey]:
    """Cut two waves to their common cities and questions, under the later wave's tree and weights."""
    cities = [city_id for city_id in after.points.index if city_id in before.points.index]
    questions = [question_id for question_id in after.points.columns if question_id in before.points.columns]

    def cut(survey: Survey) -> Survey:
        applicable = survey.applicable
        return replace(
            after,
            points=survey.points.reindex(index=cities, columns=questions),
            applicable=None if applicable is None else applicable.reindex(index=cities, columns=questions),
        )

    return cut(before), cut(after)


def _order(answers: Answers, topics: list[Topic], weight_band: float) -> Flags:
    """Who is surely ahead of whom, as far as every pair agrees with all others."""
    worst = worst_differences(topics, answers, answers, weight_band)
    ahead = is_ahead(worst, worst.T)
    here, elsewhere = ahead.astype(np.float32), (~ahead).astype(np.float32)
    misses_one_behind, misses_one_before = elsewhere @ here.T > 0, here.T @ elsewhere > 0
    return np.asarray(ahead & ~misses_one_behind & ~misses_one_before)


def _without_detours(ahead: Flags) -> Flags:
    """Drop every pair that follows from two others."""
    steps = ahead.astype(np.float32)
    return np.asarray(ahead & ~(steps @ steps > 0))


def _best_answer(structure: Structure, city: int, scales: Array, weight_band: float) -> tuple[str, int, int] | None:
    """The missing answer of a city that could settle most pairs: question, pairs added at best and at worst."""
    answers, topics = answers_of(structure), topics_of(structure)
    gaps = np.flatnonzero(np.isnan(answers.points[city]) & answers.asked[city])
    tries = [(question, level) for question in gaps for level in range(int(scales[question]))]
    if not tries:
        return None
    rows = np.repeat(answers.points[[city]], 1 + len(tries), axis=0)
    for row, (question, level) in enumerate(tries, start=1):
        rows[row, question] = 100 * level / (scales[question] - 1)
    tried = Answers(rows, np.repeat(answers.asked[[city]], len(rows), axis=0))
    over = worst_differences(topics, tried, answers, weight_band)
    under = worst_differences(topics, answers, tried, weight_band).T
    settled = is_ahead(over, under) | is_ahead(under, over)
    settled[:, city] = False
    added = settled.sum(axis=1)[1:] - settled[0].sum()
    by_question = {
        question: [int(n) for n, (of, _) in zip(added, tries, strict=True) if of == question] for question in gaps
    }
    best = max(gaps, key=lambda question: (max(by_question[question]), min(by_question[question]), -question))
    return structure.tree.ids[best], max(by_question[best]), min(by_question[best])
