"""Scores: from answers to points, topics, dimensions and the index; ranks, change between waves, agreement."""

from maturity.analysis.scores.aggregate import LEVEL_WIDTH, TOP_LEVEL, aggregate, level, score_topics
from maturity.analysis.scores.agreement_measures import agreement
from maturity.analysis.scores.coverage import MISSING
from maturity.analysis.scores.effects import score_effects
from maturity.analysis.scores.normalisation import CODINGS, NORMALISATIONS, normalise
from maturity.analysis.scores.ranks import dominance_pairs, rank, rank_ranges
from maturity.analysis.scores.tree import INDEX, parents_of
from maturity.analysis.scores.waves import compare_waves

__all__ = [
    "CODINGS",
    "INDEX",
    "LEVEL_WIDTH",
    "MISSING",
    "NORMALISATIONS",
    "TOP_LEVEL",
    "aggregate",
    "agreement",
    "compare_waves",
    "dominance_pairs",
    "level",
    "normalise",
    "parents_of",
    "rank",
    "rank_ranges",
    "score_effects",
    "score_topics",
]
