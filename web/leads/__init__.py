"""The page Federführung: the plan on the screen, what is fixed, what is proposed, what else it would cost."""
