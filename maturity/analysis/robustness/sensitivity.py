"""Sensitivity: which choice is responsible for the changes of rank (Sobol indices)."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from maturity.analysis._checks import require_whole
from maturity.analysis.robustness.draws import FACTORS, Choices, Model, Uncertainty, draw_model
from maturity.analysis.robustness.survey import Survey, read_structure
from maturity.analysis.scores.means import Array
from maturity.analysis.scores.ranks import rank_rows
from maturity.errors import InvalidInput, UnknownId

# Distinct sets of weights and of answer errors that a run can pick from.
DRAWS = 512
# Bootstrap: how often the samples are drawn again, and the share of the results beyond each bound.
RESAMPLES, TAIL = 500, 0.05


def sobol(
    survey: Survey,
    *,
    uncertainty: Uncertainty | None = None,
    city_id: str | None = None,
    samples: int = 512,
    seed: int = 1,
) -> pd.DataFrame:
    """Split the variance of the mean absolute rank shift, or of one city's rank, among the factors.

    Args:
        survey, uncertainty: as in `robustness.simulate`.
        city_id: whose rank to explain; the mean absolute rank shift if not given. In a run that leaves the city
            without a score, its rank counts as unchanged.
        samples: a power of 2; samples x (factors + 2) runs are computed.
        seed: of the random numbers, also of the bootstrap.

    Returns:
        One row per factor that varies: factor, first_order (the share it explains alone), total (with all it does
        together with others), each with _low and _high, the 5-95 % bootstrap bounds. NaN where no rank ever changes.

    Raises:
        As `robustness.simulate`; InvalidInput: samples is no power of 2; UnknownId: the city has no rank.

    Source: docs/method.md, "Sobol indices".
    """
    require_whole(samples, "samples", least=2)
    require_whole(seed, "seed", least=0)
    if samples & (samples - 1):
        raise InvalidInput(what="samples", value=samples, expected="a power of 2")
    structure = read_structure(survey)
    rng = np.random.default_rng(seed)
    model = draw_model(structure, uncertainty or Uncertainty(), draws=DRAWS, rng=rng)
    varied = [factor for factor, size in enumerate(model.sizes) if size > 1]
    own = rank_rows(model.reference())
    watched = _watched(structure.city_ids, own, city_id)

    def outcome(numbers: Array) -> Array:
        ranks = rank_rows(model.evaluate(_choose(model, varied, numbers))[..., 0])[:, watched]
        ranks = np.where(np.isnan(ranks), own[watched], ranks)
        if not len(watched):
            return np.full(len(ranks), np.nan)  # nobody has a rank that could change
        return ranks[:, 0] if city_id is not None else np.abs(ranks - own[watched]).mean(axis=1)

    outcomes = _saltelli_design(outcome, factors=len(varied), samples=samples, rng=rng)
    table = pd.DataFrame({"factor": [FACTORS[factor] for factor in varied]})
    estimate = _indices(outcomes)
    again = np.array([_indices(outcomes[..., rng.integers(0, samples, samples)]) for _ in range(RESAMPLES)])
    for column, values, resampled in zip(("first_order", "total"), estimate, np.moveaxis(again, 1, 0), strict=True):
        low, high = np.quantile(resampled, (TAIL, 1 - TAIL), axis=0)
        table = table.assign(**{column: values, f"{column}_low": low, f"{column}_high": high})
    return table


def _choose(model: Model, varied: list[int], numbers: Array) -> Choices:
    """Turn numbers of 0-1, a row per factor, into choices: each factor cuts 0-1 into equal parts."""
    choices: Choices = np.zeros((numbers.shape[1], len(FACTORS)), dtype=np.intp)
    for factor, row in zip(varied, numbers, strict=True):
        # Entry 0 of the weights and of the errors is the reference and no draw.
        first = int(FACTORS[factor] in ("weights", "answer_error"))
        size = model.sizes[factor] - first
        choices[:, factor] = first + np.minimum((row * size).astype(np.intp), size - 1)
    return choices


def _saltelli_design(
    outcome: Callable[[Array], Array], *, factors: int, samples: int, rng: np.random.Generator
) -> Array:
    """Evaluate two independent samples A and B, then A with one factor at a time from B: (2 + factors, samples)."""
    from scipy.stats.qmc import Sobol  # takes a second to import

    numbers = Sobol(2 * factors, rng=rng).random(samples).T
    first, second = numbers[:factors], numbers[factors:]
    mixed = [np.where(np.arange(factors)[:, None] == factor, second, first) for factor in range(factors)]
    return np.array([outcome(sample) for sample in (first, second, *mixed)])


def _indices(outcomes: Array) -> Array:
    """First-order and total indices, (2, factors); NaN where nothing varies."""
    if not np.ptp(outcomes[:2]) > 0:
        return np.full((2, len(outcomes) - 2), np.nan)
    from scipy.stats import sobol_indices  # takes a second to import

    design = {"f_A": outcomes[:1], "f_B": outcomes[1:2], "f_AB": outcomes[2:, None]}
    result = sobol_indices(func=design, n=outcomes.shape[1])
    return np.array([result.first_order, result.total_order])


def _watched(city_ids: pd.Index, own: Array, city_id: str | None) -> Choices:
    """Positions of the cities whose ranks count: one, or all that have one."""
    ranked = np.flatnonzero(~np.isnan(own))
    if city_id is None:
        return ranked
    position = np.flatnonzero((city_ids == city_id) & ~np.isnan(own))
    if not len(position):
        raise UnknownId(value=city_id, concept="city with a rank", known=", ".join(map(str, city_ids[ranked])))
    return position
