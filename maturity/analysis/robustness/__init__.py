"""Robustness: does a statement about scores and ranks survive other weights, codings, means and answers?"""

from maturity.analysis.robustness.bands import find_bands
from maturity.analysis.robustness.draws import Uncertainty
from maturity.analysis.robustness.sensitivity import sobol
from maturity.analysis.robustness.signs import check_signs, correlate, find_alpha
from maturity.analysis.robustness.simulation import Robustness, draw_scores, simulate
from maturity.analysis.robustness.single_changes import one_at_a_time
from maturity.analysis.robustness.weights import (
    benefit_of_the_doubt,
    budget_weights,
    effective_weights,
    pairwise_weights,
)

__all__ = [
    "Robustness",
    "Uncertainty",
    "benefit_of_the_doubt",
    "budget_weights",
    "check_signs",
    "correlate",
    "draw_scores",
    "effective_weights",
    "find_alpha",
    "find_bands",
    "one_at_a_time",
    "pairwise_weights",
    "simulate",
    "sobol",
]
