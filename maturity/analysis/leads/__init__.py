"""Leads: which city leads which topic, the best plan there is and proven so, its price, how firm it is."""

from maturity.analysis.leads.alternatives import Alternatives, find_alternatives
from maturity.analysis.leads.certainty import CERTAINTIES, find_certainty
from maturity.analysis.leads.fit import fit_table
from maturity.analysis.leads.plan import Plan, propose_co_leads, propose_leads
from maturity.analysis.leads.prices import find_settled, price_matrix
from maturity.analysis.leads.stability import draw_fits, find_stability

__all__ = [
    "CERTAINTIES",
    "Alternatives",
    "Plan",
    "draw_fits",
    "find_alternatives",
    "find_certainty",
    "find_settled",
    "find_stability",
    "fit_table",
    "price_matrix",
    "propose_co_leads",
    "propose_leads",
]
