"""The page Methode: how firm the numbers are, and every number in force."""
