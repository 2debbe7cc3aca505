"""The domain of the Digitalkompass: survey model, scores, overlaps and gaps, lead plan, and what shows them."""
