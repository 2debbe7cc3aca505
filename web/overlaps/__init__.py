"""The page Überschneidungen: same work, gaps, occasions to act together."""
