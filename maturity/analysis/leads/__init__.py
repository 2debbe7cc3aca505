"""Leads: which city leads which topic, the best plan there is and proven so, its price, how firm it is."""

from maturity.analysis.leads.alternatives import Alternatives, find_alternatives
from maturity.analysis.leads.certainty import CERTAINTIES, find_certainty
from maturity.analysis.leads.cost_shares import CostShares, find_cost_shares
from maturity.analysis.leads.fit import fit_table
from maturity.analysis.leads.plan import Plan, propose_co_leads, propose_leads
from maturity.analysis.leads.prices import find_settled, price_matrix
from maturity.analysis.leads.rule_panel import RULES, RulePanel, find_rule_panel
from maturity.analysis.leads.shared_load import SharedLoad, carried_loads, share_load
from maturity.analysis.leads.stability import draw_fits, find_stability
from maturity.analysis.leads.value import find_value

__all__ = [
    "CERTAINTIES",
    "RULES",
    "Alternatives",
    "CostShares",
    "Plan",
    "RulePanel",
    "SharedLoad",
    "carried_loads",
    "draw_fits",
    "find_alternatives",
    "find_certainty",
    "find_cost_shares",
    "find_rule_panel",
    "find_settled",
    "find_stability",
    "find_value",
    "fit_table",
    "price_matrix",
    "propose_co_leads",
    "propose_leads",
    "share_load",
]
