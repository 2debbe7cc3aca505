"""How firm scores and ranks are, for the pages: the snapshot's answers and parameters handed to the analysis."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from maturity.analysis import robustness
from maturity.analysis.robustness import Robustness, Survey
from maturity.analysis.robustness.bands import find_bands
from maturity.analysis.robustness.draws import Uncertainty
from maturity.analysis.robustness.robust_order import (
    WEIGHT_BAND,
    SureOrder,
    find_sure_changes,
    find_sure_order,
    find_valuable_answers,
)
from maturity.analysis.scores import INDEX, aggregate
from maturity.analysis.scores.ranks import rank_ranges
from web.services import snapshot

# The simulation compares all pairs in each run: 300 cities take about two seconds, 1,000 would take ten.
MOST_CITIES = 300
USUAL_BAND = round(100 * WEIGHT_BAND)  # per cent that a topic's weight may be higher or lower
# Other ways to turn answers into points; they measure a city by the others and so are no part of the trial runs.
NORMALISATIONS = ("goalposts", "z_score", "z_score_sample", "percentile_rank", "percentile_rank_lowest")
Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Inputs:
    """The answers of a wave as the analysis takes them, and the number of levels by question."""

    wave_id: str
    survey: Survey
    level_counts: dict[str, int] = field(default_factory=dict)

    @property
    def is_feasible(self) -> bool:
        """Whether there is something to compare, and not too much of it."""
        return 2 <= len(self.survey.points) <= MOST_CITIES

    @property
    def uncertainty(self) -> Uncertainty:
        """What varies, and how far, by the parameters in force."""
        return Uncertainty(
            weight_spread=snapshot.parameter("weight_spread", self.wave_id),
            answer_error=snapshot.parameter("answer_error", self.wave_id),
            levels=self.level_counts,
        )


def inputs(wave_id: str, topic_id: str = "", weights: Weights = ()) -> Inputs:
    """The answers of a wave: of all topics with their dimensions, or of one topic alone.

    Args:
        wave_id: the wave.
        topic_id: one topic; all if empty.
        weights: other weights than those of the network, by topic or dimension.
    """
    answers, questions = (
        snapshot.table("wave_answers", wave_id=wave_id),
        snapshot.table("question_tree", wave_id=wave_id),
    )
    if topic_id:
        answers, questions = (table.loc[table["topic_id"] == topic_id] for table in (answers, questions))
    order = list(questions["question_id"])
    kinds = answers.assign(kind=answers["kind"].fillna("")).pivot(index="city_id", columns="question_id", values="kind")
    points = answers.pivot(index="city_id", columns="question_id", values="answer_points").reindex(columns=order)
    kinds = kinds.reindex(columns=order)
    parents = _parents(questions, with_dimensions=not topic_id)
    covered = snapshot.parameter("coverage_topic", wave_id)
    survey = Survey(
        points=points.astype(float),
        parents=parents,
        weights={
            key: weight
            for key, weight in (_weights(questions) | dict(weights)).items()
            if key in parents or key in parents.values()  # one topic alone has no weight among others
        },
        # A question without a row was not asked: the city took the short survey.
        applicable=kinds.notna() & (kinds != "nz"),
        min_coverage={**dict.fromkeys(parents.values(), covered), INDEX: snapshot.parameter("coverage_index", wave_id)},
    )
    return Inputs(
        wave_id=wave_id,
        survey=survey,
        level_counts=dict(zip(order, questions["level_count"].astype(int), strict=True)),
    )


def _weights(questions: pd.DataFrame) -> dict[str, float]:
    """Return the network's weights of questions, topics and dimensions by their ids."""
    levels = (("question_id", "weight"), ("topic_id", "topic_weight"), ("dimension_id", "dimension_weight"))
    return {str(key): float(weight) for level in levels for key, weight in questions[list(level)].to_numpy()}


def _parents(questions: pd.DataFrame, *, with_dimensions: bool) -> dict[str, str]:
    parents = dict(zip(questions["question_id"], questions["topic_id"], strict=True))
    if with_dimensions:
        parents |= dict(zip(questions["topic_id"], questions["dimension_id"], strict=True))
    return parents


def simulation(wave_id: str, topic_id: str = "", weights: Weights = ()) -> Robustness | None:
    """The Monte Carlo of the index or of one topic, once per snapshot; None where there is nothing to compare."""
    return snapshot.remember(_simulate, wave_id=wave_id, topic_id=topic_id, weights=weights)


def _simulate(wave_id: str, topic_id: str, weights: Weights) -> Robustness | None:
    given = inputs(wave_id, topic_id, weights)
    if not given.is_feasible:
        return None
    result = robustness.simulate(
        given.survey,
        uncertainty=given.uncertainty,
        runs=int(snapshot.parameter("simulation_runs", wave_id)),
        seed=int(snapshot.parameter("simulation_seed", wave_id)),
    )
    return result if result.cities["rank"].notna().sum() > 1 else None


def sure_order(wave_id: str, band_percent: int) -> SureOrder | None:
    """Who is surely ahead of whom, see `find_sure_order`; None where there is nothing to compare."""
    return snapshot.remember(_sure_order, wave_id=wave_id, band_percent=band_percent)


def _sure_order(wave_id: str, band_percent: int) -> SureOrder | None:
    given = inputs(wave_id)
    return find_sure_order(given.survey, weight_band=band_percent / 100) if given.is_feasible else None


def valuable_answers(wave_id: str, band_percent: int) -> pd.DataFrame:
    """The missing answer of each city that would settle most of its pairs, see `find_valuable_answers`."""
    return snapshot.remember(_valuable_answers, wave_id=wave_id, band_percent=band_percent)


def _valuable_answers(wave_id: str, band_percent: int) -> pd.DataFrame:
    given = inputs(wave_id)
    return find_valuable_answers(given.survey, levels=given.level_counts, weight_band=band_percent / 100)


def sure_change(wave_from: str, wave_to: str, city_id: str) -> str:
    """How a city surely changed between two waves, as `find_sure_changes` says it; empty if it is in only one."""
    changes = snapshot.remember(_sure_changes, wave_from=wave_from, wave_to=wave_to)
    return str(changes["change"].get(city_id, ""))


def _sure_changes(wave_from: str, wave_to: str) -> pd.DataFrame:
    before, after = inputs(wave_from), inputs(wave_to)
    if not after.is_feasible:
        return pd.DataFrame({"city_id": [], "change": []}).set_index("city_id")
    return find_sure_changes(before.survey, after.survey, weight_band=WEIGHT_BAND).set_index("city_id")


def one_at_a_time(wave_id: str) -> pd.DataFrame:
    """Each choice changed alone, see `robustness.one_at_a_time`; no rows where there is nothing to compare."""
    given = inputs(wave_id)
    if not given.is_feasible:
        return pd.DataFrame()
    uncertainty = replace(given.uncertainty, normalisations=NORMALISATIONS)
    return robustness.one_at_a_time(given.survey, uncertainty=uncertainty)


def sobol(wave_id: str) -> pd.DataFrame:
    """What drives the changes of rank, see `robustness.sobol`; takes seconds."""
    given = inputs(wave_id)
    return robustness.sobol(
        given.survey,
        uncertainty=replace(given.uncertainty, normalisations=NORMALISATIONS),
        samples=int(snapshot.parameter("sobol_samples", wave_id)),
        seed=int(snapshot.parameter("simulation_seed", wave_id)),
    )


def bands(wave_id: str, weights: Weights = ()) -> pd.DataFrame:
    """Each city's band with its range, see `find_bands`; no rows where there is nothing to compare."""
    return snapshot.remember(_bands, wave_id=wave_id, weights=weights)


def _bands(wave_id: str, weights: Weights) -> pd.DataFrame:
    result = simulation(wave_id, weights=weights)
    if result is None:
        return pd.DataFrame(columns=["city_id", "rank_from", "rank_to", "ranked_count", "band"])
    ranked = result.cities.dropna(subset="rank")
    index = index_scores(wave_id, weights)
    ranges = rank_ranges(index.loc[index["city_id"].isin(ranked["city_id"])])
    return find_bands(ranked.merge(ranges[["city_id", "rank_best", "rank_worst"]], on="city_id"))


def index_scores(wave_id: str, weights: Weights = ()) -> pd.DataFrame:
    """One row per city that answered: the index with bounds, as `scores.aggregate` gives it."""
    survey = inputs(wave_id, weights=weights).survey
    scored = aggregate(
        survey.points,
        parents=survey.parents,
        weights=survey.weights,
        min_coverage=survey.min_coverage,
        applicable=survey.applicable,
    )
    return scored.loc[scored["node_id"] == INDEX].reset_index(drop=True)


def closest_neighbours(result: Robustness) -> tuple[str, str, float] | None:
    """The two neighbours in the order whose places change most often, and how often the first is ahead.

    Cities of equal score have no order that could change and are passed over.
    """
    ranked = result.cities.dropna(subset="rank").sort_values(["rank", "city_id"])
    order, ranks = list(ranked["city_id"]), list(ranked["rank"])
    pairs = [
        (first, second, float(result.wins.loc[first, second]))
        for first, second, own, other in zip(order, order[1:], ranks, ranks[1:], strict=False)
        if own < other and not np.isnan(result.wins.loc[first, second])
    ]
    return min(pairs, key=lambda pair: pair[2], default=None)
