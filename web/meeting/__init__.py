"""The page Sitzung: steps, decisions, documents."""
