"""Draws: the same scores computed again under other choices of method and other answers, many runs at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maturity.analysis._checks import is_number
from maturity.analysis.robustness.survey import Structure
from maturity.analysis.scores.coverage import MISSING, Missing, fill_gaps
from maturity.analysis.scores.means import Array, Method
from maturity.analysis.scores.normalisation import CODINGS, VARIANTS, compare, recode
from maturity.analysis.scores.tree import roll_up
from maturity.errors import InvalidInput

Choices = npt.NDArray[np.intp]

# What varies; each is a column of whole numbers, and 0 is the reference: no change.
FACTORS = ("weights", "coding", "aggregation", "missing", "left_out", "answer_error", "normalisation")
WEIGHTS, CODING, AGGREGATION, MISSING_RULE, LEFT_OUT, ANSWER_ERROR, NORMALISATION = range(7)
# Runs are computed in batches of about this many cells, so that a batch stays in the processor's cache.
BATCH_CELLS = 60_000


@dataclass(frozen=True)
class Uncertainty:
    """What one could have decided or answered differently. The first of each list is the reference.

    Args:
        weight_spread: each weight is multiplied by a factor drawn evenly from 1 - spread to 1 + spread.
        codings: how far apart the levels are.
        aggregations: the means above the topics; inside a topic it stays arithmetic.
        missing: how gaps are filled.
        leave_one_out: whether one question at a time is left out.
        answer_error: probability that an answer is one level too high, and the same for too low.
        levels: number of evenly spaced levels of a scale, both ends counted; one for all questions or by
            question id (5 for the others).
        normalisations: how answers become points, names of VARIANTS. All but "goalposts" measure a city by who else
            answered, so they are no part of the Monte Carlo unless asked for.
    """

    weight_spread: float = 0.25
    codings: tuple[str, ...] = CODINGS
    aggregations: tuple[Method, ...] = ("arithmetic", "geometric")
    missing: tuple[Missing, ...] = MISSING
    leave_one_out: bool = True
    answer_error: float = 0.05
    levels: int | Mapping[str, int] = 5
    normalisations: tuple[str, ...] = ("goalposts",)

    def __post_init__(self) -> None:
        for name, value, low, high in (
            ("weight_spread", self.weight_spread, 0.0, 1.0),
            ("answer_error", self.answer_error, 0.0, 0.5),
            *(("levels", levels, 2, np.inf) for levels in self._level_counts()),
        ):
            if not (is_number(value) and low <= value <= high):
                raise InvalidInput(what=name, value=value, expected=f"between {low} and {high}")
        for name, choices in (
            ("codings", self.codings),
            ("aggregations", self.aggregations),
            ("missing", self.missing),
            ("normalisations", self.normalisations),
        ):
            if not choices:
                raise InvalidInput(what=name, value="empty", expected="at least the one that is in force")
        for unknown in set(self.normalisations) - set(VARIANTS):
            raise InvalidInput(what="normalisations", value=unknown, expected=f"names among {', '.join(VARIANTS)}")

    def _level_counts(self) -> list[int]:
        return list(self.levels.values()) if isinstance(self.levels, Mapping) else [self.levels]

    def steps(self, question_ids: Sequence[str]) -> Array:
        """Return the distance of two levels in points, per question."""
        levels = self.levels if isinstance(self.levels, Mapping) else dict.fromkeys(question_ids, self.levels)
        return np.array([100 / (levels.get(question_id, 5) - 1) for question_id in question_ids])


class Model:
    """Computes the scores of a structure for rows of choices."""

    def __init__(
        self, structure: Structure, uncertainty: Uncertainty, *, weight_factors: Array, shifts: npt.NDArray[np.int8]
    ) -> None:
        """Prepare every value a cell can take.

        Args:
            structure: what stays the same.
            uncertainty: what varies.
            weight_factors: (draws, Q + N); row 0 is the reference, all 1.
            shifts: (draws, cities, Q), levels to add to an answer; entry 0 is the reference, all 0.
        """
        self.structure, self.uncertainty = structure, uncertainty
        self.weights = structure.weights * weight_factors
        self.shifts = shifts.reshape(len(shifts), -1)
        self.sizes = (
            len(weight_factors),
            len(uncertainty.codings),
            len(uncertainty.aggregations),
            len(uncertainty.missing),
            # A single question cannot be left out: nothing would remain.
            1 + structure.tree.question_count * (uncertainty.leave_one_out and structure.tree.question_count > 1),
            len(shifts),
            len(uncertainty.normalisations),
        )
        self._values = self._value_table()

    def _value_table(self) -> Array:
        """(normalisation, missing rule, coding, shift -1 0 +1, cities x Q) in points."""
        points, tree = self.structure.points, self.structure.tree
        step = self.uncertainty.steps(tree.ids[: tree.question_count])
        shifted = [np.clip(points + shift * step, 0, 100) for shift in (-1, 0, 1)]
        filled = []
        for name in self.uncertainty.normalisations:
            method, ddof, ties = VARIANTS[name]
            unmoved, *_ = compared = [
                compare(values, method, among=points, ddof=ddof, ties=ties) for values in (points, *shifted)
            ]
            coded = [
                [recode(values, coding, among=unmoved) for values in compared[1:]]
                for coding in self.uncertainty.codings
            ]
            filled += [
                [[self._fill(values, of_coding[1], rule) for values in of_coding] for of_coding in coded]
                for rule in self.uncertainty.missing
            ]
        sizes = (len(self.uncertainty.normalisations), len(self.uncertainty.missing), len(self.uncertainty.codings))
        return np.array(filled).reshape(*sizes, 3, -1)

    def _fill(self, values: Array, unshifted: Array, rule: str) -> Array:
        """Fill the gaps as they are filled without answer errors: a median of shifted answers would shift twice."""
        return np.where(np.isnan(values), fill_gaps(unshifted, self.structure.asked, rule), values)

    def reference(self) -> Array:
        """Score every city's index without any change."""
        return np.asarray(self.evaluate(np.zeros((1, len(FACTORS)), dtype=np.intp))[0, :, 0])

    def evaluate(self, choices: Choices, nodes: slice = slice(-1, None)) -> Array:
        """Score every city for every row of choices.

        Args:
            choices: (runs, factors), columns as FACTORS, entries below `sizes`.
            nodes: which nodes to keep; by default the index alone.

        Returns:
            (runs, cities, nodes), NaN = no score.
        """
        count = len(self.structure.tree.node_ids[nodes])
        scores = np.empty((len(choices), len(self.structure.city_ids), count))
        batch = max(1, BATCH_CELLS // max(1, self.structure.points.size))
        for aggregation, method in enumerate(self.uncertainty.aggregations):
            rows = np.flatnonzero(choices[:, AGGREGATION] == aggregation)
            # Inside a topic answers may offset each other; what is in question is whether topics may.
            methods: list[Method] = ["arithmetic" if is_topic else method for is_topic in self.structure.tree.is_topic]
            for start in range(0, len(rows), batch):
                part = rows[start : start + batch]
                scores[part] = self._roll_up(choices[part], methods)[..., nodes]
        return scores

    def _roll_up(self, choices: Choices, methods: list[Method]) -> Array:
        structure = self.structure
        weights = self.weights[choices[:, WEIGHTS]]
        without = np.flatnonzero(choices[:, LEFT_OUT])
        weights[without, choices[without, LEFT_OUT] - 1] = 0
        cells = structure.points.size
        start = choices[:, NORMALISATION] * self._values.shape[1] + choices[:, MISSING_RULE]
        start = (start * self._values.shape[2] + choices[:, CODING]) * self._values.shape[3] + 1
        place = (start[:, None] + self.shifts[choices[:, ANSWER_ERROR]]) * cells + np.arange(cells)
        points = np.take(self._values, place).reshape(len(choices), *structure.points.shape)
        return roll_up(structure.tree, points, weights, methods, structure.scored)


def draw_model(structure: Structure, uncertainty: Uncertainty, *, draws: int, rng: np.random.Generator) -> Model:
    """Draw weights and answer errors; entry 0 of each is the reference, the others are the draws."""
    spread, error = uncertainty.weight_spread, uncertainty.answer_error
    factors = np.ones((1 + draws * (spread > 0), len(structure.weights)))
    factors[1:] = rng.uniform(1 - spread, 1 + spread, factors[1:].shape)
    shifts = np.zeros((1 + draws * (error > 0), *structure.points.shape), dtype=np.int8)
    for shift in shifts[1:]:
        chance = rng.random(shift.shape, dtype=np.float32)
        shift[chance < error] = -1
        shift[chance >= 1 - error] = 1
    return Model(structure, uncertainty, weight_factors=factors, shifts=shifts)


def draw_choices(model: Model, *, runs: int, rng: np.random.Generator) -> Choices:
    """Draw one choice per factor and run; weights and answer errors are a fresh draw in each run."""
    choices = np.column_stack([rng.integers(0, size, runs) for size in model.sizes])
    for factor in (WEIGHTS, ANSWER_ERROR):
        if model.sizes[factor] > 1:
            choices[:, factor] = 1 + np.arange(runs)
    return choices
