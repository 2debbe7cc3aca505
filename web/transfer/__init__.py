"""The page Wissenstransfer: who can learn from whom."""
