"""Transfer: who could teach whom, topic by topic and over all, who gains from each other, and whom to ask first."""

from maturity.analysis.transfer.lessons import choose_teachers, find_pairs, find_partners, find_teachers, find_transfers
from maturity.analysis.transfer.network import Network, read_network

__all__ = [
    "Network",
    "choose_teachers",
    "find_pairs",
    "find_partners",
    "find_teachers",
    "find_transfers",
    "read_network",
]
