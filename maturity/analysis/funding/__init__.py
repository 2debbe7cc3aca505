"""Funding: what a network can apply for together, three-valued: yes, no, or unknown with what would settle it. Pure."""
