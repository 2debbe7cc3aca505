"""Plotly figures: table in, figure out."""
