"""Overlaps and gaps: who does the same, who could start together, where nobody does anything, what that costs."""

from maturity.analysis.overlaps.activity import find_overlaps
from maturity.analysis.overlaps.gaps import common_gaps, find_target_gaps

__all__ = ["common_gaps", "find_overlaps", "find_target_gaps"]
