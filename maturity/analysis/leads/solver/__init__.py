"""The solver of the lead plan: what is given as a problem, min-cost flow for plain efforts, HiGHS for the rest."""
