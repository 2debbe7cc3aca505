"""Analyse: pivots over the answers, followed down to a file's row, saved, taken away, and SQL."""
