"""Robustness: does a statement about scores and ranks survive other weights, codings, means and answers?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._checks import require_whole
from maturity.analysis.robustness.draws import (
    AGGREGATION,
    CODING,
    LEFT_OUT,
    MISSING_RULE,
    NORMALISATION,
    Choices,
    Model,
    Uncertainty,
    draw_choices,
    draw_model,
)
from maturity.analysis.robustness.single_changes import mean_shift
from maturity.analysis.robustness.survey import Structure, Survey, read_structure
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.ranks import rank_rows

# Pairs are compared in batches of about this many cells.
BATCH_PAIRS = 200_000


@dataclass(frozen=True)
class Robustness:
    """What remains when everything is varied together.

    Args:
        cities: one row per city, as given: city_id, score, rank (of the reference), score_median, score_p5, score_p95,
            rank_median, rank_p5, rank_p95 (quantiles are values that occur), top_share (of the runs, among the
            first `top`); NaN for a city without a score.
        acceptability: city by rank (1, 2, ...): share of the runs in which the city has this rank.
        wins: city by city: share of the runs in which the row's city ranks before the column's; the rest of
            the runs up to 1 with the mirrored cell are ties.
        runs: one row per run: its choices, mean_rank_shift = mean of |rank - reference rank|, kendall_tau (tau-b) to
            the reference, pairs_kept_share of the reference's ordered pairs, is_same_order.
        mean_rank_shift, kendall_tau, pairs_kept_share: means over the runs.
        same_order_share: share of the runs with exactly the reference's ranks.
        run_count, seed, top: as asked for.
    """

    cities: pd.DataFrame
    acceptability: pd.DataFrame
    wins: pd.DataFrame
    runs: pd.DataFrame
    mean_rank_shift: float
    kendall_tau: float
    pairs_kept_share: float
    same_order_share: float
    run_count: int
    seed: int
    top: int


def simulate(
    survey: Survey,
    *,
    uncertainty: Uncertainty | None = None,
    runs: int = 1000,
    seed: int = 1,
    top: int = 3,
) -> Robustness:
    """Vary weights, coding, means, missing rule, questions and answers together, and rank again each time.

    Args:
        survey: answers, tree, weights and thresholds. Who has enough answers for a score is decided once and
            holds in every run.
        uncertainty: what varies and how far; `Uncertainty()` if not given.
        runs: number of runs; the standard error of a share is at most 0.5 / sqrt(runs).
        seed: of the random numbers; the same seed gives the same result.
        top: how many ranks count as the top.

    Returns:
        A Robustness. Questions of one topic alone make it the robustness of that topic's order.

    Raises:
        OutsideScale, UnknownId, InvalidInput: as `scores.aggregate`; or runs, seed or top are no whole numbers of
            at least 1, 0 and 1.

    Source: docs/method.md, "Monte Carlo".
    """
    for what, value, least in (("runs", runs, 1), ("seed", seed, 0), ("top", top, 1)):
        require_whole(value, what, least=least)
    structure = read_structure(survey)
    rng = np.random.default_rng(seed)
    model = draw_model(structure, uncertainty or Uncertainty(), draws=runs, rng=rng)
    choices = draw_choices(model, runs=runs, rng=rng)
    reference, scores = model.reference(), model.evaluate(choices)[..., 0]
    own, ranks = rank_rows(reference), rank_rows(scores)
    wins, per_run = _compare_pairs(own, ranks)
    per_run["mean_rank_shift"] = mean_shift(ranks, own)
    per_run["is_same_order"] = (np.isnan(own) | (ranks == own)).all(axis=1)
    table = pd.concat([_describe(model, choices), pd.DataFrame(per_run)], axis=1)
    names = structure.city_ids
    acceptability = _acceptability(ranks)
    return Robustness(
        cities=_city_table(structure, reference, own, scores, ranks).assign(
            top_share=np.where(np.isnan(own), np.nan, acceptability[:, :top].sum(axis=1))
        ),
        acceptability=pd.DataFrame(acceptability, index=names, columns=range(1, len(names) + 1)),
        wins=pd.DataFrame(wins, index=names, columns=names),
        runs=table,
        mean_rank_shift=float(table["mean_rank_shift"].mean()),
        kendall_tau=float(table["kendall_tau"].mean()),
        pairs_kept_share=float(table["pairs_kept_share"].mean()),
        same_order_share=float(table["is_same_order"].mean()),
        run_count=runs,
        seed=seed,
        top=top,
    )


def _compare_pairs(own: Array, ranks: Array) -> tuple[Array, dict[str, Array]]:
    """Count who ranks before whom: shares over the runs, and per run against the reference."""
    places = np.flatnonzero(~np.isnan(own))
    known = ~np.isnan(ranks[:, places])
    # The pairs of a thousand cities are a million: the smallest whole numbers that do keep them in the cache.
    numbers = np.where(known, ranks[:, places], 0).astype(np.min_scalar_type(len(own)))
    expected = own[places, None] < own[None, places]
    opposite = np.ascontiguousarray(expected.T)
    wins = np.zeros(expected.shape, dtype=np.min_scalar_type(len(ranks)))
    both = known.T.astype(float) @ known.astype(float)
    counts = np.zeros((4, len(ranks)))
    batch = max(1, BATCH_PAIRS // max(1, expected.size))
    for start in range(0, len(ranks), batch):
        runs = slice(start, start + batch)
        before = numbers[runs, :, None] < numbers[runs, None, :]
        ranked = np.broadcast_to(True, before.shape)
        if not known[runs].all():
            ranked = known[runs, :, None] & known[runs, None, :]
            before &= ranked
        wins += before.sum(axis=0, dtype=wins.dtype)
        compared = (before & expected, before & opposite, before, ranked & expected)
        counts[:, runs] = [[np.count_nonzero(run) for run in pairs] for pairs in compared]
    kept, turned, ordered, pairs = counts
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.full((len(own), len(own)), np.nan)
        shares[np.ix_(places, places)] = wins / both
        np.fill_diagonal(shares, np.nan)
        tau = (kept - turned) / np.sqrt(pairs * ordered)
        return shares, {"kendall_tau": tau, "pairs_kept_share": kept / pairs}


def _acceptability(ranks: Array) -> Array:
    """Share of each rank per city, over the runs in which it has one."""
    count = ranks.shape[1]
    run, city = np.nonzero(~np.isnan(ranks))
    cells = city * count + ranks[run, city].astype(np.intp) - 1
    hits = np.bincount(cells, minlength=count * count).reshape(count, count).astype(float)
    total = hits.sum(axis=1, keepdims=True)
    return np.where(total > 0, hits / np.maximum(total, 1), np.nan)


def _city_table(structure: Structure, reference: Array, own: Array, scores: Array, ranks: Array) -> pd.DataFrame:
    table = pd.DataFrame({"city_id": structure.city_ids, "score": reference, "rank": own})
    for name, values in (("score", scores), ("rank", ranks)):
        for suffix, share in (("median", 0.5), ("p5", 0.05), ("p95", 0.95)):
            table[f"{name}_{suffix}"] = _quantile(values, share)
    return table


def _quantile(values: Array, share: float) -> Array:
    """The smallest value per city that at least this share of its runs does not exceed."""
    ordered = np.sort(values, axis=0)  # NaN last
    known = (~np.isnan(values)).sum(axis=0)
    place = np.maximum(np.ceil(np.round(share * known, 9)).astype(np.intp) - 1, 0)
    return np.asarray(np.take_along_axis(ordered, place[None, :], axis=0)[0])


def _describe(model: Model, choices: Choices) -> pd.DataFrame:
    """Name the choices of each run; weights and answer errors are numbered draws and need no name."""
    uncertainty, questions = model.uncertainty, model.structure.tree.ids
    left_out: npt.NDArray[np.object_] = np.array([None, *questions], dtype=object)
    return pd.DataFrame(
        {
            "coding": np.array(uncertainty.codings, dtype=object)[choices[:, CODING]],
            "aggregation": np.array(uncertainty.aggregations, dtype=object)[choices[:, AGGREGATION]],
            "missing": np.array(uncertainty.missing, dtype=object)[choices[:, MISSING_RULE]],
            "left_out": left_out[choices[:, LEFT_OUT]],
            "normalisation": np.array(uncertainty.normalisations, dtype=object)[choices[:, NORMALISATION]],
        }
    )
