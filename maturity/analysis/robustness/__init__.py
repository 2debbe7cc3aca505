"""Robustness: does a statement about scores and ranks survive other weights, codings, means and answers?"""

from maturity.analysis.robustness.bands import find_bands
from maturity.analysis.robustness.draws import Uncertainty
from maturity.analysis.robustness.importance import find_importance
from maturity.analysis.robustness.outranking import Outranking, find_outranking
from maturity.analysis.robustness.robust_order import (
    SureOrder,
    find_sure_changes,
    find_sure_order,
    find_valuable_answers,
)
from maturity.analysis.robustness.sensitivity import sobol
from maturity.analysis.robustness.signs import check_signs, correlate, find_alpha, find_alpha_without
from maturity.analysis.robustness.simulation import Robustness, simulate
from maturity.analysis.robustness.single_changes import one_at_a_time
from maturity.analysis.robustness.survey import Survey
from maturity.analysis.robustness.weights import benefit_of_the_doubt, effective_weights

__all__ = [
    "Outranking",
    "Robustness",
    "SureOrder",
    "Survey",
    "Uncertainty",
    "benefit_of_the_doubt",
    "check_signs",
    "correlate",
    "effective_weights",
    "find_alpha",
    "find_alpha_without",
    "find_bands",
    "find_importance",
    "find_outranking",
    "find_sure_changes",
    "find_sure_order",
    "find_valuable_answers",
    "one_at_a_time",
    "simulate",
    "sobol",
]
